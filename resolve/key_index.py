"""The live index of blocking keys: who else bears the keys of a newcomer, without asking everybody.

It gives the pairs that blocking all subjects would give, for the keys and their cutting are the
same. Subjects only ever gain keys, for what was once said of them counts for good.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from comity.resolve.block import DROPPED
from comity.resolve.facts import Codes, Hashes
from comity.resolve.keys import rules_of
from comity.resolve.prepare import Prepared

# Newcomers' keys stand in dictionaries until there are so many that sorting them in pays.
MOST_APART = 1 << 20


class KeyIndex:
    """The bearers of every key, rule by rule; made once and added to."""

    def __init__(self, prepared: Prepared, numbers: Codes) -> None:
        self._sorted = [_sorted(key, owner) for key, owner in _keys(prepared, numbers)]
        self._apart: list[dict[int, set[int]]] = [defaultdict(set) for _ in self._sorted]
        self._many_apart = 0

    def add(self, prepared: Prepared, numbers: Codes) -> tuple[Codes, Codes]:
        """Take subjects in; the pairs (one of them, another bearer of one of its keys)."""
        found: set[tuple[int, int]] = set()
        for place, (key, owner) in enumerate(_keys(prepared, numbers)):
            found.update(self._met(place, key, owner))
            self._many_apart += len(key)
        if self._many_apart > MOST_APART:
            self._sort_in()
        pairs = np.array(sorted(found), dtype=np.int32).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def _met(self, rule: int, key: Hashes, owner: Codes) -> Iterator[tuple[int, int]]:
        """Each bearer of a key with those who bear it already, by one rule."""
        (held, bearers), apart = self._sorted[rule], self._apart[rule]
        starts, ends = (np.searchsorted(held, key, side) for side in ("left", "right"))
        each = zip(key.tolist(), owner.tolist(), starts.tolist(), ends.tolist(), strict=True)
        for one, number, start, end in each:
            for others in (bearers[start:end].tolist(), apart[one]):
                yield from ((number, other) for other in others if other != number)
            apart[one].add(number)

    def _sort_in(self) -> None:
        for place, apart in enumerate(self._apart):
            held, bearers = self._sorted[place]
            many = [len(numbers) for numbers in apart.values()]
            key = np.repeat(np.fromiter(apart, np.uint64, len(apart)), many)
            owner = np.array([n for numbers in apart.values() for n in numbers], dtype=np.int32)
            self._sorted[place] = _sorted(np.append(held, key), np.append(bearers, owner))
            apart.clear()
        self._many_apart = 0


def _keys(prepared: Prepared, numbers: Codes) -> Iterator[tuple[Hashes, Codes]]:
    """The keys of each rule, cut as blocking cuts them, with the numbers of those who bear them."""
    for subject, key in rules_of(prepared):
        yield key >> DROPPED, numbers[subject]


def _sorted(key: Hashes, owner: Codes) -> tuple[Hashes, Codes]:
    order = np.argsort(key, kind="stable")
    return key[order], owner[order]
