"""The tables of the embedded graph store, and rows in and out of them."""

import json
from typing import Any

from comity.graph.ports import ClaimRow, LinkRow, Provenance, Scope, Table

SCHEMA = """
CREATE TABLE IF NOT EXISTS reached (
    one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL,
    known_at INTEGER NOT NULL, cursor TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS label (id INTEGER PRIMARY KEY, canonical TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS node (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS record (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, name TEXT NOT NULL, agency TEXT NOT NULL,
    UNIQUE (source, name)
) STRICT;
CREATE TABLE IF NOT EXISTS mention (
    id INTEGER PRIMARY KEY, key INTEGER NOT NULL, kind TEXT NOT NULL, label INTEGER NOT NULL,
    record INTEGER NOT NULL, mapping TEXT NOT NULL,
    known_from INTEGER NOT NULL, known_to INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS mention_key ON mention (key, label, known_from, known_to);
CREATE INDEX IF NOT EXISTS mention_record ON mention (record);
CREATE INDEX IF NOT EXISTS mention_opened ON mention (known_from);
CREATE INDEX IF NOT EXISTS mention_ended ON mention (known_to) WHERE known_to < (1 << 62);
CREATE TABLE IF NOT EXISTS claim (
    id INTEGER PRIMARY KEY, mention INTEGER NOT NULL, property TEXT NOT NULL,
    value TEXT NOT NULL, folded TEXT NOT NULL, raw TEXT NOT NULL, label INTEGER NOT NULL,
    grade TEXT NOT NULL, valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL,
    record INTEGER NOT NULL, mapping TEXT NOT NULL,
    known_from INTEGER NOT NULL, known_to INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS claim_mention ON claim (mention);
CREATE INDEX IF NOT EXISTS claim_value ON claim (property, folded);
CREATE INDEX IF NOT EXISTS claim_record ON claim (record);
CREATE INDEX IF NOT EXISTS claim_opened ON claim (known_from);
CREATE INDEX IF NOT EXISTS claim_ended ON claim (known_to) WHERE known_to < (1 << 62);
CREATE TABLE IF NOT EXISTS link (
    id INTEGER PRIMARY KEY, first INTEGER NOT NULL, second INTEGER NOT NULL,
    kind TEXT NOT NULL, role TEXT NOT NULL, label INTEGER NOT NULL, grade TEXT NOT NULL,
    valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL,
    record INTEGER NOT NULL, mapping TEXT NOT NULL,
    known_from INTEGER NOT NULL, known_to INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS link_first
    ON link (first, second, label, known_from, known_to, valid_from, valid_to);
CREATE INDEX IF NOT EXISTS link_second
    ON link (second, first, label, known_from, known_to, valid_from, valid_to);
CREATE INDEX IF NOT EXISTS link_record ON link (record);
CREATE INDEX IF NOT EXISTS link_opened ON link (known_from);
CREATE INDEX IF NOT EXISTS link_ended ON link (known_to) WHERE known_to < (1 << 62);
"""
_FROM = "r.agency, r.source, r.name, l.mapping, l.known_from, l.known_to"
CLAIM_COLUMNS = (
    f"n.key, l.property, l.value, l.raw, l.label, l.grade, l.valid_from, l.valid_to, {_FROM}"
)
LINK_COLUMNS = (
    "a.key AS first, b.key AS second, l.kind AS kind, l.role AS role, l.label, l.grade, "
    "l.valid_from, l.valid_to, r.agency, r.source AS source, r.name AS name, l.mapping, "
    "l.known_from, l.known_to"
)
_ORIGIN = ("agency", "source", "record", "mapping", "known_from", "known_to")
# Rows opened since a moment, which come after all others, and those opened before it and ended
# since: both are found by an index, so that a few cost little among millions.
LAST_BEFORE = (
    "SELECT id FROM {} WHERE known_from <= :since ORDER BY known_from DESC, id DESC LIMIT 1"
)
OPENED = "WHERE l.id > :last AND l.known_from > :since ORDER BY l.id LIMIT :limit"
ENDED = (
    "SELECT id FROM {} WHERE known_to > :since AND known_to < (1 << 62) "
    "AND known_from <= :since ORDER BY id"
)
AMONG = "WHERE l.id IN (SELECT value FROM json_each(:ids)) ORDER BY l.id"

TABLES: dict[Table, str] = {"mentions": "mention", "claims": "claim", "links": "link"}
SCAN_COLUMNS: dict[Table, tuple[tuple[str, ...], str]] = {
    "mentions": (
        ("key", "kind", "label", *_ORIGIN),
        f"SELECT l.id, n.key, l.kind, l.label, {_FROM} FROM mention l "
        f"JOIN node n ON n.id = l.key JOIN record r ON r.id = l.record",
    ),
    "claims": (
        ("mention", "property", "value", "raw", "label", "grade", "valid_from", "valid_to",
         *_ORIGIN),
        f"SELECT l.id, {CLAIM_COLUMNS} FROM claim l JOIN node n ON n.id = l.mention "
        f"JOIN record r ON r.id = l.record",
    ),
    "links": (
        ("first", "second", "kind", "role", "label", "grade", "valid_from", "valid_to",
         *_ORIGIN),
        f"SELECT l.id, {LINK_COLUMNS} FROM link l JOIN node a ON a.id = l.first "
        f"JOIN node b ON b.id = l.second JOIN record r ON r.id = l.record",
    ),
}  # fmt: skip


def scope_args(scope: Scope) -> dict[str, Any]:
    """A scope as the arguments of a query."""
    return {
        "labels": json.dumps(scope.labels),
        "known": scope.known_at,
        "valid": scope.valid_at,
        "redacted": json.dumps(scope.redacted_names),
    }


def claim_row(row: tuple[Any, ...]) -> ClaimRow:
    """A claim from the columns of CLAIM_COLUMNS."""
    return ClaimRow(*(*row[:8], Provenance(*row[8:14])))


def link_row(row: tuple[Any, ...]) -> LinkRow:
    """A link from the columns of LINK_COLUMNS."""
    return LinkRow(*(*row[:8], Provenance(*row[8:14])))
