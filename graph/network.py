"""The network: one view as arrays over entities, which is all that analytics may know."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Objects = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Simple:
    """The network without directions, loops and parallel links, as compressed rows.

    `beside[start[i]:start[i + 1]]` are the neighbours of entity i in order, and `count`
    says how many links lie on each. `pair_of_row` gives the pair of each network row, -1 for
    a loop; pairs are numbered in the order of (lower, higher) end.
    """

    size: int
    start: Ints
    beside: npt.NDArray[np.int32]
    count: Ints
    low: npt.NDArray[np.int32]
    high: npt.NDArray[np.int32]
    pair_of_row: Ints

    def neighbours(self, entity: int) -> npt.NDArray[np.int32]:
        """The distinct neighbours of one entity, in order."""
        return self.beside[self.start[entity] : self.start[entity + 1]]

    def pair(self, one: int, two: int) -> int:
        """The number of the pair of two entities, or -1."""
        low, high = min(one, two), max(one, two)
        # A number of another type would have the whole column converted for one look.
        first, last = np.searchsorted(self.low, np.array([low, low + 1], dtype=self.low.dtype))
        at = first + int(np.searchsorted(self.high[first:last], self.high.dtype.type(high)))
        return int(at) if at < last and self.high[at] == high else -1


@dataclass(frozen=True, eq=False)
class Network:
    """Entities 0..n-1 in the order of their ids, and the links between them.

    Parallel links are kept, one row a claim; `link` is the row's handle for its evidence in
    the same view (`View.evidence`). `standing` is involved, bystander, professional or
    neutral; `party` says which entities are persons or organisations.
    """

    ids: Objects
    kinds: Objects
    names: Objects
    standing: Objects
    party: npt.NDArray[np.bool_]
    source: npt.NDArray[np.int32]
    target: npt.NDArray[np.int32]
    link: Ints
    link_kinds: Objects
    roles: Objects

    @property
    def size(self) -> int:
        """How many entities."""
        return len(self.ids)

    def index_of(self, entity: str) -> int | None:
        """The row of an entity id, or None."""
        at = int(np.searchsorted(self._sorted_ids, entity))
        return at if at < self.size and self.ids[at] == entity else None

    def rows_between(self, one: int, two: int) -> list[int]:
        """The rows of the links between two entities, in order."""
        order, starts = self._rows_by_pair
        pair = self.simple.pair(one, two)
        return [] if pair < 0 else order[starts[pair] : starts[pair + 1]].tolist()

    def only(self, kept: npt.NDArray[np.bool_]) -> "Network":
        """The network of some entities and the links between them."""
        number = np.cumsum(kept, dtype=np.int32) - 1
        rows = kept[self.source] & kept[self.target]
        return Network(
            ids=self.ids[kept],
            kinds=self.kinds[kept],
            names=self.names[kept],
            standing=self.standing[kept],
            party=self.party[kept],
            source=number[self.source[rows]],
            target=number[self.target[rows]],
            link=self.link[rows],
            link_kinds=self.link_kinds[rows],
            roles=self.roles[rows],
        )

    @cached_property
    def simple(self) -> Simple:
        """The same without directions, loops and parallel links."""
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        rows = np.flatnonzero(low != high)
        packed = low[rows].astype(np.int64) * max(self.size, 1) + high[rows]
        order = np.argsort(packed, kind="stable")
        new = np.ones(len(order), dtype=np.bool_)
        new[1:] = packed[order][1:] != packed[order][:-1]
        pair_of_row = np.full(len(self.source), -1, dtype=np.int64)
        pair_of_row[rows[order]] = np.cumsum(new) - 1
        distinct = packed[order][new]
        count = np.bincount(pair_of_row[rows], minlength=len(distinct))
        ends = (
            (distinct // max(self.size, 1)).astype(np.int32),
            (distinct % max(self.size, 1)).astype(np.int32),
        )
        return _compressed(self.size, *ends, count.astype(np.int64), pair_of_row)

    @cached_property
    def _sorted_ids(self) -> npt.NDArray[np.str_]:
        return self.ids.astype(str) if self.size else np.zeros(0, dtype="U1")

    @cached_property
    def _rows_by_pair(self) -> tuple[Ints, Ints]:
        pair_of_row = self.simple.pair_of_row
        rows = np.flatnonzero(pair_of_row >= 0)
        order = rows[np.argsort(pair_of_row[rows], kind="stable")]
        starts = np.zeros(len(self.simple.low) + 1, dtype=np.int64)
        np.cumsum(np.bincount(pair_of_row[rows], minlength=len(self.simple.low)), out=starts[1:])
        return order, starts


def _compressed(
    size: int,
    low: npt.NDArray[np.int32],
    high: npt.NDArray[np.int32],
    count: Ints,
    pair_of_row: Ints,
) -> Simple:
    ends = np.concatenate([low, high]), np.concatenate([high, low])
    order = np.lexsort((ends[1], ends[0]))
    start = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends[0], minlength=size), out=start[1:])
    both = np.concatenate([count, count])[order]
    return Simple(size, start, ends[1][order], both, low, high, pair_of_row)
