"""Matches: every pair of mentions that blocking proposes, with its pattern and score.

Derived from a snapshot, extended with it, thrown away freely. Pairs below the threshold are
kept too: what hides a contradiction must not part two mentions that a viewer sees agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from comity.graph.columns import Codes, Ints, Mask
from comity.graph.contradicted import Contradicted, contradicted
from comity.graph.facts import (
    MOST_ONE_BY_ONE,
    facts_ever,
    facts_of,
    members_of,
    numbered_among,
)
from comity.graph.match_table import NO_MATCHES, Matches, MatchTable, joined
from comity.graph.snapshot import Snapshot
from comity.resolve import (
    KeyIndex,
    Model,
    candidate_pairs,
    compare,
    prepare,
    score,
    shares_key,
)


@dataclass
class LiveKeys:
    """Who bears which blocking key, by kind, as of one position; made when first wanted.

    Indexes that grow from each other share it: it goes along with the newest of them.
    """

    position: int = 0
    by_kind: dict[str, KeyIndex] = field(default_factory=dict)

    def moved(self, before: int, after: int) -> "LiveKeys":
        """These keys if they stand at one position, and none if they went elsewhere since."""
        if self.position != before:
            return LiveKeys(after)
        self.position = after
        return self


@dataclass(frozen=True)
class MatchIndex:
    """The matches of a whole snapshot, a table a kind, under one model."""

    snapshot: Snapshot
    model: Model
    tables: Mapping[str, MatchTable]
    keys: LiveKeys = field(default_factory=LiveKeys)
    contradictions: dict[str, Contradicted] = field(default_factory=dict)

    @property
    def by_kind(self) -> dict[str, Matches]:
        """The matches of each kind."""
        return {kind: table.matches for kind, table in self.tables.items()}

    @cached_property
    def fact_counts(self) -> Ints:
        """How many distinct facts were ever said of each mention."""
        return np.bincount(self.snapshot.facts[1], minlength=self.snapshot.size)

    def contradicted(self, kind: str) -> Contradicted:
        """What pairs of one kind contradict each other in, worked out when first asked."""
        if kind not in self.contradictions:
            matches = self.tables[kind].matches
            found = contradicted(self.snapshot, self.model, kind, matches)
            self.contradictions[kind] = found
        return self.contradictions[kind]

    def seen_whole(self, claims: Mask) -> Mask:
        """Which mentions show every fact ever said of them, given the claims that show."""
        fact, owner = self.snapshot.facts
        shown = np.zeros(len(owner), dtype=np.bool_)
        shown[fact[claims]] = True
        seen = np.bincount(owner[shown], minlength=self.snapshot.size)
        whole: Mask = seen == self.fact_counts
        return whole


def index_matches(snapshot: Snapshot, model: Model, former: MatchIndex | None = None) -> MatchIndex:
    """Match a snapshot; pairs of mentions that said nothing new since `former` are taken over."""
    if former is None:
        tables = {kind: _match_all(snapshot, model, kind) for kind in model.kinds}
        return MatchIndex(snapshot, model, tables, LiveKeys(snapshot.reached.position))
    positions = former.snapshot.reached.position, snapshot.reached.position
    keys, known = former.keys.moved(*positions), dict(former.contradictions)
    index = MatchIndex(snapshot, model, dict(former.tables), keys, known)
    return _matched_again(index, _fresh(snapshot, former.snapshot))


def _matched_again(index: MatchIndex, fresh: Codes) -> MatchIndex:
    """The index with the matches of some mentions worked out anew."""
    tables, contradictions = dict(index.tables), dict(index.contradictions)
    for kind, mentions in _by_kind(index.snapshot, fresh, index.model.kinds):
        known = contradictions.pop(kind, None)
        if known is not None and known.can_do_without(mentions):
            contradictions[kind] = known.without(mentions)
        if len(mentions) > MOST_ONE_BY_ONE:
            index.keys.by_kind.pop(kind, None)
            tables[kind] = _match_many(index, kind, mentions)
        else:
            tables[kind] = _match_few(index, kind, mentions)
    return MatchIndex(index.snapshot, index.model, tables, index.keys, contradictions)


def _fresh(snapshot: Snapshot, former: Snapshot) -> Codes:
    """The mentions that have rows which the former snapshot lacked."""
    change = snapshot.change_since(former)
    if change is not None:
        return change.fresh.astype(np.int32)
    since = former.reached.known_at
    parts = [
        columns[name][columns["known_from"] > since]
        for columns, name in ((snapshot.claims, "mention"), (snapshot.mentions, "key"))
    ]
    return np.unique(np.concatenate(parts)).astype(np.int32)


def _by_kind(
    snapshot: Snapshot, mentions: Codes, kinds: Iterable[str]
) -> Iterable[tuple[str, Codes]]:
    """Some mentions by the kinds that they were ever of."""
    rows = snapshot.groups.mentions.of_all(mentions.tolist())
    owner, code = snapshot.mentions["key"][rows], snapshot.mentions["kind"][rows]
    for kind in kinds:
        theirs = np.unique(owner[code == snapshot.words.texts.find(kind)])
        if len(theirs):
            yield kind, theirs


def _match_all(snapshot: Snapshot, model: Model, kind: str) -> MatchTable:
    members = members_of(snapshot, kind)
    if not len(members):
        return MatchTable(NO_MATCHES)
    prepared = prepare(facts_ever(snapshot, kind, members), model)
    pairs = candidate_pairs(prepared)
    scores = score(kind, compare(prepared, pairs), model)
    return MatchTable(Matches(members[pairs.first], members[pairs.second], scores))


def _match_many(index: MatchIndex, kind: str, fresh: Codes) -> MatchTable:
    """The table with the pairs of many mentions blocked anew, all at once."""
    snapshot, model = index.snapshot, index.model
    members = members_of(snapshot, kind)
    is_fresh = np.zeros(snapshot.size, dtype=np.bool_)
    is_fresh[fresh] = True
    prepared = prepare(facts_ever(snapshot, kind, members), model)
    pairs = candidate_pairs(prepared, is_fresh[members])
    scores = score(kind, compare(prepared, pairs), model)
    old = index.tables[kind].matches
    kept = old.where(~is_fresh[old.first] & ~is_fresh[old.second])
    new = Matches(members[pairs.first], members[pairs.second], scores)
    return MatchTable(joined([kept, new]))


def _match_few(index: MatchIndex, kind: str, fresh: Codes) -> MatchTable:
    """The table with the pairs of a few mentions found by their keys."""
    snapshot, model = index.snapshot, index.model
    prepared = prepare(facts_ever(snapshot, kind, fresh), model)
    one, two = _live_keys(index, kind).add(prepared, fresh)
    if not len(one):
        return index.tables[kind].redone(fresh, NO_MATCHES)
    low, high = np.minimum(one, two).astype(np.int64), np.maximum(one, two)
    packed = np.unique(low * snapshot.size + high)
    first, second = (end.astype(np.int32) for end in divmod(packed, snapshot.size))
    members, pairs = numbered_among(first, second, snapshot.size)
    prepared = prepare(facts_ever(snapshot, kind, members), model)
    scores = score(kind, compare(prepared, pairs), model)
    return index.tables[kind].redone(fresh, Matches(first, second, scores))


def _live_keys(index: MatchIndex, kind: str) -> KeyIndex:
    keys = index.keys.by_kind
    if kind not in keys:
        members = members_of(index.snapshot, kind)
        keys[kind] = KeyIndex(
            prepare(facts_ever(index.snapshot, kind, members), index.model), members
        )
    return keys[kind]


def rescore(snapshot: Snapshot, model: Model, kind: str, matches: Matches, claims: Mask) -> Matches:
    """Score pairs again from the claims that show; a pair no visible key proposes falls away."""
    members, pairs = numbered_among(matches.first, matches.second, snapshot.size)
    prepared = prepare(facts_of(snapshot, kind, members, claims), model)
    scores = score(kind, compare(prepared, pairs), model)
    again = Matches(matches.first, matches.second, scores)
    return again.where(shares_key(prepared, pairs))
