"""Likely missing links, each with its reason: where to look next, never what is so.

A prediction is no claim. It has a type of its own that nothing takes: no record, no path, no
measure, no case. Two who are listed here share company, which is no offence and no proof that they
know each other; acting on a list of them would make the network that it guesses.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from comity.analytics.errors import BadArgument
from comity.analytics.link_model import LinkModel, train_link_model
from comity.analytics.link_prediction import INDICES, indices, two_steps_apart
from comity.analytics.projection import check_one_mode
from comity.graph.network import Ints, Network

Method = Literal[
    "model", "common_neighbors", "jaccard_coefficient", "adamic_adar_index",
    "resource_allocation_index", "preferential_attachment",
]  # fmt: skip
METHODS: tuple[Method, ...] = (
    "model", "common_neighbors", "jaccard_coefficient", "adamic_adar_index",
    "resource_allocation_index", "preferential_attachment",
)  # fmt: skip
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CommonNeighbour:
    """One whom both know, and how many they know in all: fewer says more."""

    entity: str
    name: str
    knows: int


@dataclass(frozen=True, slots=True)
class HiddenLink:
    """Two who may be linked and are not known to be: a guess, with what it rests on.

    `score` orders guesses of one method and is no chance; `because` are those whom both know,
    those first who know fewest.
    """

    one: str
    other: str
    method: Method
    score: float
    because: tuple[CommonNeighbour, ...]


def hidden_links(
    network: Network,
    limit: int = 20,
    *,
    method: Method = "model",
    model: LinkModel | None = None,
    seed: int = 0,
) -> tuple[HiddenLink, ...]:
    """The likeliest missing links between those who share a neighbour, best first, then by ids.

    `model` without one given is trained on this network. A network that links things of unlike
    kinds is refused: project it first.
    """
    if method not in METHODS:
        raise BadArgument("method", method, f"one of {', '.join(METHODS)}")
    if limit < 0:
        raise BadArgument("limit", limit, "0 or more")
    check_one_mode(network)
    low, high = two_steps_apart(network)
    if not len(low):
        return ()
    if method == "model" and model is None:
        model = train_link_model(network, seed=seed)
    scores = scored(network, low, high, method, model)
    # Equal but for the last bit of a sum is equal.
    order = np.lexsort((high, low, -np.round(scores, 12)))[:limit]
    return tuple(
        _guess(network, int(low[at]), int(high[at]), method, float(scores[at]))
        for at in order.tolist()
    )


def scored(
    network: Network, low: Ints, high: Ints, method: Method, model: LinkModel | None
) -> Floats:
    """What a method says of some pairs."""
    found = indices(network, low, high)
    if model is not None and method == "model":
        return model.score(found)
    return np.asarray(found[:, INDICES.index(method)])


def _guess(network: Network, one: int, two: int, method: Method, score: float) -> HiddenLink:
    simple = network.simple
    both = np.intersect1d(simple.neighbours(one), simple.neighbours(two)).tolist()
    knows = {entity: len(simple.neighbours(entity)) for entity in both}
    because = tuple(
        CommonNeighbour(network.ids[entity], network.names[entity], knows[entity])
        for entity in sorted(both, key=lambda entity: (knows[entity], entity))
    )
    return HiddenLink(network.ids[one], network.ids[two], method, score, because)
