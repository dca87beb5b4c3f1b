"""What an answer rests on: the label of every fact behind it, and what permits each.

Facts count whenever they hold in the world: who is who rests on them.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from comity.graph.bearing import Bears, borne
from comity.graph.detail import Detail
from comity.graph.joining import SeenJudgement

Resting = frozenset[Bears]


def resting_on(
    detail: Detail, judgements: Sequence[SeenJudgement], entities: Iterable[int]
) -> Resting:
    """What is behind some entities: their mentions, claims and links, and what people said."""
    mentions = [int(one) for entity in entities for one in detail.entities.members_of(entity)]
    here = set(mentions)
    near = (said for said in judgements if not here.isdisjoint((said.first, said.second)))
    return resting_on_mentions(detail, mentions) | _said(detail, near)


def resting_on_mentions(detail: Detail, mentions: Sequence[int]) -> Resting:
    """What some mentions, their claims and their links bear."""
    groups, sight = detail.snapshot.groups, detail.sight
    links = np.concatenate([groups.firsts.of_all(mentions), groups.seconds.of_all(mentions)])
    rows, claims = groups.mentions.of_all(mentions), groups.claims.of_all(mentions)
    shown = borne(
        detail.snapshot,
        detail.grant,
        rows[sight.mention_rows[rows]],
        claims[sight.known_claims[claims]],
        links[sight.known_links[links]],
    )
    return frozenset(shown)


def resting_on_all(detail: Detail, judgements: Sequence[SeenJudgement]) -> Resting:
    """What is behind everything that shows."""
    sight = detail.sight
    masks = (sight.mention_rows, sight.known_claims, sight.known_links)
    shown = borne(detail.snapshot, detail.grant, *masks)
    return frozenset(shown) | _said(detail, judgements)


def _said(detail: Detail, judgements: Iterable[SeenJudgement]) -> Resting:
    labels = {label for said in judgements for label in said.labels}
    return frozenset((label, detail.grant.permits[label]) for label in labels)
