"""The audit's file: rows in a hash chain that can be added to and never changed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw

from comity.graph.audit_words import (
    INTENDED,
    AuditFilter,
    AuditReport,
    AuditRow,
    StoredAuditRow,
)
from comity.graph.errors import FileDamaged, SchemaTooNew
from comity.graph.sqlite_file import SqliteFile

APPLICATION_ID = 0x434F4D41
SCHEMA = 1
Numbered = tuple[AuditRow, int]

_TABLES = """
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, settles INTEGER NOT NULL,
    at INTEGER NOT NULL, principal TEXT NOT NULL, agency TEXT NOT NULL, role TEXT NOT NULL,
    purpose TEXT NOT NULL, "case" TEXT NOT NULL, justification TEXT NOT NULL,
    action TEXT NOT NULL, question TEXT NOT NULL, known_at INTEGER, valid_at INTEGER,
    view TEXT NOT NULL, agreements TEXT NOT NULL, shown TEXT NOT NULL, outcome TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_settled ON audit (settles) WHERE settles > 0;
CREATE INDEX audit_by_intent ON audit (id) WHERE outcome = 'intended';
CREATE INDEX audit_by_principal ON audit (principal);
CREATE INDEX audit_by_case ON audit ("case");
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'an audit row is never changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'an audit row is never deleted'); END;
"""
_COLUMNS = (
    'id, settles, at, principal, agency, role, purpose, "case", justification, action, question, '
    "known_at, valid_at, view, agreements, shown, outcome"
)
_INSERT = f"INSERT INTO audit ({_COLUMNS}, hash) VALUES ({', '.join('?' * 18)})"
_FILTERED = f"""
SELECT {_COLUMNS} FROM audit
WHERE id > :after AND (:principal IS NULL OR principal = :principal)
AND (:agency IS NULL OR agency = :agency) AND (:case IS NULL OR "case" = :case)
AND (:action IS NULL OR action = :action)
AND (:since IS NULL OR at >= :since) AND (:until IS NULL OR at < :until)
ORDER BY id LIMIT :limit
"""
_UNFINISHED = f"""
SELECT {_COLUMNS} FROM audit a WHERE outcome = '{INTENDED}'
AND NOT EXISTS (SELECT 1 FROM audit b WHERE b.settles = a.id) ORDER BY id
"""
_PAGE = 5_000


def open_audit_file(path: Path) -> SqliteFile:
    """Open the audit, or begin one where nothing is yet."""
    file = SqliteFile(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
    try:
        with file.write() as connection:
            _prepare(connection, path)
    except BaseException:
        file.close()
        raise
    return file


def add_rows(connection: apsw.Connection, rows: Sequence[Numbered]) -> list[int]:
    """Add rows with what they settle, inside the caller's transaction; their numbers."""
    number, last = connection.execute(
        "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"
    ).get or (0, b"")
    numbers = []
    for row, settles in rows:
        number += 1
        values = (number, settles, *_values(row))
        last = _chained(last, values)
        connection.execute(_INSERT, (*values, last))
        numbers.append(number)
    return numbers


def filtered_rows(file: SqliteFile, wanted: AuditFilter) -> list[StoredAuditRow]:
    """The rows a filter asks for, oldest first."""
    names = ("principal", "agency", "case", "action", "since", "until", "after", "limit")
    found = file.read(_FILTERED, {name: getattr(wanted, name) for name in names})
    return [_stored(values) for values in found]


def unfinished_rows(file: SqliteFile) -> list[StoredAuditRow]:
    """Intents whose outcome was never told."""
    return [_stored(values) for values in file.read(_UNFINISHED)]


def verify_rows(file: SqliteFile) -> AuditReport:
    """Check every row against the one before it."""
    count, last = 0, b""
    for *values, stored in _chain(file):
        if values[0] != count + 1:
            return AuditReport(count, last.hex(), f"audit row {count + 1} is missing")
        if _chained(last, tuple(values)) != stored:
            return AuditReport(count, last.hex(), f"audit row {count + 1} was changed")
        count, last = count + 1, stored
    return AuditReport(count, last.hex())


def _prepare(connection: apsw.Connection, path: Path) -> None:
    if connection.pragma("application_id") == APPLICATION_ID:
        if (found := connection.pragma("user_version")) > SCHEMA:
            problem = f"its schema is {found} and this release knows {SCHEMA}"
            raise SchemaTooNew(path, f"{problem}; use the release that wrote it")
        return
    if connection.execute("SELECT count(*) FROM sqlite_schema").get:
        raise FileDamaged(path, "it is not an audit; name the audit's file")
    connection.execute(_TABLES)
    connection.pragma("application_id", APPLICATION_ID)
    connection.pragma("user_version", SCHEMA)


def _chain(file: SqliteFile) -> Iterator[tuple[Any, ...]]:
    after = 0
    sql = f"SELECT {_COLUMNS}, hash FROM audit WHERE id > ? ORDER BY id LIMIT ?"
    while rows := file.read(sql, (after, _PAGE)):
        yield from rows
        after = rows[-1][0]


def _chained(last: bytes, values: tuple[Any, ...]) -> bytes:
    text = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(last + text.encode("utf-8", "surrogatepass")).digest()


def _values(row: AuditRow) -> tuple[Any, ...]:
    return (
        *(row.at, row.principal, row.agency, row.role, row.purpose, row.case),
        *(row.justification, row.action, row.question, row.known_at, row.valid_at, row.view),
        *(json.dumps(row.agreements), json.dumps(row.shown), row.outcome),
    )


def _stored(values: tuple[Any, ...]) -> StoredAuditRow:
    number, settles, *words = values
    words[-3:-1] = [tuple(json.loads(text)) for text in words[-3:-1]]
    return StoredAuditRow(number, settles, AuditRow(*words))
