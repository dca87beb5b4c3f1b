"""Rows set aside: listed, mended, run again or dismissed; never lost."""

from collections.abc import Sequence

from comity.graph.errors import UnknownRef
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_words import QuarantinedRow

_ROWS = """
SELECT q.id, q.load, s.name, m.name, l.file, q.row, q.record, q.field, q.reason,
    coalesce(q.mended, q.content), q.state, q.note, q.operation
FROM quarantine q JOIN load l ON l.id = q.load JOIN source s ON s.id = l.source
JOIN mapping m ON m.id = l.mapping
"""
_WAY_OUT = "list the quarantine to find its number"


def quarantined(ledger: LedgerFile, load: int | None) -> list[QuarantinedRow]:
    """The rows set aside, of one load or of all, in the order of load and row."""
    where = "WHERE (?1 IS NULL OR q.load = ?1) ORDER BY q.load, q.row, q.id"
    return [QuarantinedRow(*row) for row in ledger.read(_ROWS + where, (load,))]


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
