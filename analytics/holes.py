"""Structural holes: how far an entity's contacts are each other's contacts too.

Low constraint is room to broker, high constraint is being watched by one's own circle. Both
look two steps far only: a broker between two whole groups may look the same as one between two
loners. Undefined (NaN) without a neighbour. Burt (1992), Structural Holes, and (2004), AJS 110.
"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, diags

from comity.analytics.clustering import clustering
from comity.analytics.frames import entity_frame
from comity.analytics.matrices import adjacency
from comity.analytics.products import blocks
from comity.graph.network import Network


def constraint(network: Network, *, directed: bool = False, weighted: bool = False) -> pd.DataFrame:
    """Burt's `constraint`, with ties of both directions taken together."""
    if not network.size:
        return entity_frame(network, constraint=np.zeros(0))
    shares = _shares(network, directed=directed, weighted=weighted)
    scores = np.full(network.size, np.nan)
    for rows in blocks(shares, shares):
        direct = shares[rows]
        both = direct + (direct @ shares).multiply(direct > 0)
        scores[rows] = np.asarray(both.multiply(both).sum(axis=1)).ravel()
    scores[np.diff(shares.indptr) == 0] = np.nan
    return entity_frame(network, constraint=scores)


def effective_size(network: Network) -> pd.DataFrame:
    """`effective_size`: neighbours less their mean ties to each other (Borgatti 1997).

    `efficiency` is its share of the neighbours.
    """
    degree = np.diff(network.simple.start).astype(np.float64)
    degree[degree == 0] = np.nan
    size = degree - 2 * clustering(network)["triangles"].to_numpy() / degree
    return entity_frame(network, effective_size=size, efficiency=size / degree)


def _shares(network: Network, *, directed: bool, weighted: bool) -> csr_matrix:
    """What share of its ties, both ways together, an entity has with each other."""
    ties = adjacency(network, directed=directed, weighted=weighted)
    ties = (ties + ties.T).tocsr()
    total = np.asarray(ties.sum(axis=1)).ravel()
    shares = (diags(1.0 / np.where(total > 0, total, 1.0)) @ ties).tocsr()
    shares.eliminate_zeros()
    return shares
