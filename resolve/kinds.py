"""The kinds a table can be about: which properties each takes, and what a row may call it."""

from collections.abc import Iterable, Mapping

import numpy as np

from comity.resolve.prepare import RECIPES
from comity.resolve.table_columns import Column
from comity.resolve.text import fold

# Parts that are put together to one value, in this order.
PARTS: Mapping[str, tuple[str, ...]] = {
    "street": ("street_number", "street", "unit"),
    "birth_date": ("birth_date", "birth_year", "birth_month", "birth_day"),
}
# Properties whose columns are put together too, in the order they are given in; of all others,
# several columns are several values.
JOINED = frozenset(["street", "address", "name", "middle_name", "source"])
_SAID: Mapping[str, str] = {
    "p": "person", "people": "person", "individual": "person", "human": "person",
    "natural person": "person", "subject": "person", "suspect": "person", "victim": "person",
    "o": "organisation", "org": "organisation", "organization": "organisation",
    "company": "organisation", "business": "organisation", "legal entity": "organisation",
    "firm": "organisation", "corporation": "organisation", "legal person": "organisation",
    "car": "vehicle", "auto": "vehicle", "v": "vehicle", "telephone": "phone", "place": "location",
    "address": "location", "gun": "weapon", "firearm": "weapon", "mail": "email",
    "court case": "court_case", "case": "court_case",
}  # fmt: skip


def props_of(kind: str) -> frozenset[str]:
    """The properties that resolution can use for a kind, and their parts."""
    found = {prop for recipe in RECIPES.get(kind, {}).values() for prop, _ in recipe}
    return frozenset(found | {part for whole in found for part in PARTS.get(whole, ())})


def kind_of(props: Iterable[str]) -> str:
    """The kind that takes most of some properties, persons first; they decide between equals."""
    wanted = set(props)
    return max(RECIPES, key=lambda kind: len(wanted & props_of(kind)))


def kind_said(texts: Iterable[str]) -> list[str]:
    """The kind that each text of a table means; "" for one that is none."""
    folded = fold(list(texts))
    return [_SAID.get(text, text.replace(" ", "_")) if _is_kind(text) else "" for text in folded]


def kinds_of(column: Column) -> bool:
    """Whether nearly all cells of a column say a kind."""
    good = np.array([kind != "" for kind in kind_said(column.texts)], dtype=np.bool_)
    return bool(len(column.row)) and float(good[column.code].mean()) >= 0.9


def _is_kind(folded: str) -> bool:
    return folded in _SAID or folded.replace(" ", "_") in RECIPES
