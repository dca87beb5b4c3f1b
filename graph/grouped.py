"""Rows grouped by a number: those of a mention are found without looking at the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from comity.graph.columns import Codes, Ints, starts

# Numbers whose rows were added to since everything was last sorted: at so many it is done again.
MOST_PATCHED = 1 << 15
# Up to so many numbers are looked up one by one; for more of them arrays are quicker.
FEW = 256
_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Grouped:
    """`of(code)` are the rows of a code, in order; `patched` holds the codes that gained some."""

    rows: Ints
    first: Ints
    patched: Mapping[int, Ints] = field(default_factory=dict)

    def of(self, code: int) -> Ints:
        """The rows of one code."""
        found = self.patched.get(code)
        if found is not None:
            return found
        if code + 1 >= len(self.first):
            return _NONE
        return self.rows[self.first[code] : self.first[code + 1]]

    def of_all(self, codes: Sequence[int]) -> Ints:
        """The rows of several codes, in order for each of them."""
        if len(codes) <= FEW:
            return np.concatenate([_NONE, *map(self.of, codes)])
        patched = [self.patched[code] for code in codes if code in self.patched]
        plain = [code for code in codes if code not in self.patched]
        known = np.array(plain, dtype=np.int64)
        known = known[known < len(self.first) - 1]
        starts, many = self.first[known], self.first[known + 1] - self.first[known]
        place = np.repeat(starts - np.cumsum(many) + many, many) + np.arange(many.sum())
        return np.concatenate([self.rows[place], *patched])

    def extended(self, column: Codes, known: int, size: int) -> "Grouped":
        """The same with the rows of a column from `known` on; older readers keep theirs."""
        if known == len(column):
            return self
        fresh = column[known:]
        codes = np.unique(fresh).tolist()
        if len(self.patched) + len(codes) > MOST_PATCHED:
            return group(column, size)
        order = np.argsort(fresh, kind="stable")
        cuts = np.flatnonzero(np.diff(fresh[order])) + 1
        parts = zip(codes, np.split(order + known, cuts), strict=True)
        gained = {code: np.concatenate([self.of(code), rows]) for code, rows in parts}
        return Grouped(self.rows, self.first, {**self.patched, **gained})

    def replaced(self, rows: Mapping[int, Ints]) -> "Grouped":
        """The same with other rows for some codes."""
        return Grouped(self.rows, self.first, {**self.patched, **rows})


def group(column: Codes, size: int) -> Grouped:
    """Group the rows of a column of numbers below `size`."""
    return Grouped(*starts(column, size))
