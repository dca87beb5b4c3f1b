"""Rows made into records by a mapping, in tests: the record, or why the row is set aside."""

from collections.abc import Callable, Mapping
from typing import Any

from comity.graph.words import BadRow, Record
from comity.ingest import SourceMapping
from comity.ingest.records import record_maker
from comity.ingest.rows import RawRow

Mapped = Callable[[str], SourceMapping]
Row = Mapping[str, Any]


def made(mapping: SourceMapping, row: Row) -> Record | BadRow:
    return record_maker(mapping, mapping.tables[0])(RawRow(7, row, b"raw"))


def record(mapping: SourceMapping, row: Row) -> Record:
    found = made(mapping, row)
    assert isinstance(found, Record), found
    return found


def bad(mapping: SourceMapping, row: Row) -> BadRow:
    found = made(mapping, row)
    assert isinstance(found, BadRow), found
    return found


def person(mapped: Mapped, properties: str, more: str = "") -> SourceMapping:
    """A mapping of one person with these properties, and whatever else stands at the top."""
    text = f"format: csv\nrecord: ID\n{more}\nmentions:\n  p: {{kind: person, properties: "
    return mapped(text + properties + "}")
