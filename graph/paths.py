"""Shortest chains by meeting in the middle; the least chain by key where several are as short."""

from collections.abc import Callable, Sequence

Beside = Callable[[Sequence[str]], list[tuple[str, str]]]


def shortest_chain(beside: Beside, first: str, second: str, max_hops: int) -> list[str]:
    """The mentions of one shortest chain from first to second; empty if none within max_hops.

    `beside` gives the visible neighbours of many mentions at once, so that each hop costs
    one query; the smaller edge grows first.
    """
    if first == second:
        return [first]
    ahead, behind = {first: 0}, {second: 0}
    edges = {id(ahead): [first], id(behind): [second]}
    links: dict[str, set[str]] = {}
    for _ in range(max_hops):
        side = min((ahead, behind), key=lambda side: len(edges[id(side)]))
        edge = _grow(beside, side, edges[id(side)], links)
        if not edge:
            return []
        edges[id(side)] = edge
        if any(key in (behind if side is ahead else ahead) for key in edge):
            return _least(links, ahead, behind, first, second)
    return []


def _grow(
    beside: Beside, depth: dict[str, int], edge: list[str], links: dict[str, set[str]]
) -> list[str]:
    """One hop further from the edge; what was met is noted both ways."""
    steps = depth[edge[0]] + 1
    grown: set[str] = set()
    for key, other in beside(edge):
        links.setdefault(key, set()).add(other)
        links.setdefault(other, set()).add(key)
        if other not in depth:
            grown.add(other)
    depth.update(dict.fromkeys(grown, steps))
    return sorted(grown)


def _least(
    links: dict[str, set[str]],
    ahead: dict[str, int],
    behind: dict[str, int],
    first: str,
    second: str,
) -> list[str]:
    """Walk from the start, each time to the least mention that is one hop nearer the end."""
    length = min(ahead[key] + behind[key] for key in ahead.keys() & behind.keys())
    left = _distances(links, second, length)
    chain = [first]
    while chain[-1] != second:
        here = chain[-1]
        nearer = (key for key in links[here] if left.get(key) == left[here] - 1)
        chain.append(min(nearer))
    return chain


def _distances(links: dict[str, set[str]], end: str, most: int) -> dict[str, int]:
    """How far each mention met is from the end, by the links met."""
    left, edge = {end: 0}, [end]
    for hops in range(1, most + 1):
        edge = [other for key in edge for other in links.get(key, ()) if other not in left]
        left.update(dict.fromkeys(edge, hops))
    return left
