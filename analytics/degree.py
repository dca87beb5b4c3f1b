"""Degree: how many others an entity is linked to.

The first look at a network: who is busy, or watched most. It says as much about where people
looked as about who matters, so never compare it across sources that record unlike much.
Freeman (1979), Social Networks 1, 215-239; weights as in Barrat et al. (2004), PNAS 101.
"""

import numpy as np
import pandas as pd

from comity.analytics.frames import entity_frame
from comity.graph.network import Network, Nodes


def degree_centrality(network: Network) -> pd.DataFrame:
    """Distinct neighbours over all others, the neighbours, the links, and what they weigh."""
    simple = network.simple
    return _frame(network, "degree", (simple.low, simple.high), simple.count, simple.weight)


def in_degree_centrality(network: Network) -> pd.DataFrame:
    """The same of those whose links lead to an entity."""
    return _directed(network, "in_degree", network.target, network.source)


def out_degree_centrality(network: Network) -> pd.DataFrame:
    """The same of those to whom an entity's links lead."""
    return _directed(network, "out_degree", network.source, network.target)


def _directed(network: Network, name: str, end: Nodes, other: Nodes) -> pd.DataFrame:
    rows = end != other
    packed = end[rows].astype(np.int64) * max(network.size, 1) + other[rows]
    pairs, at, links = np.unique(packed, return_inverse=True, return_counts=True)
    weight = np.bincount(at, weights=network.weight[rows], minlength=len(pairs))
    ends = (pairs // max(network.size, 1)).astype(np.int32)
    return _frame(network, name, (ends,), links, weight)


def _frame(
    network: Network, name: str, ends: tuple[Nodes, ...], links: np.ndarray, weight: np.ndarray
) -> pd.DataFrame:
    """Sums by entity over pairs; each pair counts at each of its `ends`."""

    def summed(values: np.ndarray | None) -> np.ndarray:
        sums = [np.bincount(end, weights=values, minlength=network.size) for end in ends]
        return np.asarray(np.sum(sums, axis=0))

    neighbours = summed(None)
    share = neighbours / max(network.size - 1, 1)
    columns = {name: share, "neighbours": neighbours, "links": summed(links).astype(np.int64)}
    return entity_frame(network, **columns, weight=summed(weight))
