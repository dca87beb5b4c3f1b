"""Latency of a view at the same size: opening it, neighbours, and paths on its network."""

import numpy as np

from benchmarks.planted import Planted
from benchmarks.seeing import ID_KEY, all_seeing
from benchmarks.stores import key
from benchmarks.timing import Figure, latencies, seconds
from comity.analytics import shortest_paths
from comity.graph.answers import Neighbour
from comity.graph.growth import empty_snapshot, extend_snapshot
from comity.graph.identity import mention_id
from comity.graph.matching import MatchIndex, index_matches
from comity.graph.ports import GraphStore
from comity.graph.view import View, open_view
from comity.resolve import default_model


def measure(store: GraphStore, graph: Planted, *, asks: int) -> list[Figure]:
    """Build the snapshot, open a view, ask it; everything in this process's memory."""
    held: list[MatchIndex] = []
    views: list[View] = []
    build = seconds(lambda: held.append(_index(store)))
    first = seconds(lambda: views.append(_view(held[0])))
    view = views[0]
    network = seconds(view.network)
    return [
        Figure("view", "snapshot and matches", "comity", build, "s"),
        Figure("view", "open", "comity", first * 1000, "ms"),
        Figure("view", "entities and network, first time", "comity", network, "s"),
        *_asked(view, graph, asks),
    ]


def _asked(view: View, graph: Planted, asks: int) -> list[Figure]:
    rng = np.random.default_rng(3)
    ends = rng.integers(0, graph.nodes, (asks, 2)).tolist()
    ids = [[mention_id(ID_KEY, key(node)) for node in pair] for pair in ends]
    whole = view.network()
    beside = (lambda a=a: view.neighbours(a) for a, _ in ids)
    around = (lambda a=a: _two_hops(view, a, 200) for a, _ in ids)
    paths = (lambda a=a, b=b: shortest_paths(whole, a, b) for a, b in ids)
    return [
        *latencies("view", "neighbours with evidence", "comity", beside),
        *latencies("view", "2 hops, at most 200, evidence", "comity", around),
        *latencies("view", "all shortest paths", "comity", paths),
    ]


def _two_hops(view: View, address: str, most: int) -> list[Neighbour]:
    near = view.neighbours(address, limit=most)
    far: list[Neighbour] = []
    for neighbour in near:
        if len(near) + len(far) >= most:
            break
        far += view.neighbours(neighbour.entity, limit=most - len(near) - len(far))
    return near + far


def _index(store: GraphStore) -> MatchIndex:
    return index_matches(extend_snapshot(empty_snapshot(ID_KEY), store), default_model())


def _view(index: MatchIndex) -> View:
    return open_view(index, all_seeing(index.snapshot))
