"""By what right a view shows what it shows: so many facts of each label, under which clause."""

from dataclasses import dataclass

from comity.graph.bearing import borne
from comity.graph.detail import Detail
from comity.graph.resting import resting_on_mentions
from comity.sharing import Label, Permit


@dataclass(frozen=True, slots=True)
class Right:
    """One label that shows, what permits it, and how many facts bear it."""

    permit: Permit
    label: Label
    facts: int


def rights(detail: Detail) -> tuple[Right, ...]:
    """What a view rests on, by permit and label."""
    snapshot, sight = detail.snapshot, detail.sight
    masks = (sight.mention_rows, sight.shown_claims, sight.shown_links)
    counted = borne(snapshot, detail.grant, *masks)
    found = [Right(permit, label, facts) for (label, permit), facts in counted.items()]
    return tuple(sorted(found, key=lambda right: (right.permit, right.label)))


def labels_of(detail: Detail, mention: int, owner: str) -> tuple[Label, ...]:
    """The labels under which one agency's facts about a visible mention lie, whenever they hold."""
    found = {label for label, _ in resting_on_mentions(detail, [mention]) if label.owner == owner}
    return tuple(sorted(found))
