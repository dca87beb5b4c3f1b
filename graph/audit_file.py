"""The audit's file: rows in a Merkle tree that can be added to and never changed."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import apsw

from comity.graph import audit_schema
from comity.graph.audit_row import COLUMNS, leaf_of, row_of, values_of
from comity.graph.audit_schema import INSERT, AuditStep, prepare
from comity.graph.audit_tree import HASH_LENGTH, Growth, grown_to, leaf_hash
from comity.graph.audit_words import INTENDED, AuditFilter, AuditRow, StoredAuditRow
from comity.graph.errors import AuditError
from comity.graph.sqlite_file import SqliteFile
from comity.graph.words import Micros

Numbered = tuple[AuditRow, int]
Read = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_FILTERED = f"""
SELECT {COLUMNS} FROM audit
WHERE id > :after AND (:principal IS NULL OR principal = :principal)
AND (:agency IS NULL OR agency = :agency) AND (:case IS NULL OR "case" = :case)
AND (:action IS NULL OR action = :action)
AND (:since IS NULL OR at >= :since) AND (:until IS NULL OR at < :until)
ORDER BY id LIMIT :limit
"""
_UNFINISHED = f"""
SELECT {COLUMNS} FROM audit a WHERE outcome = '{INTENDED}'
AND NOT EXISTS (SELECT 1 FROM audit b WHERE b.settles = a.id) ORDER BY id
"""
_AFTER = f"SELECT {COLUMNS} FROM audit WHERE id > ? ORDER BY id LIMIT ?"
_AT = f"SELECT {COLUMNS} FROM audit WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
_SIZE = "SELECT ifnull(max(id), 0) FROM audit"
_NODE = "SELECT substr(tree, ?, ?) FROM audit WHERE id = ?"


def open_audit_file(path: Path) -> SqliteFile:
    """Open the audit, or begin one where nothing is yet."""
    file = SqliteFile(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
    try:
        with file.write() as connection:
            prepare(connection, path)
    except BaseException:
        file.close()
        raise
    return file


def migrate_audit_file(path: Path, at: Micros) -> list[AuditStep]:
    """Bring an older file up to this release, whole or not at all; the steps taken."""
    file = SqliteFile.existing(path)
    try:
        with file.write() as connection:
            return audit_schema.migrate(connection, path, at)
    finally:
        file.close()


def add_rows(
    connection: apsw.Connection, rows: Sequence[Numbered], known: Growth
) -> tuple[list[int], Growth]:
    """Add rows with what they settle, inside the caller's transaction; numbers and the tree.

    `known` is the tree as the caller last saw it; what others added since is read from the file.
    """
    growth = _grown(connection, known)
    first = growth.size + 1
    added = []
    for number, (row, settles) in enumerate(rows, start=first):
        values = values_of(number, settles, row)
        added.append((*values, growth.add(leaf_hash(leaf_of(values)))))
    connection.executemany(INSERT, added)
    return list(range(first, growth.size + 1)), growth


def node_in(read: Read, level: int, place: int) -> bytes:
    """A node of the tree; raises AuditError if the file has lost it."""
    found = read(_NODE, (HASH_LENGTH * level + 1, HASH_LENGTH, (place + 1) << level))
    if not found or len(found[0][0]) != HASH_LENGTH:
        raise AuditError("the audit has lost a part of its tree; run comity audit verify")
    node: bytes = found[0][0]
    return node


def size_in(read: Read) -> int:
    """How many rows there are."""
    return int(read(_SIZE, ())[0][0])


def rows_after(read: Read, number: int, limit: int) -> list[StoredAuditRow]:
    """A page of rows after one of them."""
    return [row_of(values) for values in read(_AFTER, (number, limit))]


def rows_at(read: Read, numbers: Sequence[int]) -> list[StoredAuditRow]:
    """The rows of some numbers."""
    return [row_of(values) for values in read(_AT, (json.dumps(list(numbers)),))]


def filtered_rows(file: SqliteFile, wanted: AuditFilter) -> list[StoredAuditRow]:
    """The rows a filter asks for, oldest first."""
    names = ("principal", "agency", "case", "action", "since", "until", "after", "limit")
    found = file.read(_FILTERED, {name: getattr(wanted, name) for name in names})
    return [row_of(values) for values in found]


def unfinished_rows(file: SqliteFile) -> list[StoredAuditRow]:
    """Intents whose outcome was never told."""
    return [row_of(values) for values in file.read(_UNFINISHED)]


def _grown(connection: apsw.Connection, known: Growth) -> Growth:
    def read(sql: str, args: Sequence[Any]) -> list[tuple[Any, ...]]:
        return list(connection.execute(sql, args))

    size = size_in(read)
    if size == known.size:
        return known.copy()
    return grown_to(lambda level, place: node_in(read, level, place), size)
