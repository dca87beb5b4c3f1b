"""Rejoining: after a change only the components that it reaches are clustered again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comity.graph.columns import Codes, Ints, Mask, among
from comity.graph.facts import claims_of
from comity.graph.joining import NOBODY, Joined, SeenJudgement, joined
from comity.graph.match_table import Matches, MatchTable
from comity.graph.match_table import joined as together
from comity.graph.matching import MatchIndex, rescore
from comity.graph.sight import Sight
from comity.graph.snapshot import Snapshot


@dataclass(frozen=True)
class Told:
    """What people say of pairs of mentions in a view, before and now."""

    before: Sequence[SeenJudgement]
    now: Sequence[SeenJudgement]

    def changed(self) -> list[int]:
        """The mentions of which something else is said."""
        other = set(self.before).symmetric_difference(self.now)
        return [end for told in other for end in (told.first, told.second)]

    def beside(self, mention: int) -> list[int]:
        """The mentions that somebody says or said are the same as one."""
        ends = [(j.first, j.second) for j in (*self.before, *self.now) if j.verdict == "same"]
        return [b if a == mention else a for a, b in ends if mention in (a, b)]


@dataclass(frozen=True)
class News:
    """A change as a view hears of it: what it sees now, and of which mentions that is new."""

    index: MatchIndex
    sight: Sight
    told: Told
    touched: Codes

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot after the change."""
        return self.index.snapshot

    def ever(self, kind: str, mentions: Codes) -> Codes:
        """Those of some mentions that were ever of one kind."""
        rows = self.snapshot.groups.mentions.of_all(mentions.tolist())
        return _of_kind(self.snapshot, kind, rows)

    def now(self, kind: str, mentions: Codes) -> Codes:
        """Those of some mentions that show as being of one kind."""
        rows = self.snapshot.groups.mentions.of_all(mentions.tolist())
        return _of_kind(self.snapshot, kind, rows[self.sight.mention_rows[rows]])

    def heads(self, before: Codes) -> Codes:
        """The heads of before, with those who are touched standing for themselves."""
        head = np.full(self.snapshot.size, NOBODY, dtype=np.int32)
        head[: len(before)] = before
        touched = self.touched
        head[touched] = np.where(self.sight.mentions[touched], touched, NOBODY)
        return head


def by_scores_again(former: Joined, news: News) -> tuple[Joined, Codes]:
    """Who is who by scores alone, and the mentions that were clustered again for it."""
    head, tables, again = news.heads(former.head), dict(former.tables), [news.touched]
    for kind in news.index.tables:
        touched = news.ever(kind, news.touched)
        if len(touched):
            tables[kind] = tables[kind].redone(touched, _seen_matches(news, kind, touched))
            both = former.tables[kind], tables[kind]
            again.append(rejoin(news, kind, both, touched, head))
    reached = np.unique(np.concatenate(again))
    return former.rejoined(head, tables, reached), reached


def rejoin(
    news: News, kind: str, tables: tuple[MatchTable, MatchTable], seeds: Codes, head: Codes
) -> Codes:
    """Cluster again what hangs together with some mentions, before a change or after it.

    Their heads are written into `head`; gives back who was reached.
    """
    threshold = news.index.model.thresholds(kind).same
    reached = _Reach(tables, threshold, news.told).of(seeds)
    members = news.now(kind, reached)
    inside = set(members.tolist())
    told = [j for j in news.told.now if j.first in inside and j.second in inside]
    matches = tables[1].among(members)
    head[members] = members
    if len(matches) or told:
        mentions, heads = joined(news.snapshot, news.sight, members, matches, threshold, told)
        head[mentions] = heads
    return reached


@dataclass(frozen=True)
class _Reach:
    """Mentions that hang together by what speaks for joining, before a change or after it."""

    tables: Sequence[MatchTable]
    threshold: float
    told: Told

    def of(self, mentions: Codes) -> Codes:
        """All that hang together with some mentions."""
        found, edge = set(mentions.tolist()), mentions.tolist()
        while edge:
            mention = edge.pop()
            for other in self._near(mention):
                if other not in found:
                    found.add(other)
                    edge.append(other)
        return np.array(sorted(found), dtype=np.int32)

    def _near(self, mention: int) -> list[int]:
        near = self.told.beside(mention)
        for table in self.tables:
            near += [other for other, score in table.of(mention).items() if score > self.threshold]
        return near


def _seen_matches(news: News, kind: str, mentions: Codes) -> Matches:
    """The matches of some mentions of one kind, by what the view sees of them."""
    index, sight = news.index, news.sight
    mine = index.tables[kind].touching(mentions)
    shown = news.now(kind, np.unique(np.concatenate([mine.first, mine.second])))
    mine = mine.where(among(mine.first, shown) & among(mine.second, shown))
    whole = shown[_seen_whole(index.snapshot, sight, shown)]
    intact = among(mine.first, whole) & among(mine.second, whole)
    partial = mine.where(~intact)
    if not len(partial):
        return mine
    again = rescore(index.snapshot, index.model, kind, partial, sight.known_claims)
    return together([mine.where(intact), again])


def _of_kind(snapshot: Snapshot, kind: str, rows: Ints) -> Codes:
    code = snapshot.words.texts.find(kind)
    columns = snapshot.mentions
    found: Codes = np.unique(columns["key"][rows[columns["kind"][rows] == code]])
    return found


def _seen_whole(snapshot: Snapshot, sight: Sight, mentions: Codes) -> Mask:
    """Which of some mentions show every fact ever said of them."""
    rows: Ints = claims_of(snapshot, mentions)
    claims, texts = snapshot.claims, max(len(snapshot.words.texts), 1)
    place = np.searchsorted(mentions, claims["mention"][rows]).astype(np.int64)
    fact = (place * texts + claims["property"][rows]) * texts + claims["value"][rows]
    ever, shown = np.unique(fact), np.unique(fact[sight.known_claims[rows]])
    counts = [
        np.bincount(each // (texts * texts), minlength=len(mentions)) for each in (ever, shown)
    ]
    whole: Mask = counts[0] == counts[1]
    return whole
