"""Rows set aside: listed, mended, run again or dismissed; never lost."""

from collections.abc import Sequence
from dataclasses import replace

from comity.graph.errors import UnknownRef
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_words import QuarantinedRow, WaitingRow
from comity.graph.strength import DRAWN_SOURCES
from comity.graph.words import mention_key

_ROWS = """
SELECT q.id, q.load, s.name, m.name, l.file, q.row, q.record, q.field, q.reason,
    coalesce(q.mended, q.content), q.state, q.note, q.operation
FROM quarantine q JOIN load l ON l.id = q.load JOIN source s ON s.id = l.source
JOIN mapping m ON m.id = l.mapping
"""
# Nothing that is drawn by hand is a row that somebody could mend.
_WAITING = """
SELECT s.name, (SELECT count(*) FROM load o WHERE o.source = l.source AND o.id <= l.id),
    l.file, q.row, q.record, q.field, q.reason, q.state, l.mapping
FROM quarantine q JOIN load l ON l.id = q.load JOIN source s ON s.id = l.source
WHERE s.agency = ? AND instr(s.name, ?) <> 1 AND l.state = 'published'
    AND q.state IN ('waiting', 'mended')
ORDER BY s.name, l.id, q.row, q.id
"""
_NO_END = "an end does not exist"
_WAY_OUT = "list the quarantine to find its number"


def quarantined(ledger: LedgerFile, load: int | None) -> list[QuarantinedRow]:
    """The rows set aside, of one load or of all, in the order of load and row."""
    where = "WHERE (?1 IS NULL OR q.load = ?1) ORDER BY q.load, q.row, q.id"
    return [QuarantinedRow(*row) for row in ledger.read(_ROWS + where, (load,))]


def waiting_of(ledger: LedgerFile, agency: str) -> list[WaitingRow]:
    """The rows of an agency's published loads that wait to be mended, run again or dismissed."""
    rows = (WaitingRow(*row) for row in ledger.read(_WAITING, (agency, DRAWN_SOURCES)))
    return [_without_strangers(row) for row in rows]


def _without_strangers(row: WaitingRow) -> WaitingRow:
    """A row whose reason names no mention of another source, as earlier releases wrote them."""
    what, _, key = row.reason.partition(": ")
    if what != _NO_END or key.startswith(mention_key(row.source, "", "")[:-1]):
        return row
    return replace(row, reason=_NO_END)


def quarantined_row(ledger: LedgerFile, row: int) -> QuarantinedRow:
    """One row set aside."""
    found = ledger.read(f"{_ROWS} WHERE q.id = ?", (row,))
    if not found:
        raise UnknownRef("quarantined row", str(row), _WAY_OUT)
    return QuarantinedRow(*found[0])


def mend(ledger: LedgerFile, row: int, content: bytes | None) -> None:
    """Say that a row may run again, with a corrected text or as it is."""
    _move(
        ledger,
        "UPDATE quarantine SET state = 'mended', mended = ?2 WHERE id = ?1",
        (row, content),
    )


def dismiss(ledger: LedgerFile, row: int, note: str) -> None:
    """Say that a row will not be run again, and why; it stays on the list."""
    _move(
        ledger,
        "UPDATE quarantine SET state = 'dismissed', note = ?2 WHERE id = ?1",
        (row, note),
    )


def mark_rerun(ledger: LedgerFile, rows: Sequence[int], load: int) -> None:
    """Say that rows were run again, by which load."""
    with ledger.write() as connection:
        connection.executemany(
            "UPDATE quarantine SET state = 'rerun', note = ? WHERE id = ?",
            [(f"run again by load {load}", row) for row in rows],
        )


def _move(ledger: LedgerFile, sql: str, args: tuple[int, bytes | str | None]) -> None:
    with ledger.write() as connection:
        connection.execute(sql, args)
        if not connection.changes():
            raise UnknownRef("quarantined row", str(args[0]), _WAY_OUT)
