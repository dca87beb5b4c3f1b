"""PageRank: where somebody who follows links at random, and now and then starts anew, is met.

Importance that many unimportant links cannot buy, and personalised from a few entities what
lies near them: whom to look at next around a case. Without directions it follows degree
closely. Page, Brin, Motwani and Winograd (1999); Haveliwala (2002) on personalising.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix

from comity.analytics.errors import BadArgument, UnknownEntity
from comity.analytics.frames import earlier, entity_frame
from comity.analytics.matrices import adjacency, strength
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
    tol: float = TOLERANCE,
    start: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """PageRank; it sums to 1 and is off by less than `tol` in all.

    `personalization` weighs the entities at which one starts anew; whoever has no link to
    follow starts anew as well. `start` is an earlier answer, of the network before a few changes:
    the answer is the same, sooner. `attrs["rounds"]` says in how many rounds it was found.
    """
    if not 0 <= damping < 1:
        raise BadArgument("damping", damping, "from 0 and below 1")
    if not 0 < tol < 1:
        raise BadArgument("tol", tol, "between 0 and 1")
    if not network.size:
        return entity_frame(network, pagerank=np.zeros(0))
    anew = _anew(network, personalization)
    matrix = adjacency(network, directed=directed, weighted=weighted)
    found = _stepwise if directed else _conjugate
    scores, rounds = found(matrix, anew, damping, tol, _guess(network, start, anew))
    frame = entity_frame(network, pagerank=scores / scores.sum())
    frame.attrs["rounds"] = rounds
    return frame


def _guess(network: Network, start: pd.DataFrame | None, anew: Floats) -> Floats | None:
    """Where the earlier answer leaves off; who was not there is met where one starts anew."""
    if start is None:
        return None
    guess: Floats = earlier(network, start, "pagerank", anew)
    if not (np.isfinite(guess).all() and (guess >= 0).all() and guess.any()):
        raise BadArgument("start", "other numbers", "scores of 0 or more")
    return np.asarray(guess / guess.sum())


def _anew(network: Network, personalization: Mapping[str, float] | None) -> Floats:
    if personalization is None:
        return np.full(network.size, 1.0 / network.size)
    anew = np.zeros(network.size)
    for entity, weight in personalization.items():
        number = network.index_of(entity)
        if number is None:
            raise UnknownEntity(entity)
        if not 0 <= weight < float("inf"):
            raise BadArgument("a weight of personalization", weight, "0 or more")
        anew[number] = weight
    if not anew.any():
        raise BadArgument("personalization", dict(personalization), "above 0 for somebody")
    anew /= anew.sum()
    return anew


def _conjugate(
    matrix: csr_matrix, anew: Floats, damping: float, tol: float, guess: Floats | None
) -> tuple[Floats, int]:
    """Solve (I - d A / k) x = start by conjugate gradients on the symmetric form of it.

    Without directions the walk is reversible, and that takes a third of the rounds of following
    it. Mass that idle entities would send back to the start only scales the answer.
    """
    degree = strength(matrix)
    root = np.sqrt(np.where(degree > 0, degree, 1.0))
    inverse = 1.0 / root

    def ahead(way: Floats) -> Floats:
        """One step of the walk taken off; scaling what goes in and out spares a matrix."""
        return np.asarray(way - damping * (inverse * (matrix @ (inverse * way))))

    right = anew * inverse
    now = right.copy() if guess is None else _scaled(guess, degree, damping) * inverse
    rest = right - ahead(now)
    way, length, rounds = rest.copy(), _dot(rest, rest), 0
    # The sum of a rest, over what damping leaves, bounds how far off the sum of scores is.
    while float((np.abs(rest) * root).sum()) > tol * (1 - damping) and length > 0:
        onward = ahead(way)
        step = length / _dot(way, onward)
        now += step * way
        rest -= step * onward
        before, length = length, _dot(rest, rest)
        way, rounds = rest + length / before * way, rounds + 1
    return np.asarray(np.maximum(now, 0.0) * root), rounds


def _scaled(guess: Floats, degree: Floats, damping: float) -> Floats:
    """Scores that sum to 1 as what solves the equation: without what idle entities send back."""
    return guess / (1 - damping + damping * float(guess[degree == 0].sum()))


def _dot(one: Floats, two: Floats) -> float:
    """Without BLAS, whose threads wait for each other longer than this takes on a busy machine."""
    return float((one * two).sum())


def _stepwise(
    matrix: csr_matrix, anew: Floats, damping: float, tol: float, guess: Floats | None
) -> tuple[Floats, int]:
    """Follow the walk until the change is below what `tol` allows in all."""
    degree = strength(matrix)
    idle = degree == 0
    share = np.divide(1.0, degree, out=np.zeros(len(anew)), where=~idle)
    back, now, rounds = matrix.T.tocsr(), anew if guess is None else guess, 0
    while rounds < MOST_ROUNDS:
        rounds += 1
        after = damping * (back @ (now * share) + now[idle].sum() * anew) + (1 - damping) * anew
        moved, now = float(np.abs(after - now).sum()), after
        if moved < tol * (1 - damping):
            break
    return now, rounds
