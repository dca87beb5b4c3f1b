"""Katz centrality: all walks that end at an entity, longer ones counting less.

Like the eigenvector, but everybody has a share of their own, so that nothing vanishes in
small parts and in networks of directed links without circles. How fast longer walks fade is a
choice, and ranks turn on it: look at two. Katz (1953), Psychometrika 18, 39-43.
"""

import numpy as np
import pandas as pd

from comity.analytics.eigenvector import incoming, leading
from comity.analytics.errors import NotConverging
from comity.analytics.frames import entity_frame
from comity.graph.network import Network

TOLERANCE = 1e-10
MOST_ROUNDS = 10_000
FADING = 0.85  # of the most at which the sum of all walks is finite


def katz_centrality(
    network: Network,
    alpha: float | None = None,
    beta: float = 1.0,
    *,
    directed: bool = False,
    weighted: bool = False,
) -> pd.DataFrame:
    """Katz centrality of unit length; each further step of a walk counts `alpha` of the last.

    Without `alpha`, FADING over the leading eigenvalue; `attrs["alpha"]` says which it was.
    """
    if not network.size:
        return entity_frame(network, katz=np.zeros(0))
    matrix = incoming(network, directed=directed, weighted=weighted)
    if alpha is None:
        alpha = FADING / max(leading(matrix, rounds=200)[1], 1.0)
    now = np.full(network.size, beta)
    for _ in range(MOST_ROUNDS):
        after = alpha * (matrix @ now) + beta
        moved, now = float(np.abs(after - now).max()), after
        if moved <= TOLERANCE * float(np.abs(now).max()):
            return _frame(network, now, alpha)
        if not np.isfinite(moved) or moved > 1e200:
            break
    raise NotConverging(f"Katz with alpha {alpha} has no sum here; take a smaller one, or none")


def _frame(network: Network, scores: np.ndarray, alpha: float) -> pd.DataFrame:
    frame = entity_frame(network, katz=scores / max(float(np.linalg.norm(scores)), 1e-300))
    frame.attrs["alpha"] = alpha
    return frame
