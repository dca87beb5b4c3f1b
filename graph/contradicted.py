"""Contradictions of pairs, worked out once for every view that sees both mentions whole.

All that was ever said of two mentions contradicts itself alike in every view which sees it all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from comity.graph.columns import Codes, Ints, among
from comity.graph.facts import MOST_ONE_BY_ONE, facts_ever, numbered_among, only
from comity.graph.match_table import Matches
from comity.graph.snapshot import Snapshot
from comity.resolve import READ, Model, Pairs, contradictions, prepare, properties_of

Levels = npt.NDArray[np.uint8]
UNKNOWN = -1


@dataclass(frozen=True)
class Contradicted:
    """Pairs of mentions in order, and for each contradiction the level of every pair.

    Of the mentions that are `stale` something was said since, which it does not know.
    """

    packed: Ints
    levels: Mapping[str, Levels]
    stale: Codes = field(default_factory=lambda: np.zeros(0, dtype=np.int32))

    def find(self, pairs: Pairs) -> Ints:
        """The row of each pair, UNKNOWN where it has none."""
        if not len(self.packed):
            return np.full(len(pairs), UNKNOWN, dtype=np.int64)
        wanted = _packed(pairs)
        at = np.minimum(np.searchsorted(self.packed, wanted), len(self.packed) - 1)
        at[self.packed[at] != wanted] = UNKNOWN
        at[among(pairs.first, self.stale) | among(pairs.second, self.stale)] = UNKNOWN
        return at

    def can_do_without(self, mentions: Codes) -> bool:
        """Whether it still knows enough when something new was said of some mentions."""
        return len(self.stale) + len(mentions) <= MOST_ONE_BY_ONE

    def without(self, mentions: Codes) -> "Contradicted":
        """The same, but for some mentions of which something new was said."""
        return replace(self, stale=np.union1d(self.stale, mentions).astype(np.int32))


def contradicted(snapshot: Snapshot, model: Model, kind: str, matches: Matches) -> Contradicted:
    """What all that was ever said of the mentions of some pairs contradicts itself in."""
    members, pairs = numbered_among(matches.first, matches.second, snapshot.size)
    facts = only(facts_ever(snapshot, kind, members), properties_read(kind))
    levels = contradictions(prepare(facts, model), pairs)
    packed = _packed(Pairs(matches.first, matches.second))
    order = np.argsort(packed)
    return Contradicted(packed[order], {way: found[order] for way, found in levels.items()})


def properties_read(kind: str) -> frozenset[str]:
    """The properties in which mentions of one kind can contradict each other."""
    names = {name for read in READ.values() for name in read}
    return frozenset(prop for name in names for prop in properties_of(kind, name))


def _packed(pairs: Pairs) -> Ints:
    low, high = np.minimum(pairs.first, pairs.second), np.maximum(pairs.first, pairs.second)
    packed: Ints = low.astype(np.int64) << 32 | high
    return packed
