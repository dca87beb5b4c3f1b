"""igraph asked for the tasks of graph libraries: it is under the GPL, so a peer only."""

import random

import igraph as ig
import numpy as np

from benchmarks.graph_tasks import Edges, K, Waits, asked, main


def _graph(edges: Edges) -> ig.Graph:
    random.seed(0)
    return ig.Graph(n=edges.size, edges=np.stack([edges.low, edges.high], axis=1))


def seeded(edges: Edges, seed: int) -> list[int]:
    """Communities by a seed."""
    graph = _graph(edges)
    random.seed(seed)
    found = graph.community_leiden(objective_function="modularity", n_iterations=2)
    return list(found.membership)


def _betweenness(edges: Edges) -> float:
    # Its sums count an undirected pair once from both ends.
    return float(np.sum(_graph(edges).betweenness(sources=edges.sources))) * 2


def _one_path(edges: Edges) -> Waits:
    graph = _graph(edges)
    return asked(edges.pairs, lambda a, b: max(len(graph.get_shortest_path(a, b)) - 1, 0))


def _paths(edges: Edges) -> Waits:
    graph = _graph(edges)

    def ask(source: int, target: int) -> int:
        return sum(len(path) - 1 for path in graph.get_k_shortest_paths(source, target, K))

    return asked(edges.pairs[:3], ask)  # a second each


LIBRARY = {
    "components": lambda edges: len(_graph(edges).connected_components()),
    "PageRank": lambda edges: max(_graph(edges).pagerank()),
    "k-core": lambda edges: max(_graph(edges).coreness()),
    "communities": lambda edges: seeded(edges, 0),
    "betweenness": _betweenness,
    "one path": _one_path,
    "k=5 paths": _paths,
}

if __name__ == "__main__":
    main(LIBRARY)
