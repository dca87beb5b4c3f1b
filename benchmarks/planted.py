"""A generated graph with planted communities and Pareto degrees, the same for a seed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Planted:
    """Distinct undirected links between nodes 0..nodes-1."""

    nodes: int
    first: npt.NDArray[np.int32]
    second: npt.NDArray[np.int32]


def plant(nodes: int, links: int, *, seed: int = 1, community: int = 400) -> Planted:
    """Links that stay inside their community seven times in ten."""
    rng = np.random.default_rng(seed)
    weight = rng.pareto(2.0, nodes) + 0.2
    drawn = int(links * 1.3)
    first = _weighted(rng, weight, drawn)
    near = (first // community) * community + rng.integers(0, community, drawn)
    far = _weighted(rng, weight, drawn)
    second = np.where(rng.random(drawn) < 0.7, np.minimum(near, nodes - 1), far)
    low, high = np.minimum(first, second), np.maximum(first, second)
    pairs = np.unique((low * nodes + high)[low != high])
    chosen = np.sort(rng.permutation(pairs)[:links])
    return Planted(nodes, (chosen // nodes).astype(np.int32), (chosen % nodes).astype(np.int32))


def _weighted(
    rng: np.random.Generator, weight: npt.NDArray[np.float64], size: int
) -> npt.NDArray[np.int64]:
    edges = np.cumsum(weight)
    return np.asarray(np.searchsorted(edges, rng.random(size) * edges[-1]), dtype=np.int64)
