"""Relational evidence: what links say for and against two mentions being one, view by view.

It comes after the pair scores, from visible links alone, on who is who by those scores: one
step, so that what it joins does not go on to join more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from comity.graph.columns import Codes, Ints, among
from comity.graph.contradicted import UNKNOWN, properties_read
from comity.graph.facts import MOST_ONE_BY_ONE, facts_of, numbered_among, only
from comity.graph.match_table import NO_MATCHES, Matches, joined
from comity.graph.matching import MatchIndex
from comity.graph.sight import Sight
from comity.graph.ties import Held, Links, links_of
from comity.resolve import (
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
# The subjects of some pairs, made ready, and the pairs among them.
Ready = tuple[Prepared, Pairs]
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

    def wider(self, rows: Ints) -> "Evidence":
        """The same with more links read; itself where it reads them already."""
        if self.rows is None or among(rows, self.rows).all():
            return self
        return replace(self, rows=np.union1d(self.rows, rows))

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations of this kind."""
        return self.index.model.relations.of(self.kind)

    def added_to(self, matches: Matches) -> Matches:
        """The matches, with those that things held alike propose, each weighed by its links."""
        return self.weighed(joined([matches, self.introduced(matches)]))

    def weighed(self, matches: Matches) -> Matches:
        """The same pairs, their scores with what links add."""
        if not len(matches):
            return matches
        total = matches.scores
        for weights in self.weights(Pairs(matches.first, matches.second)).values():
            total = total + weights
        return Matches(matches.first, matches.second, total)

    def weights(self, pairs: Pairs) -> dict[str, Weights]:
        """What each relation adds to the score of each pair of mentions."""
        return weigh(self.relations, self.levels(pairs))

    def levels(self, pairs: Pairs) -> dict[str, Levels]:
        """The level that each pair of mentions comes to under each relation."""
        told = self._told(pairs) if any(r.way in TOLD for r in self.relations) else {}
        return {r.name: told[r.way] if r.way in told else self._levels(r, pairs)
                for r in self.relations}  # fmt: skip

    def held(self, relation: Relation) -> Held:
        """What each mention holds under one relation."""
        return self._held[relation.name]

    def _told(self, pairs: Pairs) -> dict[str, Levels]:
        """What the two records of each pair themselves contradict each other in.

        Of mentions that this view sees whole it is known, where there are many pairs.
        """
        properties = properties_read(self.kind)
        if len(pairs) <= MOST_ONE_BY_ONE:
            return contradictions(*self._prepared(pairs, properties))
        known = self.index.contradicted(self.kind)
        whole = self.index.seen_whole(self.sight.known_claims)
        at = np.where(whole[pairs.first] & whole[pairs.second], known.find(pairs), UNKNOWN)
        rest = np.flatnonzero(at == UNKNOWN)
        worked_out = contradictions(*self._prepared(pairs.at(rest), properties))
        found = {}
        for way, levels in worked_out.items():
            found[way] = np.append(known.levels[way], np.uint8(0))[at]
            found[way][rest] = levels
        return found

    def _levels(self, relation: Relation, pairs: Pairs) -> Levels:
        if relation.way == "each other":
            return self._linked(relation, pairs)
        if relation.way == "standing":
            on, off = self.links.on_duty(relation)
            found = among(pairs.first, on) & among(pairs.second, off)
            found |= among(pairs.first, off) & among(pairs.second, on)
            return found.astype(np.uint8)
        levels = self._shared(self._held[relation.name], pairs)
        return self._unsaid(relation, pairs, levels) if relation.said else levels

    def _unsaid(self, relation: Relation, pairs: Pairs, levels: Levels) -> Levels:
        """Levels without what the two records themselves say of the same thing."""
        rows = np.flatnonzero(levels)
        if not len(rows):
            return levels
        properties = frozenset(properties_of(self.kind, relation.said))
        prepared, within = self._prepared(pairs.at(rows), properties)
        levels[rows] = unsaid(prepared, relation, within, levels[rows])
        return levels

    def _shared(self, held: Held, pairs: Pairs) -> Levels:
        """How much of what they hold two mentions share; 0 where one of them holds nothing."""
        members, place = np.unique(held.mention, return_inverse=True)
        thing = np.unique(held.thing, return_inverse=True)[1].astype(np.int32)
        ties = Ties(tied(len(members), place.astype(np.int32), thing), self.head[members])
        levels = np.zeros(len(pairs), dtype=np.uint8)
        rows = np.flatnonzero(among(pairs.first, members) & among(pairs.second, members))
        ends = (np.searchsorted(members, end[rows]) for end in (pairs.first, pairs.second))
        levels[rows] = in_common(ties, Pairs(*(end.astype(np.int32) for end in ends)))
        return levels

    def _linked(self, relation: Relation, pairs: Pairs) -> Levels:
        size, (first, second) = len(self.head), self.links.ends(relation)
        told = np.minimum(first, second).astype(np.int64) * size + np.maximum(first, second)
        asked = np.minimum(pairs.first, pairs.second).astype(np.int64) * size
        asked += np.maximum(pairs.first, pairs.second)
        return among(asked, told).astype(np.uint8)

    def introduced(self, matches: Matches, of: Codes | None = None) -> Matches:
        """Pairs that are no matches yet: they hold the same thing under names not unlike.

        All of them, or those that hold what some mentions hold.
        """
        size = len(self.head)
        known = matches.first.astype(np.int64) * size + matches.second
        found = self._proposed(of)
        packed = np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
        new = packed[~among(packed, known)]
        first, second = (new // size).astype(np.int32), (new % size).astype(np.int32)
        if not len(new):
            return NO_MATCHES
        prepared, within = self._prepared(Pairs(first, second))
        scores = score(self.kind, compare(prepared, within), self.index.model)
        return Matches(first, second, scores)

    def _proposed(self, of: Codes | None) -> list[npt.NDArray[np.int64]]:
        """The pairs that each relation proposes, packed."""
        held = [_held_by_several(self._held[r.name], of) for r in self.relations if r.proposes]
        held = [each for each in held if len(each.mention)]
        if not held:
            return []
        members = np.unique(np.concatenate([each.mention for each in held])).astype(np.int32)
        properties = frozenset(prop for name in NAMES for prop in properties_of(self.kind, name))
        prepared, found = self._prepare(members, properties), []
        for each in held:
            place = np.searchsorted(members, each.mention).astype(np.int32)
            pairs = introduced(prepared, tied(len(members), place, each.thing))
            ends = members[pairs.first], members[pairs.second]
            found.append(ends[0].astype(np.int64) * len(self.head) + ends[1])
        return found

    def _prepared(self, pairs: Pairs, properties: frozenset[str] | None = None) -> Ready:
        """The two sides of some pairs, made ready, and the pairs among them."""
        members, within = numbered_among(pairs.first, pairs.second, len(self.head))
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


def _held_by_several(held: Held, of: Codes | None) -> Held:
    """The rows of things that more than one mention holds, one of some mentions among them."""
    if of is not None:
        held = held.where(among(held.thing, held.thing[among(held.mention, of)]))
    things, place = np.unique(held.thing, return_inverse=True)
    first = np.full(len(things), -1, dtype=np.int32)
    first[place] = held.mention
    several = np.zeros(len(things), dtype=np.bool_)
    several[place[first[place] != held.mention]] = True
    return held.where(several[place])
