"""scikit-network asked for the tasks of graph libraries that it has."""

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sknetwork.clustering import Louvain
from sknetwork.ranking import PageRank
from sknetwork.topology import get_connected_components, get_core_decomposition

from benchmarks.graph_tasks import TOLERANCE, Edges, main


def _matrix(edges: Edges) -> csr_matrix:
    one = np.ones(len(edges.low))
    half = csr_matrix((one, (edges.low, edges.high)), shape=(edges.size, edges.size))
    return (half + half.T).tocsr()


def seeded(edges: Edges, seed: int) -> Any:
    """Communities by a seed, in an order drawn by it."""
    return Louvain(random_state=seed, shuffle_nodes=seed > 0).fit_predict(_matrix(edges))


LIBRARY = {
    "components": lambda edges: get_connected_components(_matrix(edges)).max() + 1,
    "PageRank": lambda edges: (
        PageRank(0.85, n_iter=100, tol=TOLERANCE).fit_predict(_matrix(edges)).max()
    ),
    "k-core": lambda edges: get_core_decomposition(_matrix(edges)).max(),
    "communities": lambda edges: seeded(edges, 0),
}

if __name__ == "__main__":
    main(LIBRARY)
