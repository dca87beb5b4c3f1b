"""Connected components: which entities hang together at all.

The first question of any network: what is one affair and what are several. One wrong merge or
one shared address joins two components, so look at what joins them before saying that they are one.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse.csgraph import connected_components

from comity.analytics.frames import entity_frame
from comity.analytics.matrices import adjacency
from comity.graph.network import Network


def components(network: Network) -> pd.DataFrame:
    """The component of each entity, numbered from the largest (0) down, and its size."""
    _, label = connected_components(adjacency(network), directed=False)
    number, size = largest_first(label)
    return entity_frame(network, component=number, size=size)


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
