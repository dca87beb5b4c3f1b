"""The k best loopless chains between two ends, whatever makes one better than another.

Yen (1971), Management Science 17, 712-716, with Lawler's (1972) saving: a chain is left only
at or after the place where it left its own parent. Ties in the order of entities.
"""

from collections.abc import Callable, Set
from heapq import heappop, heappush

from comity.analytics.path_search import Chain

Search = Callable[[int, Chain, Set[int]], Chain | None]
Length = Callable[[Chain], float]


def k_best(start: int, k: int, search: Search, length: Length) -> list[Chain]:
    """At most k chains, best first.

    `search` finds the best chain from an entity that avoids those already passed and some
    first steps; `length` says how long a chain is.
    """
    first = search(start, (), frozenset())
    if first is None or k < 1:
        return []
    chosen: list[Chain] = []
    waiting: list[tuple[float, Chain, int]] = [(length(first), first, 0)]
    met = {first}
    while waiting:
        _, chain, left = heappop(waiting)
        chosen.append(chain)
        if len(chosen) == k:
            break
        for at in range(left, len(chain) - 1):
            whole = _detour(chain[: at + 1], chosen, search)
            if whole is not None and whole not in met:
                met.add(whole)
                heappush(waiting, (length(whole), whole, at))
    return chosen


def _detour(root: Chain, chosen: list[Chain], search: Search) -> Chain | None:
    """The best chain that begins with the root and goes on as none before."""
    taken = {chain[len(root)] for chain in chosen if chain[: len(root)] == root}
    rest = search(root[-1], root[:-1], taken)
    return None if rest is None else (*root[:-1], *rest)
