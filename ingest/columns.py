"""The columns a mapping reads, checked against what a file has before anything is staged."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from comity.ingest.errors import UnknownColumn
from comity.ingest.mapping_tables import EachSpec, RecordSpec, TableSpec
from comity.ingest.mapping_values import ValueSpec, WhenSpec

SAMPLE = 200
ALIKE = 0.8


def check_columns(file: str, mapping: str, table: TableSpec, columns: tuple[str, ...]) -> None:
    """Refuse a table whose columns a flat file lacks; raises UnknownColumn."""
    optional = set(table.format.optional) if table.format else set()
    for column in dict.fromkeys(columns_of(table)):
        if column not in columns and column not in optional:
            raise UnknownColumn(file, mapping, column, columns)


def check_paths(file: str, mapping: str, table: TableSpec, sample: list[Mapping[str, Any]]) -> None:
    """Refuse a path that no row of a sample has, if one very like it is there.

    In nested files an empty field is left out, so that a missing path alone says nothing.
    """
    found = {name for values in sample for name in _paths(values)}
    for column in dict.fromkeys(columns_of(table)):
        if column in found:
            continue
        near = get_close_matches(column, found, n=1, cutoff=ALIKE)
        if near and near[0] not in set(columns_of(table)):
            raise UnknownColumn(file, mapping, column, sorted(found))


def columns_of(spec: BaseModel) -> Iterator[str]:
    """Every column that a part of a mapping reads from the top of a row."""
    if isinstance(spec, ValueSpec):
        yield from spec.sources()
    elif isinstance(spec, RecordSpec):
        yield from spec.columns or []
    elif isinstance(spec, WhenSpec):
        yield spec.column
    elif isinstance(spec, EachSpec):
        yield spec.list_
        yield from (name[1:] for name in _inside(spec) if name.startswith("/"))
        return
    yield from _inside(spec)


def _inside(spec: BaseModel) -> Iterator[str]:
    for name in type(spec).model_fields:
        yield from _in_value(getattr(spec, name))


def _in_value(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from columns_of(value)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _in_value(each)
    elif isinstance(value, list):
        for each in value:
            yield from _in_value(each)


def _paths(value: Any, prefix: str = "") -> Iterator[str]:
    """Every path into a row, those through lists among them."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield prefix + name
            yield from _paths(inner, f"{prefix}{name}.")
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, prefix)
