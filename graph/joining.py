"""Joining: mentions of one kind put together by their matches and by what people say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.graph.answers import Word
from comity.graph.columns import Codes, Mask
from comity.graph.facts import MOST_ONE_BY_ONE
from comity.graph.grouped import MOST_PATCHED, Grouped, group
from comity.graph.match_table import Matches, MatchTable
from comity.graph.sight import Sight
from comity.graph.snapshot import Snapshot
from comity.graph.words import Verdict
from comity.resolve import Pairs, cluster, components
from comity.sharing import Label

NOBODY = -1
_NO_MEMBERS = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class SeenJudgement:
    """The judgement on two mentions that holds in this view, and every word that stands on them.

    `labels` are those of the words whose author shows.
    """

    first: int
    second: int
    verdict: Verdict
    words: tuple[Word, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Joined:
    """For each mention the one that stands for its entity, and the matches this rests on.

    `members` are the mentions of each entity, by the one that stands for it.
    """

    head: Codes
    tables: Mapping[str, MatchTable]
    members: Grouped

    def rejoined(self, head: Codes, tables: Mapping[str, MatchTable], again: Codes) -> "Joined":
        """The same with new heads for some mentions, which are whole entities before and after."""
        now = {}
        order = again[np.argsort(head[again], kind="stable")].astype(np.int64)
        for mentions in np.split(order, np.flatnonzero(np.diff(head[order])) + 1):
            now[int(head[mentions[0]]) if len(mentions) else NOBODY] = mentions
        before = self.head[again[again < len(self.head)]]
        members = self.members.replaced(dict.fromkeys(before.tolist(), _NO_MEMBERS) | now)
        few = len(members.patched) <= MOST_PATCHED
        return Joined(head, tables, members if few else members_of_heads(head))


def members_of_heads(head: Codes) -> Grouped:
    """The mentions of each entity, by the one that stands for it."""
    shown = np.flatnonzero(head != NOBODY)
    grouped = group(head[shown], len(head))
    return Grouped(shown[grouped.rows], grouped.first)


def joined(
    snapshot: Snapshot,
    sight: Sight,
    members: Codes,
    matches: Matches,
    threshold: float,
    judgements: Sequence[SeenJudgement],
) -> tuple[Codes, Codes]:
    """The members, and the head of each; `matches` and `judgements` are those among them."""
    members = _by_address(snapshot, members)
    place = _Places(members)
    labels = cluster(
        len(members),
        place.pairs(matches.first, matches.second),
        matches.scores,
        threshold,
        _records(snapshot, sight, members),
        place.judged(judgements, "same"),
        place.judged(judgements, "different"),
    )
    return members, members[labels]


def reweighed(
    before: Matches,
    now: Matches,
    threshold: float,
    judgements: Sequence[SeenJudgement],
    size: int,
) -> Mask:
    """Which of `size` mentions hang together with one whose pairs weigh anew.

    `now` is what was there `before`, its scores moved, and then what came. All others are joined
    as they were.
    """
    known = len(before)
    moved = np.ones(len(now), dtype=np.bool_)
    moved[:known] = now.scores[:known] != before.scores
    if not moved.any():
        return np.zeros(size, dtype=np.bool_)
    speaks = now.scores.astype(np.float64) > threshold  # what spoke before and not now has moved
    told = [(j.first, j.second) for j in judgements if j.verdict == "same"]
    ends = np.array(told, dtype=np.int32).reshape(-1, 2)
    first = np.concatenate([now.first[speaks], ends[:, 0]])
    second = np.concatenate([now.second[speaks], ends[:, 1]])
    component = components(size, Pairs(first, second))
    reached = np.zeros(size, dtype=np.bool_)
    reached[component[now.first[moved]]] = reached[component[now.second[moved]]] = True
    found: Mask = reached[component]
    return found


class _Places:
    """Where mentions stand among some members."""

    def __init__(self, members: Codes) -> None:
        self._order = np.argsort(members)
        self._sorted = members[self._order]

    def pairs(self, first: Codes, second: Codes) -> Pairs:
        """Pairs of mentions as pairs of places, the lower first."""
        left, right = self._of(first), self._of(second)
        return Pairs(np.minimum(left, right), np.maximum(left, right))

    def judged(self, judgements: Sequence[SeenJudgement], verdict: Verdict) -> Pairs:
        """The pairs of which people say one thing."""
        chosen = [(j.first, j.second) for j in judgements if j.verdict == verdict]
        ends = np.array(chosen, dtype=np.int32).reshape(-1, 2)
        return self.pairs(ends[:, 0], ends[:, 1])

    def _of(self, mentions: Codes) -> Codes:
        found: Codes = self._order[np.searchsorted(self._sorted, mentions)].astype(np.int32)
        return found


def _by_address(snapshot: Snapshot, members: Codes) -> Codes:
    """Members in the order of their addresses, which arrival cannot bend."""
    few = len(members) <= MOST_ONE_BY_ONE
    place = snapshot.mention_ids[members] if few else snapshot.rank[members]
    return members[np.argsort(place)].astype(np.int32)


def _records(snapshot: Snapshot, sight: Sight, members: Codes) -> Codes:
    """The record of each member: participants of one record are different subjects."""
    if len(members) <= MOST_ONE_BY_ONE:
        rows = snapshot.groups.mentions.of_all(members.tolist())
        rows = rows[sight.mention_rows[rows]]
    else:
        rows = np.flatnonzero(sight.mention_rows)
    columns = snapshot.mentions
    order = np.argsort(members)
    place = np.searchsorted(members, columns["key"][rows], sorter=order)
    place = np.minimum(place, len(members) - 1)
    theirs = members[order[place]] == columns["key"][rows]
    record = np.full(len(members), NOBODY, dtype=np.int32)
    record[order[place[theirs]]] = columns["record"][rows[theirs]]
    return record
