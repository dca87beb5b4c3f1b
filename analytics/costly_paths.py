"""Paths by what their links cost or how surely they hold, instead of by hops.

The strongest path is often longer than the shortest, and more often right: three graded
observations against one rumour. Dijkstra (1959) from both ends; k of them by Yen (1971).
"""

import math
from collections.abc import Set
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np

from comity.analytics.avoiding import NOTHING, Avoid, number_of
from comity.analytics.evidence import Floats, check_links, cost_of_pairs
from comity.analytics.path_search import Chain, joined
from comity.analytics.paths import Path, closed, path_of
from comity.analytics.yen import k_best
from comity.graph.network import Network, Simple


def cheapest_paths(
    network: Network,
    source: str,
    target: str,
    cost: Floats,
    k: int = 1,
    *,
    avoid: Avoid = NOTHING,
) -> list[Path]:
    """The k paths without loops of least cost; `cost` has a number for each link of the network.

    Of parallel links the cheapest counts.
    """
    check_links(network, "cost", cost)
    simple = network.simple
    pairs = np.minimum.reduceat(cost[simple.rows], simple.first[:-1]) if len(simple.low) else cost
    return _paths(network, source, target, pairs, k, avoid)


def strongest_paths(
    network: Network,
    source: str,
    target: str,
    strength: Floats,
    k: int = 1,
    *,
    avoid: Avoid = NOTHING,
) -> list[Path]:
    """The k paths that most surely hold in every hop; `strength` is each link's, above 0 to 1.

    A hop holds if one of its links does. The chance that all hold is exp(-cost).
    """
    return _paths(network, source, target, cost_of_pairs(network, strength), k, avoid)


def _paths(
    network: Network, source: str, target: str, pairs: Floats, k: int, avoid: Avoid
) -> list[Path]:
    start, end = number_of(network, source), number_of(network, target)
    out, simple = closed(network, avoid, start, end), network.simple

    def search(at: int, root: Chain, refused: Set[int]) -> Chain | None:
        return _cheapest(simple, pairs, at, end, out.union(root), refused)

    def length(chain: Chain) -> float:
        # The exact sum, so that two orders of adding up make no difference.
        return math.fsum(float(pairs[simple.pair(a, b)]) for a, b in pairwise(chain))

    return [path_of(network, chain, length(chain)) for chain in k_best(start, k, search, length)]


def _cheapest(
    simple: Simple, pairs: Floats, start: int, end: int, banned: Set[int], refused: Set[int]
) -> Chain | None:
    """Dijkstra from both ends, until no meeting can be cheaper than the best so far."""
    costs: list[dict[int, float]] = [{start: 0.0}, {end: 0.0}]
    ways: list[dict[int, int]] = [{start: -1}, {end: -1}]
    settled: list[set[int]] = [set(), set()]
    queues = [[(0.0, start)], [(0.0, end)]]
    best, met = math.inf, -1
    if start == end:
        return (start,)
    while queues[0] and queues[1] and queues[0][0][0] + queues[1][0][0] < best:
        side = 0 if queues[0][0][0] <= queues[1][0][0] else 1
        spent, one = heappop(queues[side])
        if one in settled[side]:
            continue
        settled[side].add(one)
        for other, price in _steps(simple, pairs, one):
            first, second = (one, other) if side == 0 else (other, one)
            if other in banned or (first == start and second in refused):
                continue
            whole = spent + price
            if whole >= costs[side].get(other, math.inf):
                continue
            costs[side][other], ways[side][other] = whole, one
            heappush(queues[side], (whole, other))
            through = whole + costs[1 - side].get(other, math.inf)
            if through < best:
                best, met = through, other
    return None if met < 0 else joined(ways, met)


def _steps(simple: Simple, pairs: Floats, one: int) -> list[tuple[int, float]]:
    rows = slice(int(simple.start[one]), int(simple.start[one + 1]))
    return list(zip(simple.beside[rows].tolist(), pairs[simple.across[rows]].tolist(), strict=True))
