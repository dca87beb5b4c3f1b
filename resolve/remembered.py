"""Remembered: what was found out of pairs of texts, kept from one part of the work to the next."""

from collections.abc import Callable

import numpy as np

from comity.resolve.facts import Bytes, Hashes, Index

# Places for pairs: two megabytes, of which a core's cache holds what is asked often.
PLACES = 18
# Fewer pairs are worked out in less time than it takes to look them up.
WORTH = 256
_SPREAD, _VALUE, _ANSWER = np.uint64(0x9E3779B97F4A7C15), np.uint64(8), np.uint64(255)
WorkOut = Callable[[Index, Index], Bytes]


class Remembered:
    """Small answers by pairs of numbers below `size`, whichever way round they come.

    A pair has one place, where the next one of that place will push it out. Pair and answer are
    one number written at once, so that threads may share a table without waiting.
    """

    def __init__(self, size: int, places: int = PLACES) -> None:
        self._size = np.uint64(size)
        self._shift = np.uint64(64 - places)
        self._held = np.full(1 << places, ~np.uint64(0), dtype=np.uint64)

    def find(self, left: Index, right: Index, work_out: WorkOut) -> Bytes:
        """The answer for each pair, worked out of those that are not remembered."""
        if len(left) < WORTH:
            return work_out(left, right)
        pair = self._pairs(left, right)
        place = ((pair * _SPREAD) >> self._shift).astype(np.int64)
        held = self._held.take(place)
        answer = (held & _ANSWER).astype(np.uint8)
        rows = np.flatnonzero(held >> _VALUE != pair)
        answer[rows] = work_out(left.take(rows), right.take(rows))
        self._held[place.take(rows)] = pair.take(rows) << _VALUE | answer.take(rows)
        return answer

    def _pairs(self, left: Index, right: Index) -> Hashes:
        low, high = np.minimum(left, right), np.maximum(left, right)
        pairs: Hashes = low.astype(np.uint64) * self._size + high.astype(np.uint64)
        return pairs
