"""The ledger as a stream for projections: position by position, batch by batch, resumable."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, takewhile
from typing import Any

from comity.graph.ledger_facts import FactRows
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_marks import RECORD_MARK, sealed
from comity.graph.ledger_schema import LOAD_BITS
from comity.graph.ledger_seals import of_mark, under_seal
from comity.graph.ports import Changes, Provenance, Reached
from comity.graph.words import FOREVER, Micros, Record

_NEXT = "SELECT position, at, kind FROM position WHERE position > ? ORDER BY position LIMIT 1"
_ROWS = """
SELECT v.version, v.record, v.operation, v.previous, c.facts, v.claims + v.links + 1
FROM version v LEFT JOIN content c ON c.version = v.version
WHERE v.version > ? AND v.version < ? AND v.state = 0 ORDER BY v.version LIMIT ?
"""
_LIVE_RECORDS = """
SELECT v.record, c.content, v.row
FROM version v JOIN load l ON l.id = v.version >> 32 JOIN content c ON c.version = v.version
WHERE v.source = (SELECT id FROM source WHERE name = ?) AND v.record {which} ?
AND v.state = 0 AND v.operation < 2 AND l.position IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM version x JOIN load xl ON xl.id = x.version >> 32
    WHERE x.source = v.source AND x.record = v.record AND x.state = 0
    AND xl.position > l.position)
ORDER BY v.record LIMIT ?
"""
_PURGES = """
SELECT p.position, p.at, p.kind, x.source, x.record FROM position p
LEFT JOIN purge x ON x.position = p.position WHERE p.position >= ? ORDER BY p.position LIMIT ?
"""
_PAGE = 2_000
# A Neo4j server with half a gigabyte of memory takes in about 50,000 facts in one transaction.
MOST_FACTS = 20_000


def changes(ledger: LedgerFile, after: Reached, batch: int) -> Iterator[Changes]:
    """Everything after what a projection has reached, `batch` records at a time."""
    while rows := ledger.read(_NEXT, (after.position,)):
        position, at, kind = rows[0]
        for change in _of_position(ledger, after, (position, at, kind), batch):
            yield replace(change, after=after)
            after = change.reached


def live_records(ledger: LedgerFile, source: str) -> Iterator[Record]:
    """The latest live version of every record of a source, verbatim, by record id."""
    last = ""
    sql = _LIVE_RECORDS.format(which=">")
    while rows := ledger.read(sql, (source, last, _PAGE)):
        yield from (Record(*row) for row in rows)
        last = rows[-1][0]


def live_record(ledger: LedgerFile, source: str, record: str) -> Record | None:
    """The latest live version of one record, verbatim, if there is one."""
    rows = ledger.read(_LIVE_RECORDS.format(which="="), (source, record, 1))
    return Record(*rows[0]) if rows else None


def _of_position(
    ledger: LedgerFile, after: Reached, entry: tuple[int, Micros, str], batch: int
) -> Iterator[Changes]:
    position, at, kind = entry
    if kind == "load":
        yield from _of_load(ledger, after, position, at, batch)
    elif kind == "purge":
        yield _of_purges(ledger, position)
    elif kind == RECORD_MARK:
        yield of_mark(ledger, position, at)
    else:
        yield Changes(at, Reached(position, at))


def _of_purges(ledger: LedgerFile, first: int) -> Changes:
    """A purge and those that follow at once: a store looks for orphaned names once for all."""
    rows = ledger.read(_PURGES, (first, _PAGE))
    run = list(takewhile(lambda row: row[2] == "purge", rows))
    position, at = run[-1][:2]
    return Changes(at, Reached(position, at), dropped=[(row[3], row[4]) for row in run])


def _of_load(
    ledger: LedgerFile, after: Reached, position: int, at: Micros, batch: int
) -> Iterator[Changes]:
    load, agency, source, mapping = ledger.read(
        "SELECT l.id, s.agency, s.name, m.name FROM load l JOIN source s ON s.id = l.source "
        "JOIN mapping m ON m.id = l.mapping WHERE l.position = ?",
        (position,),
    )[0]
    version = int(after.cursor) if after.cursor else load << LOAD_BITS
    while True:
        rows = ledger.read(_ROWS, (version, (load + 1) << LOAD_BITS, batch))
        taken = _bounded(rows)
        if len(taken) == len(rows) < batch:
            reached = Reached(position, at)
        else:
            version = taken[-1][0]
            reached = Reached(after.position, after.known_at, str(version))
        yield _batch(ledger, taken, reached, (agency, source, mapping, at))
        if reached.position == position:
            return


def _bounded(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The first rows, as far as their facts are few enough; at least one."""
    facts = accumulate(row[-1] for row in rows)
    few = sum(1 for _ in takewhile(lambda so_far: so_far <= MOST_FACTS, facts))
    return rows[: max(1, few)]


def _batch(
    ledger: LedgerFile,
    rows: list[tuple[Any, ...]],
    reached: Reached,
    origin: tuple[str, str, str, Micros],
) -> Changes:
    agency, source, mapping, at = origin
    facts, closed = FactRows(), []
    for _, record, operation, previous, text, _ in rows:
        if record is None:
            continue
        if previous:
            closed.append((source, record))
        if operation < 2 and text:
            facts.add(text, Provenance(agency, source, record, mapping, at, FOREVER))
    facts = under_seal(ledger, facts, sealed(ledger))
    labels = [(number, ledger.label(number)) for number in sorted(facts.label_numbers())]
    return Changes(at, reached, labels, closed, facts.mentions, facts.claims, facts.links)
