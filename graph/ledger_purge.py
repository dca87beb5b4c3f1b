"""Purging: a record's content goes for good; the log keeps its commitment and stays whole."""

import apsw

from comity.graph.errors import UnknownRef
from comity.graph.ledger_chain import add_position
from comity.graph.ledger_file import LedgerFile

_VERSIONS = """
SELECT v.version FROM version v JOIN load l ON l.id = v.version >> 32
WHERE v.source = (SELECT id FROM source WHERE name = ?) AND v.record = ?
AND l.position IS NOT NULL ORDER BY v.version
"""


def purge(ledger: LedgerFile, source: str, record: str, order: str) -> None:
    """Delete every version of a record with its salt; what names it in the quarantine too."""
    with ledger.write() as connection:
        versions = [row[0] for row in connection.execute(_VERSIONS, (source, record))]
        if not versions:
            raise UnknownRef("record", f"{source}/{record}", "check the source and the record id")
        body = {"order": order, "versions": versions}
        position, _ = add_position(connection, ledger.clock(), "purge", body)
        connection.execute(
            "INSERT INTO purge VALUES (?, ?, ?, ?)", (position, source, record, order)
        )
        connection.executemany(
            "INSERT INTO purged VALUES (?, ?)", [(position, version) for version in versions]
        )
        _forget(connection, source, record, versions)
    # The log of writes holds copies of what was deleted until it is folded in and cut.
    ledger.file.fold_log()


def _forget(connection: apsw.Connection, source: str, record: str, versions: list[int]) -> None:
    one_each = [(version,) for version in versions]
    connection.executemany("DELETE FROM content WHERE version = ?", one_each)
    connection.executemany("DELETE FROM mention WHERE version = ?", one_each)
    connection.executemany("UPDATE version SET record = NULL WHERE version = ?", one_each)
    connection.execute(
        "DELETE FROM quarantine WHERE record = ? AND load IN (SELECT l.id FROM load l "
        "JOIN source s ON s.id = l.source WHERE s.name = ?)",
        (record, source),
    )
