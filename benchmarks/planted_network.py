"""The planted graph as the network of a view, without the view."""

import numpy as np

from benchmarks.planted import Planted
from comity.graph.network import Network
from comity.graph.words import BEGINNING, FOREVER


def network_of(graph: Planted) -> Network:
    """Every node a person, every link of one kind; entity n is node n."""
    many = len(graph.first)
    return Network(
        ids=np.array([entity_id(node) for node in range(graph.nodes)], dtype=object),
        kinds=np.full(graph.nodes, "person", dtype=object),
        names=np.full(graph.nodes, "", dtype=object),
        standing=np.full(graph.nodes, "neutral", dtype=object),
        party=np.ones(graph.nodes, dtype=np.bool_),
        source=graph.first,
        target=graph.second,
        link=np.arange(many, dtype=np.int64),
        link_kinds=np.full(many, "associate_of", dtype=object),
        roles=np.full(many, "associate", dtype=object),
        weight=np.ones(many),
        begins=np.full(many, BEGINNING),
        ends=np.full(many, FOREVER),
        grades=np.full(many, "", dtype=object),
    )


def entity_id(node: int) -> str:
    """An id whose order is the order of nodes."""
    return f"{node:032x}"
