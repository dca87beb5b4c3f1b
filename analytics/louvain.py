"""Louvain by seed: runs that visit entities in different orders, and then all of them together.

The engine visits entities as they lie in memory. In the order of a search in breadth neighbours
lie close, which takes a third of the time of an order by chance; where it starts, the seed says.
What all runs keep together becomes one entity of a smaller network, and dividing that is better
than the best of the runs (Ovelgönne and Geyer-Schulz 2013, Contemporary Mathematics 588, 187-206).
"""

from dataclasses import dataclass
from functools import cached_property

import networkit as nk
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import breadth_first_order

from comity.analytics.components import hanging_together
from comity.graph.network import Network, Nodes

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
# Beyond so many rounds on one level a run betters the fifth digit and takes twice as long.
ROUNDS = 8


@dataclass(frozen=True)
class Weighed:
    """What is divided: pairs and what they weigh, loops if any, and how much chance counts."""

    network: Network
    weight: Floats
    loops: Floats | None
    gamma: float

    def run(self, seed: int) -> Labels:
        """One division: the engine's, of entities in the order that belongs to a seed."""
        place = np.empty(self.network.size, dtype=np.int32)
        place[self._order(seed)] = np.arange(self.network.size, dtype=np.int32)
        return self._divided(place, self.network.size)[place]

    def together(self, runs: list[Labels]) -> Labels:
        """The division of a network in which whatever the runs all keep together is one."""
        same = runs[0]
        for label in runs[1:]:
            _, same = np.unique(same * (int(label.max(initial=0)) + 1) + label, return_inverse=True)
        return self.merged(same)

    def merged(self, label: Labels) -> Labels:
        """Groups put together where that is better; none is parted."""
        number = np.unique(label, return_inverse=True)[1].astype(np.int32)
        return self._divided(number, int(number.max(initial=-1)) + 1)[number]

    def _divided(self, place: Nodes, size: int) -> Labels:
        """What the engine makes of entities that lie, or lie together, at these places."""
        if not len(self.weight):
            return np.arange(size, dtype=np.int64)
        nk.setNumberOfThreads(1)
        graph = nk.GraphFromCsr(self._matrix(place, size), directed=False, weighted=True)
        # Without this `par` a run would depend on threads; chance has had its say in the order.
        finder = nk.community.PLM(graph, refine=True, gamma=self.gamma, par="none", maxIter=ROUNDS)
        return np.array(finder.run().getPartition().getVector(), dtype=np.int64)

    def _matrix(self, place: Nodes, size: int) -> csr_matrix:
        """Each pair once, from whichever end lies lower, with what lies inside as loops."""
        low, high = place[self.network.simple.low], place[self.network.simple.high]
        ends, weight = (np.minimum(low, high), np.maximum(low, high)), self.weight
        if self.loops is not None:
            ends = np.append(ends[0], place), np.append(ends[1], place)
            weight = np.append(weight, self.loops)
        return coo_matrix((weight, ends), shape=(size, size)).tocsr()

    def _order(self, seed: int) -> Nodes:
        """A search in breadth from one entity of each component, drawn by the seed."""
        simple, size = self.network.simple, self.network.size
        drawn = np.random.default_rng(seed).permutation(size)
        _, first = np.unique(self._component[drawn], return_index=True)
        beside = np.append(simple.beside, drawn[np.sort(first)].astype(np.int32))
        start = np.append(simple.start, len(beside)).astype(np.int32)
        # From one more, beside all those drawn, everybody is reached in one search.
        table = csr_matrix((np.ones(len(beside)), beside, start), shape=(size + 1, size + 1))
        order: Nodes = breadth_first_order(table, size, return_predecessors=False)[1:]
        return order

    @cached_property
    def _component(self) -> Nodes:
        simple = self.network.simple
        return hanging_together(self.network.size, simple.low, simple.high)
