"""Betweenness: how often an entity, or a link, lies between two others on shortest paths.

Who could pass on, hold back or watch what goes between others: the broker. It assumes that
things take shortest paths and that the network is whole; one missing link can make a broker of
nobody. Not for who is important within a close group, where nobody needs an intermediary.
Freeman (1977), Sociometry 40, 35-41; by Brandes (2001), J. Math. Sociology 25, 163-177.
"""

import networkit as nk
import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.brandes import Rows, dependencies
from comity.analytics.errors import BadArgument
from comity.analytics.frames import entity_frame, pair_frame
from comity.analytics.matrices import adjacency, engine_graph
from comity.analytics.sampling import EXACT_WORK, SOURCES, drawn, error_of
from comity.graph.network import Network

Floats = npt.NDArray[np.float64]
ERROR, DOUBT = 0.01, 0.1


def betweenness_centrality(
    network: Network,
    k: int | None = None,
    *,
    exact: bool | None = None,
    error: float = ERROR,
    doubt: float = DOUBT,
    directed: bool = False,
    seed: int = 0,
) -> pd.DataFrame:
    """Betweenness of entities, normalised to 0..1 as in the textbook.

    With `k`, from so many sources drawn by the seed (Brandes and Pich 2007). Else exact while
    entities times links stay below EXACT_WORK, and beyond that by sampled paths (KADABRA,
    Borassi and Natale 2019) to within `error`. `attrs["error"]` says how far off every score
    is at most, but for a chance of `attrs["doubt"]`; 0 is exact.
    """
    _check(error, doubt)
    if k is not None:
        return _from_sources(network, drawn(network.size, k, seed), doubt, directed)
    if network.size < 3 or not len(network.simple.low):
        return _frame(network, np.zeros(network.size), 0.0, 0.0)
    if exact is None:
        exact = network.size * len(network.simple.low) <= EXACT_WORK
    graph = engine_graph(network, seed, directed=directed)
    if exact:
        scores = nk.centrality.Betweenness(graph, normalized=True).run().scores()
        return _frame(network, np.array(scores), 0.0, 0.0)
    ranking = nk.centrality.KadabraBetweenness(graph, err=error, delta=doubt, deterministic=True)
    # The engine counts an undirected pair from both ends; the textbook counts it once.
    return _frame(network, np.array(ranking.run().scores()) / 2, error, doubt)


def edge_betweenness_centrality(
    network: Network, k: int | None = None, *, doubt: float = DOUBT, seed: int = 0
) -> pd.DataFrame:
    """Betweenness of linked pairs (Girvan and Newman 2002): how much goes across each.

    Exact while entities times links stay below EXACT_WORK, else from `k` sources (SOURCES).
    """
    size, pairs = network.size, len(network.simple.low)
    if k is None and size * pairs > EXACT_WORK:
        k = min(SOURCES, size)
    sources = np.arange(size) if k is None else drawn(size, k, seed)
    _, arcs = dependencies(Rows.of(adjacency(network)), sources)
    scores = np.bincount(network.simple.across, weights=arcs, minlength=pairs)
    frame = pair_frame(network, betweenness=scores / max(len(sources) * (size - 1), 1))
    frame.attrs.update(error=error_of(len(sources), size, doubt), doubt=doubt)
    return frame


def _from_sources(
    network: Network, sources: npt.NDArray[np.int64], doubt: float, directed: bool
) -> pd.DataFrame:
    """From sources; one that is a source itself could be between from one source fewer."""
    k, size = len(sources), network.size
    nodes, _ = dependencies(Rows.of(adjacency(network, directed=directed)), sources)
    counted = np.full(size, k)
    counted[sources] -= 1
    scores = nodes / (np.maximum(counted, 1) * max(size - 2, 1))
    return _frame(network, scores, error_of(k, size, doubt), doubt if k < size else 0.0)


def _check(error: float, doubt: float) -> None:
    for name, value in (("error", error), ("doubt", doubt)):
        if not 0 < value < 1:
            raise BadArgument(name, value, "between 0 and 1")


def _frame(network: Network, scores: Floats, error: float, doubt: float) -> pd.DataFrame:
    frame = entity_frame(network, betweenness=scores)
    frame.attrs.update(error=error, doubt=doubt)
    return frame
