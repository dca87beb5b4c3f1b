"""The network as networkx knows it, for whoever wants a measure that is not here."""

import networkx as nx

from comity.graph.network import Network


def to_networkx(network: Network) -> "nx.MultiDiGraph[str]":
    """A MultiDiGraph keyed by entity id; each link keeps its handle, kind and role."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    rows = zip(network.ids, network.kinds, network.names, network.standing, strict=True)
    for entity, kind, name, standing in rows:
        graph.add_node(entity, kind=kind, name=name, standing=standing)
    ends = zip(network.source, network.target, network.link, strict=True)
    words = zip(network.link_kinds, network.roles, strict=True)
    for (source, target, link), (kind, role) in zip(ends, words, strict=True):
        graph.add_edge(
            network.ids[source], network.ids[target], link=int(link), kind=kind, role=role
        )
    return graph
