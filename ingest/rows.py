"""The row: what a reader hands on, and the way back from a kept row's bytes to its columns.

Knows no mapping and no ledger; a row is columns or nested values, never yet a fact.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class RawRow(NamedTuple):
    """One row as a file has it; with a `problem` it has no values and is set aside.

    `number` is its line in a text file, its line in a sheet, its place in a list, from 1.
    """

    number: int
    values: Mapping[str, Any]
    content: bytes
    problem: str = ""


@dataclass(frozen=True)
class RowSource:
    """An opened file: its columns where the format has a header, and its rows to come.

    `consumed` tells how many bytes of the file have been read so far.
    """

    columns: tuple[str, ...] | None
    rows: Iterator[RawRow]
    consumed: Callable[[], int]


def content_of(values: Mapping[str, Any]) -> bytes:
    """Values as one JSON object: how a row is kept that came as an object."""
    try:
        return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    except UnicodeEncodeError:  # half a character: kept in its escaped form, refused where read
        return json.dumps(values, sort_keys=True).encode()
