"""The audit file's tables, and how an older file is brought up to them with every row kept."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from comity.graph.audit_row import COLUMNS, WIDTH, leaf_of, values_of
from comity.graph.audit_tree import Growth, leaf_hash
from comity.graph.audit_words import AuditRow
from comity.graph.errors import FileDamaged, SchemaOutdated, SchemaTooNew
from comity.graph.words import Micros

APPLICATION_ID = 0x434F4D41
SCHEMA = 2
MIGRATED = "migrate_audit"

# `tree` holds the row's own hash and those of every subtree that is whole with it, so that a
# node costs no row of its own: the one over the rows up to n on level k lies 32 k into row n.
_TABLE = """
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, settles INTEGER NOT NULL,
    at INTEGER NOT NULL, principal TEXT NOT NULL, agency TEXT NOT NULL, role TEXT NOT NULL,
    purpose TEXT NOT NULL, "case" TEXT NOT NULL, justification TEXT NOT NULL,
    action TEXT NOT NULL, question TEXT NOT NULL, known_at INTEGER, valid_at INTEGER,
    view TEXT NOT NULL, agreements TEXT NOT NULL, shown TEXT NOT NULL, outcome TEXT NOT NULL,
    disclosed TEXT NOT NULL, tree BLOB NOT NULL
) STRICT;
"""
_AROUND = """
CREATE INDEX audit_by_settled ON audit (settles) WHERE settles > 0;
CREATE INDEX audit_by_intent ON audit (id) WHERE outcome = 'intended';
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'an audit row is never changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'an audit row is never deleted'); END;
"""
INSERT = f"INSERT INTO audit ({COLUMNS}, tree) VALUES ({', '.join('?' * (WIDTH + 1))})"
_FORMER_COLUMNS = COLUMNS.removesuffix(", disclosed")
_FORMER = f"SELECT {_FORMER_COLUMNS}, hash FROM former ORDER BY id"
_SCHEMA_ROWS = "SELECT type, name, sql FROM sqlite_schema ORDER BY name"
_LOST = AuditRow(0, "", "", "", "", "", "", "", "{}", None, None, "", (), (), "lost")


@dataclass(frozen=True, slots=True)
class AuditStep:
    """One step of a migration, by its title."""

    title: str


def prepare(connection: apsw.Connection, path: Path) -> None:
    """Make the tables in an empty file; refuse one that is no audit or of another schema."""
    if connection.pragma("application_id") == APPLICATION_ID:
        check(connection, path)
        return
    if connection.execute("SELECT count(*) FROM sqlite_schema").get:
        raise FileDamaged(path, "it is not an audit; name the audit's file")
    connection.execute(_TABLE + _AROUND)
    connection.pragma("application_id", APPLICATION_ID)
    connection.pragma("user_version", SCHEMA)


def check(connection: apsw.Connection, path: Path) -> None:
    """Refuse a file that is no audit, or whose schema is not the one of this release."""
    if connection.pragma("application_id") != APPLICATION_ID:
        raise FileDamaged(path, "it is not an audit; name the audit's file")
    found = connection.pragma("user_version")
    problem = f"its schema is {found} and this release knows {SCHEMA}"
    if found > SCHEMA:
        raise SchemaTooNew(path, f"{problem}; use the release that wrote it")
    if found < SCHEMA:
        raise SchemaOutdated(path, f"{problem}; run `comity migrate`")


def made_tables() -> list[tuple[Any, ...]]:
    """The tables, indexes and triggers of an audit as its release makes them."""
    with apsw.Connection(":memory:") as connection:
        connection.execute(_TABLE + _AROUND)
        made = list(connection.execute(_SCHEMA_ROWS))
    connection.close()
    return made


def kept_tables(connection: apsw.Connection) -> list[tuple[Any, ...]]:
    """Those of a file."""
    return list(connection.execute(_SCHEMA_ROWS))


def migrate(connection: apsw.Connection, path: Path, at: Micros) -> list[AuditStep]:
    """Bring a file up to this schema, inside the caller's transaction; the steps taken.

    The rows move as they are. How their chain of hashes stood is said in a row of its own, so
    that nothing that was changed before is taken for whole afterwards.
    """
    if connection.pragma("application_id") != APPLICATION_ID:
        raise FileDamaged(path, "it is not an audit; name the audit's file")
    if connection.pragma("user_version") == SCHEMA:
        return []
    if connection.pragma("user_version") > SCHEMA:
        check(connection, path)
    connection.execute("ALTER TABLE audit RENAME TO former")
    connection.execute(_TABLE)
    _move(connection, at)
    connection.execute("DROP TABLE former")
    connection.execute(_AROUND)
    connection.pragma("user_version", SCHEMA)
    return [AuditStep("audit rows in a Merkle tree")]


def _move(connection: apsw.Connection, at: Micros) -> None:
    chain = _Chain()
    growth = Growth()
    rows = _without_gaps(chain.followed(connection.execute(_FORMER)))
    connection.executemany(INSERT, (_grown(growth, (*values, "[]")) for values in rows))
    who = (at, "comity", "", "operator", "administration", "", "a newer release")
    told = AuditRow(*who, MIGRATED, json.dumps(chain.told()), None, None, "", (), (), "done")
    connection.execute(INSERT, _grown(growth, values_of(growth.size + 1, 0, told)))


def _without_gaps(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows, and one that says so in the place of each that was taken out before."""
    place = 1
    for values in rows:
        for lost in range(place, values[0]):
            yield values_of(lost, 0, _LOST)[:-1]
        place = values[0] + 1
        yield values


def _grown(growth: Growth, values: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*values, growth.add(leaf_hash(leaf_of(values))))


class _Chain:
    """The chain of hashes of the first schema, followed while its rows are read.

    A row that follows a gap does not hold: numbers leave none out.
    """

    def __init__(self) -> None:
        self.rows, self.head, self.broken = 0, b"", 0

    def followed(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """The rows without their hashes."""
        for *values, stored in rows:
            text = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
            told = text.encode("utf-8", "surrogatepass")
            self.rows += 1
            holds = hashlib.sha256(self.head + told).digest() == stored
            if not self.broken and not (holds and values[0] == self.rows):
                self.broken = self.rows
            self.head = stored
            yield tuple(values)

    def told(self) -> dict[str, Any]:
        """What the chain came to; `broken` is the first row that did not hold, or 0."""
        return {"rows": self.rows, "head": self.head.hex(), "broken": self.broken}
