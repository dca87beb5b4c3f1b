"""Communities, centrality and paths: ours beside networkx on the same graph, in one run.

A ratio says nothing where the answers differ, so that how far they agree is a figure too.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks import networkx_peer as peer
from benchmarks.planted import Planted, plant
from benchmarks.planted_network import entity_id, network_of
from benchmarks.timing import Figure, Kept, latencies, timed
from comity.analytics import (
    Path,
    betweenness_centrality,
    communities,
    components,
    pagerank,
    shortest_path,
    shortest_paths,
)
from comity.graph.network import Network

OURS = "comity"
SOURCES = 10
EXACT_NODES = 1_000
MOST_PATHS = 100
Answer = TypeVar("Answer")
Scores = pd.Series | Sequence[float]
Ends = list[tuple[int, int]]


def measure(graph: Planted, *, asks: int, sources: int = SOURCES) -> list[Figure]:
    """Every measure on the whole graph; exact betweenness on a small one of its kind."""
    network = network_of(graph)
    figures: list[Figure] = []
    _timed(figures, "build the graph", OURS, lambda: network.simple)
    theirs = _timed(figures, "build the graph", peer.PEER, lambda: peer.graph_of(network))
    _components(figures, network, theirs)
    _pagerank(figures, network, theirs)
    _communities(figures, network, theirs)
    _sampled_betweenness(figures, network, theirs, sources)
    figures += _paths(network, theirs, _pairs(graph, asks))
    _exact_betweenness(figures, _smaller(graph), sources)
    return figures


def _components(figures: list[Figure], network: Network, theirs: peer.Graph) -> None:
    ours = _timed(figures, "components", OURS, lambda: components(network))
    count = _timed(figures, "components", peer.PEER, lambda: peer.components(theirs))
    _agree(figures, "components, as many", float(ours["component"].nunique() == count))


def _pagerank(figures: list[Figure], network: Network, theirs: peer.Graph) -> None:
    ours = _timed(figures, "PageRank", OURS, lambda: pagerank(network))
    scores = _timed(figures, "PageRank", peer.PEER, lambda: peer.pagerank(theirs))
    _agree(figures, "PageRank, correlation", _correlation(ours["pagerank"], scores))


def _communities(figures: list[Figure], network: Network, theirs: peer.Graph) -> None:
    once = _timed(figures, "communities, one start", OURS, lambda: communities(network, seeds=1))
    label = _timed(figures, "communities, one start", peer.PEER, lambda: peer.communities(theirs))
    best = _timed(figures, "communities, best of three", OURS, lambda: communities(network))
    for name, who, found in (
        ("one start", OURS, once["community"]),
        ("one start", peer.PEER, label),
        ("best of three", OURS, best["community"]),
    ):
        quality = modularity(network, np.asarray(found))
        figures.append(Figure("analytics", f"communities, {name}, modularity", who, quality, ""))


def _sampled_betweenness(
    figures: list[Figure], network: Network, theirs: peer.Graph, sources: int
) -> None:
    name = f"betweenness, sampled (theirs: {sources} sources)"
    _timed(figures, name, OURS, lambda: betweenness_centrality(network, exact=False))
    _timed(figures, name, peer.PEER, lambda: peer.betweenness(theirs, sources))


def _exact_betweenness(figures: list[Figure], small: Planted, sources: int) -> None:
    """Exact on both sides, and how near each one's sample comes to it."""
    network = network_of(small)
    theirs = peer.graph_of(network)
    name = f"betweenness, exact, {small.nodes:,} entities"
    ours = _timed(figures, name, OURS, lambda: betweenness_centrality(network, exact=True))
    exact = _timed(figures, name, peer.PEER, lambda: peer.betweenness(theirs, None))
    furthest = float(np.abs(ours["betweenness"] - np.array(exact)).max())
    _agree(figures, f"{name}, largest difference", furthest)
    sampled = betweenness_centrality(network, exact=False)["betweenness"]
    for who, scores in ((OURS, sampled), (peer.PEER, peer.betweenness(theirs, sources))):
        near = _correlation(exact, scores)
        figures.append(Figure("analytics", "betweenness, sampled against exact", who, near, ""))


def _paths(network: Network, theirs: peer.Graph, ends: Ends) -> list[Figure]:
    few = ends[: max(len(ends) // 15, 1)]
    one, every = "one shortest path", f"all shortest paths, {len(few)} pairs"
    ours_one = (partial(shortest_path, network, entity_id(a), entity_id(b)) for a, b in ends)
    theirs_one = (partial(peer.one_path, theirs, a, b) for a, b in ends)
    ours = [Kept(partial(_our_paths, network, a, b, MOST_PATHS)) for a, b in few]
    others = [Kept(partial(peer.all_paths, theirs, a, b, MOST_PATHS)) for a, b in few]
    figures = [
        *latencies("analytics", one, OURS, ours_one),
        *latencies("analytics", one, peer.PEER, theirs_one),
        *latencies("analytics", every, OURS, ours),
        *latencies("analytics", every, peer.PEER, others),
    ]
    same = [
        _same_paths([path.entities for path in mine.answer], other.answer)
        for mine, other in zip(ours, others, strict=True)
    ]
    _agree(figures, f"{every}, the same", float(np.mean(same)))
    return figures


def _same_paths(ours: list[tuple[str, ...]], theirs: list[list[int]]) -> bool:
    """The very same paths; as many and as long where there are more than were asked for."""
    others = sorted(tuple(map(entity_id, path)) for path in theirs)
    if len(ours) == MOST_PATHS:
        return len(others) == MOST_PATHS and len(ours[0]) == len(others[0])
    return ours == others


def _our_paths(network: Network, source: int, target: int, most: int) -> list[Path]:
    return shortest_paths(network, entity_id(source), entity_id(target), limit=most)


def _pairs(graph: Planted, asks: int) -> Ends:
    drawn = np.random.default_rng(3).integers(0, graph.nodes, (asks, 2)).tolist()
    return [(a, b) for a, b in drawn]


def _smaller(graph: Planted) -> Planted:
    """A graph of the same kind, small enough for every source."""
    nodes = min(graph.nodes, EXACT_NODES)
    return plant(nodes, len(graph.first) * nodes // graph.nodes)


def modularity(network: Network, label: npt.NDArray[np.int64]) -> float:
    """Modularity (Newman and Girvan 2004), one yardstick for whoever made the communities."""
    simple, links = network.simple, len(network.simple.low)
    inside = float((label[simple.low] == label[simple.high]).sum())
    degrees = np.bincount(label, weights=np.diff(simple.start))
    return inside / links - float(((degrees / (2 * links)) ** 2).sum())


def _timed(figures: list[Figure], name: str, who: str, work: Callable[[], Answer]) -> Answer:
    taken, answer = timed(work)
    figures.append(Figure("analytics", name, who, taken, "s"))
    return answer


def _agree(figures: list[Figure], name: str, value: float) -> None:
    figures.append(Figure("analytics", name, f"{OURS} and {peer.PEER}", value, ""))


def _correlation(ours: Scores, theirs: Scores) -> float:
    """Pearson's; 0 where one side says the same of all."""
    both = np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    return float(np.corrcoef(*both)[0, 1]) if all(np.ptp(side) for side in both) else 0.0
