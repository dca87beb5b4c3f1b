"""How who is who follows a change: only the components it reaches are clustered again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.graph.columns import Codes, Ints, Mask
from comity.graph.entities import Entities, with_links
from comity.graph.joining import NOBODY, Joined, SeenJudgement, joined
from comity.graph.match_table import Matches, MatchTable
from comity.graph.match_table import joined as together
from comity.graph.matching import MatchIndex, claims_of, rescore
from comity.graph.sight import Sight
from comity.graph.snapshot import Change, Snapshot


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


def grown_entities(
    former: Entities, index: MatchIndex, sight: Sight, told: Told, change: Change
) -> Entities:
    """The entities of a view after a change, as working them out from nothing would give them."""
    touched = np.unique(np.append(change.touched, told.changed())).astype(np.int32)
    by_scores = _rejoined(former.by_scores, index, sight, told, touched)
    alone = np.where(sight.mentions, np.arange(index.snapshot.size, dtype=np.int32), NOBODY)
    return with_links(index, sight, told.now, by_scores, alone)


def _rejoined(
    former: Joined, index: MatchIndex, sight: Sight, told: Told, touched: Codes
) -> Joined:
    """Who is who by scores alone."""
    snapshot = index.snapshot
    head = np.full(snapshot.size, NOBODY, dtype=np.int32)
    head[: len(former.head)] = former.head
    head[touched] = np.where(sight.mentions[touched], touched, NOBODY)
    tables = dict(former.tables)
    for kind in index.tables:
        ever = _ever(snapshot, kind, touched)
        if len(ever):
            old = tables[kind]
            tables[kind] = old.redone(ever, seen_matches_of(index, sight, kind, ever))
            threshold = index.model.thresholds(kind).same
            reach = _Reach((old, tables[kind]), threshold, told)
            rejoin(index, sight, kind, tables[kind], told.now, reach.of(ever), head)
    return replace(former, head=head, tables=tables)


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
            others, scores = table.of(mention)
            near += others[scores.astype(np.float64) - self.threshold > 0].tolist()
        return near


def rejoin(
    index: MatchIndex,
    sight: Sight,
    kind: str,
    table: MatchTable,
    judgements: Sequence[SeenJudgement],
    reached: Codes,
    head: Codes,
) -> None:
    """Cluster whole components again and write the head of each of their mentions."""
    members = reached[shows_as(index.snapshot, sight, kind, reached)]
    inside = set(members.tolist())
    told = [j for j in judgements if j.first in inside and j.second in inside]
    threshold = index.model.thresholds(kind).same
    if len(members):
        mentions, heads = joined(
            index.snapshot, sight, members, table.among(members), threshold, told
        )
        head[mentions] = heads


def seen_matches_of(index: MatchIndex, sight: Sight, kind: str, mentions: Codes) -> Matches:
    """The matches of some mentions of one kind, by what the view sees of them."""
    mine = _matches_of(index.tables[kind], mentions)
    ends = np.unique(np.concatenate([mine.first, mine.second]))
    shown = ends[shows_as(index.snapshot, sight, kind, ends)]
    mine = mine.where(np.isin(mine.first, shown) & np.isin(mine.second, shown))
    whole = shown[_seen_whole(index.snapshot, sight, shown)]
    intact = np.isin(mine.first, whole) & np.isin(mine.second, whole)
    partial = mine.where(~intact)
    if not len(partial):
        return mine
    again = rescore(index.snapshot, index.model, kind, partial, sight.known_claims)
    return together([mine.where(intact), again])


def _matches_of(table: MatchTable, mentions: Codes) -> Matches:
    """Every match of some mentions, each once."""
    found = []
    for mention in mentions.tolist():
        others, scores = table.of(mention)
        mine = (others > mention) | ~np.isin(others, mentions)
        end = np.full(int(np.count_nonzero(mine)), mention, dtype=np.int32)
        low, high = np.minimum(end, others[mine]), np.maximum(end, others[mine])
        found.append(Matches(low, high, scores[mine]))
    return together(found)


def shows_as(snapshot: Snapshot, sight: Sight, kind: str, mentions: Codes) -> Mask:
    """Which of some mentions show as being of one kind."""
    return np.isin(mentions, _of_kind(snapshot, kind, mentions, sight.mention_rows))


def _ever(snapshot: Snapshot, kind: str, mentions: Codes) -> Codes:
    """Those of some mentions that were ever of one kind."""
    everything = np.ones(snapshot.mentions.size, dtype=np.bool_)
    return _of_kind(snapshot, kind, mentions, everything)


def _of_kind(snapshot: Snapshot, kind: str, mentions: Codes, shown: Mask) -> Codes:
    rows = snapshot.groups.mentions.of_all(mentions.tolist())
    code = snapshot.words.texts.find(kind)
    mine = rows[shown[rows] & (snapshot.mentions["kind"][rows] == code)]
    found: Codes = np.unique(snapshot.mentions["key"][mine])
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
