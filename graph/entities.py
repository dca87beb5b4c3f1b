"""Entities: clusters of the mentions one view sees, worked out from what it sees alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from comity.graph.columns import Codes, Ints, Mask, starts
from comity.graph.match_table import Matches
from comity.graph.matching import MatchIndex, rescore
from comity.graph.relating import Evidence
from comity.graph.sight import Sight
from comity.graph.snapshot import Snapshot
from comity.graph.words import Verdict
from comity.resolve import Pairs, cluster

NOBODY = -1


@dataclass(frozen=True, slots=True)
class SeenJudgement:
    """A person's judgement that this view may see, on mention numbers."""

    first: int
    second: int
    verdict: Verdict


@dataclass(frozen=True)
class Entities:
    """Who is who in one view: entities numbered 0.. in the order of their ids."""

    entity_of: Codes
    heads: Codes
    matches: dict[str, Matches]
    apart: frozenset[tuple[int, int]] = frozenset()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    def parted(self, matches: Matches) -> Mask:
        """Which pairs a person has said are different."""
        size = len(self.entity_of)
        told = np.array(sorted(self.apart), dtype=np.int64).reshape(-1, 2)
        pairs = matches.first.astype(np.int64) * size + matches.second
        return np.isin(pairs, told[:, 0] * size + told[:, 1])

    @property
    def size(self) -> int:
        """How many entities."""
        return len(self.heads)

    @cached_property
    def members(self) -> tuple[Ints, Ints]:
        """Mentions grouped by entity: `rows[first[e]:first[e + 1]]`."""
        seen = np.flatnonzero(self.entity_of >= 0)
        rows, first = starts(self.entity_of[seen], self.size)
        return seen[rows], first

    def members_of(self, entity: int) -> Ints:
        """The mention numbers of one entity."""
        rows, first = self.members
        return rows[first[entity] : first[entity + 1]]


def resolve_entities(
    index: MatchIndex, sight: Sight, judgements: Sequence[SeenJudgement]
) -> Entities:
    """Cluster the mentions of a view by the matches and judgements that it sees."""
    snapshot = index.snapshot
    alone = np.where(sight.mentions, np.arange(snapshot.size, dtype=np.int32), NOBODY)
    head, matches = alone.copy(), {}
    for kind, table in index.by_kind.items():
        of_kind = _of_kind(snapshot, sight, kind)
        matches[kind] = _seen_matches(index, kind, table, sight, of_kind)
        _join(index, kind, matches[kind], sight, judgements, head)
    evidence = {
        kind: Evidence(index, sight, kind, head.copy()) for kind in index.model.relations.by_kind
    }
    for kind, found in evidence.items():
        matches[kind] = found.added_to(matches[kind])
        of_kind = _of_kind(snapshot, sight, kind)
        head[of_kind] = alone[of_kind]
        _join(index, kind, matches[kind], sight, judgements, head)
    apart = frozenset(
        (min(j.first, j.second), max(j.first, j.second))
        for j in judgements
        if j.verdict == "different"
    )
    return _numbered(snapshot, head, matches, apart, evidence)


def _join(
    index: MatchIndex,
    kind: str,
    matches: Matches,
    sight: Sight,
    judgements: Sequence[SeenJudgement],
    head: Codes,
) -> None:
    """Write the head of each mention of one kind into `head`."""
    of_kind = _of_kind(index.snapshot, sight, kind)
    told = [j for j in judgements if of_kind[j.first] and of_kind[j.second]]
    threshold = index.model.thresholds(kind).same
    for heads, mentions in _clusters(index.snapshot, matches, threshold, sight, told):
        head[mentions] = heads


def _of_kind(snapshot: Snapshot, sight: Sight, kind: str) -> Mask:
    """The mentions that this view sees as being of one kind."""
    rows = snapshot.mentions["kind"] == snapshot.words.texts.find(kind)
    mask = np.zeros(snapshot.size, dtype=np.bool_)
    mask[snapshot.mentions["key"][rows & sight.mention_rows]] = True
    return mask


def _seen_matches(
    index: MatchIndex, kind: str, table: Matches, sight: Sight, of_kind: Mask
) -> Matches:
    both = table.where(of_kind[table.first] & of_kind[table.second])
    whole = index.seen_whole(sight.known_claims)
    intact = whole[both.first] & whole[both.second]
    partial = both.where(~intact)
    if not len(partial):
        return both
    again = rescore(index.snapshot, index.model, kind, partial, sight.known_claims)
    kept = both.where(intact)
    return Matches(
        np.concatenate([kept.first, again.first]),
        np.concatenate([kept.second, again.second]),
        np.concatenate([kept.scores, again.scores]),
    )


def _clusters(
    snapshot: Snapshot,
    matches: Matches,
    threshold: float,
    sight: Sight,
    judgements: Sequence[SeenJudgement],
) -> list[tuple[Codes, Codes]]:
    """Pairs of (new head, mention) arrays for the mentions of one kind that have company."""
    told = [(j.first, j.second) for j in judgements]
    close = np.concatenate([matches.first, matches.second, np.array(told, np.int32).ravel()])
    members = np.unique(close)
    if not len(members):
        return []
    members = members[np.argsort(snapshot.rank[members])].astype(np.int32)
    place = np.full(snapshot.size, NOBODY, dtype=np.int32)
    place[members] = np.arange(len(members), dtype=np.int32)
    labels = cluster(
        len(members),
        _pairs(place, matches.first, matches.second),
        matches.scores,
        threshold,
        _records(snapshot, sight)[members],
        _judged(place, judgements, "same"),
        _judged(place, judgements, "different"),
    )
    return [(members[labels], members)]


def _pairs(place: Codes, first: Codes, second: Codes) -> Pairs:
    left, right = place[first], place[second]
    return Pairs(np.minimum(left, right), np.maximum(left, right))


def _judged(place: Codes, judgements: Sequence[SeenJudgement], verdict: Verdict) -> Pairs:
    chosen = [(j.first, j.second) for j in judgements if j.verdict == verdict]
    ends = np.array(chosen, dtype=np.int32).reshape(-1, 2)
    return _pairs(place, ends[:, 0], ends[:, 1])


def _records(snapshot: Snapshot, sight: Sight) -> Codes:
    """The record of each visible mention: participants of one record are different subjects."""
    record = np.full(snapshot.size, NOBODY, dtype=np.int32)
    rows = sight.mention_rows
    record[snapshot.mentions["key"][rows]] = snapshot.mentions["record"][rows]
    return record


def _numbered(
    snapshot: Snapshot,
    head: Codes,
    matches: dict[str, Matches],
    apart: frozenset[tuple[int, int]],
    evidence: Mapping[str, Evidence],
) -> Entities:
    heads = np.unique(head[head != NOBODY])
    heads = heads[np.argsort(snapshot.rank[heads])].astype(np.int32)
    number = np.full(snapshot.size + 1, NOBODY, dtype=np.int32)
    number[heads] = np.arange(len(heads), dtype=np.int32)
    return Entities(number[head], heads, matches, apart, evidence)
