"""How the embedded graph store takes a batch of the ledger in."""

from collections.abc import Iterable, Sequence

import apsw

from comity.graph.ports import (
    NOWHERE,
    Changes,
    ClaimRow,
    LinkRow,
    MentionRow,
    Provenance,
    Reached,
)
from comity.graph.words import FOREVER

_NODE = "(SELECT id FROM node WHERE key = ?)"
_RECORD = "(SELECT id FROM record WHERE source = ? AND name = ?)"
_TABLES = ("mention", "claim", "link")


def write_changes(connection: apsw.Connection, changes: Changes) -> None:
    """Write one batch in the caller's transaction; one that is in already changes nothing."""
    if not changes.follows(_stands_at(connection)):
        return
    connection.executemany(
        "INSERT OR IGNORE INTO label VALUES (?, ?)",
        [(number, label.canonical()) for number, label in changes.labels],
    )
    _drop(connection, changes.dropped)
    _close(connection, changes.closed, changes.at)
    _name(connection, changes)
    _write_mentions(connection, changes.mentions)
    _write_claims(connection, changes.claims)
    _write_links(connection, changes.links)
    reached = changes.reached
    connection.execute(
        "INSERT OR REPLACE INTO reached VALUES (1, ?, ?, ?)",
        (reached.position, reached.known_at, reached.cursor),
    )


def _stands_at(connection: apsw.Connection) -> Reached:
    rows = list(connection.execute("SELECT position, known_at, cursor FROM reached"))
    return Reached(*rows[0]) if rows else NOWHERE


def _drop(connection: apsw.Connection, records: Sequence[tuple[str, str]]) -> None:
    """Forget purged records: every row of theirs, and the names that only they used."""
    for table in _TABLES:
        connection.executemany(f"DELETE FROM {table} WHERE record = {_RECORD}", records)
    connection.executemany("DELETE FROM record WHERE source = ? AND name = ?", records)
    if records:
        connection.execute(
            "DELETE FROM node WHERE id NOT IN (SELECT key FROM mention) AND id NOT IN "
            "(SELECT first FROM link) AND id NOT IN (SELECT second FROM link) AND id NOT IN "
            "(SELECT mention FROM claim)"
        )


def _close(connection: apsw.Connection, records: Sequence[tuple[str, str]], at: int) -> None:
    for table in _TABLES:
        connection.executemany(
            f"UPDATE {table} SET known_to = ? WHERE record = {_RECORD} AND known_to = ? "
            "AND known_from < ?",
            ((at, source, record, FOREVER, at) for source, record in records),
        )


def _name(connection: apsw.Connection, changes: Changes) -> None:
    """Number the mentions and records that this batch brings."""
    keys = {row.key for row in changes.mentions}
    keys |= {claim.mention for claim in changes.claims}
    keys |= {end for link in changes.links for end in (link.first, link.second)}
    connection.executemany(
        "INSERT OR IGNORE INTO node (key) VALUES (?)", ((key,) for key in sorted(keys))
    )
    origins = {(o.source, o.record, o.agency) for o in _origins(changes)}
    connection.executemany(
        "INSERT OR IGNORE INTO record (source, name, agency) VALUES (?, ?, ?)", sorted(origins)
    )


def _origins(changes: Changes) -> Iterable[Provenance]:
    for rows in (changes.mentions, changes.claims, changes.links):
        for row in rows:
            yield row.provenance


def _write_mentions(connection: apsw.Connection, rows: Sequence[MentionRow]) -> None:
    connection.executemany(
        "INSERT INTO mention (key, kind, label, record, mapping, known_from, known_to) "
        f"VALUES ({_NODE}, ?, ?, {_RECORD}, ?, ?, ?)",
        ((row.key, row.kind, row.label, *_origin(row.provenance)) for row in rows),
    )


def _write_claims(connection: apsw.Connection, rows: Sequence[ClaimRow]) -> None:
    connection.executemany(
        "INSERT INTO claim (mention, property, value, folded, raw, label, grade, valid_from, "
        "valid_to, record, mapping, known_from, known_to) "
        f"VALUES ({_NODE}, ?, ?, ?, ?, ?, ?, ?, ?, {_RECORD}, ?, ?, ?)",
        (
            (row.mention, row.property, row.value, row.value.casefold(), row.raw, row.label,
             row.grade, row.valid_from, row.valid_to, *_origin(row.provenance))
            for row in rows
        ),
    )  # fmt: skip


def _write_links(connection: apsw.Connection, rows: Sequence[LinkRow]) -> None:
    connection.executemany(
        "INSERT INTO link (first, second, kind, role, label, grade, valid_from, valid_to, "
        "record, mapping, known_from, known_to) "
        f"VALUES ({_NODE}, {_NODE}, ?, ?, ?, ?, ?, ?, {_RECORD}, ?, ?, ?)",
        (
            (row.first, row.second, row.kind, row.role, row.label, row.grade, row.valid_from,
             row.valid_to, *_origin(row.provenance))
            for row in rows
        ),
    )  # fmt: skip


def _origin(provenance: Provenance) -> tuple[str, str, str, int, int]:
    o = provenance
    return (o.source, o.record, o.mapping, o.known_from, o.known_to)
