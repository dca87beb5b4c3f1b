"""PageRank: where somebody who follows links at random, and now and then starts anew, is met.

Importance that many unimportant links cannot buy, and personalised from a few entities what
lies near them: whom to look at next around a case. Without directions it follows degree
closely. Page, Brin, Motwani and Winograd (1999); Haveliwala (2002) on personalising.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, diags

from comity.analytics.errors import BadArgument, UnknownEntity
from comity.analytics.frames import entity_frame
from comity.analytics.matrices import adjacency
from comity.graph.network import Network

Floats = npt.NDArray[np.float64]
TOLERANCE = 1e-10
MOST_ROUNDS = 5_000


def pagerank(
    network: Network,
    *,
    damping: float = 0.85,
    personalization: Mapping[str, float] | None = None,
    directed: bool = False,
    weighted: bool = False,
) -> pd.DataFrame:
    """PageRank; it sums to 1 and is off by less than TOLERANCE in all.

    `personalization` weighs the entities at which one starts anew; whoever has no link to
    follow starts anew as well.
    """
    if not 0 <= damping < 1:
        raise BadArgument("damping", damping, "from 0 and below 1")
    if not network.size:
        return entity_frame(network, pagerank=np.zeros(0))
    start = _start(network, personalization)
    matrix = adjacency(network, directed=directed, weighted=weighted)
    found = _stepwise if directed else _conjugate
    scores = found(matrix, start, damping)
    return entity_frame(network, pagerank=scores / scores.sum())


def _start(network: Network, personalization: Mapping[str, float] | None) -> Floats:
    if personalization is None:
        return np.full(network.size, 1.0 / network.size)
    start = np.zeros(network.size)
    for entity, weight in personalization.items():
        number = network.index_of(entity)
        if number is None:
            raise UnknownEntity(entity)
        if not 0 <= weight < float("inf"):
            raise BadArgument("a weight of personalization", weight, "0 or more")
        start[number] = weight
    if not start.any():
        raise BadArgument("personalization", dict(personalization), "above 0 for somebody")
    start /= start.sum()
    return start


def _conjugate(matrix: csr_matrix, start: Floats, damping: float) -> Floats:
    """Solve (I - d A / k) x = start by conjugate gradients on the symmetric form of it.

    Without directions the walk is reversible, and that takes a third of the rounds of following
    it. Mass that idle entities would send back to the start only scales the answer.
    """
    degree = np.asarray(matrix.sum(axis=1)).ravel()
    root = np.sqrt(np.where(degree > 0, degree, 1.0))
    inverse = diags(1.0 / root)
    walk = (inverse @ matrix @ inverse).tocsr()
    right = start / root
    now, rest = right.copy(), damping * (walk @ right)
    way, length = rest.copy(), _dot(rest, rest)
    # The sum of a rest, over what damping leaves, bounds how far off the sum of scores is.
    while float((np.abs(rest) * root).sum()) > TOLERANCE * (1 - damping) and length > 0:
        ahead = way - damping * (walk @ way)
        step = length / _dot(way, ahead)
        now += step * way
        rest -= step * ahead
        before, length = length, _dot(rest, rest)
        way = rest + length / before * way
    return np.asarray(np.maximum(now, 0.0) * root)


def _dot(one: Floats, two: Floats) -> float:
    """Without BLAS, whose threads wait for each other longer than this takes on a busy machine."""
    return float((one * two).sum())


def _stepwise(matrix: csr_matrix, start: Floats, damping: float) -> Floats:
    """Follow the walk until the change is below TOLERANCE in all."""
    degree = np.asarray(matrix.sum(axis=1)).ravel()
    idle = degree == 0
    share = np.divide(1.0, degree, out=np.zeros(len(start)), where=~idle)
    back, now = matrix.T.tocsr(), start
    for _ in range(MOST_ROUNDS):
        after = damping * (back @ (now * share) + now[idle].sum() * start) + (1 - damping) * start
        moved, now = float(np.abs(after - now).sum()), after
        if moved < TOLERANCE * (1 - damping):
            break
    return now
