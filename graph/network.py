"""The network: one view as arrays over entities, which is all that analytics may know."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, csr_matrix

Objects = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]
Nodes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Simple:
    """The network without directions, loops and parallel links, as compressed rows.

    `beside[start[i]:start[i + 1]]` are the neighbours of entity i in order, and `across`
    gives the pair that each of them is. Pairs are numbered in the order of (`low`, `high`)
    end, and `rows[first[p]:first[p + 1]]` says which network rows lie on each; `weights` are
    those of all network rows.
    """

    size: int
    start: Ints
    beside: Nodes
    across: Nodes
    low: Nodes
    high: Nodes
    rows: Nodes
    first: Ints
    weights: Floats

    @cached_property
    def count(self) -> Ints:
        """How many links lie on each pair."""
        return np.diff(self.first)

    @cached_property
    def weight(self) -> Floats:
        """What the links on each pair weigh together."""
        if not len(self.low):
            return np.zeros(0)
        return np.add.reduceat(self.weights[self.rows], self.first[:-1])

    def neighbours(self, entity: int) -> Nodes:
        """The distinct neighbours of one entity, in order."""
        return self.beside[self.start[entity] : self.start[entity + 1]]

    def neighbour_list(self, entity: int) -> list[int]:
        """The same as plain numbers, which a search of few steps goes through fastest."""
        starts = self._starts
        around: list[int] = self.beside[starts[entity] : starts[entity + 1]].tolist()
        return around

    @cached_property
    def _starts(self) -> list[int]:
        starts: list[int] = self.start.tolist()
        return starts

    def pair(self, one: int, two: int) -> int:
        """The number of the pair of two entities, or -1."""
        if not (0 <= one < self.size and 0 <= two < self.size):
            return -1
        first, last = int(self.start[one]), int(self.start[one + 1])
        around = self.beside[first:last]
        # A number of another type would have the neighbours converted for one look.
        at = int(np.searchsorted(around, around.dtype.type(two)))
        return int(self.across[first + at]) if at < len(around) and around[at] == two else -1


@dataclass(frozen=True, eq=False)
class Network:
    """Entities 0..n-1 in the order of their ids, and the links between them.

    Parallel links are kept, one row a claim; `link` is the row's handle for its evidence in
    the same view (`View.evidence`). `standing` is involved, bystander, professional or
    neutral; `party` says which entities are persons or organisations. Each link has a weight
    (1 for a claim), the stretch of time [begins, ends) in which it holds, and a grade.
    """

    ids: Objects
    kinds: Objects
    names: Objects
    standing: Objects
    party: npt.NDArray[np.bool_]
    source: Nodes
    target: Nodes
    link: Ints
    link_kinds: Objects
    roles: Objects
    weight: Floats
    begins: Ints
    ends: Ints
    grades: Objects

    @property
    def size(self) -> int:
        """How many entities."""
        return len(self.ids)

    @cached_property
    def kinds_counted(self) -> Mapping[str, int]:
        """How many entities there are of each kind, by its name."""
        return dict(sorted(Counter(self.kinds.tolist()).items()))

    def index_of(self, entity: str) -> int | None:
        """The row of an entity id, or None."""
        at = bisect_left(self.ids, entity)
        return at if at < self.size and self.ids[at] == entity else None

    def rows_between(self, one: int, two: int) -> list[int]:
        """The rows of the links between two entities, in order."""
        simple, pair = self.simple, self.simple.pair(one, two)
        return [] if pair < 0 else simple.rows[simple.first[pair] : simple.first[pair + 1]].tolist()

    def only(self, kept: npt.NDArray[np.bool_]) -> "Network":
        """The network of some entities and the links between them."""
        number = np.cumsum(kept, dtype=np.int32) - 1
        rows = self.with_links(kept[self.source] & kept[self.target])
        return replace(
            rows,
            ids=self.ids[kept],
            kinds=self.kinds[kept],
            names=self.names[kept],
            standing=self.standing[kept],
            party=self.party[kept],
            source=number[rows.source],
            target=number[rows.target],
        )

    def with_links(self, kept: npt.NDArray[np.bool_]) -> "Network":
        """The network of all entities and some of the links."""
        return replace(self, **{name: getattr(self, name)[kept] for name in _OF_LINKS})

    @cached_property
    def simple(self) -> Simple:
        """The same without directions, loops and parallel links."""
        low, high, rows = self._rows_by_pair()
        new = np.ones(len(rows), dtype=np.bool_)
        new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
        first = np.append(np.flatnonzero(new), len(rows))
        if len(first) <= len(rows):  # some links are parallel
            low, high = low[new], high[new]
        start, beside, across = _both_ways(self.size, low, high)
        return Simple(self.size, start, beside, across, low, high, rows, first, self.weight)

    def _rows_by_pair(self) -> tuple[Nodes, Nodes, Nodes]:
        """Lower and higher end and row of each link that is no loop, in this order.

        Counting twice, as the change of a matrix from columns to rows does, takes an eighth
        of the time of sorting.
        """
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        rows = np.flatnonzero(low != high).astype(np.int32)
        if len(rows) < len(low):  # some links are loops
            low, high = low[rows], high[rows]
        table = coo_matrix((rows, (high, low)), shape=(self.size, self.size))
        table.has_canonical_format = True  # parallel links must stay apart
        grouped = table.tocsr().tocsc()
        lows = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(grouped.indptr))
        return lows, grouped.indices, grouped.data


_OF_LINKS = (
    "source", "target", "link", "link_kinds", "roles", "weight", "begins", "ends", "grades"
)  # fmt: skip


def _both_ways(size: int, low: Nodes, high: Nodes) -> tuple[Ints, Nodes, Nodes]:
    """Compressed rows of pairs from either end: where each begins, the other end, the pair."""
    start = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(low, minlength=size), out=start[1:])
    # Pairs are counted from 1 here, for a sum of matrices drops what is 0.
    numbers = np.arange(1, len(low) + 1, dtype=np.int32)
    upward = csr_matrix((numbers, high, start), shape=(size, size))
    both = upward + upward.T.tocsr()
    return both.indptr.astype(np.int64), both.indices, both.data - 1
