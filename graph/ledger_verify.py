"""Verifying the log: every entry hangs on the one before, and every commitment still holds."""

import json
from typing import Any

from comity.graph.ledger_chain import commit, digest_of_load, entry_hash
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_policy import commit_judgement
from comity.graph.ledger_words import ChainReport

_PAGE = 5_000
_CONTENTS = """
SELECT v.version, v.record, v.commitment, c.salt, c.facts, c.content
FROM version v JOIN content c ON c.version = v.version
JOIN load l ON l.id = v.version >> 32
WHERE v.version > ? AND l.position IS NOT NULL AND v.state < 2 AND v.operation < 3
ORDER BY v.version LIMIT ?
"""


def verify(ledger: LedgerFile) -> ChainReport:
    """Check the whole log; the first thing that does not hold is named."""
    positions, head, broken = _entries(ledger)
    versions, wrong = _commitments(ledger)
    purged = ledger.read("SELECT count(*) FROM purged")[0][0]
    return ChainReport(positions, versions, purged, head.hex(), broken or wrong)


def _entries(ledger: LedgerFile) -> tuple[int, bytes, str]:
    last, count = b"", 0
    after = 0
    while rows := ledger.read(
        "SELECT position, at, kind, body, hash FROM position WHERE position > ? "
        "ORDER BY position LIMIT ?",
        (after, _PAGE),
    ):
        for position, at, kind, body, hashed in rows:
            count += 1
            if position != count or entry_hash(last, position, at, kind, body) != hashed:
                return count, last, f"position {count} does not follow from the one before it"
            if wrong := _entry_content(ledger, position, kind, json.loads(body)):
                return count, hashed, f"position {position}: {wrong}"
            last = hashed
        after = rows[-1][0]
    return count, last, ""


def _entry_content(ledger: LedgerFile, position: int, kind: str, body: dict[str, Any]) -> str:
    """What of an entry's own rows does not match what the entry says; empty if all does."""
    if kind == "load" and digest_of_load(ledger, body["load"]) != body["digest"]:
        return f"the records of load {body['load']} are not those that were published"
    if kind == "judgement":
        rows = ledger.read(
            "SELECT ref, first, second, verdict, who, reason, label, at, salt FROM judgement "
            "WHERE position = ?",
            (position,),
        )
        if rows and commit_judgement(rows[0][-1], *rows[0][:-1]).hex() != body["commitment"]:
            return "the judgement is not the one that was made"
    return ""


def _commitments(ledger: LedgerFile) -> tuple[int, str]:
    after, count = 0, 0
    while rows := ledger.read(_CONTENTS, (after, _PAGE)):
        for version, record, commitment, salt, facts, content in rows:
            count += 1
            if commit(salt, (record or "").encode(), facts.encode(), content) != commitment:
                return count, f"the content of version {version} is not what was committed to"
        after = rows[-1][0]
    return count, ""
