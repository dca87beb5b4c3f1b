"""Planted leaks in who is who: matches, judgements, links as evidence, clustering, review."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from law.leaks_of_views import between_visible

from comity.graph import (
    entities,
    joining,
    matching,
    rejoining,
    relating,
    review,
    seen,
    told,
    view,
)
from comity.graph.columns import Mask
from comity.graph.entities import Entities
from comity.graph.joining import NOBODY, Joined, members_of_heads
from comity.graph.match_table import Matches, MatchTable
from comity.graph.words import FOREVER

Patch = pytest.MonkeyPatch


def merges_over_hidden_bridges(patch: Patch) -> None:
    """Who is who is worked out over everybody, and filtered afterwards."""
    narrow = seen.resolve_entities

    def resolved(index: Any, sight: Any, judgements: Any) -> Entities:
        snap = index.snapshot
        everybody = replace(
            sight,
            mentions=np.ones(snap.size, dtype=np.bool_),
            mention_rows=snap.mentions["known_to"] == FOREVER,
            known_claims=snap.claims["known_to"] == FOREVER,
        )
        whole, plain = narrow(index, everybody, judgements), narrow(index, sight, judgements)
        head = _lowest_seen(whole.linked.head, sight.mentions, snap.rank)
        linked = Joined(head, plain.linked.tables, members_of_heads(head))
        return replace(plain, linked=linked)

    patch.setattr(seen, "resolve_entities", resolved)


def _lowest_seen(head: Any, shown: Mask, rank: Any) -> Any:
    mine = np.full(len(head), NOBODY, dtype=np.int32)
    lowest: dict[int, int] = {}
    for mention in np.flatnonzero(shown)[np.argsort(rank[np.flatnonzero(shown)])].tolist():
        mine[mention] = lowest.setdefault(int(head[mention]), mention)
    return mine


def scores_from_hidden_claims(patch: Patch) -> None:
    def seen_matches(_index: Any, _kind: str, table: Any, _sight: Any, of_kind: Mask) -> Any:
        return table.where(of_kind[table.first] & of_kind[table.second])

    patch.setattr(entities, "_seen_matches", seen_matches)


def pairs_no_visible_key_proposes(patch: Patch) -> None:
    patch.setattr(matching, "shares_key", lambda _, pairs: np.ones(len(pairs), dtype=np.bool_))


def live_counts_in_blocking(patch: Patch) -> None:
    """A mention that is near many others is proposed with the first of them alone."""

    def few(matches: Matches) -> Matches:
        order = np.lexsort((matches.second, matches.first))
        first = matches.first[order]
        return matches.where(np.sort(order[np.append(True, first[1:] != first[:-1])[: len(order)]]))

    _matched(patch, few)


def frequencies_of_everything(patch: Patch) -> None:
    """The more there is in the whole graph, the less an agreement weighs."""
    _matched(patch, lambda found: replace(found, scores=found.scores - np.float32(len(found)) / 4))


def _matched(patch: Patch, change: Callable[[Matches], Matches]) -> None:
    for name in ("_match_all", "_match_few"):
        narrow = getattr(matching, name)

        def matched(*given: Any, narrow: Any = narrow) -> MatchTable:
            return MatchTable(change(narrow(*given).matches))

        patch.setattr(matching, name, matched)


def hidden_words_are_heard(patch: Patch) -> None:
    def standing(_clearance: Any, judgements: Any, known_at: int) -> Any:
        for stored in sorted(judgements, key=lambda each: each.known_from):
            if stored.known_from <= known_at < stored.known_to:
                yield stored.judgement

    patch.setattr(told, "standing_words", standing)


def who_said_different(patch: Patch) -> None:
    patch.setattr(
        told,
        "_word",
        lambda said, _: told.Word(
            said.verdict, said.who, said.label.owner, said.at, said.reason, said.ref
        ),
    )


def when_different_was_said(patch: Patch) -> None:
    narrow = told._word
    patch.setattr(told, "_word", lambda said, by: replace(narrow(said, by), at=said.at))


def evidence_of_hidden_links(patch: Patch) -> None:
    def links(self: relating.Evidence) -> Any:
        snap = self.index.snapshot
        rows = np.flatnonzero(between_visible(snap, self.sight))
        return relating.links_of(snap, self.sight, self.kind, self.head, rows)

    patch.setattr(relating.Evidence, "links", property(links))


def stakes_over_hidden_links(patch: Patch) -> None:
    narrow = review._weight

    def weight(detail: Any) -> Any:
        rows = between_visible(detail.snapshot, detail.sight)
        wide = replace(detail, sight=replace(detail.sight, known_links=rows))
        return narrow(wide)

    patch.setattr(review, "_weight", weight)


def queue_cut_before_filtering(patch: Patch) -> None:
    narrow = review.review

    def cut(detail: Any, judgements: Any, kind: str, _limit: int) -> Any:
        hidden = int((~detail.sight.mentions).sum())
        return narrow(detail, judgements, kind, max(0, 3 - hidden))

    patch.setattr(view, "review", cut)


def clusters_in_a_table_of_everybody(patch: Patch) -> None:
    """An entity is named by the mention that comes first in a hash table of all mentions."""

    def ordered(snapshot: Any, members: Any) -> Any:
        return members[np.argsort(members.astype(np.int64) * 7_919 % snapshot.size)]

    patch.setattr(joining, "_by_address", ordered)


def rejoined_over_hidden(patch: Patch) -> None:
    """A view that grows takes the matches of its mentions as everybody sees them."""

    def seen_matches(news: Any, kind: str, mentions: Any) -> Any:
        return news.index.tables[kind].touching(mentions)

    patch.setattr(rejoining, "_seen_matches", seen_matches)
