"""Communities: groups with more links inside than chance would give them.

Louvain with refinement (Blondel et al. 2008; Staudt and Meyerhenke 2016) on modularity
(Newman and Girvan 2004), the best of several seeds, so that one unlucky start does not speak.
"""

import networkit as nk
import numpy as np
import pandas as pd

from comity.analytics.components import largest_first
from comity.analytics.frames import engine_graph, entity_frame
from comity.graph.network import Network

SEEDS = 3


def communities(
    network: Network, *, resolution: float = 1.0, seed: int = 0, seeds: int = SEEDS
) -> pd.DataFrame:
    """The community of each entity, from the largest (0) down, and its size.

    The modularity reached stands in the frame's `attrs`. Repeatable for a seed, and
    independent of the order in which records arrived.
    """
    runs = [_partition(network, resolution, seed + run) for run in range(max(seeds, 1))]
    modularity, label = max(runs, key=lambda run: run[0])
    number, size = largest_first(label)
    frame = entity_frame(network, community=number, size=size)
    frame.attrs["modularity"] = round(modularity, 6)
    return frame


def _partition(
    network: Network, resolution: float, seed: int
) -> tuple[float, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    if not len(network.simple.low):
        return 0.0, np.arange(network.size)
    graph = engine_graph(network, seed)
    # `par="none"` makes a run depend on its seed alone.
    found = nk.community.PLM(graph, refine=True, gamma=resolution, par="none").run().getPartition()
    return nk.community.Modularity().getQuality(found, graph), np.array(found.getVector())
