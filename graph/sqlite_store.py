"""The embedded graph store: a SQLite file that can be thrown away and made anew.

Every reading verb takes a scope that is compiled into its query; nothing is filtered after.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import apsw
import pyarrow as pa

from comity.graph.paths import shortest_chain
from comity.graph.ports import (
    NOWHERE,
    Changes,
    ClaimRow,
    LinkRow,
    Reached,
    Scope,
    StoreCounts,
    Table,
)
from comity.graph.sqlite_file import Row, SqliteFile
from comity.graph.sqlite_tables import (
    AMONG,
    CLAIM_COLUMNS,
    ENDED,
    LAST_BEFORE,
    LINK_COLUMNS,
    OPENED,
    SCAN_COLUMNS,
    SCHEMA,
    TABLES,
    claim_row,
    link_row,
    scope_args,
)
from comity.graph.sqlite_writing import write_changes
from comity.graph.words import Micros
from comity.sharing import Label

SCAN_ROWS = 50_000
_SEEN_MENTION = """
EXISTS (SELECT 1 FROM mention m WHERE m.key = {key}
AND m.label IN (SELECT value FROM json_each(:labels))
AND m.known_from <= :known AND m.known_to > :known)
"""
# Which end is ours, the other one's table name, and a guard against meeting a loop twice.
_SIDES = (("first", "b", ""), ("second", "a", "AND l.first <> l.second"))
_SEEN_LINK = """
l.label IN (SELECT value FROM json_each(:labels)) AND l.known_from <= :known AND l.known_to > :known
AND (:valid IS NULL OR (l.valid_from <= :valid AND :valid < l.valid_to))
"""
# One key: two columns compared with a list of pairs would be looked through row by row.
_SEEN_CLAIM = f"""
{_SEEN_LINK} AND l.property || '/' || l.label NOT IN (SELECT value FROM json_each(:redacted))
"""


class SqliteStore:
    """A graph store in one SQLite file."""

    capabilities = frozenset({"embedded"})

    def __init__(self, path: Path) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        self._file = SqliteFile(path, flags)
        with self._file.write() as connection:
            connection.execute(SCHEMA)

    # --- reading ---

    def claims_of(self, key: str, scope: Scope) -> list[ClaimRow]:
        """The visible claims of one mention, in the order of property and value."""
        rows = self._read(
            f"SELECT {CLAIM_COLUMNS} FROM claim l JOIN node n ON n.id = l.mention "
            f"JOIN record r ON r.id = l.record WHERE n.key = :key AND {_SEEN_CLAIM} "
            f"AND {_SEEN_MENTION.format(key='n.id')} "
            "ORDER BY l.property, l.value, r.source, r.name, l.raw, l.label",
            scope,
            key=key,
        )
        return [claim_row(row) for row in rows]

    def neighbours(self, key: str, scope: Scope, limit: int) -> list[LinkRow]:
        """The visible links of one mention, ordered by the other end's key."""
        sides = [
            f"SELECT {LINK_COLUMNS}, {other}.key AS other FROM link l "
            "JOIN node a ON a.id = l.first JOIN node b ON b.id = l.second "
            f"JOIN record r ON r.id = l.record "
            f"WHERE l.{mine} = (SELECT id FROM node WHERE key = :key) AND {_SEEN_LINK} "
            f"AND {_SEEN_MENTION.format(key='l.first')} "
            f"AND {_SEEN_MENTION.format(key='l.second')} {guard}"
            for mine, other, guard in _SIDES
        ]
        rows = self._read(
            " UNION ALL ".join(sides)
            + " ORDER BY other, kind, role, source, name, first, second, label "
            "LIMIT :limit",
            scope,
            key=key,
            limit=limit,
        )
        return [link_row(row) for row in rows]

    def expand(self, key: str, hops: int, scope: Scope, limit: int) -> list[str]:
        """Keys of the mentions within `hops` links, nearest first, then by key."""
        found: dict[str, None] = {key: None}
        edge = [key]
        for _ in range(hops):
            if not edge or len(found) > limit:
                break
            beside = {other for _, other in self.beside(edge, scope)}
            edge = sorted(beside - found.keys())
            found.update(dict.fromkeys(edge))
        return list(found)[1 : limit + 1]

    def shortest_path(self, first: str, second: str, max_hops: int, scope: Scope) -> list[LinkRow]:
        """One shortest chain of visible links, the least by key; empty if there is none."""
        chain = shortest_chain(lambda keys: self.beside(keys, scope), first, second, max_hops)
        return [self._link_between(a, b, scope) for a, b in pairwise(chain)]

    def find(self, prop: str, prefix: str, scope: Scope, limit: int) -> list[str]:
        """Keys of mentions with a visible value that starts so (case-folded), by key."""
        folded = prefix.casefold()
        rows = self._read(
            "SELECT DISTINCT n.key FROM claim l JOIN node n ON n.id = l.mention "
            "WHERE l.property = :prop AND l.folded >= :prefix AND l.folded < :beyond "
            f"AND {_SEEN_CLAIM} AND {_SEEN_MENTION.format(key='l.mention')} "
            "ORDER BY n.key LIMIT :limit",
            scope,
            prop=prop,
            prefix=folded,
            beyond=folded + "\U0010ffff",
            limit=limit,
        )
        return [row[0] for row in rows]

    def beside(self, keys: Sequence[str], scope: Scope) -> list[tuple[str, str]]:
        """Pairs (one of `keys`, a mention one visible link away), each once."""
        wanted = json.dumps(list(keys))
        sides = [
            f"SELECT DISTINCT n.key, o.key FROM json_each(:keys) k JOIN node n ON n.key = k.value "
            f"JOIN link l ON l.{mine} = n.id JOIN node o ON o.id = l.{other} "
            f"WHERE {_SEEN_LINK} AND {_SEEN_MENTION.format(key='n.id')} "
            f"AND {_SEEN_MENTION.format(key='o.id')}"
            for mine, other in (("first", "second"), ("second", "first"))
        ]
        return [(row[0], row[1]) for row in self._read(" UNION ".join(sides), scope, keys=wanted)]

    # --- keeping ---

    def reached(self) -> Reached:
        """How far the projection has come."""
        rows = self._file.read("SELECT position, known_at, cursor FROM reached")
        return Reached(*rows[0]) if rows else NOWHERE

    def apply(self, changes: Changes) -> None:
        """Take one batch in, durably and at once."""
        with self._file.write() as connection:
            write_changes(connection, changes)
        if changes.dropped:
            # Pages in the write-ahead log would keep what the file no longer has.
            self._file.fold_log()

    def scan(self, table: Table, since: Micros) -> Iterator[pa.RecordBatch]:
        """Rows opened or closed after `since`, in columns named as the row's fields."""
        columns = list(SCAN_COLUMNS[table][0])
        for rows in chain(self._opened(table, since), self._ended(table, since)):
            values = list(zip(*rows, strict=True))[1:]
            yield pa.RecordBatch.from_arrays([pa.array(v) for v in values], names=columns)

    def labels(self) -> list[tuple[int, Label]]:
        """Every label number with its label."""
        rows = self._file.read("SELECT id, canonical FROM label ORDER BY id")
        return [(number, Label.from_canonical(text)) for number, text in rows]

    def counts(self) -> StoreCounts:
        """What it holds as of the position it reached, by SQL."""
        known = {"known": self.reached().known_at}
        now = "known_from <= :known AND known_to > :known"
        kinds = self._by_kind("mention", now, known)
        links = self._by_kind("link", now, known)
        claims = self._file.read(f"SELECT count(*) FROM claim WHERE {now}", known)[0][0]
        live = f"(SELECT key FROM mention WHERE {now})"
        dangling = self._file.read(
            f"SELECT count(*) FROM link WHERE {now} "
            f"AND (first NOT IN {live} OR second NOT IN {live})", known
        )[0][0]  # fmt: skip
        return StoreCounts(sum(kinds.values()), claims, sum(links.values()), kinds, links, dangling)

    def clear(self) -> None:
        """Forget everything; a projection can be made anew."""
        with self._file.write() as connection:
            for table in ("mention", "claim", "link", "record", "node", "label", "reached"):
                connection.execute(f"DELETE FROM {table}")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _opened(self, table: Table, since: Micros) -> Iterator[list[Row]]:
        query, asked = SCAN_COLUMNS[table][1], {"since": since, "limit": SCAN_ROWS}
        before = self._file.read(LAST_BEFORE.format(TABLES[table]), asked)
        last = before[0][0] if before else 0
        while rows := self._file.read(f"{query} {OPENED}", asked | {"last": last}):
            last = rows[-1][0]
            yield rows

    def _ended(self, table: Table, since: Micros) -> Iterator[list[Row]]:
        query = SCAN_COLUMNS[table][1]
        ids = [row[0] for row in self._file.read(ENDED.format(TABLES[table]), {"since": since})]
        for start in range(0, len(ids), SCAN_ROWS):
            some = json.dumps(ids[start : start + SCAN_ROWS])
            yield self._file.read(f"{query} {AMONG}", {"ids": some})

    def _read(self, sql: str, scope: Scope, **more: Any) -> list[tuple[Any, ...]]:
        return self._file.read(sql, scope_args(scope) | more)

    def _by_kind(self, table: str, now: str, known: dict[str, int]) -> dict[str, int]:
        rows = self._file.read(
            f"SELECT kind, count(*) FROM {table} WHERE {now} GROUP BY kind", known
        )
        return dict(sorted((str(kind), int(count)) for kind, count in rows))

    def _link_between(self, first: str, second: str, scope: Scope) -> LinkRow:
        """The least visible link between two mentions next to each other."""
        rows = self._read(
            f"SELECT {LINK_COLUMNS} FROM link l JOIN node a ON a.id = l.first "
            "JOIN node b ON b.id = l.second JOIN record r ON r.id = l.record "
            f"WHERE ((a.key = :one AND b.key = :two) OR (a.key = :two AND b.key = :one)) "
            f"AND {_SEEN_LINK} ORDER BY l.kind, l.role, r.source, r.name, a.key, b.key, l.label "
            "LIMIT 1",
            scope,
            one=first,
            two=second,
        )
        return link_row(rows[0])
