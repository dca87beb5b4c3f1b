"""Verifying a ledger: every log entry, and every commitment whose content is still there."""

import json
from collections.abc import Iterator
from typing import Any

from comity.graph.ledger_casework import CASEWORK_PURGE
from comity.graph.ledger_chain import (
    commit,
    commit_fields,
    digest_of_load,
    entry_hash,
    text_hash,
)
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_marks import RECORD_MARK
from comity.graph.ledger_schema import LOAD_BITS
from comity.graph.ledger_words import ChainReport

_PAGE = 5_000
_VERSIONS = """
SELECT v.version, v.record, v.operation, v.commitment, c.salt, c.facts, c.content,
    EXISTS (SELECT 1 FROM purged p WHERE p.version = v.version)
FROM version v LEFT JOIN content c ON c.version = v.version
WHERE v.version > ? AND v.version < ? AND v.state < 2 ORDER BY v.version LIMIT ?
"""
_JUDGEMENT = """
SELECT salt, ref, first, second, verdict, who, reason, label, at FROM judgement WHERE ref = ?
"""
# Of what stands at one position, by its kind: where its fields lie.
_AT_POSITION = {
    "emergency": 'SELECT salt, ref, principal, agency, role, purpose, "case", reason, until, '
    "owners FROM emergency WHERE position = ?",
    "emergency review": "SELECT salt, ref, agency, who, verdict, reason FROM emergency_review "
    "WHERE position = ?",
    RECORD_MARK: "SELECT salt, mark, source, record, words, who, spared FROM record_mark "
    "WHERE position = ?",
    "registration": 'SELECT salt, ref, sort, agency, principal, purpose, "case", reason, subject, '
    "since, until, at FROM registration WHERE position = ?",
    "registration end": "SELECT salt, ref, who, reason, at FROM registration_end "
    "WHERE position = ?",
    "request": 'SELECT salt, ref, agency, principal, purpose, "case", text, handling, asked, '
    "agreement, clause, due, at FROM request WHERE position = ?",
    "request answer": "SELECT salt, ref, who, outcome, text, at FROM request_answer "
    "WHERE position = ?",
    "chart version": 'SELECT salt, ref, number, said, sent, agency, principal, "case", title, '
    "handling, shared, (SELECT c.content FROM chart_content c WHERE c.position = v.position), "
    "comment, at FROM chart_version v WHERE position = ?",
    "chart word": "SELECT salt, ref, number, sort, mentions, text, handling, at, look "
    "FROM chart_word WHERE position = ?",
    "chart comment": "SELECT salt, ref, said, sent, agency, principal, text, at "
    "FROM chart_comment WHERE position = ?",
    "chart end": "SELECT salt, ref, who, reason, at FROM chart_end WHERE position = ?",
    "model": "SELECT salt, version, text, who, reason FROM model WHERE position = ?",
    "model withdrawal": "SELECT salt, model, who, reason FROM model_withdrawal WHERE position = ?",
}
_FORGOTTEN = """
SELECT 1 FROM position WHERE kind IN (?, 'purge') AND EXISTS
    (SELECT 1 FROM json_each(body, '$.positions') WHERE value = ?)
"""
_WITHDRAWAL = "SELECT salt, ref, who, reason FROM withdrawal WHERE ref = ?"


def verify(ledger: LedgerFile) -> ChainReport:
    """Check the whole ledger; `broken` names the first thing that does not hold."""
    positions, head, broken = 0, b"", ""
    for position, at, kind, text, stored in _entries(ledger):
        expected = entry_hash(head, position, at, kind, text)
        broken = broken or _entry_problem(positions + 1, position, stored == expected)
        broken = broken or _body_problem(ledger, position, kind, json.loads(text))
        positions, head = positions + 1, stored
        if broken:
            break
    versions, purged = _counts(ledger)
    return ChainReport(positions, versions, purged, head.hex(), broken)


def _entries(ledger: LedgerFile) -> Iterator[tuple[Any, ...]]:
    after = 0
    while rows := ledger.read(
        "SELECT position, at, kind, body, hash FROM position WHERE position > ? "
        "ORDER BY position LIMIT ?",
        (after, _PAGE),
    ):
        yield from rows
        after = rows[-1][0]


def _entry_problem(expected: int, position: int, hash_holds: bool) -> str:
    if position != expected:
        return f"position {expected} is missing"
    return "" if hash_holds else f"position {position}: its entry was changed"


def _body_problem(ledger: LedgerFile, position: int, kind: str, body: dict[str, Any]) -> str:
    """What the entry vouches for and does not hold; empty if all is well."""
    if kind == "load":
        problem = _load_problem(ledger, position, body)
    elif kind == "purge":
        problem = _purge_problem(ledger, position, body)
    elif kind == "judgement":
        problem = _fields_problem(ledger, _JUDGEMENT, body)
    elif kind == "withdrawal":
        problem = _fields_problem(ledger, _WITHDRAWAL, body)
    elif kind == "agreement":
        problem = _agreement_problem(ledger, position, body)
    elif kind == "signature":
        problem = _signature_problem(ledger, position, body)
    elif kind == RECORD_MARK:
        problem = _mark_problem(ledger, position, body)
    elif kind == CASEWORK_PURGE:
        problem = ""
    elif kind in _AT_POSITION:
        problem = _position_problem(ledger, position, kind, body)
    else:
        problem = _status_problem(ledger, position, body)
    return f"position {position}: {problem}" if problem else ""


def _load_problem(ledger: LedgerFile, position: int, body: dict[str, Any]) -> str:
    load = body["load"]
    if ledger.read("SELECT 1 FROM load WHERE id = ? AND position = ?", (load, position)) == []:
        return f"load {load} is not the one it published"
    if digest_of_load(ledger, load) != body["digest"]:
        return f"the versions of load {load} were changed"
    after, end = load << LOAD_BITS, (load + 1) << LOAD_BITS
    while rows := ledger.read(_VERSIONS, (after, end, _PAGE)):
        for row in rows:
            if problem := _version_problem(row):
                return problem
        after = rows[-1][0]
    return ""


def _version_problem(row: tuple[Any, ...]) -> str:
    version, record, operation, commitment, salt, facts, content, purged = row
    if salt is None:
        # A withdrawal by a full export has no content of its own.
        gone = not (purged or operation == 3)
        return f"version {version} lost its content without a purge" if gone else ""
    name = "" if record is None else record
    holds = commit(salt, name.encode(), facts.encode(), content) == commitment
    return "" if holds else f"version {version} was changed after it was recorded"


def _purge_problem(ledger: LedgerFile, position: int, body: dict[str, Any]) -> str:
    rows = ledger.read(
        "SELECT version FROM purged WHERE position = ? ORDER BY version", (position,)
    )
    if [row[0] for row in rows] != body["versions"]:
        return "the list of what it purged was changed"
    order = ledger.read("SELECT source, order_ref FROM purge WHERE position = ?", (position,))
    return "" if order == [(body["source"], body["order"])] else "its order was changed"


def _fields_problem(ledger: LedgerFile, sql: str, body: dict[str, Any]) -> str:
    rows = ledger.read(sql, (body["ref"],))
    if not rows:
        purged = ledger.read(
            "SELECT 1 FROM position WHERE kind = 'purge' AND EXISTS "
            "(SELECT 1 FROM json_each(body, '$.judgements') WHERE value = ?)",
            (body["ref"],),
        )
        return "" if purged else f"{body['ref']} is gone without a purge"
    salt, *fields = rows[0]
    holds = commit_fields(salt, *fields).hex() == body["commitment"]
    return "" if holds else f"{body['ref']} was changed after it was recorded"


def _agreement_problem(ledger: LedgerFile, position: int, body: dict[str, Any]) -> str:
    rows = ledger.read(
        "SELECT id, version, text, who FROM agreement WHERE position = ?", (position,)
    )
    if not rows:
        return f"agreement {body['agreement']} is gone"
    agreement, version, text, who = rows[0]
    same = (agreement, version, who) == (body["agreement"], body["version"], body["who"])
    holds = same and text_hash(text) == body["text"]
    return "" if holds else f"agreement {agreement} was changed after it was recorded"


def _signature_problem(ledger: LedgerFile, position: int, body: dict[str, Any]) -> str:
    rows = ledger.read("SELECT * FROM agreement_signature WHERE position = ?", (position,))
    same = [list(row[1:]) for row in rows] == [body["row"]]
    return "" if same else f"the signature of {body['row'][4]} was changed"


def _position_problem(ledger: LedgerFile, position: int, kind: str, body: dict[str, Any]) -> str:
    rows = ledger.read(_AT_POSITION[kind], (position,))
    if not rows:
        return "" if ledger.read(_FORGOTTEN, (CASEWORK_PURGE, position)) else f"its {kind} is gone"
    salt, *fields = rows[0]
    holds = commit_fields(salt, *fields).hex() == body["commitment"]
    return "" if holds else f"its {kind} was changed after it was recorded"


def _mark_problem(ledger: LedgerFile, position: int, body: dict[str, Any]) -> str:
    purged = ledger.read("SELECT 1 FROM purged WHERE version = ?", (body["version"],))
    return "" if purged else _position_problem(ledger, position, RECORD_MARK, body)


def _status_problem(ledger: LedgerFile, position: int, body: dict[str, Any]) -> str:
    rows = ledger.read(
        "SELECT id, version, status, who FROM agreement_status WHERE position = ?", (position,)
    )
    expected = (body["agreement"], body["version"], body["status"], body["who"])
    return "" if rows == [expected] else f"the status of {body['agreement']} was changed"


def _counts(ledger: LedgerFile) -> tuple[int, int]:
    return (
        ledger.read(
            "SELECT count(*) FROM version v JOIN load l ON l.id = v.version >> 32 "
            "WHERE l.position IS NOT NULL AND v.state < 2"
        )[0][0],
        ledger.read("SELECT count(DISTINCT version) FROM purged")[0][0],
    )
