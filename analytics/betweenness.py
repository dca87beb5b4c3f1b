"""Betweenness: how often an entity lies between two others on their shortest paths."""

import networkit as nk
import numpy as np
import pandas as pd

from comity.analytics.frames import engine_graph, entity_frame
from comity.graph.network import Network

EXACT_WORK = 400_000_000
ERROR, DOUBT = 0.01, 0.1


def betweenness_centrality(
    network: Network, *, seed: int = 0, exact: bool | None = None
) -> pd.DataFrame:
    """Betweenness (Freeman 1977, by Brandes 2001), normalised to 0..1 as in the textbook.

    Exact while entities times links stay below EXACT_WORK; beyond that sampled (KADABRA,
    Borassi and Natale 2019): off by at most ERROR with probability 1 - DOUBT. `attrs["error"]`
    says which: 0 is exact.
    """
    if network.size < 3 or not len(network.simple.low):
        return _frame(network, np.zeros(network.size), 0.0)
    if exact is None:
        exact = network.size * len(network.simple.low) <= EXACT_WORK
    graph = engine_graph(network, seed)
    if exact:
        scores = nk.centrality.Betweenness(graph, normalized=True).run().scores()
        return _frame(network, np.array(scores), 0.0)
    ranking = nk.centrality.KadabraBetweenness(graph, err=ERROR, delta=DOUBT, deterministic=True)
    # The engine counts an undirected pair from both ends; the textbook counts it once.
    return _frame(network, np.array(ranking.run().scores()) / 2, ERROR)


def _frame(
    network: Network, scores: np.ndarray[tuple[int], np.dtype[np.float64]], error: float
) -> pd.DataFrame:
    frame = entity_frame(network, betweenness=scores)
    frame.attrs["error"] = error
    return frame
