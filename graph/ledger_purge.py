"""Purging: a record's content, salt, facts and judgements are deleted, and the log stays whole.

What stays is that versions once stood there, their commitments, and the order that asked for
the purge with the record's name, so that every projection can be told what to drop.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import apsw

from comity.graph.errors import UnknownRef
from comity.graph.ledger_chain import add_position
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_marks import check_not_held, forget_marks, is_held, said_since

BATCH = 500
Place = tuple[str, str]
_OURS = "SELECT version FROM temp.doomed"
_OF_SOURCE = (
    "record = ? AND load IN "
    "(SELECT l.id FROM load l JOIN source s ON s.id = l.source WHERE s.name = ?)"
)
# What leans on the record's mentions from another source: it would say something of nothing.
_KEYS = (
    "SELECT j.value ->> 0 FROM content c JOIN json_each(c.facts, '$[0]') j "
    f"WHERE c.facts <> '' AND c.version IN ({_OURS})"
)
_LEANING = (
    "SELECT DISTINCT s.name, v.record FROM leaning n JOIN version v ON v.version = n.version "
    f"JOIN source s ON s.id = v.source WHERE n.key IN ({_KEYS}) AND v.record IS NOT NULL"
)
# What people wrote on charts beside the record's mentions may quote it.
_WORDS = (
    "SELECT position FROM chart_word WHERE EXISTS (SELECT 1 FROM json_each(mentions) m "
    f"WHERE m.value IN ({_KEYS})) ORDER BY position"
)
_SET_ASIDE = f"SELECT 1 FROM quarantine WHERE {_OF_SOURCE} LIMIT 1"


class Gone(NamedTuple):
    """Under which order a record went, and at which position the log says so."""

    order: str
    position: int


def purge(ledger: LedgerFile, source: str, record: str, order: str) -> None:
    """Delete every version of a record for good, under the order that asks for it.

    A record of which nothing but rows set aside is kept is deleted too, and so is what leans on
    its mentions, as drawings do, unless that is held. Raises RecordHeld where it is under a hold.
    """
    # In one transaction, so that no hold comes in between.
    with ledger.write() as connection:
        check_not_held(ledger, source, record)
        if not _purge(ledger, connection, (source, record, order)):
            raise UnknownRef("record", f"{source}:{record}", "check the source and the record's id")
    _fold(ledger)


def purge_all(
    ledger: LedgerFile, orders: Sequence[tuple[str, str, str]], listed: int | None = None
) -> dict[Place, Gone]:
    """Delete many records (source, record, order); by what order each went, and where in the log.

    Records go in transactions of so many, so that others may write between; each batch goes
    whole or not at all, and the bytes are off the disk once this returns. A record that went
    meanwhile is passed over, and so is one of which something was said after the position
    `listed`: it is held by now, or its time begins anew.
    """
    gone: dict[Place, Gone] = {}
    for start in range(0, len(orders), BATCH):
        with ledger.write() as connection:
            for order in orders[start:][:BATCH]:
                if listed is None or not said_since(ledger, listed, order[:2]):
                    gone |= _purge(ledger, connection, order)
    _fold(ledger)
    return gone


def _fold(ledger: LedgerFile) -> None:
    """Pages in the write-ahead log would keep what the file no longer has."""
    ledger.file.fold_log()


def purges(ledger: LedgerFile) -> list[tuple[str, str, str]]:
    """Every purge, oldest first: source, record, order."""
    return [
        (row[0], row[1], row[2])
        for row in ledger.read("SELECT source, record, order_ref FROM purge ORDER BY position")
    ]


def purged_since(ledger: LedgerFile, position: int) -> list[tuple[int, Place]]:
    """Which records were purged after a position, each at which one."""
    found = "SELECT position, source, record FROM purge WHERE position > ? ORDER BY position"
    return [(row[0], (row[1], row[2])) for row in ledger.read(found, (position,))]


def _purge(
    ledger: LedgerFile, connection: apsw.Connection, order: tuple[str, str, str]
) -> dict[Place, Gone]:
    """What went, the record first, then what leaned on it; empty if nothing is kept of it."""
    source, record, reference = order
    if not _gather(connection, source, record):
        return {}
    judgements = _judgements(connection)
    leaning = [(str(row[0]), str(row[1])) for row in connection.execute(_LEANING)]
    words = [row[0] for row in connection.execute(_WORDS)]
    position = _log(ledger, connection, order, judgements, words)
    connection.executemany("DELETE FROM chart_word WHERE position = ?", [(at,) for at in words])
    _empty_quarantined(connection, source, record)
    # Answers kept for retries quote rows that were set aside; a retry is answered by its load too.
    connection.execute("DELETE FROM answer")
    _set_aside_staged(connection, reference)
    forget_marks(connection, source, record)
    _delete(connection, judgements)
    gone = {(source, record): Gone(reference, position)}
    for name, drawn in leaning:
        # A refusal would tell of it whoever gives an order on the record alone.
        if not is_held(ledger, name, drawn):
            gone |= _purge(ledger, connection, (name, drawn, reference))
    return gone


def taken_back_since(ledger: LedgerFile, position: int) -> bool:
    """Whether any record was purged, sealed or opened again after a position."""
    return bool(
        ledger.read(
            "SELECT 1 FROM purge WHERE position > ?1 UNION ALL SELECT 1 FROM record_mark "
            "WHERE position > ?1 AND mark IN ('seal', 'unseal') LIMIT 1",
            (position,),
        )
    )


def _gather(connection: apsw.Connection, source: str, record: str) -> bool:
    """Note a record's versions as doomed; whether anything is kept of it."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS doomed "
        "(version INTEGER PRIMARY KEY, load INTEGER, open INTEGER); DELETE FROM temp.doomed"
    )
    connection.execute(
        "INSERT INTO temp.doomed SELECT v.version, l.id, l.state = 'open' FROM version v "
        "JOIN load l ON l.id = v.version >> 32 JOIN source s ON s.id = v.source "
        "WHERE s.name = ? AND v.record = ?",
        (source, record),
    )
    versions = connection.changes()
    return bool(versions or connection.execute(_SET_ASIDE, (record, source)).get)


def _judgements(connection: apsw.Connection) -> list[str]:
    """The judgements on the record's mentions: they would speak of nothing."""
    rows = connection.execute(
        f"SELECT ref FROM judgement WHERE first IN ({_KEYS}) OR second IN ({_KEYS}) ORDER BY ref"
    )
    return [row[0] for row in rows]


def _log(
    ledger: LedgerFile,
    connection: apsw.Connection,
    order: tuple[str, str, str],
    judgements: list[str],
    words: list[int],
) -> int:
    source, record, reference = order
    versions = [
        row[0]
        for row in connection.execute("SELECT version FROM temp.doomed WHERE NOT open ORDER BY 1")
    ]
    body: dict[str, Any] = {
        "source": source,
        "order": reference,
        "versions": versions,
        "judgements": judgements,
        **({"positions": words} if words else {}),
    }
    position, _ = add_position(connection, ledger.clock(), "purge", body)
    connection.execute(
        "INSERT INTO purge VALUES (?, ?, ?, ?)", (position, source, record, reference)
    )
    connection.executemany("INSERT INTO purged VALUES (?, ?)", [(position, v) for v in versions])
    connection.execute("UPDATE source SET changed = ? WHERE name = ?", (position, source))
    return position


def _empty_quarantined(connection: apsw.Connection, source: str, record: str) -> None:
    """Rows set aside that name the record keep their place in the counts, and nothing else."""
    connection.execute(
        "UPDATE quarantine SET record = '', field = '', reason = 'purged', content = x'', "
        f"mended = NULL, state = 'dismissed', note = '', operation = NULL WHERE {_OF_SOURCE}",
        (record, source),
    )


def _set_aside_staged(connection: apsw.Connection, order: str) -> None:
    """Rows of open loads leave a mark without content, so that their counts still add up."""
    connection.execute(
        "INSERT INTO quarantine (load, row, record, field, reason, content, state) "
        "SELECT d.load, v.row, '', '', 'purged: order ' || ?, x'', 'dismissed' "
        "FROM temp.doomed d JOIN version v ON v.version = d.version "
        "WHERE d.open AND v.operation < 3",
        (order,),
    )
    connection.execute(
        "UPDATE load SET settling = 0 WHERE id IN (SELECT load FROM temp.doomed WHERE open)"
    )


def _delete(connection: apsw.Connection, judgements: list[str]) -> None:
    connection.execute(
        "DELETE FROM mention WHERE (key, version) IN (SELECT j.value ->> 0, c.version "
        "FROM content c JOIN json_each(c.facts, '$[0]') j "
        f"WHERE c.facts <> '' AND c.version IN ({_OURS}))"
    )
    for table in ("need", "leaning", "content"):
        connection.execute(f"DELETE FROM {table} WHERE version IN ({_OURS})")
    connection.execute(
        "DELETE FROM version WHERE version IN (SELECT version FROM temp.doomed WHERE open)"
    )
    connection.execute(f"UPDATE version SET record = NULL WHERE version IN ({_OURS})")
    for table in ("withdrawal", "judgement"):
        connection.executemany(f"DELETE FROM {table} WHERE ref = ?", [(ref,) for ref in judgements])
    connection.execute("DELETE FROM temp.doomed")
