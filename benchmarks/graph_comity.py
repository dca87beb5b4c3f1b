"""Comity asked for the tasks of graph libraries, from arrays.

Two seeds of communities put together take no longer than one run of the others.
"""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from benchmarks.graph_tasks import TOLERANCE, Edges, K, Waits, asked, main
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


def network_from(edges: Edges) -> Network:
    """A network of which nothing is worked out yet."""
    return replace(columns_of(edges.size, len(edges.low)), source=edges.low, target=edges.high)


@cache
def columns_of(size: int, links: int) -> Network:
    """What is said of entities and links, which a network takes as given."""
    nowhere = np.zeros(links, dtype=np.int32)
    return network_of(Planted(size, nowhere, nowhere))


def _betweenness(edges: Edges) -> float:
    rows = Rows.of(adjacency(network_from(edges)))
    return float(dependencies(rows, np.array(edges.sources))[0].sum())


def _one_path(edges: Edges) -> Waits:
    network = network_from(edges)
    return asked(edges.pairs, lambda a, b: len(shortest_path(network, *_ends(a, b)) or ()))


def _paths(edges: Edges) -> Waits:
    network = network_from(edges)
    return asked(
        edges.pairs, lambda a, b: sum(map(len, k_shortest_paths(network, *_ends(a, b), K)))
    )


def _ends(source: int, target: int) -> tuple[str, str]:
    return entity_id(source), entity_id(target)


def seeded(edges: Edges, seed: int) -> Any:
    """Communities by a seed."""
    found = communities(network_from(edges), seed=2 * seed, seeds=2)
    return found["community"].to_numpy()


LIBRARY = {
    "components": lambda edges: components(network_from(edges))["component"].nunique(),
    "PageRank": lambda edges: pagerank(network_from(edges), tol=TOLERANCE)["pagerank"].max(),
    "k-core": lambda edges: core_number(network_from(edges))["core"].max(),
    "communities": lambda edges: seeded(edges, 0),
    "betweenness": _betweenness,
    "one path": _one_path,
    "k=5 paths": _paths,
}

if __name__ == "__main__":
    main(LIBRARY, network_from)
