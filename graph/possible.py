"""Possible same: what a match leaves open between two entities; never a merge."""

from dataclasses import dataclass

import numpy as np

from comity.graph.columns import Codes, Ints, starts
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
    """The matches in the review band or above whose ends are two entities nobody has parted."""
    ends: list[tuple[Codes, Codes]] = [(np.zeros(0, np.int32), np.zeros(0, np.int32))]
    scores: list[Scores] = [np.zeros(0, np.float32)]
    for kind, table in entities.matches.items():
        first, second = entities.entity_of[table.first], entities.entity_of[table.second]
        near = table.scores >= index.model.thresholds(kind).possible
        near &= (first != second) & ~entities.parted(table)
        ends += [(first[near], second[near]), (second[near], first[near])]
        scores += [table.scores[near]] * 2
    mine, other = (np.concatenate(side) for side in zip(*ends, strict=True))
    return OpenPairs(*starts(mine, entities.size), other, np.concatenate(scores))
