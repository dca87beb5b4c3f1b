"""Relational evidence: what links say for and against two mentions being one, view by view.

It comes after the pair scores, from visible links alone, on who is who by those scores: one
step, so that what it joins does not go on to join more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from comity.graph.columns import Codes, Ints, among
from comity.graph.match_table import NO_MATCHES, Matches, joined
from comity.graph.matching import MatchIndex, facts_of, only
from comity.graph.sight import Sight
from comity.graph.ties import Held, Links, links_of
from comity.resolve import (
    READ,
    TOLD,
    Pairs,
    Prepared,
    Relation,
    Ties,
    compare,
    contradictions,
    in_common,
    introduced,
    prepare,
    properties_of,
    score,
    tied,
    unsaid,
    weigh,
)

Levels = npt.NDArray[np.uint8]
Weights = npt.NDArray[np.float32]
NAMES = ("given name", "family name")


@dataclass(frozen=True)
class Evidence:
    """What the links of one view say of the mentions of one kind; `head` is who is who so far.

    `rows` are the links that are read, all of the view's where none are named.
    """

    index: MatchIndex
    sight: Sight
    kind: str
    head: Codes
    rows: Ints | None = None

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations of this kind."""
        return self.index.model.relations.of(self.kind)

    def added_to(self, matches: Matches) -> Matches:
        """The matches, with those that things held alike propose, each weighed by its links."""
        return self.weighed(joined([matches, self.introduced(matches)]))

    def weighed(self, matches: Matches) -> Matches:
        """The same pairs, their scores with what links add."""
        total = matches.scores
        for weights in self.weights(Pairs(matches.first, matches.second)).values():
            total = total + weights
        return Matches(matches.first, matches.second, total)

    def weights(self, pairs: Pairs) -> dict[str, Weights]:
        """What each relation adds to the score of each pair of mentions."""
        return weigh(self.relations, self.levels(pairs))

    def levels(self, pairs: Pairs) -> dict[str, Levels]:
        """The level that each pair of mentions comes to under each relation."""
        told = self._told(pairs)
        return {r.name: told[r.way] if r.way in told else self._levels(r, pairs)
                for r in self.relations}  # fmt: skip

    def held(self, relation: Relation) -> Held:
        """What each mention holds under one relation."""
        return self._held[relation.name]

    def _told(self, pairs: Pairs) -> dict[str, Levels]:
        """What the two records themselves contradict each other in."""
        ways = [relation.way for relation in self.relations if relation.way in TOLD]
        if not ways:
            return {}
        read = [properties_of(self.kind, name) for way in ways for name in READ[way]]
        return contradictions(*self._prepared(pairs, frozenset().union(*read)))

    def _levels(self, relation: Relation, pairs: Pairs) -> Levels:
        if relation.way == "each other":
            return self._linked(relation, pairs)
        if relation.way == "standing":
            on, off = self.links.on_duty(relation)
            found = on[pairs.first] & off[pairs.second] | off[pairs.first] & on[pairs.second]
            return found.astype(np.uint8)
        levels = self._shared(self._held[relation.name], pairs)
        return self._unsaid(relation, pairs, levels) if relation.said else levels

    def _shared(self, held: Held, pairs: Pairs) -> Levels:
        """How much of what they hold two mentions share; 0 where one of them holds nothing."""
        members, place = np.unique(held.mention, return_inverse=True)
        thing = np.unique(held.thing, return_inverse=True)[1].astype(np.int32)
        ties = Ties(tied(len(members), place.astype(np.int32), thing), self.head[members])
        levels = np.zeros(len(pairs), dtype=np.uint8)
        rows = np.flatnonzero(np.isin(pairs.first, members) & np.isin(pairs.second, members))
        ends = (np.searchsorted(members, end[rows]) for end in (pairs.first, pairs.second))
        levels[rows] = in_common(ties, Pairs(*(end.astype(np.int32) for end in ends)))
        return levels

    def _linked(self, relation: Relation, pairs: Pairs) -> Levels:
        size, (first, second) = len(self.head), self.links.ends(relation)
        told = np.minimum(first, second).astype(np.int64) * size + np.maximum(first, second)
        asked = np.minimum(pairs.first, pairs.second).astype(np.int64) * size
        asked += np.maximum(pairs.first, pairs.second)
        return among(asked, told).astype(np.uint8)

    def _unsaid(self, relation: Relation, pairs: Pairs, levels: Levels) -> Levels:
        rows = np.flatnonzero(levels)
        some = pairs.at(rows)
        prepared, within = self._prepared(some, properties_of(self.kind, relation.said))
        levels[rows] = unsaid(prepared, relation, within, levels[rows])
        return levels

    def introduced(self, matches: Matches) -> Matches:
        """Pairs that are no matches yet: they hold the same thing under names not unlike."""
        size = len(self.head)
        known = matches.first.astype(np.int64) * size + matches.second
        found = [self._proposed(relation) for relation in self.relations if relation.proposes]
        packed = np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
        new = packed[~among(packed, known)]
        first, second = (new // size).astype(np.int32), (new % size).astype(np.int32)
        if not len(new):
            return NO_MATCHES
        prepared, within = self._prepared(Pairs(first, second))
        scores = score(self.kind, compare(prepared, within), self.index.model)
        return Matches(first, second, scores)

    def _proposed(self, relation: Relation) -> npt.NDArray[np.int64]:
        held = _held_by_several(self._held[relation.name])
        if not len(held.mention):
            return np.zeros(0, dtype=np.int64)
        members = np.unique(held.mention).astype(np.int32)
        properties = frozenset(prop for name in NAMES for prop in properties_of(self.kind, name))
        prepared = self._prepare(members, properties)
        place = np.searchsorted(members, held.mention).astype(np.int32)
        pairs = introduced(prepared, tied(len(members), place, held.thing))
        return members[pairs.first].astype(np.int64) * len(self.head) + members[pairs.second]

    def _prepared(
        self, pairs: Pairs, properties: frozenset[str] | None = None
    ) -> tuple[Prepared, Pairs]:
        """The two sides of some pairs, made ready, and the pairs among them."""
        members = np.unique(np.concatenate([pairs.first, pairs.second]))
        first, second = (np.searchsorted(members, end) for end in (pairs.first, pairs.second))
        within = Pairs(first.astype(np.int32), second.astype(np.int32))
        return self._prepare(members, properties), within

    def _prepare(self, members: Codes, properties: frozenset[str] | None) -> Prepared:
        facts = facts_of(self.index.snapshot, self.kind, members, self.sight.known_claims)
        facts = facts if properties is None else only(facts, properties)
        return prepare(facts, self.index.model)

    @cached_property
    def links(self) -> Links:
        """The links that are read."""
        rows = np.flatnonzero(self.sight.known_links) if self.rows is None else self.rows
        return links_of(self.index.snapshot, self.sight, self.kind, self.head, rows)

    @cached_property
    def _held(self) -> Mapping[str, Held]:
        ways = ("thing", "companion")
        return {r.name: self.links.held(r) for r in self.relations if r.way in ways}


def _held_by_several(held: Held) -> Held:
    """The rows of things that more than one mention holds."""
    things, place = np.unique(held.thing, return_inverse=True)
    first = np.full(len(things), -1, dtype=np.int32)
    first[place] = held.mention
    several = np.zeros(len(things), dtype=np.bool_)
    several[place[first[place] != held.mention]] = True
    return held.where(several[place])
