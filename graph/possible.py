"""Possible same: what a match leaves open between two entities; never a merge."""

from dataclasses import dataclass

import numpy as np

from comity.graph.columns import Codes, Ints, among, starts
from comity.graph.entities import Entities
from comity.graph.match_table import Scores
from comity.graph.matching import MatchIndex

MOST_POSSIBLE = 20


@dataclass(frozen=True)
class OpenPairs:
    """Every match between two entities that leaves them possibly the same, grouped by entity."""

    rows: Ints
    first: Ints
    other: Codes
    scores: Scores

    def beside(self, entity: int) -> dict[int, float]:
        """The entities that one may be the same as, each with its best score."""
        rows = self.rows[self.first[entity] : self.first[entity + 1]]
        best: dict[int, float] = {}
        pairs = zip(self.other[rows].tolist(), self.scores[rows].tolist(), strict=True)
        for other, score in pairs:
            best[other] = max(round(score, 2), best.get(other, -np.inf))
        return best


def open_pairs(index: MatchIndex, entities: Entities) -> OpenPairs:
    """The matches in the review band or above whose ends are two entities nobody has parted.

    Whoever said of two mentions that they differ said it of the two entities that hold them.
    """
    parted = _parted(entities)
    ends: list[tuple[Codes, Codes]] = [(np.zeros(0, np.int32), np.zeros(0, np.int32))]
    scores: list[Scores] = [np.zeros(0, np.float32)]
    for kind, table in entities.matches.items():
        first, second = entities.entity_of[table.first], entities.entity_of[table.second]
        near = table.scores >= index.model.thresholds(kind).possible
        near &= (first != second) & ~among(_packed(entities, first, second), parted)
        ends += [(first[near], second[near]), (second[near], first[near])]
        scores += [table.scores[near]] * 2
    mine, other = (np.concatenate(side) for side in zip(*ends, strict=True))
    return OpenPairs(*starts(mine, entities.size), other, np.concatenate(scores))


def _parted(entities: Entities) -> Ints:
    """The entities that hold two mentions of which a person said that they differ."""
    told = np.array(sorted(entities.apart), dtype=np.int64).reshape(-1, 2)
    first, second = entities.entity_of[told.T]
    return _packed(entities, first, second)


def _packed(entities: Entities, first: Codes, second: Codes) -> Ints:
    """Pairs of entities as one number each, whichever end is named first."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    return low.astype(np.int64) * entities.size + high
