"""Entities: clusters of the mentions one view sees, worked out from what it sees alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from comity.graph.columns import Codes, Ints, Mask, distinct, starts
from comity.graph.joining import (
    NOBODY,
    Joined,
    SeenJudgement,
    joined,
    members_of_heads,
    reweighed,
)
from comity.graph.match_table import NO_MATCHES, Matches, MatchTable
from comity.graph.matching import MatchIndex, rescore
from comity.graph.relating import Evidence
from comity.graph.sight import Sight
from comity.graph.snapshot import Snapshot


@dataclass(frozen=True)
class Entities:
    """Who is who in one view: entities numbered 0.. in the order of their ids.

    `by_scores` is who is who before links are reckoned with, `linked` with them.
    """

    snapshot: Snapshot
    linked: Joined
    by_scores: Joined
    apart: frozenset[tuple[int, int]]
    evidence: Mapping[str, Evidence]

    @cached_property
    def heads(self) -> Codes:
        """The mention that stands for each entity: its smallest by address."""
        head = self.linked.head
        heads = np.flatnonzero(head == np.arange(len(head), dtype=np.int32))
        return heads[np.argsort(self.snapshot.rank[heads])].astype(np.int32)

    @cached_property
    def entity_of(self) -> Codes:
        """The entity of each mention, NOBODY for what does not show."""
        number = np.full(self.snapshot.size + 1, NOBODY, dtype=np.int32)
        number[self.heads] = np.arange(len(self.heads), dtype=np.int32)
        found: Codes = number[self.linked.head]
        return found

    @cached_property
    def matches(self) -> dict[str, Matches]:
        """The matches of each kind."""
        return {kind: table.matches for kind, table in self.linked.tables.items()}

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
    alone = np.where(sight.mentions, np.arange(index.snapshot.size, dtype=np.int32), NOBODY)
    head, tables = alone.copy(), {}
    for kind, matches in index.by_kind.items():
        of_kind = _of_kind(index.snapshot, sight, kind)
        if not of_kind.any():
            tables[kind] = MatchTable(NO_MATCHES)
            continue
        tables[kind] = MatchTable(_seen_matches(index, kind, matches, sight, of_kind))
        _join(index, kind, tables[kind].matches, sight, judgements, head, of_kind)
    by_scores = Joined(head, tables, members_of_heads(head))
    return with_links(index, sight, judgements, by_scores, alone)


def with_links(
    index: MatchIndex,
    sight: Sight,
    judgements: Sequence[SeenJudgement],
    by_scores: Joined,
    alone: Codes,
) -> Entities:
    """The entities once links weigh in; without them each mention stands for itself, `alone`."""
    head, tables = by_scores.head.copy(), dict(by_scores.tables)
    evidence = evidence_of(index, sight, by_scores)
    for kind, found in evidence.items():
        of_kind = _of_kind(index.snapshot, sight, kind)
        if not of_kind.any():
            continue
        before = tables[kind].matches
        now = found.added_to(before)
        tables[kind] = MatchTable(now)
        again = reweighed(before, now, index.model.thresholds(kind).same, judgements, len(head))
        again &= of_kind
        head[again] = alone[again]
        _join(index, kind, now, sight, judgements, head, again)
    linked = Joined(head, tables, members_of_heads(head))
    return Entities(index.snapshot, linked, by_scores, apart_of(judgements), evidence)


def evidence_of(index: MatchIndex, sight: Sight, by_scores: Joined) -> dict[str, Evidence]:
    """What the links of a view say, for each kind that has relations."""
    kinds = index.model.relations.by_kind
    return {kind: Evidence(index, sight, kind, by_scores.head) for kind in kinds}


def apart_of(judgements: Sequence[SeenJudgement]) -> frozenset[tuple[int, int]]:
    """The pairs that people have said are different."""
    return frozenset(
        (min(j.first, j.second), max(j.first, j.second))
        for j in judgements
        if j.verdict == "different"
    )


def _join(
    index: MatchIndex,
    kind: str,
    matches: Matches,
    sight: Sight,
    judgements: Sequence[SeenJudgement],
    head: Codes,
    of: Mask,
) -> None:
    """Write the head of each mention of one kind that has company into `head`, for those `of`."""
    told = [j for j in judgements if of[j.first] and of[j.second]]
    matches = matches.where(of[matches.first] & of[matches.second])
    ends = np.array([(j.first, j.second) for j in told], dtype=np.int32).ravel()
    members = distinct(np.concatenate([matches.first, matches.second, ends]), len(head))
    if len(members):
        threshold = index.model.thresholds(kind).same
        mentions, heads = joined(index.snapshot, sight, members, matches, threshold, told)
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
