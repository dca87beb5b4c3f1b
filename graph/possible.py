"""Possible same: what a match leaves open between two entities; never a merge."""

import numpy as np

from comity.graph.entities import Entities
from comity.graph.matching import MatchIndex

MOST_POSSIBLE = 20


def possible_entities(
    index: MatchIndex, entities: Entities, kind: str, entity: int
) -> list[tuple[int, float]]:
    """Other entities with a match in the review band or above, each with its best score."""
    table = entities.matches.get(kind)
    if table is None:
        return []
    entity_of = entities.entity_of
    first, second = entity_of[table.first], entity_of[table.second]
    near = (first == entity) ^ (second == entity)
    near &= table.scores >= index.model.thresholds(kind).possible
    near &= ~entities.parted(table)
    best: dict[int, float] = {}
    others = np.where(first[near] == entity, second[near], first[near])
    for other, score in zip(others.tolist(), table.scores[near].tolist(), strict=True):
        best[other] = max(round(score, 2), best.get(other, -np.inf))
    return list(best.items())
