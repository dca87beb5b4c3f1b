"""Measures by power iteration: eigenvector centrality and PageRank."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix

from comity.analytics.frames import entity_frame
from comity.graph.network import Network

Floats = npt.NDArray[np.float64]
TOLERANCE = 1e-10
MOST_ROUNDS = 5_000


def eigenvector_centrality(network: Network) -> pd.DataFrame:
    """Eigenvector centrality (Bonacich 1972) of unit length, by iterating A + I from all ones.

    Where several components have the same leading eigenvalue the start decides their share.
    """
    if not network.size:
        return entity_frame(network, eigenvector=np.zeros(0))
    matrix, now = _matrix(network), np.full(network.size, network.size**-0.5)
    for _ in range(MOST_ROUNDS):
        after = matrix @ now + now
        after /= np.linalg.norm(after)
        moved, now = float(np.abs(after - now).sum()), after
        if moved < network.size * TOLERANCE:
            break
    return entity_frame(network, eigenvector=now)


def pagerank(network: Network, *, damping: float = 0.85) -> pd.DataFrame:
    """PageRank (Page and Brin 1998) on the links without direction; it sums to 1.

    Iterated until the change is below TOLERANCE in all; entities without links share alike.
    """
    size = network.size
    if not size:
        return entity_frame(network, pagerank=np.zeros(0))
    degree = np.diff(network.simple.start).astype(np.float64)
    idle = degree == 0
    share = np.divide(1.0, degree, out=np.zeros(size), where=~idle)
    matrix, now = _matrix(network), np.full(size, 1.0 / size)
    for _ in range(MOST_ROUNDS):
        spread = damping * (matrix @ (now * share) + now[idle].sum() / size)
        after = spread + (1.0 - damping) / size
        moved, now = float(np.abs(after - now).sum()), after
        if moved < TOLERANCE:
            break
    return entity_frame(network, pagerank=now / now.sum())


def _matrix(network: Network) -> csr_matrix:
    simple = network.simple
    ones = np.ones(len(simple.beside))
    return csr_matrix((ones, simple.beside, simple.start), shape=(simple.size, simple.size))
