"""Clustering: how many of an entity's neighbours are linked to one another.

Low beside a high degree marks those who hold groups together that do not know each other; high
marks a close circle. Every event of many participants closes triangles by itself, so on a
projection of events it measures their size. Watts and Strogatz (1998), Nature 393, 440-442.
"""

import networkit as nk
import numpy as np
import pandas as pd

from comity.analytics.frames import entity_frame
from comity.analytics.matrices import engine_graph
from comity.graph.network import Network


def clustering(network: Network) -> pd.DataFrame:
    """The `clustering` of each entity (0 below two neighbours) and its `triangles`.

    `attrs["transitivity"]` is the share of all chains of three that are closed.
    """
    degree = np.diff(network.simple.start)
    chains = degree * (degree - 1) / 2
    share = np.zeros(network.size)
    if len(network.simple.low):
        graph = engine_graph(network)
        measure = nk.centrality.LocalClusteringCoefficient(graph, True)
        share = np.where(degree > 1, np.array(measure.run().scores()), 0.0)
    triangles = np.rint(share * chains).astype(np.int64)
    frame = entity_frame(network, clustering=share, triangles=triangles)
    frame.attrs["transitivity"] = float(triangles.sum() / chains.sum()) if chains.any() else 0.0
    return frame
