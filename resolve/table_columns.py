"""The columns of a table from anywhere, as numbers into distinct texts.

Takes whatever speaks Arrow (pandas, Polars, Arrow itself); each distinct value is looked at once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from comity.resolve.errors import TableError
from comity.resolve.facts import Codes
from comity.resolve.threads import threaded

# A whole number that was read as a fraction.
_WHOLE = r"^(-?\d+)\.0+$"


class Texts(Sequence[str]):
    """Distinct texts as Arrow holds them: few of them are ever looked at one by one."""

    def __init__(self, array: Any) -> None:
        self._array = array

    def __len__(self) -> int:
        return len(self._array)

    def __iter__(self) -> Iterator[str]:
        return iter(self._array.to_pylist())

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        found: str | list[str]
        found = self._array[at].to_pylist() if isinstance(at, slice) else self._array[at].as_py()
        return found


@dataclass(frozen=True)
class Column:
    """The values of one column: `texts[code[i]]` stands in row `row[i]`; empty cells are left out.

    A column of lists has several values in one row.
    """

    name: str
    row: Codes
    code: Codes
    texts: Sequence[str]

    def retold(self, texts: Sequence[str]) -> "Column":
        """The same column with its texts written in another way; empty ones are left out."""
        full = np.fromiter(map(bool, texts), np.bool_, len(texts))
        if full.all():
            return replace(self, texts=texts)
        kept = full[self.code]
        return replace(self, row=self.row[kept], code=self.code[kept], texts=texts)

    def counts(self) -> Codes:
        """In how many rows each text stands."""
        return np.bincount(self.code, minlength=len(self.texts)).astype(np.int32)


@dataclass(frozen=True)
class Table:
    """The columns of a table by name, how many rows it has, and what was left out as nested."""

    rows: int
    columns: Mapping[str, Column]
    nested: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """A column by its name; raises TableError with the nearest names."""
        if name not in self.columns:
            raise no_column(name, list(self.columns))
        return self.columns[name]


def no_column(name: str, known: Sequence[str]) -> TableError:
    """The error for a column that is not there, with what was probably meant."""
    return TableError(f"no column {name!r}; {nearest(name, known, 'the table has')}")


def nearest(word: str, known: Sequence[str], otherwise: str) -> str:
    """A hint: the names most like a wrong one, or all of them."""
    lower = {each.lower(): each for each in known}
    near = [lower[each] for each in get_close_matches(word.lower(), lower, n=3, cutoff=0.6)]
    if near:
        return f"did you mean {' or '.join(map(repr, near))}?"
    return f"{otherwise}: {', '.join(known)}"


def read_table(table: object) -> Table:
    """A table of any library that speaks Arrow; raises TableError if it is none."""
    arrow = _arrow(table)
    names = [str(name) for name in arrow.column_names]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise TableError(f"column {twice[0]!r} stands twice in the header; rename one of them")
    found = list(threaded(lambda at: _column(names[at], arrow.column(at)), range(len(names))))
    nested = (name for name, column in zip(names, found, strict=True) if column is None)
    return Table(arrow.num_rows, {c.name: c for c in found if c is not None}, tuple(nested))


def _arrow(table: Any) -> Any:
    """The table as Arrow columns, by the protocol that data frames share."""
    if isinstance(table, pa.Table):
        return table
    if hasattr(table, "iloc"):
        return _from_pandas(table)
    if hasattr(table, "__arrow_c_stream__"):
        return pa.table(table)
    if hasattr(table, "to_arrow"):
        return table.to_arrow()
    raise TableError(f"{type(table).__name__} is no table; give one of pandas, Polars or Arrow")


def _from_pandas(frame: Any) -> Any:
    """Column by column: one of mixed objects is taken as texts."""
    arrays = []
    for at in range(frame.shape[1]):
        column = frame.iloc[:, at]
        try:
            arrays.append(pa.array(column, from_pandas=True))
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            arrays.append(pa.array(column.astype("object").map(str, na_action="ignore"),
                                   pa.string(), from_pandas=True))  # fmt: skip
    return pa.Table.from_arrays(arrays, names=[str(name) for name in frame.columns])


def _column(name: str, chunks: Any) -> Column | None:
    """A column of numbers into texts; None for one of nested values, which hold no text."""
    rows = None
    if pa.types.is_list(chunks.type) or pa.types.is_large_list(chunks.type):
        rows = pc.list_parent_indices(chunks).to_numpy().astype(np.int32)
        chunks = pc.list_flatten(chunks)
    if pa.types.is_nested(chunks.type) and not pa.types.is_dictionary(chunks.type):
        return None
    code, texts = _encoded(chunks)
    kept = np.flatnonzero(code >= 0).astype(np.int32)
    row = kept if rows is None else rows[kept]
    return Column(name, row, code[kept], texts).retold(texts)


def _encoded(chunks: Any) -> tuple[Codes, Sequence[str]]:
    """Numbers, -1 for an empty cell, and the distinct texts by number."""
    if pa.types.is_null(chunks.type):
        return np.full(len(chunks), -1, dtype=np.int32), []
    if not pa.types.is_dictionary(chunks.type):
        chunks = chunks.dictionary_encode()
    chunks = chunks.unify_dictionaries()
    if not chunks.num_chunks:
        return np.zeros(0, dtype=np.int32), []
    parts = [chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False) for chunk in chunks.chunks]
    return np.concatenate(parts).astype(np.int32, copy=False), _texts(chunks.chunk(0).dictionary)


def _texts(values: Any) -> Sequence[str]:
    """Distinct values as texts; several may become one text, which then has several numbers."""
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        try:
            return [_text(value) for value in values.to_pylist()]
        except (OverflowError, ValueError):  # a day after 9999 or before 1, which Python has not
            texts = values.cast(pa.string()).to_pylist()
            # Arrow writes years up to 32767, and for others one and the same remark.
            return ["" if not text or text.startswith("<") else text for text in texts]
    trimmed = pc.utf8_trim_whitespace(values.fill_null(""))
    return Texts(pc.replace_substring_regex(trimmed, _WHOLE, r"\1"))


def _text(value: object) -> str:
    """A value as a person would write it: whole numbers without a fraction, dates as ISO."""
    if value is None or value != value:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return re.sub(_WHOLE, r"\1", str(value).strip())
