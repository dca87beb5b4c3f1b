"""Paths that share nobody, and paths through somebody.

How many ways there are that no single arrest, and no single wrong record, cuts: one path is a
lead, three that share nobody are a connection. A path through somebody is two such paths from
them. Menger (1927); Suurballe (1974), Networks 4, 125-145.
"""

import numpy as np

from comity.analytics.avoiding import NOTHING, Avoid, number_of
from comity.analytics.brandes import Rows, distances
from comity.analytics.disjoint_chains import Search, disjoint_chains
from comity.analytics.errors import BadArgument, TooLarge
from comity.analytics.matrices import adjacency
from comity.analytics.path_search import Chain
from comity.analytics.paths import Path, closed, path_of
from comity.graph.network import Network

MOST_DISJOINT = 10
WORK = 5_000_000  # steps looked at one by one for a path through a kind: some seconds


def disjoint_paths(
    network: Network,
    source: str,
    target: str,
    *,
    limit: int = MOST_DISJOINT,
    avoid: Avoid = NOTHING,
) -> list[Path]:
    """As many paths as there are, up to `limit`, that share only their ends; shortest first.

    They are the shortest together: each alone need not be.
    """
    start, end = number_of(network, source), number_of(network, target)
    if start == end:
        return []
    out = closed(network, avoid, start, end)
    # No more than have a first and a last step of their own: a search in vain is the longest.
    steps = (len({*network.simple.neighbour_list(each)} - out) for each in (start, end))
    most = min(limit, *steps)
    chains = disjoint_chains(Search(network.simple, out), start, {end: most}, most)
    return [path_of(network, chain) for chain in chains]


def shortest_path_through(
    network: Network, source: str, via: str, target: str, *, avoid: Avoid = NOTHING
) -> Path | None:
    """The shortest path without loops that passes an entity; None if there is none."""
    start, end, middle = (number_of(network, entity) for entity in (source, target, via))
    if len({start, end, middle}) < 3:
        raise BadArgument("via", repr(via), "an entity other than the two ends, which differ")
    search = Search(network.simple, closed(network, avoid, start, middle, end))
    chain = _through(search, start, middle, end)
    return None if chain is None else path_of(network, chain)


def shortest_path_through_kind(
    network: Network,
    source: str,
    kind: str,
    target: str,
    *,
    avoid: Avoid = NOTHING,
    most_looks: int = WORK,
) -> Path | None:
    """The shortest path without loops that passes an entity of a kind, such as an account.

    Once so many steps were looked at no further entity is tried; raises TooLarge.
    """
    start, end = number_of(network, source), number_of(network, target)
    search = Search(network.simple, closed(network, avoid, start, end))
    best: Chain | None = None
    for least, middle in _nearest(network, start, end, kind):
        # No path through it is shorter than the two ways to it, and the rest are further off.
        if best is not None and len(best) <= least + 1:
            break
        if search.looked > most_looks:
            raise TooLarge("steps looked at", search.looked, most_looks, "name one to pass")
        if middle not in search.banned:
            chain = _through(search, start, middle, end)
            best = min(
                filter(None, (best, chain)), key=lambda each: (len(each), each), default=None
            )
    return None if best is None else path_of(network, best)


def _through(search: Search, start: int, middle: int, end: int) -> Chain | None:
    chains = disjoint_chains(search, middle, {start: 1, end: 1}, 2)
    if len(chains) < 2:
        return None
    back, on = sorted(chains, key=lambda chain: chain[-1] != start)
    return (*reversed(back), *on[1:])


def _nearest(network: Network, start: int, end: int, kind: str) -> list[tuple[int, int]]:
    """The entities of a kind that both ends reach, by the hops of both ways together."""
    rows = Rows.of(adjacency(network))
    far = distances(rows, start), distances(rows, end)
    there = (network.kinds == kind) & (far[0] > 0) & (far[1] > 0)
    numbers = np.flatnonzero(there)
    both = (far[0] + far[1])[numbers]
    return sorted(zip(both.tolist(), numbers.tolist(), strict=True))
