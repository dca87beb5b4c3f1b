"""By what right a view shows what it shows: so many facts of each label, under which clause."""

from dataclasses import dataclass

import numpy as np

from comity.graph.detail import Detail
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
    shown = [
        snapshot.mentions["label"][sight.mention_rows],
        snapshot.claims["label"][sight.shown_claims],
        snapshot.links["label"][sight.shown_links],
    ]
    numbers, counts = np.unique(np.concatenate(shown), return_counts=True)
    labels = (snapshot.labels[number] for number in numbers.tolist())
    found = [
        Right(detail.permits[label], label, count)
        for label, count in zip(labels, counts.tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda right: (right.permit, right.label)))


def labels_of(detail: Detail, mention: int, owner: str) -> tuple[Label, ...]:
    """The labels under which one agency's facts about a visible mention lie."""
    snapshot, sight = detail.snapshot, detail.sight
    mentions, links = snapshot.mentions, snapshot.links
    linked = sight.shown_links & ((links["first"] == mention) | (links["second"] == mention))
    numbers = {
        *mentions["label"][sight.mention_rows & (mentions["key"] == mention)].tolist(),
        *snapshot.claims["label"][detail.claim_rows(mention)].tolist(),
        *links["label"][linked].tolist(),
    }
    found = {snapshot.labels[number] for number in numbers}
    return tuple(sorted(label for label in found if label.owner == owner))
