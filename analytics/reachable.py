"""Whom one reaches within some hops, and by how many shortest ways.

How large a circle is before anybody draws it. The counts grow with every hop to nearly
everybody, so beyond two or three they say more of the network than of the one in the middle.
"""

import numpy as np
import pandas as pd

from comity.analytics.avoiding import NOTHING, Avoid, barred, number_of
from comity.analytics.brandes import Rows
from comity.analytics.errors import BadArgument
from comity.analytics.frames import entity_frame
from comity.analytics.matrices import adjacency
from comity.graph.network import Network


def reachable(
    network: Network, source: str, hops: int = 2, *, avoid: Avoid = NOTHING
) -> pd.DataFrame:
    """Everybody within some hops, with their `hops` and the number of shortest `paths` there.

    Who is to be avoided is reached and not passed; `attrs["not_passed"]` counts them, and
    `attrs["counts"]` how many there are at each hop.
    """
    if hops < 0:
        raise BadArgument("hops", hops, "0 or more")
    start = number_of(network, source)
    stop = np.zeros(network.size, dtype=np.bool_)
    stop[barred(network, avoid)] = True
    stop[start] = False
    far, paths = _spread(network, start, hops, stop)
    there = np.flatnonzero(far >= 0)
    order = there[np.lexsort((there, far[there]))]
    frame = entity_frame(network, hops=far, paths=paths).iloc[order].reset_index(drop=True)
    counts = np.bincount(far[there], minlength=hops + 1).tolist()
    frame.attrs.update(counts=counts, not_passed=int((stop & (far >= 0)).sum()))
    return frame


def _spread(
    network: Network, start: int, hops: int, stop: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    rows = Rows.of(adjacency(network))
    far = np.full(network.size, -1, dtype=np.int64)
    paths = np.zeros(network.size, dtype=np.float64)
    far[start], paths[start] = 0, 1.0
    edge = np.array([start], dtype=np.int32)
    for hop in range(1, hops + 1):
        whose, at = rows.arcs(edge)
        to = rows.beside[at]
        new = far[to] == -1
        np.add.at(paths, to[new], paths[edge[whose[new]]])
        far[to[new]] = hop
        met = np.unique(to[new])
        edge = met[~stop[met]]
        if not len(edge):
            break
    return far, paths
