"""The sets with a known truth that resolution is trained and measured on."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

FOLDER = Path(os.environ.get("COMITY_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@dataclass(frozen=True)
class KnownSet:
    """Which column of a set holds which property, and its kind."""

    columns: Mapping[str, str]
    kind: str = "person"
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_FEBRL = KnownSet(
    {"given_name": "given_name", "surname": "family_name", "street": "street",
     "suburb": "city", "postcode": "postcode", "date_of_birth": "birth_date",
     "soc_sec_id": "national_id", "source": "source"},
    joined={"street": ("street_number", "address_1")},
)  # fmt: skip
_SYNTH = KnownSet(
    {"first_name": "given_name", "middle_initial": "middle_name", "surname": "family_name",
     "dob": "birth_date", "sex": "sex", "street": "street", "city": "city",
     "postcode": "postcode", "phone": "phone_number", "national_id": "national_id",
     "source": "source"}
)  # fmt: skip
SETS: Mapping[str, KnownSet] = {
    "febrl1": _FEBRL,
    "febrl2": _FEBRL,
    "febrl3": _FEBRL,
    "febrl4": _FEBRL,
    "fake_1000": KnownSet(
        {"first_name": "given_name", "surname": "family_name", "dob": "birth_date",
         "city": "city", "email": "email"}
    ),
    "psp_census2x": KnownSet(
        {"first_name": "given_name", "middle_initial": "middle_name", "last_name": "family_name",
         "date_of_birth": "birth_date", "sex": "sex", "street": "street", "city": "city",
         "zipcode": "postcode", "source": "source"},
        joined={"street": ("street_number", "street_name", "unit_number")},
    ),
    "dedupe_csv_example": KnownSet(
        {"Site name": "name", "Address": "street", "Zip": "postcode", "Phone": "phone_number",
         "source": "source"},
        kind="organisation",
    ),
    "synth_100k": _SYNTH,
    "synth_1m": _SYNTH,
}  # fmt: skip


def load_set(name: str) -> pd.DataFrame:
    """Read a set, its parts of addresses put together and its dates made ISO."""
    frame = pd.read_parquet(FOLDER / "data" / name / "data.parquet").reset_index(drop=True)
    known = SETS[name]
    for column, parts in known.joined.items():
        texts = frame[list(parts)].fillna("").astype(str).agg(" ".join, axis=1).str.strip()
        frame[column] = texts.where(texts != "")
    for column, prop in known.columns.items():
        if prop == "birth_date":
            frame[column] = frame[column].map(_iso, na_action="ignore")
    return frame


def _iso(text: str) -> str:
    """`19420127` as `1942-01-27`; what is ISO already stays."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if len(text) == 8 and text.isdigit() else text
