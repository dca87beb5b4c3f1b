"""Small networks by hand and at random, for tests."""

from collections.abc import Sequence
from typing import Any, TypeVar

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from comity.graph.network import Network
from comity.graph.words import BEGINNING, FOREVER

Graph = TypeVar("Graph", "nx.Graph[int]", "nx.DiGraph[int]")


def net(
    size: int,
    links: Sequence[tuple[int, int]],
    standing: Sequence[str] = (),
    *,
    weight: Sequence[float] = (),
    times: Sequence[tuple[int, int]] = (),
    kinds: Sequence[str] = (),
) -> Network:
    """A network of persons e000, e001, … with the given links, parallel ones and loops kept."""
    ends = np.array(links, dtype=np.int32).reshape(-1, 2)
    ids = np.array([f"e{number:03}" for number in range(size)], dtype=object)
    count = len(ends)
    always = [(BEGINNING, FOREVER)] * count
    stretches = np.array(list(times) or always, dtype=np.int64).reshape(-1, 2)
    return Network(
        ids=ids,
        kinds=np.array(list(kinds) or ["person"] * size, dtype=object),
        names=np.array([f"Name {number}" for number in range(size)], dtype=object),
        standing=np.array(list(standing) or ["neutral"] * size, dtype=object),
        party=np.ones(size, dtype=np.bool_),
        source=ends[:, 0],
        target=ends[:, 1],
        link=np.arange(100, 100 + count, dtype=np.int64),
        link_kinds=np.full(count, "associate_of", dtype=object),
        roles=np.full(count, "associate", dtype=object),
        weight=np.array(list(weight) or [1.0] * count, dtype=np.float64),
        begins=stretches[:, 0],
        ends=stretches[:, 1],
        grades=np.full(count, "", dtype=object),
    )


@st.composite
def nets(draw: Any, most: int = 14, weighted: bool = False) -> Network:
    """Any small network: empty, of one, with loops, parallel links and lone entities."""
    size = draw(st.integers(0, most))
    end = st.integers(0, max(size - 1, 0))
    links = draw(st.lists(st.tuples(end, end), max_size=3 * size)) if size else []
    pick = st.lists(st.sampled_from([0.5, 1.0, 2.0, 3.5]), min_size=len(links), max_size=len(links))
    return net(size, links, weight=draw(pick) if weighted else ())


def links_of(network: Network) -> list[tuple[int, int]]:
    """Its links by the numbers of their ends."""
    return list(zip(network.source.tolist(), network.target.tolist(), strict=True))


def id_of(number: int) -> str:
    """The id of entity `number`."""
    return f"e{number:03}"


def directed_oracle(network: Network) -> "nx.DiGraph[int]":
    """The same as a simple directed networkx graph, parallel links' weights added up."""
    return _weighed(network, nx.DiGraph())


def weighted_oracle(network: Network) -> "nx.Graph[int]":
    """The same as a simple networkx graph, parallel links' weights added up."""
    return _weighed(network, nx.Graph())


def _weighed(network: Network, graph: Graph) -> Graph:
    graph.add_nodes_from(range(network.size))
    for (a, b), weight in zip(links_of(network), network.weight.tolist(), strict=True):
        if a != b:
            held = graph.get_edge_data(a, b, {"weight": 0.0})["weight"]
            graph.add_edge(a, b, weight=held + weight)
    return graph


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
