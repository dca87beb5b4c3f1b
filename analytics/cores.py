"""Cores: the innermost group an entity belongs to in which all have so many links to the group.

Finds the dense middle of a large network in one look, before anything dearer. An event with
many participants makes a core of them by itself: look at links of kinds that make none.
Seidman (1983), Social Networks 5, 269-287; by Batagelj and Zaversnik (2003).
"""

import networkit as nk
import numpy as np
import pandas as pd

from comity.analytics.frames import entity_frame
from comity.analytics.matrices import engine_graph
from comity.graph.network import Network


def core_number(network: Network) -> pd.DataFrame:
    """The largest `core` of each entity: all of that group have as many neighbours in it."""
    cores = np.zeros(network.size, dtype=np.int64)
    if len(network.simple.low):
        graph = engine_graph(network)
        found = nk.centrality.CoreDecomposition(graph).run().scores()
        cores = np.array(found).astype(np.int64)
    return entity_frame(network, core=cores)
