"""Handing over in the audit: what was asked in one row, and one more for each owner.

An owner's row holds its own records, and to whom and why they went; nothing of other owners.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from comity.graph.audit_words import AuditRow, Disclosed

HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """To whom something went, why and as what file.

    `approved` and `verified` are the references, by owner, of who allowed it.
    """

    recipient: str
    reason: str
    format: str
    approved: Mapping[str, str] = field(default_factory=dict)
    verified: Mapping[str, str] = field(default_factory=dict)

    def to(self, owner: str) -> "HandedOver":
        """What concerns one owner of it."""
        mine = ({owner: said[owner]} if owner in said else {}
                for said in (self.approved, self.verified))  # fmt: skip
        return HandedOver(self.recipient, self.reason, self.format, *mine)


def rows_of(row: AuditRow, handed: HandedOver) -> list[AuditRow]:
    """The asker's row, which shows nothing itself, and that of each owner."""
    owners = sorted({each.owner for each in row.disclosed})
    asked = replace(row, shown=(), disclosed=())
    return [asked, *(_to_owner(row, owner, handed) for owner in owners)]


def handed_over(row: AuditRow) -> HandedOver | None:
    """What an owner's row says of handing over; None of any other row."""
    return HandedOver(**json.loads(row.question)) if row.action == HANDED_OVER else None


def _to_owner(row: AuditRow, owner: str, handed: HandedOver) -> AuditRow:
    mine = tuple(each for each in row.disclosed if each.owner == owner)
    told = handed.to(owner)
    question = {
        "recipient": told.recipient,
        "reason": told.reason,
        "format": told.format,
        "approved": dict(told.approved),
        "verified": dict(told.verified),
    }
    return replace(
        row,
        action=HANDED_OVER,
        question=json.dumps(question, ensure_ascii=False, sort_keys=True),
        agreements=_agreements(mine),
        shown=(),
        disclosed=mine,
    )


def _agreements(mine: Sequence[Disclosed]) -> tuple[str, ...]:
    return tuple(sorted({each.agreement for each in mine if each.agreement}))
