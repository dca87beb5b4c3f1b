"""How good guesses of missing links are: some links are withheld, and looked for among all pairs.

AUC is how often a withheld link is scored above a pair that is none: half is chance. Precision at
k is how many of the k best guesses were withheld, with k as many as were. Links are withheld at
random, which real gaps are not, so real guesses are worse. Lü and Zhou (2011), Physica A 390.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.errors import BadArgument
from comity.analytics.hidden_links import METHODS, Method, scored
from comity.analytics.link_model import (
    LEAST_LINKS,
    not_linked,
    train_link_model,
    withhold,
    without_pairs,
)
from comity.graph.network import Ints, Network

MOST_PAIRS = 2_000_000
COLUMNS = ["method", "auc", "auc_spread", "precision", "precision_spread", "chance", "draws"]
Floats = npt.NDArray[np.float64]


def hold_out(
    network: Network,
    methods: Sequence[Method] = METHODS,
    *,
    withheld: float = 0.1,
    draws: int = 10,
    seed: int = 0,
) -> pd.DataFrame:
    """One row a method: mean and spread of AUC and precision at k over some draws.

    `chance` is the precision of guessing blindly. Beyond MOST_PAIRS unlinked pairs a sample of
    them stands for all, and precision is of that sample.
    """
    _check(network, methods, withheld, draws)
    told: dict[Method, list[tuple[float, float]]] = {method: [] for method in methods}
    chances = []
    for draw in range(draws):
        rng = np.random.default_rng([seed, draw])
        hidden = withhold(network, withheld, rng)
        others = not_linked(network, MOST_PAIRS, rng)
        chances.append(len(hidden[0]) / (len(hidden[0]) + len(others[0])))
        for method, scores in _scores(network, hidden, others, methods, seed).items():
            told[method].append((_auc(*scores), _precision(*scores)))
    rows = [(method, *_summed(told[method]), float(np.mean(chances)), draws) for method in methods]
    return pd.DataFrame(rows, columns=COLUMNS)


def _scores(
    network: Network,
    hidden: tuple[Ints, Ints],
    others: tuple[Ints, Ints],
    methods: Sequence[Method],
    seed: int,
) -> dict[Method, tuple[Floats, Floats]]:
    """What each method says, from what is left, of the withheld and of the others."""
    left = without_pairs(network, hidden)
    model = train_link_model(left, seed=seed) if "model" in methods else None
    return {
        method: (scored(left, *hidden, method, model), scored(left, *others, method, model))
        for method in methods
    }


def _auc(hidden: Floats, others: Floats) -> float:
    if not len(others):
        return 0.5
    ranks = pd.Series(np.round(np.concatenate([hidden, others]), 12)).rank().to_numpy()
    many = len(hidden)
    return float((ranks[:many].sum() - many * (many + 1) / 2) / (many * len(others)))


def _precision(hidden: Floats, others: Floats) -> float:
    """Of as many best as were withheld; those that tie for the last places count their share."""
    many = len(hidden)
    scores = np.round(np.concatenate([hidden, others]), 12)
    edge = np.sort(scores)[-many]
    above, level = scores > edge, scores == edge
    places = many - above.sum()
    right = above[:many].sum() + places * level[:many].sum() / level.sum()
    return float(right / many)


def _summed(told: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    table = np.array(told)
    mean, spread = table.mean(axis=0), table.std(axis=0)
    return float(mean[0]), float(spread[0]), float(mean[1]), float(spread[1])


def _check(network: Network, methods: Sequence[Method], withheld: float, draws: int) -> None:
    for method in methods:
        if method not in METHODS:
            raise BadArgument("method", method, f"one of {', '.join(METHODS)}")
    if not 0 < withheld < 1:
        raise BadArgument("withheld", withheld, "between 0 and 1")
    if draws < 1:
        raise BadArgument("draws", draws, "1 or more")
    links = len(network.simple.low)
    if links < 2 or ("model" in methods and links * (1 - withheld) < LEAST_LINKS + 1):
        least = f"so many that {LEAST_LINKS + 1} are left to train on, or 2 without the model"
        raise BadArgument("linked pairs", links, least)
