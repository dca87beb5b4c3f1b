"""Connected components: which entities hang together at all.

The first question of any network: what is one affair and what are several. One wrong merge or
one shared address joins two components, so look at what joins them before saying that they are one.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from comity.analytics.frames import entity_frame
from comity.graph.network import Network, Nodes


def components(network: Network) -> pd.DataFrame:
    """The component of each entity, numbered from the largest (0) down, and its size."""
    number, size = largest_first(hanging_together(network.size, network.source, network.target))
    return entity_frame(network, component=number, size=size)


def hanging_together(size: int, one: Nodes, other: Nodes) -> Nodes:
    """Which of 0 to size - 1 hang together by these links: a number for each, the same for those.

    Loops and parallel links change nothing, so that links need no sorting first.
    """
    if not size:
        return np.zeros(0, dtype=np.int32)
    links = coo_matrix((np.ones(len(one)), (one, other)), shape=(size, size))
    # It must not add up parallel links, which takes half as long as all the rest.
    links.has_canonical_format = True
    label: Nodes = connected_components(links.tocsr(), directed=False)[1]
    return label


def largest_first(
    label: npt.NDArray[np.integer],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Groups numbered by size, then by their first entity, and the size of each one's group."""
    if not len(label):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    _, first, back, counts = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    place = np.empty(len(counts), dtype=np.int64)
    place[np.lexsort((first, -counts))] = np.arange(len(counts))
    return place[back], counts[back].astype(np.int64)
