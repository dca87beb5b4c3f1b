"""Loads on their way in: begun or found again, appended to durably, abandoned; all of it unseen."""

import hashlib
import os
from collections.abc import Sequence
from typing import Any

import apsw

from comity.graph.errors import LoadRefused
from comity.graph.ledger_chain import SALT_BYTES, commit
from comity.graph.ledger_facts import outside_ends, write_facts
from comity.graph.ledger_file import LedgerFile, number_of_mapping, number_of_source
from comity.graph.ledger_schema import LOAD_BITS
from comity.graph.ledger_settle import WITHDRAWALS
from comity.graph.ledger_words import LoadFigures, OpenLoad
from comity.graph.words import BadRow, LoadPlan, LoadSummary, Operation, Record, mention_key

OPERATIONS: dict[Operation, int] = {"insert": 0, "update": 1, "delete": 2}
_CHUNK = 20_000


def begin(ledger: LedgerFile, plan: LoadPlan) -> OpenLoad:
    """Start a load, or find the cut-off one of the same source, file and mapping again."""
    with ledger.write() as connection:
        source = number_of_source(connection, plan.source)
        mapping = number_of_mapping(connection, plan)
        found = connection.execute(
            "SELECT id, through_row FROM load WHERE source = ? AND file_hash = ? "
            "AND mapping = ? AND whole = ? AND state = 'open' ORDER BY id LIMIT 1",
            (source, plan.file_hash, mapping, plan.full),
        ).get
        if found is not None:
            return OpenLoad(*found)
        connection.execute(
            "INSERT INTO load (source, mapping, file, file_hash, whole, told, origin, began) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(source, mapping, plan.file, plan.file_hash, plan.full, plan.told),
                *(plan.origin, ledger.clock()),
            ),
        )
        return OpenLoad(connection.last_insert_rowid(), 0)


def append(
    ledger: LedgerFile,
    load: int,
    records: Sequence[Record],
    bad: Sequence[BadRow],
    through_row: int,
) -> None:
    """Stage rows in one short durable transaction; on return they are on disk, and unseen."""
    try:
        with ledger.write() as connection:
            source, first = _step_forward(connection, load, records, bad, through_row)
            _stage(ledger, connection, source, first, records)
            set_aside(connection, load, bad)
    except BaseException:
        ledger.forget_numbers()
        raise


def abandon(ledger: LedgerFile, load: int) -> None:
    """Give a load up: nothing of it was ever seen, and its rows are deleted."""
    with ledger.write() as connection:
        check_open(connection, load)
        connection.execute("UPDATE load SET state = 'abandoned', tidy = 0 WHERE id = ?", (load,))
        connection.execute("DELETE FROM quarantine WHERE load = ?", (load,))
    tidy(ledger, load)


def place_in_source(ledger: LedgerFile, load: int) -> int:
    """The how-manieth load of its source it is: the load's own number would count all sources'."""
    rows = ledger.read(
        "SELECT count(*) FROM load o JOIN load mine ON mine.id = ? "
        "WHERE o.source = mine.source AND o.id <= mine.id",
        (load,),
    )
    place: int = rows[0][0]
    return place


def check_open(connection: apsw.Connection, load: int) -> None:
    """Refuse a load that is not open."""
    state = connection.execute("SELECT state FROM load WHERE id = ?", (load,)).get
    if state is None:
        raise LoadRefused(f"there is no load {load}; begin one first")
    if state != "open":
        raise LoadRefused(f"load {load} is {state} already; begin a new one")


def tidy(ledger: LedgerFile, load: int) -> None:
    """Delete what a closed load leaves behind, in short steps; a cut-off tidying goes on later."""
    lowest = "AND state > 1" if _state(ledger, load) == "published" else ""
    after, end = load << LOAD_BITS, (load + 1) << LOAD_BITS
    while after < end:
        with ledger.write() as connection:
            after = _tidy_chunk(connection, after, end, lowest)
    with ledger.write() as connection:
        connection.execute("UPDATE load SET tidy = 1 WHERE id = ?", (load,))


def tidy_all(ledger: LedgerFile) -> None:
    """Finish the tidying that a crash cut off."""
    for (load,) in ledger.read("SELECT id FROM load WHERE tidy = 0 AND state <> 'open'"):
        tidy(ledger, load)


def figures(ledger: LedgerFile) -> list[LoadFigures]:
    """Every load, newest first, open ones with their figures so far."""
    rows = ledger.read(
        "SELECT l.id, s.name, m.name, l.file, l.state, l.began, l.through_row, l.read, l.accepted, "
        "CASE l.state WHEN 'open' THEN (SELECT count(*) FROM quarantine q WHERE q.load = l.id) "
        "ELSE l.set_aside END, l.unchanged, l.claims, l.links, coalesce(l.position, 0) "
        "FROM load l JOIN source s ON s.id = l.source JOIN mapping m ON m.id = l.mapping "
        "ORDER BY l.id DESC"
    )
    return [LoadFigures(*(*row[:7], LoadSummary(*(row[0], *row[7:])))) for row in rows]


def set_aside(connection: apsw.Connection, load: int, bad: Sequence[BadRow]) -> None:
    """Put bad rows where they can be listed and mended."""
    connection.executemany(
        "INSERT INTO quarantine (load, row, record, field, reason, content, operation) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (load, row.row, row.record, row.column, row.reason, row.content, row.operation)
            for row in bad
        ],
    )


def _step_forward(
    connection: apsw.Connection,
    load: int,
    records: Sequence[Record],
    bad: Sequence[BadRow],
    through_row: int,
) -> tuple[int, int]:
    """Move the load's checkpoint; its source, and the number before its next version."""
    check_open(connection, load)
    source, reached, used, settling = connection.execute(
        "SELECT source, through_row, versions, settling FROM load WHERE id = ?", (load,)
    ).get
    rows = [record.row for record in records] + [row.row for row in bad]
    if through_row < reached or (rows and not reached < min(rows) <= max(rows) <= through_row):
        raise LoadRefused(
            f"load {load} has rows up to {reached} already, so rows {min(rows, default=0)} to "
            f"{through_row} do not follow; is another run loading the same file?"
        )
    if settling:
        span = {"begin": load << LOAD_BITS, "end": (load + 1) << LOAD_BITS}
        connection.execute(WITHDRAWALS, span)
    connection.execute(
        "UPDATE load SET through_row = ?, versions = versions + ?, read = read + ?, settling = 0 "
        "WHERE id = ?",
        (through_row, len(records), len(rows), load),
    )
    return source, (load << LOAD_BITS) + used


def _stage(
    ledger: LedgerFile,
    connection: apsw.Connection,
    source: int,
    first: int,
    records: Sequence[Record],
) -> None:
    salts = os.urandom(SALT_BYTES * len(records))
    versions: list[tuple[Any, ...]] = []
    contents: list[tuple[Any, ...]] = []
    mentions: list[tuple[str, int]] = []
    needs: list[tuple[int, str]] = []
    for place, record in enumerate(records):
        number = first + place + 1
        salt = salts[place * SALT_BYTES : (place + 1) * SALT_BYTES]
        facts = write_facts(record, lambda label: ledger.number_of(connection, label))
        versions.append(_version_row(number, source, record, salt, facts))
        hashed = hashlib.sha256(record.content).digest()
        contents.append((number, salt, hashed, facts, record.content))
        mentions += [(mention.key, number) for mention in record.mentions]
        needs += [(number, key) for key in outside_ends(record)]
    _insert(connection, versions, contents, mentions, needs)
    _lean(connection, source, needs)


def _version_row(
    number: int, source: int, record: Record, salt: bytes, facts: str
) -> tuple[Any, ...]:
    operation = OPERATIONS[record.operation]
    commitment = commit(salt, record.id.encode(), facts.encode(), record.content)
    sizes = (len(record.claims), len(record.links))
    return (number, source, record.id, record.row, operation, *sizes, commitment)


def _insert(
    connection: apsw.Connection,
    versions: list[tuple[Any, ...]],
    contents: list[tuple[Any, ...]],
    mentions: list[tuple[str, int]],
    needs: list[tuple[int, str]],
) -> None:
    connection.executemany(
        "INSERT INTO version (version, source, record, row, operation, claims, links, commitment) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        versions,
    )
    connection.executemany("INSERT INTO content VALUES (?, ?, ?, ?, ?)", contents)
    connection.executemany("INSERT OR IGNORE INTO mention VALUES (?, ?)", mentions)
    connection.executemany("INSERT INTO need VALUES (?, ?)", needs)


def _lean(connection: apsw.Connection, source: int, needs: list[tuple[int, str]]) -> None:
    """Note which mentions of other sources these versions lean on, for a purge to find them."""
    if not needs:
        return
    name = connection.execute("SELECT name FROM source WHERE id = ?", (source,)).get
    own = mention_key(name, "", "").removesuffix(":")
    elsewhere = [(key, version) for version, key in needs if not key.startswith(own)]
    connection.executemany("INSERT INTO leaning VALUES (?, ?)", elsewhere)


def _tidy_chunk(connection: apsw.Connection, after: int, end: int, lowest: str) -> int:
    span = (after, end, _CHUNK)
    last = connection.execute(
        "SELECT max(version) FROM (SELECT version FROM version WHERE version > ? AND version < ? "
        "ORDER BY version LIMIT ?)",
        span,
    ).get
    last = end if last is None else last
    connection.execute("DELETE FROM need WHERE version > ? AND version <= ?", (after, last))
    doomed = f"SELECT version FROM version WHERE version > ?1 AND version <= ?2 {lowest}"
    facts = f"SELECT facts, c.version FROM content c WHERE c.version IN ({doomed})"
    connection.execute(
        "DELETE FROM mention WHERE (key, version) IN "
        f"(SELECT m.value ->> 0, f.version FROM ({facts}) f, "
        "json_each(f.facts, '$[0]') m WHERE f.facts <> '')",
        (after, last),
    )
    for table in ("content", "leaning"):
        connection.execute(f"DELETE FROM {table} WHERE version IN ({doomed})", (after, last))
    connection.execute(
        f"DELETE FROM version WHERE version > ?1 AND version <= ?2 {lowest}", (after, last)
    )
    return int(last)


def _state(ledger: LedgerFile, load: int) -> str:
    return str(ledger.read("SELECT state FROM load WHERE id = ?", (load,))[0][0])
