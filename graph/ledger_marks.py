"""Marks on records: sealed, opened again, held, let go, validated, and why each is kept.

A mark is one entry of the log. What people wrote in it goes when its record is purged.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import apsw

from comity.graph.errors import RecordHeld, UnknownRef
from comity.graph.ledger_chain import add_committed
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_words import Mark, MarkKind

RECORD_MARK = "record mark"
SEALING: tuple[MarkKind, ...] = ("seal", "unseal")
_NEWEST_VERSION = """
SELECT max(v.version) FROM version v JOIN load l ON l.id = v.version >> 32
JOIN source s ON s.id = v.source
WHERE s.name = ? AND v.record = ? AND l.position IS NOT NULL AND v.state = 0
"""
_ALL = """
SELECT m.mark, m.source, m.record, m.words, m.who, m.spared, p.at FROM record_mark m
JOIN position p ON p.position = m.position {where} ORDER BY m.position
"""
_OF_RECORD = "WHERE m.source = ? AND m.record = ?"
_SAID_SINCE = "SELECT 1 FROM record_mark WHERE source = ? AND record = ? AND position > ? LIMIT 1"
_HELD_SINCE = "SELECT DISTINCT source, record FROM record_mark WHERE mark = 'hold' AND position > ?"
_SEALING = "WHERE m.mark IN ('seal', 'unseal')"


def mark(ledger: LedgerFile, mark: Mark) -> int:
    """Add a mark to a published record; the position where it stands."""
    spared = ",".join(sorted(mark.spared))
    with ledger.write() as connection:
        version = connection.execute(_NEWEST_VERSION, (mark.source, mark.record)).get
        if version is None:
            name = f"{mark.source}:{mark.record}"
            raise UnknownRef("record", name, "check the source and the record's id")
        fields = (mark.kind, *(mark.source, mark.record, mark.words, mark.who), spared)
        told = {"version": version}
        return add_committed(connection, ledger.clock(), RECORD_MARK, fields, told)


def marks(ledger: LedgerFile) -> list[Mark]:
    """Every mark, oldest first."""
    return [_mark(row) for row in ledger.read(_ALL.format(where=""))]


def sealed(ledger: LedgerFile) -> dict[tuple[str, str], tuple[str, ...]]:
    """The records that are sealed now, each with the agencies that its order names."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for each in map(_mark, ledger.read(_ALL.format(where=_SEALING))):
        if each.kind == "seal":
            found[each.source, each.record] = each.spared
        else:
            found.pop((each.source, each.record), None)
    return found


def check_not_held(ledger: LedgerFile, source: str, record: str) -> None:
    """Raises RecordHeld where the last word on holding a record is that it is held."""
    if is_held(ledger, source, record):
        raise RecordHeld(source, record)


def is_held(ledger: LedgerFile, source: str, record: str) -> bool:
    """Whether the last word on holding a record is that it is held."""
    told = ledger.read(_ALL.format(where=_OF_RECORD), (source, record))
    return held_by(map(_mark, told))


def held_by(found: Iterable[Mark]) -> bool:
    """The same from all marks on a record, oldest first."""
    kinds = [each.kind for each in found if each.kind in ("hold", "release")]
    return kinds[-1:] == ["hold"]


def said_since(ledger: LedgerFile, position: int, record: tuple[str, str]) -> bool:
    """Whether anything was said of a record after a position."""
    return bool(ledger.read(_SAID_SINCE, (*record, position)))


def held_since(ledger: LedgerFile, position: int) -> list[tuple[str, str]]:
    """The records that came under a hold after a position, by source and id."""
    return [(row[0], row[1]) for row in ledger.read(_HELD_SINCE, (position,))]


def by_record(found: Iterable[Mark]) -> dict[tuple[str, str], list[Mark]]:
    """Marks by the record that they are on."""
    gathered: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for each in found:
        gathered[each.source, each.record].append(each)
    return gathered


def forget_marks(connection: apsw.Connection, source: str, record: str) -> None:
    """Delete what people wrote of a record, inside the transaction that purges it."""
    connection.execute("DELETE FROM record_mark WHERE source = ? AND record = ?", (source, record))


def _mark(row: tuple[Any, ...]) -> Mark:
    *words, spared, at = row
    return Mark(*(*words, tuple(filter(None, spared.split(","))), at))
