"""How sure a rank is where links are missing: intervals over networks with links withheld.

Covert networks are never known whole. If a tenth of what is known could as well not be, who
would still rank first? Links are withheld at random, each alike: what really is missing is
missing for reasons, so the intervals are the least doubt there is, not all of it.
Borgatti, Carley and Krackhardt (2006), Social Networks 28, 124-136; Efron (1979).
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.errors import BadArgument
from comity.graph.network import Network

Measure = Callable[[Network], pd.DataFrame]
Floats = npt.NDArray[np.float64]
WITHHELD, DRAWS, SURE = 0.1, 100, 0.9


def rank_intervals(
    network: Network,
    measure: Measure,
    *,
    column: str | None = None,
    withheld: float = WITHHELD,
    draws: int = DRAWS,
    sure: float = SURE,
    seed: int = 0,
) -> pd.DataFrame:
    """The measure's frame with each entity's `rank` and where it lies in `sure` of the draws.

    In each draw a pair of linked entities is left out with chance `withheld`, with all its
    links. Best first is 1; equals share the mean of their ranks. `first` is the share of
    draws in which nobody ranks higher. A measure may leave rows out, always the same.
    """
    _check(withheld, draws, sure)
    frame = measure(network)
    name = column if column is not None else str(frame.columns[3])
    rng = np.random.default_rng(seed)
    ranks = np.empty((draws, len(frame)))
    for draw in range(draws):
        ranks[draw] = _ranks(measure(_thinned(network, withheld, rng))[name])
    tail = (1 - sure) / 2
    return frame.assign(
        rank=_ranks(frame[name]),
        rank_low=np.quantile(ranks, tail, axis=0, method="lower"),
        rank_high=np.quantile(ranks, 1 - tail, axis=0, method="higher"),
        first=(ranks == ranks.min(axis=1, keepdims=True, initial=np.inf)).mean(axis=0),
    )


def _thinned(network: Network, withheld: float, rng: np.random.Generator) -> Network:
    simple = network.simple
    gone = rng.random(len(simple.low)) < withheld
    kept = np.ones(len(network.source), dtype=np.bool_)
    kept[simple.rows[np.repeat(gone, simple.count)]] = False
    return network.with_links(kept)


def _ranks(scores: pd.Series) -> Floats:
    # Rounded, so that two who are equal but for the last bit of a sum stay equal.
    rounded = scores.fillna(-np.inf).round(12)
    return np.asarray(rounded.rank(ascending=False, method="average"), dtype=np.float64)


def _check(withheld: float, draws: int, sure: float) -> None:
    for name, share in (("withheld", withheld), ("sure", sure)):
        if not 0 < share < 1:
            raise BadArgument(name, share, "between 0 and 1")
    if draws < 1:
        raise BadArgument("draws", draws, "1 or more")
