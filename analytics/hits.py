"""Hubs and authorities: who points to those that matter, and who is pointed to by such.

For links with a direction, as calls or payments: the organiser who calls many, and the one all
call. Where several parts have the same strength the start decides their shares; without
directions both are the eigenvector. Kleinberg (1999), J. ACM 46, 604-632.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.frames import entity_frame
from comity.analytics.matrices import adjacency
from comity.graph.network import Network

Floats = npt.NDArray[np.float64]
TOLERANCE = 1e-12
MOST_ROUNDS = 20_000


def hits(network: Network, *, weighted: bool = False) -> pd.DataFrame:
    """`hub` and `authority`, each summing to 1; all 0 where there is no link."""
    size = network.size
    out = adjacency(network, directed=True, weighted=weighted)
    hub = authority = np.zeros(size)
    if out.nnz:
        back, hub = out.T.tocsr(), np.full(size, 1.0 / size)
        for _ in range(MOST_ROUNDS):
            authority = _to_one(back @ hub)
            after = _to_one(out @ authority)
            moved, hub = float(np.abs(after - hub).sum()), after
            if moved < TOLERANCE:
                break
    return entity_frame(network, hub=hub, authority=authority)


def _to_one(scores: Floats) -> Floats:
    share: Floats = scores / scores.sum()
    return share
