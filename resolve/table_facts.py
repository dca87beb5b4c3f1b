"""The facts of a table by a plan: columns settled, parts put together, one numbering of rows."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from comity.resolve.facts import Codes, Facts
from comity.resolve.kinds import JOINED, PARTS
from comity.resolve.settle import settle
from comity.resolve.table_columns import Column, Table
from comity.resolve.table_plan import Plan

Held = Sequence[tuple[str, Column]]


def settled(table: Table, made: Plan) -> tuple[list[tuple[str, Column]], list[str]]:
    """The columns that hold each property, ready to be compared, and warnings."""
    source = next((table.column(c) for c, p in made.columns.items() if p == "source"), None)
    found, warnings = [], []
    for prop, columns in _by_property(table, made.columns):
        if prop == "birth_date":
            columns = [_one_date(table.rows, columns)]
        ready = [settle(column, prop, source) for column in columns]
        warnings += [text for each in ready for text in each.warnings]
        some = [each.column for each in ready]
        found += [(prop, c) for c in ([joined(table.rows, some)] if prop in JOINED else some)]
    return found, warnings


def facts_of(kind: str, subjects: int, held: Held) -> Facts:
    """Facts from columns of properties; texts are numbered column after column."""
    properties = tuple(sorted({prop for prop, _ in held}))
    row, prop, code = [np.zeros(0, np.int32)], [np.zeros(0, np.int16)], [np.zeros(0, np.int32)]
    texts: list[str] = []
    for name, column in held:
        row.append(column.row)
        prop.append(np.full(len(column.row), properties.index(name), dtype=np.int16))
        code.append(column.code + np.int32(len(texts)))
        texts += column.texts
    return Facts(
        kind, subjects, np.concatenate(row), np.concatenate(prop), np.concatenate(code),
        properties, texts,
    )  # fmt: skip


def only_rows(held: Held, place: Codes) -> list[tuple[str, Column]]:
    """The columns of some rows, each numbered by its `place`; -1 for the rows left out."""
    found = []
    for prop, column in held:
        row = place[column.row]
        kept = row >= 0
        found.append((prop, Column(column.name, row[kept], column.code[kept], column.texts)))
    return found


def _by_property(table: Table, columns: Mapping[str, str]) -> Iterator[tuple[str, list[Column]]]:
    """Each property with its columns, those of parts in the order of the parts."""
    by_prop: dict[str, list[Column]] = {}
    for name, prop in columns.items():
        by_prop.setdefault(prop, []).append(table.column(name))
    for whole, parts in PARTS.items():
        mine = [column for part in parts for column in by_prop.pop(part, [])]
        if mine:
            by_prop[whole] = mine
    yield from by_prop.items()


def joined(rows: int, columns: Sequence[Column], mark: str = " ") -> Column:
    """Several columns as one: the texts of a row in the order given, with a mark between them."""
    if len(columns) == 1:
        return columns[0]
    texts: list[str] = [""]
    whole = np.zeros(rows, dtype=np.int64)
    for column in columns:
        more = ["", *column.texts]
        whole *= len(more)
        whole[column.row] += column.code + 1
        numbers, whole = np.unique(whole, return_inverse=True)
        pairs = zip(*(part.tolist() for part in np.divmod(numbers, len(more))), strict=True)
        texts = [f"{texts[one]}{mark}{more[two]}" for one, two in pairs]
    texts = [text.strip() for text in texts]
    if mark == " ":
        texts = [" ".join(text.split()) for text in texts]
    name = " + ".join(column.name for column in columns)
    row = np.arange(rows, dtype=np.int32)
    return Column(name, row, whole.astype(np.int32), texts).retold(texts)


def _one_date(rows: int, columns: Sequence[Column]) -> Column:
    """Year, month and day as one date, which ends where a part is missing."""
    if len(columns) == 1:
        return columns[0]
    date = joined(rows, columns, "-")
    return date.retold([text[1:].partition("--")[0].rstrip("-") if text[1:2] != "-" else ""
                        for text in date.texts])  # fmt: skip
