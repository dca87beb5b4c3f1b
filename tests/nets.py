"""Small networks by hand and at random, for tests."""

from collections.abc import Sequence

import networkx as nx
import numpy as np

from comity.graph.network import Network


def net(size: int, links: Sequence[tuple[int, int]], standing: Sequence[str] = ()) -> Network:
    """A network of persons e000, e001, … with the given links, parallel ones and loops kept."""
    ends = np.array(links, dtype=np.int32).reshape(-1, 2)
    ids = np.array([f"e{number:03}" for number in range(size)], dtype=object)
    count = len(ends)
    return Network(
        ids=ids,
        kinds=np.full(size, "person", dtype=object),
        names=np.array([f"Name {number}" for number in range(size)], dtype=object),
        standing=np.array(list(standing) or ["neutral"] * size, dtype=object),
        party=np.ones(size, dtype=np.bool_),
        source=ends[:, 0],
        target=ends[:, 1],
        link=np.arange(100, 100 + count, dtype=np.int64),
        link_kinds=np.full(count, "associate_of", dtype=object),
        roles=np.full(count, "associate", dtype=object),
    )


def oracle(network: Network) -> "nx.Graph[int]":
    """The same as a simple networkx graph, nodes by number."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(network.size))
    ends = zip(network.source.tolist(), network.target.tolist(), strict=True)
    graph.add_edges_from((a, b) for a, b in ends if a != b)
    return graph


def random_net(seed: int) -> Network:
    """Sparse, dense, disconnected, with loops, parallel links and lone entities."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 30))
    count = int(rng.integers(0, size * 3))
    return net(size, rng.integers(0, size, (count, 2)).tolist())
