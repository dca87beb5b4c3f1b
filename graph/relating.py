"""Relational evidence: what links say for and against two mentions being one, view by view.

It comes after the pair scores, from visible links alone, on who is who by those scores: one
step, so that what it joins does not go on to join more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from comity.graph.columns import Codes, Mask, among
from comity.graph.match_table import Matches
from comity.graph.matching import MatchIndex, facts_of
from comity.graph.sight import Sight
from comity.graph.ties import Held, Links, links_of
from comity.resolve import (
    Pairs,
    Prepared,
    Relation,
    Ties,
    compare,
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
    """What the links of one view say of the mentions of one kind; `head` is who is who so far."""

    index: MatchIndex
    sight: Sight
    kind: str
    head: Codes

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations of this kind."""
        return self.index.model.relations.of(self.kind)

    def added_to(self, matches: Matches) -> Matches:
        """The matches, with those that things held alike propose, each weighed by its links."""
        more = self._introduced(matches)
        first = np.concatenate([matches.first, more.first])
        second = np.concatenate([matches.second, more.second])
        total = np.concatenate([matches.scores, more.scores])
        for weights in self.weights(Pairs(first, second)).values():
            total = total + weights
        return Matches(first, second, total)

    def weights(self, pairs: Pairs) -> dict[str, Weights]:
        """What each relation adds to the score of each pair of mentions."""
        return weigh(self.relations, self.levels(pairs))

    def levels(self, pairs: Pairs) -> dict[str, Levels]:
        """The level that each pair of mentions comes to under each relation."""
        return {relation.name: self._levels(relation, pairs) for relation in self.relations}

    def held(self, relation: Relation) -> Held:
        """What each mention holds under one relation."""
        return self._held[relation.name]

    def _levels(self, relation: Relation, pairs: Pairs) -> Levels:
        if relation.way == "each other":
            return self._linked(relation, pairs)
        if relation.way == "standing":
            on, off = self.links.on_duty(relation)
            found = on[pairs.first] & off[pairs.second] | off[pairs.first] & on[pairs.second]
            return found.astype(np.uint8)
        levels = in_common(self._ties[relation.name], pairs)
        return self._unsaid(relation, pairs, levels) if relation.said else levels

    def _linked(self, relation: Relation, pairs: Pairs) -> Levels:
        size, (first, second) = len(self.head), self.links.ends(relation)
        told = np.minimum(first, second).astype(np.int64) * size + np.maximum(first, second)
        asked = np.minimum(pairs.first, pairs.second).astype(np.int64) * size
        asked += np.maximum(pairs.first, pairs.second)
        return among(asked, told).astype(np.uint8)

    def _unsaid(self, relation: Relation, pairs: Pairs, levels: Levels) -> Levels:
        rows = np.flatnonzero(levels)
        some = Pairs(pairs.first[rows], pairs.second[rows])
        prepared, within = self._prepared(some, properties_of(self.kind, relation.said))
        levels[rows] = unsaid(prepared, relation, within, levels[rows])
        return levels

    def _introduced(self, matches: Matches) -> Matches:
        """Pairs that no key of their own blocks: they hold the same thing under like names."""
        size = len(self.head)
        known = matches.first.astype(np.int64) * size + matches.second
        found = [self._proposed(relation) for relation in self.relations if relation.proposes]
        packed = np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
        new = packed[~among(packed, known)]
        first, second = (new // size).astype(np.int32), (new % size).astype(np.int32)
        prepared, within = self._prepared(Pairs(first, second))
        scores = score(self.kind, compare(prepared, within), self.index.model)
        return Matches(first, second, scores)

    def _proposed(self, relation: Relation) -> npt.NDArray[np.int64]:
        held = self._held[relation.name]
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
        claims = self.sight.known_claims
        if properties is not None:
            claims = claims & self._of_properties(properties)
        return prepare(facts_of(self.index.snapshot, self.kind, members, claims), self.index.model)

    def _of_properties(self, properties: Iterable[str]) -> Mask:
        snapshot = self.index.snapshot
        wanted = [snapshot.words.texts.find(prop) for prop in sorted(properties)]
        mask: Mask = np.isin(snapshot.claims["property"], wanted)
        return mask

    @cached_property
    def links(self) -> Links:
        """The links that the view sees."""
        return links_of(self.index.snapshot, self.sight, self.kind, self.head)

    @cached_property
    def _held(self) -> Mapping[str, Held]:
        ways = ("thing", "companion")
        return {r.name: self.links.held(r) for r in self.relations if r.way in ways}

    @cached_property
    def _ties(self) -> Mapping[str, Ties]:
        size = len(self.head)
        return {
            name: Ties(tied(size, held.mention, held.thing), self.head)
            for name, held in self._held.items()
        }
