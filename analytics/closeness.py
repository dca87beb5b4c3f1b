"""Closeness: how near an entity is to all it can reach."""

import networkit as nk
import numpy as np
import pandas as pd

from comity.analytics.frames import engine_graph, entity_frame
from comity.graph.network import Network


def closeness_centrality(network: Network) -> pd.DataFrame:
    """Closeness with the Wasserman-Faust factor (1994, formula 5.22), fit for several components.

    Exact: one search from every entity, so its cost grows with entities times links.
    """
    scores = np.zeros(network.size)
    if network.size > 1 and len(network.simple.low):
        graph = engine_graph(network)
        variant = nk.centrality.ClosenessVariant.GENERALIZED
        scores = np.array(nk.centrality.Closeness(graph, True, variant).run().scores())
    return entity_frame(network, closeness=np.nan_to_num(scores))
