"""Match tables: scored pairs of mentions, found by mention, and patched where some say new things.

A patched table is another table: whoever reads the former one is not disturbed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from comity.graph.columns import Codes, Ints, Mask
from comity.graph.grouped import MOST_PATCHED, Grouped, group

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Matches:
    """Pairs of mention numbers of one kind, first below second, with log2 odds."""

    first: Codes
    second: Codes
    scores: Scores

    def __len__(self) -> int:
        return len(self.first)

    def where(self, mask: Mask | Ints) -> "Matches":
        """The pairs a mask keeps."""
        return Matches(self.first[mask], self.second[mask], self.scores[mask])

    @cached_property
    def by_mention(self) -> Grouped:
        """The pairs of each mention, at either end: a number below `len` or that much above."""
        ends = np.concatenate([self.first, self.second])
        return group(ends, int(ends.max(initial=-1)) + 1)


NO_MATCHES = Matches(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))


class Near(NamedTuple):
    """The other ends of one mention's matches, with their scores."""

    others: Codes
    scores: Scores

    def without(self, mentions: Codes) -> "Near":
        """The same less some other ends."""
        kept = ~np.isin(self.others, mentions)
        return Near(self.others[kept], self.scores[kept])

    def and_also(self, others: Codes, scores: Scores) -> "Near":
        """The same and some more."""
        return Near(np.concatenate([self.others, others]), np.concatenate([self.scores, scores]))


@dataclass(frozen=True)
class MatchTable:
    """The matches of one kind; those of `patched` mentions are as they say there."""

    base: Matches = NO_MATCHES
    patched: Mapping[int, Near] = field(default_factory=dict)

    @cached_property
    def matches(self) -> Matches:
        """All of them, in one table."""
        if not self.patched:
            return self.base
        size = max(len(self.base.by_mention.first), max(self.patched) + 1)
        is_patched = np.zeros(size, dtype=np.bool_)
        is_patched[list(self.patched)] = True
        kept = self.base.where(~is_patched[self.base.first] & ~is_patched[self.base.second])
        return joined([kept, *self._of_patched(is_patched)])

    def of(self, mention: int) -> Near:
        """The matches of one mention."""
        found = self.patched.get(mention)
        if found is not None:
            return found
        base = self.base
        places = base.by_mention.of(mention)
        rows = places % max(len(base), 1)
        others = np.where(places < len(base), base.second[rows], base.first[rows])
        return Near(others, base.scores[rows])

    def among(self, mentions: Codes) -> Matches:
        """The pairs of which both ends are among some mentions (sorted)."""
        found = []
        for mention in mentions.tolist():
            others, scores = self.of(mention)
            inside = (others > mention) & np.isin(others, mentions)
            many = int(np.count_nonzero(inside))
            found.append(Matches(np.full(many, mention, np.int32), others[inside], scores[inside]))
        return joined(found)

    def redone(self, mentions: Codes, matches: Matches) -> "MatchTable":
        """The table with `matches` in the place of all that some mentions had."""
        patch = self._without(mentions)
        _add(patch, self, matches.first, matches.second, matches.scores)
        _add(patch, self, matches.second, matches.first, matches.scores)
        patched = MatchTable(self.base, {**self.patched, **patch})
        return patched if len(patched.patched) <= MOST_PATCHED else MatchTable(patched.matches)

    def _without(self, mentions: Codes) -> dict[int, Near]:
        patch: dict[int, Near] = {}
        for mention in mentions.tolist():
            for other in self.of(mention).others.tolist():
                patch[other] = patch.get(other, self.of(other)).without(mentions)
        nothing = Near(NO_MATCHES.first, NO_MATCHES.scores)
        return patch | dict.fromkeys(mentions.tolist(), nothing)

    def _of_patched(self, is_patched: Mask) -> Iterable[Matches]:
        """The pairs with a patched end, each once."""
        for mention, (others, scores) in self.patched.items():
            mine = ~is_patched[others] | (others > mention)
            end = np.full(int(np.count_nonzero(mine)), mention, dtype=np.int32)
            low, high = np.minimum(end, others[mine]), np.maximum(end, others[mine])
            yield Matches(low, high, scores[mine])


def joined(parts: Iterable[Matches]) -> Matches:
    """Several tables as one."""
    found = [NO_MATCHES, *parts]
    return Matches(
        np.concatenate([part.first for part in found]),
        np.concatenate([part.second for part in found]),
        np.concatenate([part.scores for part in found]),
    )


def _add(
    patch: dict[int, Near], table: MatchTable, ends: Codes, others: Codes, scores: Scores
) -> None:
    """Add matches to a patch, seen from one of their ends."""
    order = np.argsort(ends, kind="stable")
    cuts = np.flatnonzero(np.diff(ends[order])) + 1
    for rows in np.split(order, cuts) if len(order) else ():
        end = int(ends[rows[0]])
        patch[end] = patch.get(end, table.of(end)).and_also(others[rows], scores[rows])
