"""Paths: how two entities connect, each hop with the links that carry it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.analytics.errors import UnknownEntity
from comity.graph.network import Network, Simple

MOST_PATHS = 100
Nodes = npt.NDArray[np.int32]
Banned = frozenset[int]
Cut = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Hop:
    """One step: from one entity to the next, and the handles of every link between them."""

    source: str
    target: str
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """Entities from source to target, and the hops between them."""

    entities: tuple[str, ...]
    hops: tuple[Hop, ...]

    def __len__(self) -> int:
        return len(self.hops)


def shortest_paths(
    network: Network, source: str, target: str, *, limit: int = MOST_PATHS
) -> list[Path]:
    """All shortest paths in the order of ids, at most `limit`; empty if there is none."""
    start, end = _numbers(network, source, target)
    found: list[list[int]] = []
    depth = _distances(network.simple, start, end)
    if depth is None:
        return []
    _walk(network.simple, depth, [end], found, limit)
    return [_path(network, chain) for chain in sorted(found)]


def k_shortest_paths(network: Network, source: str, target: str, k: int) -> list[Path]:
    """The k shortest paths without loops (Yen 1971), ties in the order of ids."""
    start, end = _numbers(network, source, target)
    first = _one_shortest(network.simple, start, end, frozenset(), frozenset())
    if not first or k < 1:
        return []
    chosen, waiting = [first], set[tuple[int, tuple[int, ...]]]()
    while len(chosen) < k:
        waiting |= _detours(network.simple, chosen, end)
        waiting -= {(len(chain), tuple(chain)) for chain in chosen}
        if not waiting:
            break
        best = min(waiting)
        waiting.remove(best)
        chosen.append(list(best[1]))
    return [_path(network, chain) for chain in chosen]


def _numbers(network: Network, source: str, target: str) -> tuple[int, int]:
    ends = network.index_of(source), network.index_of(target)
    for name, number in zip((source, target), ends, strict=True):
        if number is None:
            raise UnknownEntity(name)
    return ends  # type: ignore[return-value]  # None has just been refused


def _distances(simple: Simple, start: int, end: int) -> npt.NDArray[np.int32] | None:
    """Hops from the start for everything on a shortest path to the end; None if unreachable.

    Both ends are searched at once, the smaller edge first, so that a search stays small.
    """
    far = [np.full(simple.size, -1, dtype=np.int32) for _ in range(2)]
    far[0][start] = far[1][end] = 0
    edges = [np.array([start], dtype=np.int32), np.array([end], dtype=np.int32)]
    if start == end:
        return far[0]
    while True:
        side = 0 if _weight(simple, edges[0]) <= _weight(simple, edges[1]) else 1
        edges[side] = _step(simple, edges[side], far[side])
        if not len(edges[side]):
            return None
        met = edges[side][far[1 - side][edges[side]] >= 0]
        if len(met):
            return _on_the_way(simple, far, met)


def _on_the_way(
    simple: Simple, far: list[npt.NDArray[np.int32]], met: Nodes
) -> npt.NDArray[np.int32]:
    """Distances from the start over the entities where both searches met and back to the end."""
    depth = np.full(simple.size, -1, dtype=np.int32)
    length = int((far[0][met] + far[1][met]).min())
    middle = met[far[0][met] + far[1][met] == length]
    for way in (0, 1):
        edge = middle
        while len(edge):
            depth[edge] = far[0][edge] if way == 0 else length - far[1][edge]
            hops = far[way][edge[0]]
            around = np.unique(_beside(simple, edge))
            edge = around[(far[way][around] == hops - 1) & (hops > 0)]
    return depth


def _walk(
    simple: Simple,
    depth: npt.NDArray[np.int32],
    tail: list[int],
    found: list[list[int]],
    limit: int,
) -> None:
    """Every chain back to the start along falling distances, until there are enough."""
    if depth[tail[-1]] == 0:
        found.append(tail[::-1])
        return
    around = simple.neighbours(tail[-1])
    for before in around[depth[around] == depth[tail[-1]] - 1].tolist():
        if len(found) >= limit:
            return
        _walk(simple, depth, [*tail, before], found, limit)


def _detours(simple: Simple, chosen: list[list[int]], end: int) -> set[tuple[int, tuple[int, ...]]]:
    """Paths that leave the last chosen one at each of its places, by a way not taken before."""
    last = chosen[-1]
    found = set()
    for at in range(len(last) - 1):
        root = last[: at + 1]
        taken = frozenset(
            (chain[at], chain[at + 1])
            for chain in chosen
            if len(chain) > at + 1 and chain[: at + 1] == root
        )
        rest = _one_shortest(simple, last[at], end, frozenset(root[:-1]), taken)
        if rest:
            whole = (*root[:-1], *rest)
            found.add((len(whole), whole))
    return found


def _one_shortest(simple: Simple, start: int, end: int, banned: Banned, cut: Cut) -> list[int]:
    """The least shortest chain by id that avoids entities and first steps; empty if none."""
    far = np.full(simple.size, -1, dtype=np.int32)
    far[list(banned)] = -2
    far[end] = 0
    edge = np.array([end], dtype=np.int32)
    refused = {two for one, two in cut if one == start}
    far[start] = -3
    while len(edge):
        if _leads(simple, start, far, refused):
            break
        edge = _step(simple, edge, far)
    return _descend(simple, start, end, far, refused)


def _leads(simple: Simple, start: int, far: npt.NDArray[np.int32], refused: set[int]) -> bool:
    around = simple.neighbours(start)
    return any(int(n) not in refused for n in around[far[around] >= 0])


def _descend(
    simple: Simple, start: int, end: int, far: npt.NDArray[np.int32], refused: set[int]
) -> list[int]:
    chain, barred = [start], refused
    while chain[-1] != end:
        around = [int(n) for n in simple.neighbours(chain[-1]) if far[n] >= 0]
        ways = [n for n in around if n not in barred]
        if not ways:
            return []
        chain.append(min(ways, key=lambda n: (far[n], n)))
        barred = set()
    return chain


def _step(simple: Simple, edge: Nodes, far: npt.NDArray[np.int32]) -> Nodes:
    """One hop further; what was met first now is the new edge."""
    hops = far[edge[0]] + 1
    around = _beside(simple, edge)
    new = np.unique(around[far[around] == -1])
    far[new] = hops
    return new


def _beside(simple: Simple, edge: Nodes) -> Nodes:
    """All neighbours of many entities."""
    first, many = simple.start[edge], simple.start[edge + 1] - simple.start[edge]
    place = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    beside: Nodes = simple.beside[np.repeat(first, many) + place]
    return beside


def _weight(simple: Simple, edge: Nodes) -> int:
    return int((simple.start[edge + 1] - simple.start[edge]).sum())


def _path(network: Network, chain: list[int]) -> Path:
    ids = [str(network.ids[number]) for number in chain]
    hops = []
    for at in range(len(chain) - 1):
        rows = network.rows_between(chain[at], chain[at + 1])
        hops.append(Hop(ids[at], ids[at + 1], tuple(int(network.link[row]) for row in rows)))
    return Path(tuple(ids), tuple(hops))
