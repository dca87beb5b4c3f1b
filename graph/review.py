"""The review queue: pairs of entities that may be one, by how much a person's word would settle.

A word teaches most where the scores are undecided and where much hangs on it: at stake is what the
smaller of the two would bring along, its mentions and their links.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.graph.answers import Review
from comity.graph.columns import Codes, Ints
from comity.graph.detail import Detail
from comity.graph.joining import SeenJudgement
from comity.resolve import UNSEEN

Floats = npt.NDArray[np.float64]
# Scores are summed as whole numbers of this part of a bit: the same sum in any order.
PART = 1 << 20


@dataclass(frozen=True)
class Candidates:
    """Pairs of entities that a match leaves open, the lower id first.

    `row` is the best match between the two, `mean` the mean of all their pairs over the
    threshold, as clustering takes it, and `stake` what a join would bring together.
    """

    low: Codes
    high: Codes
    row: Ints
    mean: Floats
    stake: Ints

    @property
    def chance(self) -> Floats:
        """How likely the two are one, by the mean."""
        found: Floats = 1 / (1 + np.exp2(-np.clip(self.mean, -60, 60)))
        return found

    @property
    def gain(self) -> Floats:
        """What a word on each pair teaches: bits of doubt times what is at stake."""
        chance = self.chance
        doubt = -(chance * np.log2(chance) + (1 - chance) * np.log2(1 - chance))
        found: Floats = np.round(np.nan_to_num(doubt) * self.stake, 6)
        return found


def review(
    detail: Detail, judgements: Sequence[SeenJudgement], kind: str, limit: int
) -> list[Review]:
    """The open pairs of one kind that nobody has decided, those that teach most first."""
    found = _candidates(detail, kind)
    order = np.lexsort((found.high, found.low, -found.gain))
    decided = _decided(detail, judgements)
    queue: list[Review] = []
    for place in order.tolist():
        pair = int(found.low[place]), int(found.high[place])
        if len(queue) < limit and pair not in decided and not _share_a_record(detail, *pair):
            queue.append(_review(detail, judgements, kind, found, place))
    return queue


def _candidates(detail: Detail, kind: str) -> Candidates:
    entities, table = detail.entities, detail.entities.matches[kind]
    ends = np.stack([entities.entity_of[table.first], entities.entity_of[table.second]])
    between = np.flatnonzero((ends[0] != ends[1]) & (ends.min(axis=0) >= 0))
    low, high = ends.min(axis=0)[between], ends.max(axis=0)[between]
    packed = low.astype(np.int64) * max(entities.size, 1) + high
    pairs, place = np.unique(packed, return_inverse=True)
    scores = table.scores[between]
    best = _best(detail, kind, between, place, len(pairs))
    near = table.scores[best] >= detail.index.model.thresholds(kind).possible
    low, high = (pairs // max(entities.size, 1))[near], (pairs % max(entities.size, 1))[near]
    return Candidates(
        low=low.astype(np.int32),
        high=high.astype(np.int32),
        row=best[near],
        mean=_means(detail, kind, (low, high), scores, place, near),
        stake=np.minimum(_weight(detail)[low], _weight(detail)[high]),
    )


def _best(detail: Detail, kind: str, rows: Ints, place: Ints, pairs: int) -> Ints:
    """The best match of each pair of entities, the lowest addresses in a tie."""
    table, rank = detail.entities.matches[kind], detail.snapshot.rank
    ends = np.stack([rank[table.first[rows]], rank[table.second[rows]]])
    order = np.lexsort((ends.max(axis=0), ends.min(axis=0), -table.scores[rows], place))
    first = np.searchsorted(place[order], np.arange(pairs))
    found: Ints = rows[order[first]] if pairs else rows
    return found


def _means(
    detail: Detail,
    kind: str,
    ends: tuple[Ints, Ints],
    scores: npt.NDArray[np.float32],
    place: Ints,
    near: npt.NDArray[np.bool_],
) -> Floats:
    """The mean over all pairs of mentions of two entities, those never compared among them."""
    threshold = detail.index.model.thresholds(kind).same
    over = np.rint((scores.astype(np.float64) - threshold) * PART).astype(np.int64)
    total, count = np.zeros(len(near), np.int64), np.bincount(place, minlength=len(near))
    np.add.at(total, place, over)
    size = np.diff(detail.entities.members[1])
    pairs = size[ends[0]] * size[ends[1]]
    unseen = (pairs - count[near]) * UNSEEN
    means: Floats = (total[near] / PART + unseen) / np.maximum(pairs, 1)
    return means


def _weight(detail: Detail) -> Ints:
    """How many mentions and links each entity holds."""
    links, rows = detail.snapshot.links, np.flatnonzero(detail.sight.known_links)
    weight = np.diff(detail.entities.members[1])
    for end in ("first", "second"):
        of = detail.entities.entity_of[links[end][rows]]
        weight = weight + np.bincount(of, minlength=detail.entities.size)
    return weight


def _decided(detail: Detail, judgements: Sequence[SeenJudgement]) -> set[tuple[int, int]]:
    """The pairs of entities of which a person said that they are two."""
    entity_of = detail.entities.entity_of
    pairs = ((int(entity_of[j.first]), int(entity_of[j.second])) for j in judgements
             if j.verdict == "different")  # fmt: skip
    return {(min(pair), max(pair)) for pair in pairs}


def _share_a_record(detail: Detail, low: int, high: int) -> bool:
    """Whether one record lists both: then they are two by nature."""
    records = (set(detail.records[detail.entities.members_of(e)].tolist()) for e in (low, high))
    return not next(records).isdisjoint(next(records))


def _review(
    detail: Detail,
    judgements: Sequence[SeenJudgement],
    kind: str,
    found: Candidates,
    place: int,
) -> Review:
    table, row = detail.entities.matches[kind], int(found.row[place])
    low, high = int(found.low[place]), int(found.high[place])
    mine, other = int(table.first[row]), int(table.second[row])
    if detail.entities.entity_of[mine] != low:
        mine, other = other, mine
    said = {frozenset((j.first, j.second)): j.verdict for j in judgements}
    return Review(
        kind=kind,
        first=detail.mention_id(mine),
        second=detail.mention_id(other),
        first_entity=detail.id_of(low),
        second_entity=detail.id_of(high),
        first_name=detail.name(low),
        second_name=detail.name(high),
        score=round(float(table.scores[row]), 2),
        mean=round(float(found.mean[place]), 2),
        chance=round(float(found.chance[place]), 4),
        stake=int(found.stake[place]),
        gain=round(float(found.gain[place]), 3),
        verdict=said.get(frozenset((mine, other)), ""),
    )
