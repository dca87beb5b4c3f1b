"""networkx asked for the tasks of graph libraries, as its users would ask."""

from itertools import islice
from typing import Any

import networkx as nx
from networkx.algorithms.centrality import betweenness as _betweenness_module

from benchmarks.graph_tasks import Edges, K, Waits, asked, main

# What its betweenness is made of, in no stub; called so that the sources are those of the others.
inner: Any = _betweenness_module


def _graph(edges: Edges) -> "nx.Graph[int]":
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(edges.size))
    graph.add_edges_from(zip(edges.low.tolist(), edges.high.tolist(), strict=True))
    return graph


def _betweenness(edges: Edges) -> float:
    """The sums that its betweenness is made of, from the same sources as the others."""
    graph = _graph(edges)
    sums = dict.fromkeys(graph, 0.0)
    for source in edges.sources:
        stack, before, paths, _ = inner._single_source_shortest_path_basic(graph, source)
        inner._accumulate_basic(sums, stack, before, paths, source)
    return sum(sums.values())


def _communities(edges: Edges) -> list[int]:
    label = [0] * edges.size
    for number, members in enumerate(nx.community.louvain_communities(_graph(edges), seed=0)):
        for entity in members:
            label[entity] = number
    return label


def _one_path(edges: Edges) -> Waits:
    graph = _graph(edges)

    def ask(source: int, target: int) -> int:
        try:
            return len(nx.bidirectional_shortest_path(graph, source, target)) - 1
        except nx.NetworkXNoPath:
            return 0

    return asked(edges.pairs, ask)


def _paths(edges: Edges) -> Waits:
    graph = _graph(edges)

    def ask(source: int, target: int) -> int:
        try:
            found = islice(nx.shortest_simple_paths(graph, source, target), K)
            return sum(len(path) - 1 for path in found)
        except nx.NetworkXNoPath:
            return 0

    return asked(edges.pairs, ask)


LIBRARY = {
    "components": lambda edges: nx.number_connected_components(_graph(edges)),
    "PageRank": lambda edges: max(nx.pagerank(_graph(edges)).values()),
    "k-core": lambda edges: max(nx.core_number(_graph(edges)).values()),
    "communities": _communities,
    "betweenness": _betweenness,
    "one path": _one_path,
    "k=5 paths": _paths,
}

if __name__ == "__main__":
    main(LIBRARY)
