"""A small model of which links are missing: logistic regression on the indices of pairs.

It is trained on the network itself: some of its links are withheld, and it learns what they look
like in what is left, beside pairs that are not linked. So it knows no more than the view does, and
believes that what is missing looks like what is known.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.analytics.errors import BadArgument
from comity.analytics.link_prediction import INDICES, indices
from comity.graph.network import Ints, Network

Floats = npt.NDArray[np.float64]
WITHHELD, LEAST_LINKS, ROUNDS = 0.2, 20, 5
RIDGE, STEPS = 1.0, 50


@dataclass(frozen=True)
class LinkModel:
    """Weights of the standardised logarithms of INDICES, and of nothing at all."""

    weights: tuple[float, ...]
    start: float
    mean: tuple[float, ...]
    spread: tuple[float, ...]

    def score(self, found: Floats) -> Floats:
        """Log odds, as between links and as many pairs that are none; a row a pair."""
        table = (np.log1p(found) - np.array(self.mean)) / np.array(self.spread)
        return np.asarray(table @ np.array(self.weights) + self.start)

    def explain(self) -> dict[str, float]:
        """The weight of each index, by its name."""
        return dict(zip(INDICES, self.weights, strict=True))


def train_link_model(
    network: Network, *, withheld: float = WITHHELD, rounds: int = ROUNDS, seed: int = 0
) -> LinkModel:
    """Train on the network's own links, withheld a share at a time."""
    if not 0 < withheld < 1:
        raise BadArgument("withheld", withheld, "between 0 and 1")
    if rounds < 1:
        raise BadArgument("rounds", rounds, "1 or more")
    links = len(network.simple.low)
    if links < LEAST_LINKS:
        raise BadArgument("linked pairs", links, f"{LEAST_LINKS} or more to train on")
    rng = np.random.default_rng(seed)
    tables, answers = [], []
    for _ in range(rounds):
        hidden = withhold(network, withheld, rng)
        others = not_linked(network, len(hidden[0]), rng)
        left = without_pairs(network, hidden)
        for pairs, answer in ((hidden, 1.0), (others, 0.0)):
            tables.append(np.log1p(indices(left, *pairs)))
            answers.append(np.full(len(pairs[0]), answer))
    return _fitted(np.concatenate(tables), np.concatenate(answers))


def withhold(network: Network, share: float, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Some linked pairs at random, at least one and not all, in order."""
    simple = network.simple
    many = min(max(round(share * len(simple.low)), 1), len(simple.low) - 1)
    chosen = np.sort(rng.choice(len(simple.low), many, replace=False))
    return simple.low[chosen].astype(np.int64), simple.high[chosen].astype(np.int64)


def not_linked(network: Network, many: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """So many pairs that are not linked at random, or all there are, in order."""
    size, simple = network.size, network.simple
    linked = simple.low.astype(np.int64) * size + simple.high
    if size * (size - 1) // 2 <= max(4 * many + 2 * len(linked), 100_000):
        low, high = np.triu_indices(size, 1)
        free = np.setdiff1d(low.astype(np.int64) * size + high, linked, assume_unique=True)
        drawn = free if len(free) <= many else np.sort(rng.choice(free, many, replace=False))
    else:
        drawn = _drawn(size, many, linked, rng)
    return drawn // size, drawn % size


def without_pairs(network: Network, pairs: tuple[Ints, Ints]) -> Network:
    """The network without any link between some pairs."""
    size = network.size
    low = np.minimum(network.source, network.target).astype(np.int64)
    high = np.maximum(network.source, network.target)
    gone = np.minimum(*pairs) * size + np.maximum(*pairs)
    return network.with_links(~np.isin(low * size + high, gone))


def _drawn(size: int, many: int, linked: Ints, rng: np.random.Generator) -> Ints:
    found = np.zeros(0, dtype=np.int64)
    while len(found) < many:
        ends = np.sort(rng.integers(0, size, (2 * many, 2)), axis=1)
        packed = ends[:, 0] * size + ends[:, 1]
        fresh = packed[(ends[:, 0] < ends[:, 1]) & ~np.isin(packed, linked)]
        found = np.unique(np.concatenate([found, fresh]))
    return np.sort(rng.choice(found, many, replace=False))


def _fitted(table: Floats, answer: Floats) -> LinkModel:
    """Newton's steps to the most likely weights, held small by a ridge: few links teach little."""
    mean, spread = table.mean(axis=0), table.std(axis=0)
    spread[spread < 1e-12] = 1.0
    scaled = np.column_stack([(table - mean) / spread, np.ones(len(table))])
    price = np.append(np.full(table.shape[1], RIDGE), 0.0)
    weights = _newton(scaled, answer, price)
    return LinkModel(
        tuple(weights[:-1].tolist()), float(weights[-1]), tuple(mean.tolist()),
        tuple(spread.tolist()),
    )  # fmt: skip


def _newton(table: Floats, answer: Floats, price: Floats) -> Floats:
    weights = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -500, 500)))
        slope = table.T @ (answer - chance) - price * weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(price)
        # The least that keeps the start's own curve from vanishing where all is separated.
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(weights)), slope)
        weights = weights + step
        if np.abs(step).max() < 1e-10:
            break
    return weights
