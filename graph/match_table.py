"""Match tables: scored pairs of mentions, found by mention, and patched where some say new things.

A patched table is another table: whoever reads the former one is not disturbed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from comity.graph.columns import Codes, Ints, Mask, starts
from comity.graph.grouped import MOST_PATCHED

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
    def by_mention(self) -> tuple[Ints, Codes, Scores]:
        """The other ends and the scores of each mention: `others[first[m]:first[m + 1]]`."""
        ends = np.concatenate([self.first, self.second])
        rows, first = starts(ends, int(ends.max(initial=-1)) + 1)
        others = np.concatenate([self.second, self.first])[rows]
        return first, others, np.concatenate([self.scores, self.scores])[rows]


NO_MATCHES = Matches(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))


# The other ends of one mention's matches, with their scores. There are few of each, and patches
# touch many mentions: dictionaries beat arrays many times over here.
Near = dict[int, float]


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
        size = max(len(self.base.by_mention[0]), max(self.patched) + 1)
        is_patched = np.zeros(size, dtype=np.bool_)
        is_patched[list(self.patched)] = True
        kept = self.base.where(~is_patched[self.base.first] & ~is_patched[self.base.second])
        return joined([kept, self._touching(self.patched)])

    def of(self, mention: int) -> Near:
        """The matches of one mention."""
        found = self.patched.get(mention)
        if found is not None:
            return found
        first, others, scores = self.base.by_mention
        if mention + 1 >= len(first):
            return {}
        mine = slice(first[mention], first[mention + 1])
        return dict(zip(others[mine].tolist(), scores[mine].tolist(), strict=True))

    def among(self, mentions: Codes) -> Matches:
        """The pairs of which both ends are among some mentions."""
        inside = set(mentions.tolist())
        return _table(
            (mention, other, score)
            for mention in inside
            for other, score in self.of(mention).items()
            if other > mention and other in inside
        )

    def touching(self, mentions: Codes) -> Matches:
        """Every pair that has one of some mentions, each once."""
        return self._touching(set(mentions.tolist()))

    def redone(self, mentions: Codes, matches: Matches) -> "MatchTable":
        """The table with `matches` in the place of all that some mentions had."""
        patch = self._without(mentions.tolist())
        rows = (matches.first.tolist(), matches.second.tolist(), matches.scores.tolist())
        for first, second, score in zip(*rows, strict=True):
            for one, other in ((first, second), (second, first)):
                if one not in patch:
                    patch[one] = dict(self.of(one))
                patch[one][other] = score
        patched = MatchTable(self.base, {**self.patched, **patch})
        return patched if len(patched.patched) <= MOST_PATCHED else MatchTable(patched.matches)

    def _without(self, mentions: list[int]) -> dict[int, Near]:
        """Patches that take the matches of some mentions away, from both ends."""
        patch: dict[int, Near] = {mention: {} for mention in mentions}
        for mention in mentions:
            for other in self.of(mention):
                if other not in patch:
                    patch[other] = dict(self.of(other))
                patch[other].pop(mention, None)
        return patch

    def _touching(self, mentions: Collection[int]) -> Matches:
        return _table(
            (mention, other, score)
            for mention in mentions
            for other, score in self.of(mention).items()
            if other > mention or other not in mentions
        )


def joined(parts: Iterable[Matches]) -> Matches:
    """Several tables as one."""
    found = [NO_MATCHES, *parts]
    return Matches(
        np.concatenate([part.first for part in found]),
        np.concatenate([part.second for part in found]),
        np.concatenate([part.scores for part in found]),
    )


def _table(rows: Iterable[tuple[int, int, float]]) -> Matches:
    """A table of pairs and their scores, the ends of each in either order."""
    one, two, scores = tuple(zip(*rows, strict=True)) or ((), (), ())
    ends = np.array([one, two], dtype=np.int32)
    return Matches(ends.min(axis=0), ends.max(axis=0), np.array(scores, dtype=np.float32))
