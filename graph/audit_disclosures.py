"""What an owner is told of who saw its records: enough to answer for them, no more.

Who asked, and why, stays with the agency whose user asked, unless the agreement under which
the records showed says otherwise. What an owner's own people asked, the owner may know.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from comity.graph.audit_handed import HandedOver, handed_over
from comity.graph.audit_words import AuditRow, Disclosed, StoredAuditRow
from comity.graph.words import Micros
from comity.sharing import Permit

HUNDREDTH: Micros = 10_000


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asked what and why."""

    principal: str
    case: str
    justification: str
    action: str
    question: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One answer that showed records of an owner, to the hundredth of a second.

    `permits` are the clauses by which they showed, none where the owner's own people asked;
    `refs` and `labels` are those of the owner's records alone. `asking` is None where it is not
    the owner's to know. `handed_over` says to whom and why, where they went to somebody else.
    """

    at: Micros
    agency: str
    role: str
    purpose: str
    permits: tuple[Permit, ...]
    labels: tuple[str, ...]
    refs: tuple[str, ...]
    asking: Asking | None = None
    handed_over: HandedOver | None = None


def told_to(
    owner: str, stored: StoredAuditRow, tells: Callable[[Permit], bool] = lambda _: False
) -> Disclosure:
    """What an owner may know of a row; `tells` says by which permits the question is told too."""
    row = stored.row
    mine = [each for each in row.disclosed if each.owner == owner]
    permits = _permits(mine)
    found = Disclosure(
        at=row.at - row.at % HUNDREDTH,
        agency=row.agency,
        role=row.role,
        purpose=row.purpose,
        permits=permits,
        labels=tuple(sorted({each.label for each in mine})),
        refs=tuple(sorted({ref for each in mine for ref in each.refs})),
        handed_over=handed_over(row),
    )
    open_to_owner = permits and all(map(tells, permits))
    return replace(found, asking=_asking(row)) if row.agency == owner or open_to_owner else found


def _permits(mine: list[Disclosed]) -> tuple[Permit, ...]:
    return tuple(sorted({Permit(e.agreement, e.version, e.clause) for e in mine if e.agreement}))


def _asking(row: AuditRow) -> Asking:
    return Asking(row.principal, row.case, row.justification, row.action, row.question)
