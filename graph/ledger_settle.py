"""What each staged row comes to, worked out in short steps before a load is published.

Rows become: second insert (set aside), end missing (set aside), overtaken by a later row
of the load, unchanged, or standing, with the version they supersede.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import apsw

from comity.graph.ledger_chain import commit
from comity.graph.ledger_schema import LOAD_BITS
from comity.graph.strength import DRAWN_SOURCES

CHUNK = 20_000

# The newest published version of a record before this load: v.source and v.record name it.
_LIVE = """
SELECT e.version, e.operation FROM version e JOIN load l ON l.id = e.version >> 32
WHERE e.source = v.source AND e.record = v.record AND e.state = 0 AND l.position IS NOT NULL
ORDER BY l.position DESC LIMIT 1
"""
_IN_CHUNK = "v.version > :after AND v.version <= :last"
_LATER_IN_LOAD = """
SELECT 1 FROM version x WHERE x.source = {0}.source AND x.record = {0}.record
AND x.version > {0}.version AND x.version < :end AND x.state = 0
"""

WITHDRAWALS = "DELETE FROM version WHERE version > :begin AND version < :end AND operation = 3"
_RESET_CHUNK = (
    f"UPDATE version AS v SET state = 0, previous = 0 WHERE {_IN_CHUNK} AND (state OR previous)"
)
_SECOND_INSERTS = f"""
UPDATE version AS v SET state = 3 WHERE {_IN_CHUNK} AND operation = 0 AND (
    SELECT e.operation FROM version e WHERE e.source = v.source AND e.record = v.record
    AND e.version > :begin AND e.version < v.version ORDER BY e.version DESC LIMIT 1
) < 2
"""
_ABSENT_RECORDS = f"""
SELECT DISTINCT v.record FROM version v WHERE v.source = :source AND v.record > :record
AND (SELECT live.operation FROM ({_LIVE}) live) < 2
AND NOT EXISTS (SELECT 1 FROM version x WHERE x.source = v.source AND x.record = v.record
                AND x.version > :begin AND x.version < :end)
AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.load = :load AND q.record = v.record)
ORDER BY v.record LIMIT :chunk
"""
# A file's links lead to mentions of its own source; what people draw leans on any that they see.
# An end is there if a row of this load that is not overtaken has it, or a published record
# that this load neither supersedes nor withdraws. CROSS JOIN keeps the order of the tables:
# SQLite by itself walks through every version of the source for each end.
_END_IS_THERE = f"""
SELECT 1 FROM mention m CROSS JOIN version w ON w.version = m.version
CROSS JOIN load wl ON wl.id = w.version >> 32
WHERE m.key = n.key AND w.operation < 2 AND w.state = 0
AND (w.source = v.source
     OR (SELECT s.name FROM source s WHERE s.id = v.source) GLOB '{DRAWN_SOURCES}*')
AND NOT EXISTS ({_LATER_IN_LOAD.format("w")})
AND (wl.id = :load OR wl.position IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM version x JOIN load xl ON xl.id = x.version >> 32
    WHERE x.source = w.source AND x.record = w.record AND x.state = 0
    AND (xl.position > wl.position OR xl.id = :load)))
"""
_MISSING_ENDS = f"""
INSERT OR IGNORE INTO temp.fallen
SELECT :load, v.version, n.key, :round FROM need n JOIN version v ON v.version = n.version
WHERE {{0}} AND v.state = 0 AND v.operation < 2 AND NOT EXISTS ({_END_IS_THERE})
"""
_MISSING_IN_CHUNK = _MISSING_ENDS.format(_IN_CHUNK.replace("v.version", "n.version"))
_MISSING_SINCE_ROUND = _MISSING_ENDS.format(
    "n.version > :begin AND n.version < :end AND n.key IN (SELECT m.key FROM temp.fallen f "
    "JOIN content c ON c.version = f.version JOIN json_each(c.facts, '$[0]') j "
    "JOIN mention m ON m.key = j.value ->> 0 AND m.version = f.version "
    "WHERE f.load = :load AND f.round = :round - 1)"
)
_FALL = (
    "UPDATE version SET state = 4 WHERE version IN "
    "(SELECT version FROM temp.fallen WHERE load = :load AND round = :round)"
)
_OVERTAKEN = f"""
UPDATE version AS v SET state = 1
WHERE {_IN_CHUNK} AND state = 0 AND EXISTS ({_LATER_IN_LOAD.format("v")})
"""
_PREVIOUS = f"""
UPDATE version SET previous = p.version FROM (
    SELECT v.version AS mine,
        (SELECT CASE WHEN live.operation < 2 THEN live.version END FROM ({_LIVE}) live) AS version
    FROM version v WHERE {_IN_CHUNK} AND v.state = 0
) p WHERE version.version = p.mine AND p.version IS NOT NULL
"""
_UNCHANGED = f"""
UPDATE version AS v SET state = 2 WHERE {_IN_CHUNK} AND state = 0 AND CASE
    WHEN operation >= 2 THEN previous = 0
    ELSE (SELECT mapping FROM load WHERE id = v.previous >> 32) = :mapping
        AND (SELECT hash FROM content c WHERE c.version = v.previous)
          = (SELECT hash FROM content c WHERE c.version = v.version)
    END
"""
_OVERTAKEN_BY_UNCHANGED = f"""
UPDATE version AS v SET state = 2 WHERE {_IN_CHUNK} AND state = 1 AND NOT EXISTS (
    {_LATER_IN_LOAD.format("v")})
"""


@dataclass(frozen=True, slots=True)
class Settling:
    """The load being settled and the rows it spans."""

    load: int
    source: int
    mapping: int
    whole: bool

    def arguments(self) -> dict[str, Any]:
        """What the statements here are given."""
        begin, end = self.load << LOAD_BITS, (self.load + 1) << LOAD_BITS
        return {
            "load": self.load,
            "source": self.source,
            "mapping": self.mapping,
            "begin": begin,
            "end": end,
            "chunk": CHUNK,
        }


def settle(connection: apsw.Connection, settling: Settling) -> Iterator[None]:
    """Decide every staged row; between two steps the caller may end the transaction."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS fallen "
        "(load INTEGER, version INTEGER, key TEXT, round INTEGER, PRIMARY KEY (load, version)); "
        "CREATE INDEX IF NOT EXISTS temp.fallen_by_round ON fallen (load, round)"
    )
    yield from _reset(connection, settling)
    yield from _each_chunk(connection, settling, (_SECOND_INSERTS,))
    if settling.whole:
        yield from _withdraw_absent(connection, settling)
    yield from _drop_missing_ends(connection, settling)
    yield from _each_chunk(connection, settling, (_OVERTAKEN, _PREVIOUS, _UNCHANGED))
    yield from _each_chunk(connection, settling, (_OVERTAKEN_BY_UNCHANGED,))


def _reset(connection: apsw.Connection, settling: Settling) -> Iterator[None]:
    """Forget what an earlier, cut-off settling decided."""
    arguments = settling.arguments()
    connection.execute("DELETE FROM temp.fallen WHERE load = :load", arguments)
    connection.execute(WITHDRAWALS, arguments)
    yield from _each_chunk(connection, settling, (_RESET_CHUNK,))


def _each_chunk(
    connection: apsw.Connection, settling: Settling, statements: tuple[str, ...]
) -> Iterator[None]:
    arguments = settling.arguments()
    after = arguments["begin"]
    while True:
        last = connection.execute(
            "SELECT max(version) FROM (SELECT version FROM version "
            "WHERE version > ? AND version < ? ORDER BY version LIMIT ?)",
            (after, arguments["end"], CHUNK),
        ).get
        if last is None:
            return
        for statement in statements:
            connection.execute(statement, arguments | {"after": after, "last": last})
        after = last
        yield


def _withdraw_absent(connection: apsw.Connection, settling: Settling) -> Iterator[None]:
    """Add a withdrawal for every live record that a full export no longer holds."""
    arguments = settling.arguments() | {"record": ""}
    number = connection.execute(
        "SELECT coalesce(max(version), :begin) FROM version "
        "WHERE version > :begin AND version < :end",
        arguments,
    ).get
    while records := [row[0] for row in connection.execute(_ABSENT_RECORDS, arguments)]:
        _add_withdrawals(connection, settling, records, number)
        number += len(records)
        arguments["record"] = records[-1]
        yield


def _add_withdrawals(
    connection: apsw.Connection, settling: Settling, records: list[str], number: int
) -> None:
    # There is no content to commit to; which version is withdrawn stands in the load's digest.
    nothing = commit(b"")
    connection.executemany(
        "INSERT INTO version (version, source, record, row, operation, claims, links, commitment) "
        "VALUES (?, ?, ?, 0, 3, 0, 0, ?)",
        [
            (number + place, settling.source, record, nothing)
            for place, record in enumerate(records, start=1)
        ],
    )


def _drop_missing_ends(connection: apsw.Connection, settling: Settling) -> Iterator[None]:
    """Set aside records whose ends are missing, then those that leaned on them, and so on."""
    arguments = settling.arguments() | {"round": 1}
    yield from _each_chunk_of_needs(connection, settling)
    while connection.execute(_FALL, arguments) and connection.changes():
        arguments["round"] += 1
        connection.execute(_MISSING_SINCE_ROUND, arguments)
        if arguments["round"] % 100 == 0:
            yield


def _each_chunk_of_needs(connection: apsw.Connection, settling: Settling) -> Iterator[None]:
    arguments = settling.arguments() | {"round": 1}
    after = arguments["begin"]
    while True:
        last = connection.execute(
            "SELECT max(version) FROM (SELECT version FROM need "
            "WHERE version > ? AND version < ? ORDER BY version LIMIT ?)",
            (after, arguments["end"], CHUNK),
        ).get
        if last is None:
            return
        connection.execute(_MISSING_IN_CHUNK, arguments | {"after": after, "last": last})
        after = last
        yield
