"""Indices of how likely two who are not linked are linked after all, by whom they both know.

They find what an observer of this network has probably missed, if links were missed at random and
people who know the same people know each other. They say nothing of two who share nobody, nor of
those who keep apart on purpose, and less the more a network is a star. Liben-Nowell and Kleinberg
(2007); Adamic and Adar (2003); Zhou, Lü and Zhang (2009); Barabási and Albert (1999).
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, triu

from comity.analytics.avoiding import number_of
from comity.analytics.errors import BadArgument, TooLarge
from comity.analytics.matrices import adjacency
from comity.graph.network import Ints, Network

Floats = npt.NDArray[np.float64]
Pairs = Iterable[tuple[str, str]]
INDICES = (
    "common_neighbors", "jaccard_coefficient", "adamic_adar_index", "resource_allocation_index",
    "preferential_attachment",
)  # fmt: skip
MOST_STEPS = 100_000_000  # pairs of links that end at the same entity


def common_neighbors(network: Network, ebunch: Pairs | None = None) -> pd.DataFrame:
    """How many both know; of given pairs, or of all who share a neighbour and are not linked."""
    return _index(network, "common_neighbors", ebunch)


def jaccard_coefficient(network: Network, ebunch: Pairs | None = None) -> pd.DataFrame:
    """How many both know, of all whom either knows."""
    return _index(network, "jaccard_coefficient", ebunch)


def adamic_adar_index(network: Network, ebunch: Pairs | None = None) -> pd.DataFrame:
    """Those both know, each weighed by one over the logarithm of how many they know."""
    return _index(network, "adamic_adar_index", ebunch)


def resource_allocation_index(network: Network, ebunch: Pairs | None = None) -> pd.DataFrame:
    """Those both know, each weighed by one over how many they know."""
    return _index(network, "resource_allocation_index", ebunch)


def preferential_attachment(network: Network, ebunch: Pairs | None = None) -> pd.DataFrame:
    """How many one knows times how many the other does; without pairs, of who shares somebody."""
    return _index(network, "preferential_attachment", ebunch)


def two_steps_apart(network: Network) -> tuple[Ints, Ints]:
    """Every two who are not linked and know somebody in common, in order."""
    matrix = adjacency(network)
    degree = np.diff(matrix.indptr).astype(np.float64)
    steps = int((degree * degree).sum())
    if steps > MOST_STEPS:
        raise TooLarge("pairs of links", steps, MOST_STEPS, "take a part, or leave out hubs")
    shared = triu(matrix @ matrix, k=1).tocsr()
    apart = (shared - shared.multiply(matrix)).tocoo()
    held = apart.data > 0
    low, high = apart.row[held].astype(np.int64), apart.col[held].astype(np.int64)
    order = np.lexsort((high, low))
    return low[order], high[order]


def indices(network: Network, low: Ints, high: Ints) -> Floats:
    """All INDICES of some pairs, a row a pair."""
    matrix = adjacency(network)
    degree = np.diff(matrix.indptr).astype(np.float64)
    # Whoever is known to two knows two, so that the logarithm below is never that of 1.
    log = np.log(np.maximum(degree, 2))
    weights = np.stack([np.ones(len(degree)), 1 / log, 1 / np.maximum(degree, 1)], axis=1)
    common, adamic, resource = _both(matrix, low, high, weights).T
    either = np.maximum(degree[low] + degree[high] - common, 1)
    return np.stack([common, common / either, adamic, resource, degree[low] * degree[high]], axis=1)


def _both(matrix: csr_matrix, low: Ints, high: Ints, weights: Floats) -> Floats:
    """The sum of weights of those whom both of each pair know, in blocks that fit."""
    found = np.zeros((len(low), weights.shape[1]))
    block = 200_000
    for start in range(0, len(low), block):
        rows = slice(start, start + block)
        found[rows] = matrix[low[rows]].multiply(matrix[high[rows]]) @ weights
    return found


def _index(network: Network, name: str, ebunch: Pairs | None) -> pd.DataFrame:
    low, high = two_steps_apart(network) if ebunch is None else _numbers(network, ebunch)
    scores = indices(network, low, high)[:, INDICES.index(name)]
    return pd.DataFrame({"source": network.ids[low], "target": network.ids[high], name: scores})


def _numbers(network: Network, ebunch: Pairs) -> tuple[Ints, Ints]:
    pairs = [(number_of(network, one), number_of(network, two)) for one, two in ebunch]
    for one, two in pairs:
        if one == two:
            raise BadArgument("a pair", f"{network.ids[one]} twice", "of two entities")
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]
