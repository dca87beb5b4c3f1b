"""Communities within communities: each divided again by its own links, while that says something.

From a region to its circles to their crews. Each level stands on the one above it, and so do
its errors. A group is divided only if its own modularity reaches a least value; .3 is the
custom since Newman and Girvan (2004), Physical Review E 69, 026113.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.communities import SEEDS, communities
from comity.analytics.components import largest_first
from comity.analytics.errors import BadArgument
from comity.analytics.frames import entity_frame
from comity.graph.network import Network

Labels = npt.NDArray[np.int64]
LEAST = 0.3


def community_hierarchy(
    network: Network,
    levels: int = 3,
    *,
    least: float = LEAST,
    seed: int = 0,
    seeds: int = SEEDS,
) -> pd.DataFrame:
    """Columns `level_1` to `level_N`: the group of each entity, numbered from the largest down.

    Groups of one level lie within those of the level before; one that is not divided stays.
    """
    if levels < 1:
        raise BadArgument("levels", levels, "1 or more")
    first = communities(network, seed=seed, seeds=seeds)
    label: Labels = first["community"].to_numpy(dtype=np.int64)
    columns = {"level_1": label}
    for level in range(2, levels + 1):
        label = _divided(network, label, least, seed, seeds)
        columns[f"level_{level}"] = label
    return entity_frame(network, **columns)


def _divided(network: Network, label: Labels, least: float, seed: int, seeds: int) -> Labels:
    parts = np.zeros(network.size, dtype=np.int64)
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order], prepend=-1)) if len(order) else order
    for members in np.split(order, starts[1:]):
        parts[members] = _parts(network, members, least, seed, seeds)
    both = label * (int(parts.max(initial=0)) + 1) + parts
    return largest_first(both)[0]


def _parts(network: Network, members: Labels, least: float, seed: int, seeds: int) -> Labels:
    if len(members) < 3:
        return np.zeros(len(members), dtype=np.int64)
    inside = np.zeros(network.size, dtype=np.bool_)
    inside[members] = True
    found = communities(network.only(inside), seed=seed, seeds=seeds)
    if found.attrs["modularity"] < least:
        return np.zeros(len(members), dtype=np.int64)
    return found["community"].to_numpy(dtype=np.int64)
