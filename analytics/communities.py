"""Communities: groups with more links inside than chance, or than a given density, would give.

Where to look for crews and circles in a network too large to draw. Some division is always
found, also in noise: the quality and the stability say how far to trust it. Modularity cannot
see groups below a size that grows with the whole network (Fortunato and Barthélemy 2007); the
constant Potts model can, and asks for the density instead. Neither is for membership that
overlaps. Louvain with refinement (Blondel et al. 2008; Staudt and Meyerhenke 2016) on modularity
(Newman and Girvan 2004) or CPM (Traag, Van Dooren and Nesterov 2011).
"""

import networkit as nk
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from comity.analytics.agreement import adjusted_mutual_information
from comity.analytics.components import largest_first
from comity.analytics.errors import BadArgument
from comity.analytics.frames import entity_frame
from comity.analytics.matrices import engine_graph, weighted_engine_graph
from comity.graph.network import Network

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
SEEDS = 3
QUALITIES = ("modularity", "cpm")


def communities(
    network: Network,
    *,
    resolution: float = 1.0,
    quality: str = "modularity",
    weighted: bool = False,
    seed: int = 0,
    seeds: int = SEEDS,
) -> pd.DataFrame:
    """The community of each entity, from the largest (0) down, and its size.

    The best of several seeds. `attrs` holds the quality reached under its name, and the
    `stability`: the mean agreement of the best with the other seeds (adjusted mutual
    information; 1 is the same, 0 what chance gives). Every community is connected.
    """
    _check(resolution, quality, seeds)
    weight = network.simple.weight if weighted else np.ones(len(network.simple.low))
    find = _by_modularity if quality == "modularity" else _by_density
    value = modularity if quality == "modularity" else density_quality
    runs = []
    for run in range(seeds):
        label = _connected(network, find(network, weight, resolution, seed + run))
        runs.append((value(network, label, weight, resolution), label))
    best = max(range(seeds), key=lambda run: runs[run][0])
    number, size = largest_first(runs[best][1])
    frame = entity_frame(network, community=number, size=size)
    others = [label for run, (_, label) in enumerate(runs) if run != best]
    frame.attrs[quality] = round(runs[best][0], 6)
    frame.attrs["stability"] = stability(number, others)
    return frame


def modularity(network: Network, label: Labels, weight: Floats, resolution: float = 1.0) -> float:
    """Modularity: the share of weight inside, less what the ends' weights would give by chance."""
    simple, whole = network.simple, float(weight.sum())
    if not whole:
        return 0.0
    inside = float(weight[label[simple.low] == label[simple.high]].sum())
    ends = np.bincount(label, weights=_strength(network, weight))
    return inside / whole - resolution * float(((ends / (2 * whole)) ** 2).sum())


def density_quality(
    network: Network, label: Labels, weight: Floats, resolution: float = 1.0
) -> float:
    """CPM: the weight inside, less `resolution` for each pair that could be linked inside."""
    simple = network.simple
    inside = float(weight[label[simple.low] == label[simple.high]].sum())
    sizes = np.bincount(label).astype(np.float64)
    return inside - resolution * float((sizes * (sizes - 1)).sum()) / 2


def stability(label: Labels, others: list[Labels]) -> float | None:
    """The mean agreement of one division with others; None if there are none."""
    if not others:
        return None
    agreed = [adjusted_mutual_information(label, other) for other in others]
    return round(float(np.mean(agreed)), 6)


def _by_modularity(network: Network, weight: Floats, resolution: float, seed: int) -> Labels:
    if not len(weight):
        return np.arange(network.size)
    if (weight == 1).all():
        return _partition(engine_graph(network, seed), resolution)
    return _partition(weighted_engine_graph(network, weight, seed=seed), resolution)


def _by_density(network: Network, weight: Floats, resolution: float, seed: int) -> Labels:
    """CPM as the modularity of a network in which a loop makes everybody's weight the same.

    What chance gives a pair is then the same for all pairs, which is what CPM asks for.
    """
    if not len(weight):
        return np.arange(network.size)
    strength = _strength(network, weight)
    most = float(strength.max())
    graph = weighted_engine_graph(network, weight, loops=(most - strength) / 2, seed=seed)
    return _partition(graph, resolution * network.size / most)


def _partition(graph: nk.Graph, resolution: float) -> Labels:
    # Any other `par` makes a run depend on threads, or not depend on its seed.
    finder = nk.community.PLM(graph, refine=True, gamma=resolution, par="none randomized")
    return np.array(finder.run().getPartition().getVector(), dtype=np.int64)


def _connected(network: Network, label: Labels) -> Labels:
    """Communities parted where they hang together by nothing, which never lowers the quality."""
    simple = network.simple
    inside = label[simple.low] == label[simple.high]
    ends = (simple.low[inside], simple.high[inside])
    matrix = csr_matrix((np.ones(len(ends[0])), ends), shape=(network.size, network.size))
    return np.asarray(connected_components(matrix, directed=False)[1], dtype=np.int64)


def _strength(network: Network, weight: Floats) -> Floats:
    simple = network.simple
    ends = np.concatenate([simple.low, simple.high])
    summed = np.bincount(ends, weights=np.tile(weight, 2), minlength=network.size)
    return np.asarray(summed, dtype=np.float64)


def _check(resolution: float, quality: str, seeds: int) -> None:
    if not 0 <= resolution < float("inf"):
        raise BadArgument("resolution", resolution, "0 or more")
    if quality not in QUALITIES:
        raise BadArgument("quality", repr(quality), " or ".join(QUALITIES))
    if seeds < 1:
        raise BadArgument("seeds", seeds, "1 or more")
