"""The search for shortest chains of entities from both ends at once.

One chain is looked for entity by entity and stops at the first meeting; all of them need whole
levels, which are taken as arrays. Knows numbers and compressed rows only.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from comity.graph.network import Nodes, Simple

_BARRED = -2
Chain = tuple[int, ...]


def one_chain(
    simple: Simple, start: int, end: int, banned: Collection[int], refused: Collection[int]
) -> Chain | None:
    """A shortest chain that passes nobody banned and takes no first step to those refused.

    Of several the same one every time, whatever order links came in.
    """
    if start == end:
        return (start,)
    rows = _rows(simple, start, banned, refused)
    ways: tuple[dict[int, int], dict[int, int]] = ({start: -1}, {end: -1})
    edges = [[start], [end]]
    while edges[0] and edges[1]:
        side = 0 if len(edges[0]) <= len(edges[1]) else 1
        edges[side], met = _level(rows, edges[side], ways[side], ways[1 - side])
        if met is not None:
            return joined(ways, met)
    return None


def _rows(
    simple: Simple, start: int, banned: Collection[int], refused: Collection[int]
) -> Callable[[int], list[int]]:
    """The neighbours of one that may be stepped to."""
    if not banned and not refused:
        return simple.neighbour_list

    def rows(one: int) -> list[int]:
        around = [other for other in simple.neighbour_list(one) if other not in banned]
        if one == start:
            return [other for other in around if other not in refused]
        return [other for other in around if other != start] if one in refused else around

    return rows


def _level(
    rows: Callable[[int], list[int]], edge: list[int], near: dict[int, int], far: dict[int, int]
) -> tuple[list[int], int | None]:
    """One level further on one side: whom it met first, and where it met the other side."""
    found: list[int] = []
    for one in edge:
        for other in rows(one):
            if other not in near:
                near[other] = one
                if other in far:
                    return found, other
                found.append(other)
    return found, None


def joined(ways: Sequence[Mapping[int, int]], met: int) -> Chain:
    """The chain through a meeting, along the ways back to the start and on to the end."""
    chain = []
    at = met
    while at >= 0:
        chain.append(at)
        at = ways[0][at]
    chain.reverse()
    at = ways[1][met]
    while at >= 0:
        chain.append(at)
        at = ways[1][at]
    return tuple(chain)


def depths(simple: Simple, start: int, end: int, banned: Nodes) -> Nodes | None:
    """Hops from the start for everything on a shortest chain to the end; None if there is none."""
    far = [np.full(simple.size, -1, dtype=np.int32) for _ in range(2)]
    for side in far:
        side[banned] = _BARRED
    far[0][start] = far[1][end] = 0
    edges = [np.array([start], dtype=np.int32), np.array([end], dtype=np.int32)]
    if start == end:
        return far[0]
    while True:
        at = 0 if _weight(simple, edges[0]) <= _weight(simple, edges[1]) else 1
        edges[at] = step(simple, edges[at], far[at])
        if not len(edges[at]):
            return None
        met = edges[at][far[1 - at][edges[at]] >= 0]
        if len(met):
            return _on_the_way(simple, far, met)


def step(simple: Simple, edge: Nodes, far: Nodes) -> Nodes:
    """One hop further; what was met first now is the new edge."""
    hops = far[edge[0]] + 1
    around = beside(simple, edge)
    new = np.unique(around[far[around] == -1])
    far[new] = hops
    return new


def beside(simple: Simple, edge: Nodes) -> Nodes:
    """All neighbours of many entities."""
    first, many = simple.start[edge], simple.start[edge + 1] - simple.start[edge]
    at = np.repeat(first - (np.cumsum(many) - many), many)
    around: Nodes = simple.beside[at + np.arange(len(at))]
    return around


def _on_the_way(simple: Simple, far: list[Nodes], met: Nodes) -> Nodes:
    """Depths over the entities where both searches met, and back to both ends."""
    depth = np.full(simple.size, -1, dtype=np.int32)
    both = far[0][met] + far[1][met]
    length = int(both.min())
    for way in (0, 1):
        edge: Nodes = met[both == length]
        hops = int(far[way][edge[0]])
        while hops:
            depth[edge] = hops if way == 0 else length - hops
            around = beside(simple, edge)
            hops -= 1
            edge = np.unique(around[far[way][around] == hops])
        depth[edge] = 0 if way == 0 else length
    return depth


def _weight(simple: Simple, edge: Nodes) -> int:
    return int((simple.start[edge + 1] - simple.start[edge]).sum())
