"""Comity asked for the tasks of graph libraries, from arrays."""

from dataclasses import replace
from functools import cache

import numpy as np

from benchmarks.graph_tasks import Edges, K, Waits, asked, main
from benchmarks.planted import Planted
from benchmarks.planted_network import entity_id, network_of
from comity.analytics import (
    communities,
    components,
    core_number,
    k_shortest_paths,
    pagerank,
    shortest_path,
)  # fmt: skip
from comity.analytics.brandes import Rows, dependencies
from comity.analytics.matrices import adjacency
from comity.graph.network import Network


def _network(edges: Edges) -> Network:
    """A network of which nothing is worked out yet."""
    return replace(_columns(edges.size, len(edges.low)), source=edges.low, target=edges.high)


@cache
def _columns(size: int, links: int) -> Network:
    """What is said of entities and links, which a network takes as given."""
    nowhere = np.zeros(links, dtype=np.int32)
    return network_of(Planted(size, nowhere, nowhere))


def _betweenness(edges: Edges) -> float:
    rows = Rows.of(adjacency(_network(edges)))
    return float(dependencies(rows, np.array(edges.sources))[0].sum())


def _one_path(edges: Edges) -> Waits:
    network = _network(edges)
    return asked(edges.pairs, lambda a, b: len(shortest_path(network, *_ends(a, b)) or ()))


def _paths(edges: Edges) -> Waits:
    network = _network(edges)
    return asked(
        edges.pairs, lambda a, b: sum(map(len, k_shortest_paths(network, *_ends(a, b), K)))
    )


def _ends(source: int, target: int) -> tuple[str, str]:
    return entity_id(source), entity_id(target)


LIBRARY = {
    "components": lambda edges: components(_network(edges))["component"].nunique(),
    "PageRank": lambda edges: pagerank(_network(edges))["pagerank"].max(),
    "k-core": lambda edges: core_number(_network(edges))["core"].max(),
    "communities": lambda edges: communities(_network(edges), seeds=1)["community"].to_numpy(),
    "betweenness": _betweenness,
    "one path": _one_path,
    "k=5 paths": _paths,
}

if __name__ == "__main__":
    main(LIBRARY, _network)
