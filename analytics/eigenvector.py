"""Eigenvector centrality: important is who is linked to the important.

Influence that comes from whom one knows. It assumes one connected network: where several parts
are alike, the start of the iteration decides their shares, and in small dense cliques it says
little. Bonacich (1972), J. Math. Sociology 2, 113-120.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix

from comity.analytics.frames import entity_frame
from comity.analytics.matrices import adjacency
from comity.graph.network import Network

Floats = npt.NDArray[np.float64]
TOLERANCE = 1e-10
MOST_ROUNDS = 5_000


def eigenvector_centrality(
    network: Network, *, directed: bool = False, weighted: bool = False
) -> pd.DataFrame:
    """Eigenvector centrality of unit length, by iterating A + I from all ones.

    Directed, an entity is important through those whose links lead to it.
    """
    if not network.size:
        return entity_frame(network, eigenvector=np.zeros(0))
    matrix = incoming(network, directed=directed, weighted=weighted)
    now, _ = leading(matrix)
    return entity_frame(network, eigenvector=now)


def incoming(network: Network, *, directed: bool, weighted: bool) -> csr_matrix:
    """The matrix whose row i holds the links that lead to i."""
    matrix = adjacency(network, directed=directed, weighted=weighted)
    return matrix.T.tocsr() if directed else matrix


def leading(matrix: csr_matrix, rounds: int = MOST_ROUNDS) -> tuple[Floats, float]:
    """The leading eigenvector of A, of unit length and without signs, and its eigenvalue."""
    size = matrix.shape[0]
    # Weights scaled to a row's sum of at most 1 let one tolerance serve all networks.
    largest = float(matrix.sum(axis=1).max()) if matrix.nnz else 0.0
    scale = max(largest, 1.0) ** 0.5
    now, length = np.full(size, size**-0.5), 1.0
    for _ in range(rounds):
        after = matrix @ now / scale + now
        length = float((after * after).sum()) ** 0.5
        after /= length
        moved, now = float(np.abs(after - now).sum()), after
        if moved < size * TOLERANCE:
            break
    return now, (length - 1.0) * scale
