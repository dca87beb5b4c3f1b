"""Bridges and articulation points: the links, and the entities, without which a part falls off.

Where one arrest or one lost contact parts a network, and where one doubtful link alone joins
two affairs. In a network that is known in part they are many and mostly gaps in what is
known: read them as questions. Hopcroft and Tarjan (1973), CACM 16, 372-378.
"""

import networkit as nk
import numpy as np
import pandas as pd

from comity.analytics.frames import entity_frame, pair_frame
from comity.analytics.matrices import engine_graph
from comity.graph.network import Network


def bridges(network: Network) -> pd.DataFrame:
    """The linked pairs without which their ends were apart, and the `links` that say so."""
    ends = np.array(
        [sorted(block) for block in _blocks(network) if len(block) == 2], dtype=np.int64
    )
    low, high = ends.reshape(-1, 2).T
    simple, size = network.simple, max(network.size, 1)
    numbers = simple.low.astype(np.int64) * size + simple.high
    return pair_frame(network)[np.isin(numbers, low * size + high)].reset_index(drop=True)


def articulation_points(network: Network) -> pd.DataFrame:
    """The entities that hold together what would be apart without them, and how many `parts`."""
    parts = np.zeros(network.size, dtype=np.int64)
    for block in _blocks(network):
        parts[list(block)] += 1
    frame = entity_frame(network, parts=parts)
    return frame[frame["parts"] > 1].reset_index(drop=True)


def _blocks(network: Network) -> list[set[int]]:
    """The sets that no single entity can part, of two entities or more."""
    if not len(network.simple.low):
        return []
    # The engine does not keep the graph alive that it works on.
    graph = engine_graph(network)
    found = nk.components.BiconnectedComponents(graph).run().getComponents()
    return [set(block) for block in found if len(block) > 1]
