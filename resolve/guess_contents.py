"""What the values of a column look like: the share of its cells that could be of a property."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from comity.resolve.date_formats import are_serials, is_date
from comity.resolve.fillers import without_fillers
from comity.resolve.model import Model
from comity.resolve.positions import number_of
from comity.resolve.table_columns import Column
from comity.resolve.text import fold

# So many distinct values tell what a column holds.
SAMPLE = 1_000
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+|[\w.]+@[\w.]+")
_PHONE = re.compile(r"\+?[\d ().\-/]{5,22}(?:x\d+|ext\.? ?\d+)?")
_SIGNED_PHONE = re.compile(
    r"\+[\d ().\-/]{7,20}|\(\d{2,5}\) ?[\d \-/]{5,14}|\d{3}[-. ]\d{3}[-. ]\d{4}"
)
_STREET = re.compile(r"\d+[a-z]?(?:[-/]\d+)? .*[^\W\d_]{2,}.*|.*[^\W\d_]{3,}.* \d+ ?[a-z]?", re.I)
_POSTCODE = re.compile(
    r"\d{4,5}|\d{5}-\d{4}|\d{2,3}-\d{3,4}|\d{3} \d{2}|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}"
    r"|[a-z]\d[a-z] ?\d[a-z]\d|\d{4} ?[a-z]{2}|[a-z]{1,2}-?\d{4,5}|\d{6}|\d{7,8}", re.I
)  # fmt: skip
# Of figures alone only five may be a postcode: other numbers are more often something else.
_SURE_POSTCODE = re.compile(
    r"\d{5}(?:-\d{4})?|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d", re.I
)
_SEXES = frozenset(
    ["m", "f", "w", "male", "female", "man", "woman", "u", "x", "h", "mann", "frau", "mannlich",
     "weiblich", "maennlich", "homme", "femme", "hombre", "mujer", "masculino", "femenino",
     "maschio", "femmina", "masculin", "feminin", "other", "unknown", "d", "0", "1", "2", "9", "k",
     "v", "e", "nonbinary", "non binary", "muz", "zena"]
)  # fmt: skip
_COMPANY = frozenset(
    ["inc", "ltd", "llc", "corp", "co", "company", "corporation", "limited", "gmbh", "ag", "sa",
     "sarl", "srl", "bv", "nv", "plc", "llp", "lp", "oy", "ab", "as", "spa", "kg", "sas", "pty",
     "ooo", "oao", "zao", "group", "holding", "holdings", "bank", "school", "university", "center",
     "centre", "church", "services", "service", "association", "foundation", "trust", "academy",
     "hospital", "clinic", "society", "institute", "department", "council", "club", "agency",
     "partners", "international", "systems", "solutions", "industries", "store", "shop", "care",
     "restaurant", "hotel", "insurance", "care", "learning", "community", "child", "family"]
)  # fmt: skip
Holds = Callable[[str], bool]


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.fullmatch(text) is not None


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_mostly_letters(text: str) -> bool:
    return sum(map(str.isalpha, text)) * 2 > len(text)


def _has_number(text: str) -> bool:
    return any(map(str.isdigit, text)) and len(text) > 2


def _is_phone(text: str) -> bool:
    return _matches(_PHONE, text) and sum(map(str.isdigit, text)) >= 5


def _is_code(text: str) -> bool:
    return any(map(str.isdigit, text)) or len(text) < 3


# Whether a value could be of a property; those not named take anything.
COULD_BE: Mapping[str, Holds] = {
    **dict.fromkeys(("given_name", "family_name", "name", "city"), _is_mostly_letters),
    **dict.fromkeys(("middle_name", "alias", "street", "organisation_name"), _has_letters),
    **dict.fromkeys(
        ("national_id", "document_number", "state_id", "fingerprint_id", "registration_number",
         "account_number", "case_number", "warrant_number", "booking_number", "serial_number",
         "vin"), _has_number,
    ),
    "birth_date": is_date,
    "birth_year": lambda text: text.isdigit() and len(text) in (2, 4),
    "birth_month": lambda text: len(text) <= 9,
    "birth_day": lambda text: text.isdigit() and len(text) <= 2,
    "sex": lambda text: fold([text])[0] in _SEXES,
    "postcode": lambda text: _matches(_POSTCODE, text) or _is_code(text),
    "phone_number": _is_phone,
    "email": partial(_matches, _EMAIL),
    "street_number": _is_code,
    "unit": lambda text: _is_code(text) or len(text) <= 5,
    "plate": _has_number,
    "plate_region": _has_letters,
    "latitude": lambda text: abs(number_of(text)) <= 90,
    "longitude": lambda text: abs(number_of(text)) <= 180,
}  # fmt: skip


def share(column: Column, prop: str, holds: Holds) -> float:
    """The share of a column's cells that hold; fillers are not asked, and alone deny nothing."""
    texts, times = sample(column, prop)
    if prop == "birth_date" and are_serials(texts):
        return 1.0
    whole = float(times.sum())
    found = np.fromiter(map(holds, texts), np.bool_, len(texts))
    return float(times[found].sum()) / whole if whole else 1.0


def sample(
    column: Column, prop: str = ""
) -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.int32]]]:
    """Some distinct values, the first ones, with in how many rows each stands."""
    texts = without_fillers(prop, column.texts[:SAMPLE])
    times = column.counts()[: len(texts)]
    kept = [at for at, text in enumerate(texts) if text and times[at]]
    return [texts[at] for at in kept], times[kept]


def looks_like(column: Column, model: Model) -> str:
    """The property that values alone give away; "" for none."""
    texts, _ = sample(column)
    if len(texts) < 3:
        return "sex" if len(texts) == 2 and _are_sexes(texts) else ""
    for prop, holds, least in _GIVE_AWAY:
        if share(column, prop, holds) >= least:
            return prop
    if len(texts) <= len(_SEXES) and _are_sexes(texts):
        return "sex"
    return _name_like(column, model)


def is_company(column: Column) -> bool:
    """Whether many of the values have a word in them that no person's name has."""
    return (
        share(column, "name", lambda text: not _COMPANY.isdisjoint(fold([text])[0].split())) > 0.25
    )


def _are_sexes(texts: Sequence[str]) -> bool:
    folded = set(fold(texts))
    return folded <= _SEXES and bool(folded & {"m", "male", "f", "female", "w"})


def _name_like(column: Column, model: Model) -> str:
    """By the names that the model knows: of one word, or of several in one cell."""

    def known(names: Mapping[str, float], place: int) -> float:
        return share(column, "name", lambda text: _word(text, place) in names)

    if share(column, "name", lambda text: len(text.split()) > 1) > 0.8:
        both = (known(model.given, 0) + known(model.family, -1), known(model.given, -1))
        return "name" if both[0] > 0.8 or (known(model.family, 0) + both[1]) > 0.8 else ""
    given, family = known(model.given, 0), known(model.family, 0)
    if max(given, family) < 0.35:
        return ""
    return "given_name" if given > family else "family_name"


def _word(text: str, place: int) -> str:
    words = fold([text])[0].split()
    return words[place] if words else ""


# What gives itself away, how it is told, and how much of a column must hold.
_GIVE_AWAY: Sequence[tuple[str, Holds, float]] = (
    ("email", partial(_matches, _EMAIL), 0.8),
    ("phone_number", partial(_matches, _SIGNED_PHONE), 0.8),
    ("birth_date", lambda text: len(text) > 7 and is_date(text), 0.9),
    ("street", lambda text: len(text) > 5 and _matches(_STREET, text) and not is_date(text), 0.6),
    ("postcode", partial(_matches, _SURE_POSTCODE), 0.95),
)
