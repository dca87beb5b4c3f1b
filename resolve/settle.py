"""Values settled for comparison, column by column and source by source, each change counted.

What a filler says is left out, numbers are texts again, dates are ISO.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from comity.resolve.date_formats import Evidence, Order, are_serials, evidence_of, iso_dates
from comity.resolve.facts import Codes
from comity.resolve.fillers import said, without_fillers
from comity.resolve.table_columns import Column
from comity.resolve.text import LONGEST

# Where a spreadsheet kept only the first figures of a number, nobody can bring the rest back.
_SPOILED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_NUMBERS = frozenset(["phone_number", "national_id", "document_number", "state_id", "postcode",
                      "fingerprint_id", "registration_number", "account_number",
                      "serial_number"])  # fmt: skip
# How many sources may write dates in ways of their own; with more, a "source" is something else.
MOST_SOURCES = 200
FIVE = 5
SEXES = {"0": "", "1": "m", "2": "f", "9": ""}


@dataclass(frozen=True)
class Settled:
    """A column ready to be compared, and what a person should know about it."""

    column: Column
    warnings: tuple[str, ...] = ()


def settle(column: Column, prop: str, source: Column | None) -> Settled:
    """A column that holds a property, its formats settled and its fillers left out."""
    warnings = []
    if prop == "birth_date":
        column, more = _dates(column, source)
        warnings += more
    elif prop in _FORMS:
        column = column.retold(_FORMS[prop](column.texts))
    column, more = _without_fillers(column, prop)
    warnings += more
    warnings += [text.format(name=column.name) for text in _oddities(column)]
    return Settled(column, tuple(warnings))


def _without_fillers(column: Column, prop: str) -> tuple[Column, list[str]]:
    kept = without_fillers(prop, column.texts)
    if prop in _NUMBERS:
        kept = ["" if "E" in text.upper() and _SPOILED.fullmatch(text) else text for text in kept]
    gone = [at for at, (text, good) in enumerate(zip(column.texts, kept, strict=True))
            if text and not good]  # fmt: skip
    times = column.counts()[gone].tolist()
    lost = {column.texts[at]: count for at, count in zip(gone, times, strict=True) if count}
    if not lost:
        return column, []
    rows = sum(lost.values())
    told = f"{column.name}: {rows:,} cells say nothing and are not matched on: {said(lost)}"
    return column.retold(kept), [told]


def _oddities(column: Column) -> Iterator[str]:
    if not len(column.row):
        yield "{name}: there is no value in it"
        return
    beyond = [at for at, text in enumerate(column.texts) if len(text) > LONGEST]
    if long := int(column.counts()[beyond].sum()):
        yield f"{{name}}: {long:,} values are cut at {LONGEST} characters"


def _dates(column: Column, source: Column | None) -> tuple[Column, list[str]]:
    """Each source's dates by that source's own habit."""
    known = list(column.texts)
    parts = list(_by_source(column, source))
    found = [evidence_of([known[number] for number in _used(code)]) for _, _, code in parts]
    whole = _summed(found)
    texts: list[str] = []
    row, code = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    warnings: list[str] = []
    for (name, rows, codes), evidence in zip(parts, found, strict=True):
        used = _used(codes)
        place = np.zeros(len(known), dtype=np.int32)
        place[used] = np.arange(len(texts), len(texts) + len(used), dtype=np.int32)
        written = [known[number] for number in used]
        order = evidence.order or whole.order
        row.append(rows)
        code.append(place[codes])
        texts += iso_dates(written, order, serials=are_serials(written))
        warnings += _doubts(column.name + (f" of {name}" if name else ""), evidence, order)
    dates = Column(column.name, np.concatenate(row), np.concatenate(code), texts)
    return dates.retold(texts), warnings


def _summed(found: Sequence[Evidence]) -> Evidence:
    return Evidence(
        sum(each.day_first for each in found),
        sum(each.month_first for each in found),
        sum(each.either for each in found),
    )


def _doubts(name: str, evidence: Evidence, order: Order) -> Iterator[str]:
    fewer, more = sorted((evidence.day_first, evidence.month_first))
    if fewer * 20 > more:
        yield (
            f"{name}: {evidence.day_first:,} dates can only be day first, "
            f"{evidence.month_first:,} only month first; open ones are read {order or 'by habit'}"
        )
    elif evidence.either and not evidence.order:
        read = order or "month first with slashes, else day first"
        yield f"{name}: no date tells day from month; {evidence.either:,} are read {read}"


def _by_source(column: Column, source: Column | None) -> Iterator[tuple[str, Codes, Codes]]:
    """The name of each source with the rows and codes of its cells."""
    if source is None or not 1 < len(source.texts) <= MOST_SOURCES:
        yield "", column.row, column.code
        return
    last = int(max(column.row.max(initial=0), source.row.max(initial=0)))
    whose = np.full(last + 1, -1, dtype=np.int32)
    whose[source.row] = source.code
    whose = whose[column.row]
    for number in range(-1, len(source.texts)):
        mine = whose == number
        if not mine.any():
            continue
        name = source.texts[number] if number >= 0 else "no source"
        yield name, column.row[mine], column.code[mine]


def _used(codes: Codes) -> list[int]:
    """The numbers that stand anywhere."""
    used: list[int] = np.flatnonzero(np.bincount(codes)).tolist()
    return used


def _postcodes(texts: Sequence[str]) -> list[str]:
    """Codes that were numbers for a while lost their leading noughts; five figures tell it."""
    lengths = Counter(len(text) for text in texts if text.isdigit())
    if not lengths or lengths.most_common(1)[0][0] != FIVE:
        return list(texts)
    return [text.zfill(FIVE) if text.isdigit() and len(text) in (3, 4) else text for text in texts]


def _sexes(texts: Sequence[str]) -> list[str]:
    """The numbers of ISO 5218, where nothing else stands in the column."""
    return [SEXES[text] for text in texts] if set(texts) <= SEXES.keys() else list(texts)


_FORMS: dict[str, Callable[[Sequence[str]], list[str]]] = {
    "postcode": _postcodes,
    "sex": _sexes,
}
