"""The ledger's tables and the steps that lead from one schema version to the next.

A version number is its load's number shifted by 32 bits plus its place in the load, so that
a load's rows lie together and interleaved loads never meet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import apsw

from comity.graph.errors import FileDamaged, SchemaOutdated, SchemaTooNew
from comity.graph.words import Micros

APPLICATION_ID = 0x434F4D4C
LOAD_BITS = 32

_FIRST = """
CREATE TABLE label (id INTEGER PRIMARY KEY, canonical TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE source (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, agency TEXT NOT NULL,
    title TEXT NOT NULL, desk TEXT NOT NULL,
    changed INTEGER NOT NULL DEFAULT 0  -- the position that changed it last
) STRICT;

CREATE TABLE mapping (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL, text_hash BLOB NOT NULL,
    UNIQUE (name, text_hash)
) STRICT;

-- The log: one row makes a load, a judgement, an agreement or a purge true.
CREATE TABLE position (
    position INTEGER PRIMARY KEY, at INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN
        ('load', 'judgement', 'withdrawal', 'agreement', 'status', 'purge')),
    body TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;

CREATE TABLE load (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES source, mapping INTEGER NOT NULL REFERENCES mapping,
    file TEXT NOT NULL, file_hash TEXT NOT NULL, whole INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'published', 'abandoned')),
    began INTEGER NOT NULL, through_row INTEGER NOT NULL DEFAULT 0,
    versions INTEGER NOT NULL DEFAULT 0, read INTEGER NOT NULL DEFAULT 0,
    settling INTEGER NOT NULL DEFAULT 0, tidy INTEGER NOT NULL DEFAULT 1,
    position INTEGER UNIQUE REFERENCES position,
    accepted INTEGER NOT NULL DEFAULT 0, set_aside INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0, claims INTEGER NOT NULL DEFAULT 0,
    links INTEGER NOT NULL DEFAULT 0,
    CHECK (state <> 'published' OR read = accepted + set_aside)
) STRICT;
CREATE INDEX load_by_file ON load (source, file_hash, state);

-- What stays when a record is purged: that there was a version, and its salted commitment.
CREATE TABLE version (
    version INTEGER PRIMARY KEY, source INTEGER NOT NULL, record TEXT, row INTEGER NOT NULL,
    operation INTEGER NOT NULL,            -- 0 insert, 1 update, 2 delete,
                                           -- 3 absent from a full load
    state INTEGER NOT NULL DEFAULT 0,      -- 0 stands, 1 overtaken in its load, 2 unchanged,
                                           -- 3 second insert, 4 an end is missing
    previous INTEGER NOT NULL DEFAULT 0,   -- the version it supersedes
    claims INTEGER NOT NULL, links INTEGER NOT NULL, commitment BLOB NOT NULL
) STRICT;
CREATE INDEX version_by_record ON version (source, record);

-- What a purge deletes.
CREATE TABLE content (
    version INTEGER PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL,
    facts TEXT NOT NULL, content BLOB NOT NULL
) STRICT;
CREATE TABLE mention (key TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (key, version))
    STRICT, WITHOUT ROWID;

-- Ends that a staged version expects of other records; empty once its load is published.
CREATE TABLE need (version INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (version, key))
    STRICT, WITHOUT ROWID;
CREATE INDEX need_by_key ON need (key);

CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT, load INTEGER NOT NULL REFERENCES load,
    row INTEGER NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL, reason TEXT NOT NULL,
    content BLOB NOT NULL, mended BLOB,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'mended', 'rerun', 'dismissed')),
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX quarantine_by_load ON quarantine (load, record);

CREATE TABLE judgement (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL UNIQUE,
    first TEXT NOT NULL, second TEXT NOT NULL, verdict TEXT NOT NULL, who TEXT NOT NULL,
    reason TEXT NOT NULL, label INTEGER NOT NULL REFERENCES label, at INTEGER NOT NULL,
    salt BLOB NOT NULL
) STRICT;
CREATE TABLE withdrawal (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL UNIQUE,
    who TEXT NOT NULL, reason TEXT NOT NULL, salt BLOB NOT NULL
) STRICT;

CREATE TABLE agreement (
    position INTEGER PRIMARY KEY REFERENCES position, id TEXT NOT NULL, version INTEGER NOT NULL,
    text TEXT NOT NULL, who TEXT NOT NULL, UNIQUE (id, version)
) STRICT;
CREATE TABLE agreement_status (
    position INTEGER PRIMARY KEY REFERENCES position, id TEXT NOT NULL, version INTEGER NOT NULL,
    status TEXT NOT NULL, who TEXT NOT NULL
) STRICT;

CREATE TABLE purge (
    position INTEGER PRIMARY KEY REFERENCES position, source TEXT NOT NULL, record TEXT NOT NULL,
    order_ref TEXT NOT NULL
) STRICT;
CREATE TABLE purged (position INTEGER NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (version, position)) STRICT, WITHOUT ROWID;

CREATE TABLE answer (key TEXT PRIMARY KEY, answer BLOB NOT NULL) STRICT, WITHOUT ROWID;
"""


# Models that a ledger was told to use; text and salt can be deleted and the log still holds.
_MODELS = """
CREATE TABLE model (
    position INTEGER PRIMARY KEY REFERENCES position, version TEXT NOT NULL, text TEXT NOT NULL,
    who TEXT NOT NULL, reason TEXT NOT NULL, salt BLOB NOT NULL
) STRICT;
CREATE TABLE model_withdrawal (
    position INTEGER PRIMARY KEY REFERENCES position, model INTEGER NOT NULL UNIQUE,
    who TEXT NOT NULL, reason TEXT NOT NULL, salt BLOB NOT NULL
) STRICT;
"""


def _add_models(connection: apsw.Connection) -> None:
    _allow(connection, "model", "model withdrawal")
    connection.execute(_MODELS)


_SIGNATURES = """
CREATE TABLE agreement_signature (
    position INTEGER PRIMARY KEY REFERENCES position, id TEXT NOT NULL, version INTEGER NOT NULL,
    text_hash TEXT NOT NULL, paper_hash TEXT NOT NULL, agency TEXT NOT NULL, key TEXT NOT NULL,
    signature TEXT NOT NULL, who TEXT NOT NULL, UNIQUE (id, version, agency)
) STRICT;
"""


def _add_signatures(connection: apsw.Connection) -> None:
    _allow(connection, "signature")
    connection.execute(_SIGNATURES)


# What people wrote of an emergency can be deleted with its salt, and the log still holds.
_EMERGENCIES = """
CREATE TABLE emergency (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL UNIQUE,
    principal TEXT NOT NULL, agency TEXT NOT NULL, role TEXT NOT NULL, purpose TEXT NOT NULL,
    "case" TEXT NOT NULL, reason TEXT NOT NULL, until INTEGER NOT NULL, owners TEXT NOT NULL,
    salt BLOB NOT NULL
) STRICT;
CREATE TABLE emergency_review (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL, agency TEXT NOT NULL,
    who TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, salt BLOB NOT NULL,
    UNIQUE (ref, agency)
) STRICT;
"""


def _add_emergencies(connection: apsw.Connection) -> None:
    _allow(connection, "emergency", "emergency review")
    connection.execute(_EMERGENCIES)


# A row set aside keeps what was asked for beside it; a load of rows that run again keeps the
# load that first set them aside, which is how old they are.
_RUNNING_AGAIN = """
ALTER TABLE load ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE load ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN operation TEXT
    CHECK (operation IN ('insert', 'update', 'delete'));
"""
_RUN_BEFORE = """
SELECT CAST(substr(note, length('run again by load ')) AS INTEGER) AS again, min(load)
FROM quarantine WHERE state = 'rerun' GROUP BY again ORDER BY again
"""
_ORIGIN = """
UPDATE load SET origin = (SELECT max(o.id * (o.origin = 0), o.origin) FROM load o WHERE o.id = ?2)
WHERE id = ?1
"""


def _add_origins(connection: apsw.Connection) -> None:
    connection.execute(_RUNNING_AGAIN)
    for again, load in connection.execute(_RUN_BEFORE).fetchall():
        connection.execute(_ORIGIN, (again, load))


_MARKS = """
CREATE TABLE record_mark (
    position INTEGER PRIMARY KEY REFERENCES position, mark TEXT NOT NULL, source TEXT NOT NULL,
    record TEXT NOT NULL, words TEXT NOT NULL, who TEXT NOT NULL, spared TEXT NOT NULL,
    salt BLOB NOT NULL
) STRICT;
CREATE INDEX mark_by_record ON record_mark (source, record);
"""


def _add_marks(connection: apsw.Connection) -> None:
    _allow(connection, "record mark")
    connection.execute(_MARKS)


# What people wrote here can be deleted with its salt, and the log still holds.
_CASEWORK = """
CREATE TABLE registration (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL UNIQUE,
    sort TEXT NOT NULL CHECK (sort IN ('target', 'action')), agency TEXT NOT NULL,
    principal TEXT NOT NULL, purpose TEXT NOT NULL, "case" TEXT NOT NULL, reason TEXT NOT NULL,
    subject TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, at INTEGER NOT NULL,
    salt BLOB NOT NULL
) STRICT;
CREATE TABLE registration_end (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL UNIQUE,
    who TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, salt BLOB NOT NULL
) STRICT;
CREATE TABLE request (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL UNIQUE,
    agency TEXT NOT NULL, principal TEXT NOT NULL, purpose TEXT NOT NULL, "case" TEXT NOT NULL,
    text TEXT NOT NULL, handling TEXT NOT NULL, asked TEXT NOT NULL, agreement TEXT NOT NULL,
    clause TEXT NOT NULL, due INTEGER NOT NULL, at INTEGER NOT NULL, salt BLOB NOT NULL
) STRICT;
CREATE TABLE request_answer (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL UNIQUE,
    who TEXT NOT NULL, outcome TEXT NOT NULL CHECK (outcome IN ('granted', 'refused')),
    text TEXT NOT NULL, at INTEGER NOT NULL, salt BLOB NOT NULL
) STRICT;
"""


def _add_casework(connection: apsw.Connection) -> None:
    _allow(connection, "registration", "registration end", "request", "request answer",
           "casework purge")  # fmt: skip
    connection.execute(_CASEWORK)


# The mentions of other sources that a version leans on: what is purged takes it along.
_LEANING = """
CREATE TABLE leaning (key TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (key, version))
    STRICT, WITHOUT ROWID;
CREATE INDEX leaning_by_version ON leaning (version);
"""


def _add_leaning(connection: apsw.Connection) -> None:
    connection.execute(_LEANING)


# Charts that are kept: what people wrote on one lies apart, for a purge to take it with a record.
_CHARTS = """
CREATE TABLE chart_version (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL, number INTEGER NOT NULL,
    said TEXT NOT NULL UNIQUE, sent TEXT NOT NULL, agency TEXT NOT NULL, principal TEXT NOT NULL,
    "case" TEXT NOT NULL, title TEXT NOT NULL, handling TEXT NOT NULL, shared TEXT NOT NULL,
    content TEXT NOT NULL, comment TEXT NOT NULL, at INTEGER NOT NULL, salt BLOB NOT NULL,
    UNIQUE (ref, number)
) STRICT;
CREATE TABLE chart_word (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL, number INTEGER NOT NULL,
    sort TEXT NOT NULL CHECK (sort IN ('note', 'group')), mentions TEXT NOT NULL,
    text TEXT NOT NULL, handling TEXT NOT NULL, at INTEGER NOT NULL, salt BLOB NOT NULL
) STRICT;
CREATE INDEX word_by_chart ON chart_word (ref, number);
CREATE TABLE chart_comment (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL,
    said TEXT NOT NULL UNIQUE, sent TEXT NOT NULL, agency TEXT NOT NULL, principal TEXT NOT NULL,
    text TEXT NOT NULL, at INTEGER NOT NULL, salt BLOB NOT NULL
) STRICT;
CREATE INDEX comment_by_chart ON chart_comment (ref);
CREATE TABLE chart_end (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL UNIQUE, who TEXT NOT NULL,
    reason TEXT NOT NULL, at INTEGER NOT NULL, salt BLOB NOT NULL
) STRICT;
"""


def _add_charts(connection: apsw.Connection) -> None:
    _allow(connection, "chart version", "chart word", "chart comment", "chart end")
    connection.execute(_CHARTS)


# Places lie apart from the versions that have them, so that a list reads none; words may be boxes.
_CHART_CONTENT = """
CREATE TABLE chart_content (
    position INTEGER PRIMARY KEY REFERENCES chart_version, content TEXT NOT NULL
) STRICT;
INSERT INTO chart_content SELECT position, content FROM chart_version;
ALTER TABLE chart_version DROP COLUMN content;
CREATE TABLE word (
    position INTEGER PRIMARY KEY REFERENCES position, ref TEXT NOT NULL, number INTEGER NOT NULL,
    sort TEXT NOT NULL CHECK (sort IN ('note', 'group', 'box')), mentions TEXT NOT NULL,
    text TEXT NOT NULL, handling TEXT NOT NULL, at INTEGER NOT NULL, look TEXT, salt BLOB NOT NULL
) STRICT;
INSERT INTO word SELECT position, ref, number, sort, mentions, text, handling, at, NULL, salt
    FROM chart_word;
DROP TABLE chart_word;
ALTER TABLE word RENAME TO chart_word;
CREATE INDEX word_by_chart ON chart_word (ref, number);
"""


def _add_chart_content(connection: apsw.Connection) -> None:
    connection.execute(_CHART_CONTENT)


def _allow(connection: apsw.Connection, *kinds: str) -> None:
    """Let the log take further kinds of entries.

    The check is rewritten in place, SQLite's own way for constraints that change nothing on
    disk: a log made anew and renamed would break every reference to it.
    """
    more = "".join(f", '{kind}'" for kind in kinds)
    schema = connection.pragma("schema_version")
    connection.pragma("writable_schema", True)
    connection.execute(
        "UPDATE sqlite_schema SET sql = replace(sql, ?1, ?1 || ?2) "
        "WHERE type = 'table' AND name = 'position'",
        ("'purge'", more),
    )
    connection.pragma("schema_version", schema + 1)
    connection.pragma("writable_schema", False)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step to a newer schema; numbers follow each other without a gap."""

    version: int
    title: str
    apply: Callable[[apsw.Connection], object]


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "first release", lambda connection: connection.execute(_FIRST)),
    Migration(2, "models in force", _add_models),
    Migration(3, "signatures under agreements", _add_signatures),
    Migration(4, "emergencies", _add_emergencies),
    Migration(5, "origins of rows that run again", _add_origins),
    Migration(6, "marks on records", _add_marks),
    Migration(7, "targets, planned actions and requests", _add_casework),
    Migration(8, "links between sources", _add_leaning),
    Migration(9, "charts that are kept", _add_charts),
    Migration(10, "places of charts apart", _add_chart_content),
)
KNOWN = MIGRATIONS[-1].version


def schema_version(connection: apsw.Connection, path: Path) -> int:
    """The schema a file is at; 0 for an empty file."""
    if connection.pragma("application_id") == APPLICATION_ID:
        return int(connection.pragma("user_version"))
    if connection.execute("SELECT count(*) FROM sqlite_schema").get:
        raise FileDamaged(path, "it is not a ledger; name the ledger's file")
    return 0


def check_schema(connection: apsw.Connection, path: Path) -> None:
    """Refuse a file that this release does not understand."""
    found = schema_version(connection, path)
    if found > KNOWN:
        raise SchemaTooNew(
            path,
            f"its schema is {found} and this release knows {KNOWN}; use the release that wrote it",
        )
    if found < KNOWN:
        raise SchemaOutdated(
            path, f"its schema is {found} and this release needs {KNOWN}; run `comity migrate`"
        )


def migrate_schema(connection: apsw.Connection, path: Path, at: Micros) -> list[Migration]:
    """Take every step that is missing, inside the caller's transaction."""
    found = schema_version(connection, path)
    if found > KNOWN:
        check_schema(connection, path)
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migration "
        "(version INTEGER PRIMARY KEY, title TEXT NOT NULL, at INTEGER NOT NULL) STRICT"
    )
    taken = [step for step in MIGRATIONS if step.version > found]
    for step in taken:
        step.apply(connection)
        connection.execute("INSERT INTO migration VALUES (?, ?, ?)", (step.version, step.title, at))
    connection.pragma("application_id", APPLICATION_ID)
    connection.pragma("user_version", KNOWN)
    return taken
