"""Picking values: a mapping's words for one value made into a function, once for a whole file."""

import re
from collections.abc import Callable, Sequence

from comity.ingest.cells import Place
from comity.ingest.errors import BadValue
from comity.ingest.mapping_values import ValueSpec, WhenSpec

Pick = Callable[[Place], list[str]]


def picker(spec: ValueSpec, empty: frozenset[str], *, strict: bool = False) -> Pick:
    """The function that finds a value's texts; `strict` ones reject what their table lacks.

    Raises BadValue for a row whose value cannot be used.
    """
    origin = _origin(spec, empty)
    steps = [step for step in (_extract(spec), _split(spec), _values(spec, strict)) if step]
    if not steps and spec.default is None and not spec.prefix:
        return origin

    def pick(place: Place) -> list[str]:
        texts = origin(place)
        for step in steps:
            texts = step(texts)
        texts = [text for text in texts if text.strip() and text not in empty]
        if not texts and spec.default is not None:
            texts = [spec.default]
        return [spec.prefix + text for text in texts] if spec.prefix else texts

    return pick


def one(pick: Pick, place: Place) -> str:
    """The first value, or an empty text."""
    found = pick(place)
    return found[0] if found else ""


def condition(spec: WhenSpec | None, empty: frozenset[str]) -> Callable[[Place], bool]:
    """Whether a part or link is there in a row."""
    if spec is None:
        return lambda place: True
    column, equals, unless = spec.column, spec.equals, spec.unless

    def holds(place: Place) -> bool:
        found = [text.strip() for text in place.cells(column) if text.strip() not in empty]
        if equals is not None:
            return any(text in equals for text in found)
        if unless is not None:
            return not any(text in unless for text in found)
        return bool(found)

    return holds


def named(spec: ValueSpec) -> str:
    """What to call a value in a reason: its columns."""
    return ", ".join(spec.sources()) or "a constant"


def _origin(spec: ValueSpec, empty: frozenset[str]) -> Pick:
    if spec.constant is not None:
        fixed = [spec.constant]
        return lambda place: fixed
    if spec.column is not None:
        column = spec.column
        if not empty:
            return lambda place: place.cells(column)
        return lambda place: [text for text in place.cells(column) if text.strip() not in empty]
    columns, join = spec.columns or [], spec.join

    def joined(place: Place) -> list[str]:
        parts = [next(iter(place.cells(column)), "").strip() for column in columns]
        kept = [part for part in parts if part and part not in empty]
        return [join.join(kept)] if kept else []

    return joined


def _extract(spec: ValueSpec) -> Callable[[Sequence[str]], list[str]] | None:
    if spec.extract is None:
        return None
    pattern = re.compile(spec.extract)

    def extract(texts: Sequence[str]) -> list[str]:
        found = [pattern.search(text) for text in texts]
        return [match[1] if pattern.groups else match[0] for match in found if match]

    return extract


def _split(spec: ValueSpec) -> Callable[[Sequence[str]], list[str]] | None:
    if spec.split is None:
        return None
    mark = spec.split
    return lambda texts: [part.strip() for text in texts for part in text.split(mark)]


def _values(spec: ValueSpec, strict: bool) -> Callable[[Sequence[str]], list[str]] | None:
    if not spec.values:
        return None
    table = {key.casefold(): value for key, value in spec.values.items()} | spec.values
    otherwise = spec.otherwise
    if strict and otherwise == "keep":
        otherwise = "drop" if spec.default is not None else "reject"

    def replaced(text: str) -> str:
        found = table.get(text.strip(), table.get(text.strip().casefold()))
        if found is not None:
            return found
        if otherwise == "reject":
            known = ", ".join(sorted(spec.values))
            raise BadValue(named(spec), f"not in the mapping's table: {text!r}; it has: {known}")
        return text if otherwise == "keep" else ""

    return lambda texts: [replaced(text) for text in texts]
