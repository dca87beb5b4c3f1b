"""The network as matrices and as the compiled engine's graph: which links count, how much."""

import networkit as nk
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, csr_matrix

from comity.graph.network import Network

Floats = npt.NDArray[np.float64]


def adjacency(network: Network, *, directed: bool = False, weighted: bool = False) -> csr_matrix:
    """Row i holds the neighbours of i, or whom i's links lead to; without loops.

    Parallel links are one, of weight 1, or of their weights' sum.
    """
    if directed:
        return _arcs(network, weighted)
    simple = network.simple
    weight = simple.weight[simple.across] if weighted else np.ones(len(simple.beside))
    shape = (simple.size, simple.size)
    return csr_matrix((weight, simple.beside, simple.start), shape=shape)


def strength(matrix: csr_matrix) -> Floats:
    """What each row weighs together."""
    return np.asarray(matrix @ np.ones(matrix.shape[1]), dtype=np.float64)


def engine_graph(network: Network, seed: int = 0, *, directed: bool = False) -> nk.Graph:
    """The network in the compiled engine, on one thread so that a seed repeats it."""
    nk.setNumberOfThreads(1)
    nk.setSeed(seed, False)
    if directed:
        matrix = adjacency(network, directed=True)
        return nk.GraphFromCsr(matrix, directed=True) if matrix.nnz else _empty(network, True)
    if not len(network.simple.low):
        return _empty(network, False)
    # An undirected graph takes each pair once: from its lower end.
    return nk.GraphFromCsr(_upward(network), directed=False)


def _empty(network: Network, directed: bool) -> nk.Graph:
    return nk.Graph(network.size, False, directed)


def _upward(network: Network) -> csr_matrix:
    simple = network.simple
    start = np.zeros(simple.size + 1, dtype=np.int32)
    np.cumsum(np.bincount(simple.low, minlength=simple.size), out=start[1:])
    ones = np.ones(len(simple.low))
    return csr_matrix((ones, simple.high, start), shape=(simple.size, simple.size))


def _arcs(network: Network, weighted: bool) -> csr_matrix:
    rows = network.source != network.target
    ends = network.source[rows], network.target[rows]
    arcs = coo_matrix((network.weight[rows], ends), shape=(network.size, network.size)).tocsr()
    arcs.sort_indices()
    if not weighted:
        arcs.data[:] = 1.0
    return arcs
