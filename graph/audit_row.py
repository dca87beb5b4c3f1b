"""An audit row as the file keeps it, and as the leaf of the tree that is hashed.

A leaf is the row's columns as one JSON array in UTF-8, without spaces and with nothing escaped
that need not be, so that any program can make it again.
"""

import json
from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json

from comity.graph.audit_words import AuditRow, Disclosed, StoredAuditRow

COLUMNS = (
    'id, settles, at, principal, agency, role, purpose, "case", justification, action, question, '
    "known_at, valid_at, view, agreements, shown, outcome, disclosed"
)
WIDTH = 18
_NOTHING = "[]"


def leaf_of(values: Sequence[Any]) -> bytes:
    """The leaf of a row's columns, which is what the tree is made of."""
    return to_json(values)


def values_of(number: int, settles: int, row: AuditRow) -> tuple[Any, ...]:
    """The columns of a row."""
    disclosed = [(d.label, d.agreement, d.version, d.clause, d.refs) for d in row.disclosed]
    return (
        *(number, settles, row.at, row.principal, row.agency, row.role, row.purpose, row.case),
        *(row.justification, row.action, row.question, row.known_at, row.valid_at, row.view),
        *(_list(row.agreements), _list(row.shown), row.outcome, _list(disclosed)),
    )


def row_of(values: Sequence[Any]) -> StoredAuditRow:
    """The row that some columns are."""
    number, settles, *words = values
    words[-4:-2] = [tuple(json.loads(text)) for text in words[-4:-2]]
    words[-1] = tuple(
        Disclosed(label, agreement, version, clause, tuple(refs))
        for label, agreement, version, clause, refs in json.loads(words[-1])
    )
    return StoredAuditRow(number, settles, AuditRow(*words))


def _list(items: Sequence[Any]) -> str:
    # The standard library's encoder takes four times as long, half of what a row costs.
    return to_json(items).decode() if items else _NOTHING
