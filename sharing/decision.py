"""The decision: agreements permit, an owner's caveat forbids, silence means no."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from comity.sharing.agreement import Agreement, Clause
from comity.sharing.clearance import OWN, Clearance, Permit, Viewer
from comity.sharing.handling import within_ceiling
from comity.sharing.labels import Label

ORIGINATOR_ONLY = "originator-only"
NOT_FOR = "not-for:"


def decide(
    viewer: Viewer, labels: Iterable[Label], agreements: Sequence[Agreement], at: datetime
) -> Clearance:
    """Decide every label once for one viewer at one moment (aware datetime, UTC)."""
    clauses = _open_clauses(viewer, agreements, at)
    decided = ((label, _permit(viewer, label, clauses)) for label in labels)
    return Clearance(viewer, at, {label: permit for label, permit in decided if permit})


def _open_clauses(
    viewer: Viewer, agreements: Sequence[Agreement], at: datetime
) -> list[tuple[Permit, Clause]]:
    """The clauses that can permit this viewer anything, in a fixed order."""
    found = [
        (Permit(agreement.id, agreement.version, clause.number), clause)
        for agreement in agreements
        if agreement.in_force(at)
        and viewer.agency in agreement.parties
        and viewer.purpose in agreement.purposes
        for clause in agreement.clauses
        if viewer.agency in clause.receivers
    ]
    return sorted(found, key=lambda pair: pair[0])


def _permit(viewer: Viewer, label: Label, clauses: list[tuple[Permit, Clause]]) -> Permit | None:
    if label.owner == viewer.agency:
        return OWN
    if not all(_caveat_spares(caveat, viewer.agency) for caveat in label.caveats):
        return None
    return next((permit for permit, clause in clauses if _covers(clause, label)), None)


def _covers(clause: Clause, label: Label) -> bool:
    return (
        label.owner in clause.owners
        and label.data_class in clause.data_classes
        and within_ceiling(label.handling, clause.ceilings)
    )


def _caveat_spares(caveat: str, agency: str) -> bool:
    """Whether a caveat leaves this agency free to see; one not understood does not."""
    return caveat.startswith(NOT_FOR) and caveat.removeprefix(NOT_FOR) != agency
