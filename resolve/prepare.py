"""Standardise: the facts of subjects made into features, once for each distinct value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from comity.resolve.facts import Facts
from comity.resolve.features import Feature, feature
from comity.resolve.model import Model
from comity.resolve.names import split_name, suffix_of
from comity.resolve.text import fold, is_filler

Reading = Callable[[str], str]
# A feature is read from some properties, each value by a function of that value alone.
Recipe = tuple[tuple[str, Reading], ...]


@dataclass(frozen=True)
class Prepared:
    """Subjects of one kind, ready to be blocked and compared."""

    kind: str
    subjects: int
    features: Mapping[str, Feature]
    model: Model


def plain(text: str) -> str:
    """A folded text, empty if it only says "not known"."""
    folded = fold(text)
    return "" if is_filler(folded) else folded


def code(text: str) -> str:
    """An identifier without spaces, empty if it only says "not known"."""
    folded = fold(text)
    return "" if is_filler(folded) else folded.replace(" ", "")


def date(text: str) -> str:
    """A date as it stands, empty for the usual fillers."""
    return "" if text.startswith(("1900-01-01", "9999", "0001", "1901-01-01")) else text


def email(text: str) -> str:
    """An address in lower case."""
    return text.strip().lower() if "@" in text else ""


def sex(text: str) -> str:
    """f or m, empty for anything else."""
    initial = fold(text)[:1]
    return {"f": "f", "w": "f", "m": "m"}.get(initial, "")


def _tagged(tag: str) -> Reading:
    """Identifiers of different sorts are never the same one."""
    return lambda text: f"{tag}:{code(text)}" if code(text) else ""


def _from_name(part: int) -> Reading:
    return lambda text: split_name(text)[part]


_ADDRESS: dict[str, Recipe] = {
    "street": (("street", plain), ("address", plain)),
    "area": (("city", plain), ("postcode", code)),
    "phone": (("phone_number", code),),
}
RECIPES: Mapping[str, Mapping[str, Recipe]] = {
    "person": {
        "given": (("given_name", plain), ("name", _from_name(0)), ("alias", _from_name(0))),
        "middle": (("middle_name", plain), ("name", _from_name(1))),
        "family": (("family_name", plain), ("name", _from_name(2)), ("alias", _from_name(2))),
        "suffix": (("suffix", suffix_of), ("name", _from_name(3))),
        "birth": (("birth_date", date),),
        "sex": (("sex", sex),),
        **_ADDRESS,
        "email": (("email", email),),
        "number": tuple((name, _tagged(name)) for name in ("national_id", "document_number")),
        "hard": tuple((name, _tagged(name)) for name in ("state_id", "badge_number")),
    },
    "organisation": {
        "title": (("name", plain), ("alias", plain)),
        **_ADDRESS,
        "hard": (("registration_number", code),),
    },
    "vehicle": {
        "plate": (("plate", code),),
        "hard": (("vin", code),),
        "make": (("make", plain),),
        "model": (("model", plain),),
    },
    "phone": {"hard": (("phone_number", code),)},
    "email": {"hard": (("email", email),)},
    "account": {"hard": (("account_number", code),)},
    "document": {"hard": (("document_number", code),)},
    "weapon": {"hard": (("serial_number", code),)},
    "location": {"street": (("address", plain), ("street", plain)), "area": _ADDRESS["area"]},
    "incident": {"hard": (("case_number", code),)},
    "court_case": {"hard": (("case_number", code),)},
    "warrant": {"hard": (("warrant_number", code),)},
    "arrest": {"hard": (("booking_number", code),)},
}


def prepare(facts: Facts, model: Model) -> Prepared:
    """Standardise facts; what a subject's features are depends on its own values alone."""
    recipes = RECIPES.get(facts.kind, {})
    features = {name: _feature(facts, recipe) for name, recipe in recipes.items()}
    return Prepared(facts.kind, facts.subjects, features, model)


def _feature(facts: Facts, recipe: Recipe) -> Feature:
    columns = []
    for prop, reading in recipe:
        if prop not in facts.properties:
            continue
        rows = facts.property == facts.properties.index(prop)
        codes, back = np.unique(facts.value[rows], return_inverse=True)
        read = np.array([reading(facts.values[code]) for code in codes] or [""], dtype=object)
        texts = read[back] if len(codes) else read[:0]
        columns.append((facts.subject[rows], texts.tolist()))
    return feature(facts.subjects, columns)
