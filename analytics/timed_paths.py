"""Paths in time order: those along which something could have passed on.

A met B in March and B met C in January is no way from A to C. Each hop is at the time of one of
its links, never before the hop before it; a link without dates may have held at any time, so
what is found is what could have happened, not what did. Kempe, Kleinberg and Kumar (2002).
"""

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from comity.analytics.avoiding import NOTHING, Avoid, number_of
from comity.analytics.paths import closed
from comity.graph.network import Network
from comity.graph.words import BEGINNING, FOREVER, Micros


@dataclass(frozen=True, slots=True)
class TimedPath:
    """Entities in the order of time, the link of each hop, and the first moment it can be taken."""

    entities: tuple[str, ...]
    links: tuple[int, ...]
    moments: tuple[Micros, ...]

    def __len__(self) -> int:
        return len(self.links)


def earliest_path(
    network: Network,
    source: str,
    target: str,
    *,
    after: Micros = BEGINNING,
    before: Micros = FOREVER,
    directed: bool = False,
    avoid: Avoid = NOTHING,
) -> TimedPath | None:
    """The path in time order that arrives first, within [after, before); None if there is none.

    Of those that arrive together the one of fewest hops. Directed, links are taken from their
    source only.
    """
    start, end = number_of(network, source), number_of(network, target)
    barred = closed(network, avoid, start, end)
    rows, first = _leaving(network, directed)
    links = _Links.of(network)
    settled: dict[int, tuple[int, int, Micros]] = {}
    queue: list[tuple[Micros, int, int, int, int]] = [(after, 0, start, -1, -1)]
    best: dict[int, tuple[Micros, int, int, int]] = {}
    while queue:
        now, hops, one, by, row = heappop(queue)
        if one in settled or one in barred:
            continue
        settled[one] = (by, row, now)
        if one == end:
            return _told(network, start, end, settled)
        for link in rows[first[one] : first[one + 1]].tolist():
            other, moment = links.ends[link] - one, max(now, links.begins[link])
            if other in settled or moment >= before or not links.holds(link, moment):
                continue
            arrival = (moment, hops + 1, one, link)
            if other not in best or arrival < best[other]:
                best[other] = arrival
                heappush(queue, (moment, hops + 1, other, one, link))
    return None


@dataclass(frozen=True, slots=True)
class _Links:
    """Links as plain numbers, which are looked up a million times: both ends' sum, from, until."""

    ends: list[int]
    begins: list[Micros]
    until: list[Micros]

    @classmethod
    def of(cls, network: Network) -> "_Links":
        both = network.source.astype(np.int64) + network.target
        return cls(both.tolist(), network.begins.tolist(), network.ends.tolist())

    def holds(self, link: int, moment: Micros) -> bool:
        """Whether a link still holds; one whose end is its beginning holds at that moment."""
        end = self.until[link]
        return moment < end or moment == end == self.begins[link]


def _leaving(network: Network, directed: bool) -> tuple[np.ndarray, np.ndarray]:
    """Rows of links by the entity they can be taken from."""
    many = len(network.source)
    ends = network.source if directed else np.concatenate([network.source, network.target])
    order = np.argsort(ends, kind="stable")
    first = np.zeros(network.size + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=network.size), out=first[1:])
    return order % max(many, 1), first


def _told(
    network: Network, start: int, end: int, settled: dict[int, tuple[int, int, Micros]]
) -> TimedPath:
    chain, links, moments = [end], list[int](), list[Micros]()
    while chain[-1] != start:
        by, row, moment = settled[chain[-1]]
        chain.append(by)
        links.append(int(network.link[row]))
        moments.append(moment)
    ids = tuple(str(network.ids[number]) for number in reversed(chain))
    return TimedPath(ids, tuple(reversed(links)), tuple(reversed(moments)))
