"""Closeness: how near an entity is to all it can reach.

Who hears first and reaches most in few steps. Plain closeness breaks where a network falls into
parts; with the factor of Wasserman and Faust it weighs in how many can be reached, and harmonic
closeness does so by itself: prefer it where much is disconnected. Neither is for telling apart
people of one close group, whose values are all alike.
Wasserman and Faust (1994), Social Network Analysis, formula 5.22; Marchiori and Latora (2000).
"""

import networkit as nk
import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.brandes import Rows, distances
from comity.analytics.components import components
from comity.analytics.frames import entity_frame
from comity.analytics.matrices import adjacency, engine_graph
from comity.analytics.sampling import EXACT_WORK, SOURCES, drawn, error_of
from comity.graph.network import Network

Floats = npt.NDArray[np.float64]
DOUBT = 0.1


def closeness_centrality(
    network: Network, k: int | None = None, *, doubt: float = DOUBT, seed: int = 0
) -> pd.DataFrame:
    """Closeness with the Wasserman-Faust factor, fit for several components.

    Exact while entities times links stay below EXACT_WORK, else from `k` sources (Eppstein
    and Wang 2004): `attrs["error"]` says by what share of the longest distance the mean
    distance of an entity is off at most, but for a chance of `attrs["doubt"]`; 0 is exact.
    """
    sources = _sources(network, k, seed)
    if sources is None:
        return _frame(network, "closeness", _exact_closeness(network), 0.0, 0.0)
    _, near, far = _sums(network, sources)
    reached = _component_sizes(network) - 1
    mean = far / np.maximum(near, 1)
    share = reached / max(network.size - 1, 1)
    scores = np.divide(share, mean, out=np.zeros(network.size), where=mean > 0)
    return _frame(network, "closeness", scores, error_of(len(sources), network.size, doubt), doubt)


def harmonic_centrality(
    network: Network, k: int | None = None, *, doubt: float = DOUBT, seed: int = 0
) -> pd.DataFrame:
    """The sum of one over the distance to each other entity, not normalised, as networkx has it.

    Exact or sampled as closeness; here `attrs["error"]` is of the sum over all others.
    """
    sources = _sources(network, k, seed)
    if sources is None:
        return _frame(network, "harmonic", _exact_harmonic(network), 0.0, 0.0)
    others = np.full(network.size, len(sources))
    others[sources] -= 1
    scores = _sums(network, sources)[0] / np.maximum(others, 1) * (network.size - 1)
    error = error_of(len(sources), network.size, doubt) * (network.size - 1)
    return _frame(network, "harmonic", scores, error, doubt)


def _sources(network: Network, k: int | None, seed: int) -> npt.NDArray[np.int64] | None:
    """From whom to search, or None for everybody."""
    if k is None and network.size * len(network.simple.low) <= EXACT_WORK:
        return None
    return drawn(network.size, min(SOURCES, network.size) if k is None else k, seed)


def _exact_closeness(network: Network) -> Floats:
    if network.size < 2 or not len(network.simple.low):
        return np.zeros(network.size)
    variant = nk.centrality.ClosenessVariant.GENERALIZED
    graph = engine_graph(network)
    measure = nk.centrality.Closeness(graph, True, variant)
    return np.nan_to_num(np.array(measure.run().scores(), dtype=np.float64))


def _exact_harmonic(network: Network) -> Floats:
    if network.size < 2 or not len(network.simple.low):
        return np.zeros(network.size)
    graph = engine_graph(network)
    measure = nk.centrality.HarmonicCloseness(graph, normalized=False)
    return np.array(measure.run().scores())


def _sums(network: Network, sources: npt.NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Over the sources that reach an entity: one over the distance, how many, the distance."""
    rows = Rows.of(adjacency(network))
    inverse, near, total = (np.zeros(network.size) for _ in range(3))
    for source in sources.tolist():
        far = distances(rows, source)
        there = far > 0
        inverse[there] += 1.0 / far[there]
        near += there
        total[there] += far[there]
    return inverse, near, total


def _component_sizes(network: Network) -> npt.NDArray[np.int64]:
    return components(network)["size"].to_numpy(dtype=np.int64)


def _frame(network: Network, name: str, scores: Floats, error: float, doubt: float) -> pd.DataFrame:
    frame = entity_frame(network, **{name: scores})
    frame.attrs.update(error=error, doubt=doubt if error else 0.0)
    return frame
