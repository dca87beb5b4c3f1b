"""Standardise: the facts of subjects made into features, once for each distinct value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.resolve.facts import Codes, Facts, Mask
from comity.resolve.features import Feature, Readings, Words, feature, numbered_rows
from comity.resolve.issued import issued
from comity.resolve.mailboxes import emails
from comity.resolve.model import Model
from comity.resolve.names import Name, own_names, split_names, suffixes
from comity.resolve.plates import regions
from comity.resolve.positions import LATITUDE, LONGITUDE, position_texts
from comity.resolve.references import references
from comity.resolve.streets import streets
from comity.resolve.text import FILLERS, fold, plain
from comity.resolve.vins import vins

# A feature is read from some properties, each value by a function of that value alone.
Recipe = tuple[tuple[str, Readings], ...]
# What stands where somebody lives nowhere, or will not say.
_NOWHERE = frozenset(
    ["no address", "no fixed address", "no fixed abode", "no permanent address", "homeless",
     "transient", "general delivery", "address unknown", "unknown address", "not available",
     "not provided", "not applicable", "refused", "withheld", "confidential"]
)  # fmt: skip
_FIGURES = str.maketrans("OQDILSZBG|!", "00011528611")


@dataclass(frozen=True)
class Prepared:
    """Subjects of one kind, ready to be blocked and compared."""

    kind: str
    subjects: int
    features: Mapping[str, Feature]
    model: Model


def codes(texts: Sequence[str]) -> list[str]:
    """Identifiers without spaces, empty where they only say "not known"."""
    joined = (text.replace(" ", "") for text in plain(texts))
    return ["" if text in FILLERS else text for text in joined]


def dates(texts: Sequence[str]) -> list[str]:
    """Dates with letters read as the figures they look like, empty for the usual fillers."""
    vain = ("1900-01-01", "9999", "0001", "1901-01-01")
    read = "\n".join(texts).upper().translate(_FIGURES).split("\n") if texts else []
    return ["" if text.startswith(vain) else text for text in read]


def sexes(texts: Sequence[str]) -> list[str]:
    """f or m, empty for anything else."""
    initials = {"f": "f", "w": "f", "m": "m"}
    return [initials.get(text[:1], "") for text in fold(texts)]


def _addresses(texts: Sequence[str]) -> list[str]:
    return ["" if not known or known in _NOWHERE else street
            for known, street in zip(plain(texts), streets(texts), strict=True)]  # fmt: skip


def _tagged(tag: str) -> Readings:
    """Identifiers of different sorts are never the same one."""
    return lambda texts: [f"{tag}:{text}" if text else "" for text in codes(texts)]


@dataclass(frozen=True)
class _FromName:
    """One part of whole names."""

    part: int

    def __call__(self, texts: Sequence[str]) -> Sequence[str]:
        return self.of(split_names(texts))

    def of(self, names: Sequence[Name]) -> list[str]:
        """The part of names that are split already."""
        return [name[self.part] for name in names]


# Read from two properties together, and not from each of them.
_POSITION = "position"
# A list that names each subject once makes two of its rows two subjects; training finds out.
_SOURCE: Recipe = (("source", plain),)
_ADDRESS: dict[str, Recipe] = {
    "street": (("street", _addresses), ("address", _addresses)),
    "city": (("city", plain),),
    "postcode": (("postcode", codes),),
    "phone": (("phone_number", codes),),
}
RECIPES: Mapping[str, Mapping[str, Recipe]] = {
    "person": {
        "given": (("given_name", own_names), ("name", _FromName(0)), ("alias", _FromName(0))),
        "middle": (("middle_name", plain), ("name", _FromName(1))),
        "family": (("family_name", plain), ("name", _FromName(2)), ("alias", _FromName(2))),
        "suffix": (("suffix", suffixes), ("name", _FromName(3))),
        "birth": (("birth_date", dates),),
        "sex": (("sex", sexes),),
        **_ADDRESS,
        "email": (("email", emails),),
        # Every agency has a badge 1234: by itself it tells no more than a paper's number.
        "number": tuple(
            (name, _tagged(name)) for name in ("national_id", "document_number", "badge_number")
        ),
        "hard": tuple((name, issued(name)) for name in ("state_id", "fingerprint_id")),
        "source": _SOURCE,
    },
    "organisation": {
        "title": (("name", plain), ("alias", plain)),
        **_ADDRESS,
        "hard": (("registration_number", codes),),
        "source": _SOURCE,
    },
    "vehicle": {
        "plate": (("plate", codes),),
        "region": (("plate_region", regions),),
        "hard": (("vin", vins),),
        "make": (("make", plain),),
        "model": (("model", plain),),
    },
    "phone": {"hard": (("phone_number", codes),)},
    "email": {"hard": (("email", emails),)},
    "account": {"hard": (("account_number", codes),)},
    "document": {"hard": (("document_number", references),)},
    "weapon": {"hard": (("serial_number", references),)},
    "location": {
        "street": (("address", _addresses), ("street", _addresses)),
        "city": _ADDRESS["city"],
        "postcode": _ADDRESS["postcode"],
        _POSITION: ((LATITUDE, plain), (LONGITUDE, plain)),
    },
    "incident": {"hard": (("case_number", references),)},
    "court_case": {"hard": (("case_number", references),)},
    "warrant": {"hard": (("warrant_number", references),)},
    "arrest": {"hard": (("booking_number", references),)},
}


# Names of both sorts stand in one list of words, so that either can be held against the other.
_NAMES = ("given", "family")


def prepare(facts: Facts, model: Model) -> Prepared:
    """Standardise facts; what a subject's features are depends on its own values alone."""
    recipes = RECIPES.get(facts.kind, {})
    names: dict[str, int] = {}
    numbers = {name: names if name in _NAMES else {} for name in recipes}
    told = _Told(facts)
    rows = {name: numbered_rows(_columns(told, recipes[name]), numbers[name]) for name in recipes}
    of_names = Words(tuple(names))
    words = {name: of_names if name in _NAMES else Words(tuple(numbers[name])) for name in recipes}
    features = {name: feature(facts.subjects, rows[name], words[name]) for name in recipes}
    return Prepared(facts.kind, facts.subjects, features, model)


class _Told:
    """What some facts say under each property, put in order and split into names once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._columns: dict[str, tuple[Codes, Codes, list[str]]] = {}
        self._names: dict[str, list[Name]] = {}

    def column(self, prop: str) -> tuple[Codes, Codes, list[str]]:
        """Subjects, numbers of their values, and the values by number."""
        if prop not in self._columns:
            facts = self.facts
            rows: Mask = facts.property == facts.properties.index(prop)
            used, number = _used(facts.value[rows], len(facts.values))
            values = [facts.values[code] for code in used.tolist()]
            self._columns[prop] = facts.subject[rows], number, values
        return self._columns[prop]

    def read(self, prop: str, reading: Readings) -> Sequence[str]:
        """What a reading makes of the values of a property."""
        values = self.column(prop)[2]
        if not isinstance(reading, _FromName):
            return reading(values)
        if prop not in self._names:
            self._names[prop] = split_names(values)
        return reading.of(self._names[prop])


def _columns(told: _Told, recipe: Recipe) -> Iterator[tuple[Codes, Codes, Sequence[str]]]:
    """For each property that a feature is read from: subjects, numbers, readings by number."""
    if recipe is RECIPES["location"][_POSITION]:
        yield from position_texts(told.facts)
        return
    for prop, reading in recipe:
        if prop in told.facts.properties:
            subjects, numbers, _ = told.column(prop)
            yield subjects, numbers, told.read(prop, reading)


def _used(values: Codes, size: int) -> tuple[Codes, Codes]:
    """The numbers that are used, and each row's place among them."""
    used = np.zeros(size, dtype=np.bool_)
    used[values] = True
    place = np.cumsum(used, dtype=np.int32) - 1
    return np.flatnonzero(used).astype(np.int32), place[values]
