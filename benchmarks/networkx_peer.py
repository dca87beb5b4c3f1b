"""networkx asked the same questions as ours, as its users would ask."""

from collections.abc import Callable
from itertools import islice
from typing import TypeAlias

import networkx as nx

from comity.graph.network import Network

PEER = "networkx"
Graph: TypeAlias = "nx.Graph[int]"


def graph_of(network: Network) -> Graph:
    """The simple graph, entities by number."""
    graph: Graph = nx.Graph()
    graph.add_nodes_from(range(network.size))
    simple = network.simple
    graph.add_edges_from(zip(simple.low.tolist(), simple.high.tolist(), strict=True))
    return graph


def components(graph: Graph) -> int:
    """How many connected components."""
    return sum(1 for _ in nx.connected_components(graph))


def pagerank(graph: Graph) -> list[float]:
    """PageRank at networkx's own tolerance."""
    return _in_order(nx.pagerank(graph))


def communities(graph: Graph) -> list[int]:
    """The Louvain community of each entity, from one start."""
    label = [0] * len(graph)
    for number, members in enumerate(nx.community.louvain_communities(graph, seed=0)):
        for entity in members:
            label[entity] = number
    return label


def betweenness(graph: Graph, sources: int | None) -> list[float]:
    """Betweenness, exact or estimated from some sources."""
    return _in_order(nx.betweenness_centrality(graph, k=sources, seed=0))


def one_path(graph: Graph, source: int, target: int) -> list[list[int]]:
    """One shortest path in a list, or none."""
    return _none_if_apart(lambda: [nx.bidirectional_shortest_path(graph, source, target)])


def all_paths(graph: Graph, source: int, target: int, most: int) -> list[list[int]]:
    """All shortest paths, at most so many."""
    found = nx.all_shortest_paths(graph, source, target)
    return _none_if_apart(lambda: list(islice(found, most)))


def _in_order(scores: dict[int, float]) -> list[float]:
    return [scores[entity] for entity in range(len(scores))]


def _none_if_apart(find: Callable[[], list[list[int]]]) -> list[list[int]]:
    try:
        return find()
    except nx.NetworkXNoPath:
        return []
