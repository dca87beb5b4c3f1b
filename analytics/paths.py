"""Paths: how two entities connect, each hop with the links that carry it.

A short path is a reason to look, not a finding: in a large network everybody is a few hops from
everybody, most of all over places and numbers that many share (see Avoid). What the links say,
who says so and how surely decides whether a path means anything.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice

import numpy as np

from comity.analytics.avoiding import NOTHING, Avoid, barred, number_of
from comity.analytics.path_search import Chain, depths, one_chain, step
from comity.analytics.yen import k_best
from comity.graph.network import Network, Nodes, Simple

MOST_PATHS = 100


@dataclass(frozen=True, slots=True)
class Hop:
    """One step: from one entity to the next, and the handles of every link between them."""

    source: str
    target: str
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """Entities from source to target, and the hops between them; `cost` where one was asked for."""

    entities: tuple[str, ...]
    hops: tuple[Hop, ...]
    cost: float | None = None

    def __len__(self) -> int:
        return len(self.hops)


def shortest_path(
    network: Network, source: str, target: str, *, avoid: Avoid = NOTHING
) -> Path | None:
    """One shortest path, of several always the same; None if there is none."""
    start, end = number_of(network, source), number_of(network, target)
    out = closed(network, avoid, start, end)
    chain = one_chain(network.simple, start, end, out, ())
    return None if chain is None else path_of(network, chain)


def shortest_paths(
    network: Network,
    source: str,
    target: str,
    *,
    limit: int = MOST_PATHS,
    avoid: Avoid = NOTHING,
) -> list[Path]:
    """All shortest paths in the order of ids, at most `limit`; empty if there is none."""
    start, end = number_of(network, source), number_of(network, target)
    depth = depths(network.simple, start, end, around_ends(network, avoid, start, end))
    chains = [] if depth is None else list(islice(_walks(network.simple, depth, end), limit))
    return [path_of(network, chain) for chain in sorted(chains)]


def k_shortest_paths(
    network: Network, source: str, target: str, k: int, *, avoid: Avoid = NOTHING
) -> list[Path]:
    """The k shortest paths without loops; of equally long ones always the same."""
    start, end = number_of(network, source), number_of(network, target)
    out, simple = closed(network, avoid, start, end), network.simple

    def search(at: int, root: Chain, refused: Set[int]) -> Chain | None:
        return one_chain(simple, at, end, out.union(root) if root else out, refused)

    return [path_of(network, chain) for chain in k_best(start, k, search, len)]


def paths_to(
    network: Network, source: str, targets: Sequence[str], *, avoid: Avoid = NOTHING
) -> dict[str, Path | None]:
    """A shortest path to each of several targets, from one search; None where there is none."""
    start, simple = number_of(network, source), network.simple
    ends = {target: number_of(network, target) for target in targets}
    far = np.full(simple.size, -1, dtype=np.int32)
    out = barred(network, avoid)
    far[out] = -2
    far[[start, *ends.values()]] = -1
    far[start] = 0
    passed = np.zeros(simple.size, dtype=np.bool_)
    passed[out] = True
    edge, missing = np.array([start], dtype=np.int32), {*ends.values()} - {start}
    while len(edge) and missing:
        edge = step(simple, edge, far)
        missing -= {end for end in missing if far[end] > 0}
        edge = edge[~passed[edge]]  # a target that others may not pass is the end of its path
    return {target: _back(network, start, end, far, passed) for target, end in ends.items()}


def around_ends(network: Network, avoid: Avoid, *ends: int) -> Nodes:
    """Who may not be passed, the ends of the path excepted."""
    out = barred(network, avoid)
    return out[~np.isin(out, ends)] if len(out) else out


def closed(network: Network, avoid: Avoid, *ends: int) -> set[int]:
    """The same as a set of numbers."""
    return {*around_ends(network, avoid, *ends).tolist()}


def path_of(network: Network, chain: Sequence[int], cost: float | None = None) -> Path:
    """The path along a chain of entities, each hop with every link."""
    ids = [str(network.ids[number]) for number in chain]
    hops = []
    for at in range(len(chain) - 1):
        rows = network.rows_between(chain[at], chain[at + 1])
        hops.append(Hop(ids[at], ids[at + 1], tuple(network.link[rows].tolist())))
    return Path(tuple(ids), tuple(hops), cost)


def _back(network: Network, start: int, end: int, far: Nodes, passed: np.ndarray) -> Path | None:
    if far[end] < 0:
        return None
    chain = [end]
    while chain[-1] != start:
        around = network.simple.neighbours(chain[-1])
        nearer = around[(far[around] == far[chain[-1]] - 1) & (~passed[around] | (around == start))]
        chain.append(int(nearer[0]))
    return path_of(network, chain[::-1])


def _walks(simple: Simple, depth: Nodes, end: int) -> Iterator[list[int]]:
    """Every chain back to the start along falling depths; a chain may be longer than a stack."""
    waiting = [[end]]
    while waiting:
        tail = waiting.pop()
        if depth[tail[-1]] == 0:
            yield tail[::-1]
            continue
        around = simple.neighbours(tail[-1])
        nearer = around[depth[around] == depth[tail[-1]] - 1].tolist()
        waiting += [[*tail, before] for before in reversed(nearer)]
