"""Every measure that a view's network can be asked for, with its answers as text."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from comity import analytics
from comity.graph.network import Network

Measured = Callable[[Network], Iterable[object]]


def _framed(measure: str, **more: Any) -> Measured:
    """The frame as text, and what it says beside its rows."""

    def ask(network: Network) -> Iterable[object]:
        # Looked up when asked, so that a planted leak is asked too.
        frame = getattr(analytics, measure)(network, **more)
        return [frame.to_csv(), sorted(frame.attrs.items())]

    return ask


def _both_ways(measure: str) -> Measured:
    return lambda network: [*_framed(measure)(network), *_framed(measure, directed=True)(network)]


def _brokers(network: Network) -> Iterable[object]:
    return [analytics.brokerage(network, network.kinds.tolist()).to_csv()]


def _sets(measure: str) -> Measured:
    return lambda network: _framed(measure, k=min(1, network.size))(network)


def _changes(network: Network) -> Iterable[object]:
    """From the network without its first links to the network."""
    early = network.with_links(network.link >= len(network.link) // 3)
    frames = [analytics.communities(each, seeds=1) for each in (early, network)]
    return [analytics.community_changes(*frames, least_size=1).to_csv()]


OF_MEASURES: Mapping[str, Measured] = {
    "articulation_points": _framed("articulation_points"),
    "betweenness_centrality": _framed("betweenness_centrality"),
    "bridges": _framed("bridges"),
    "brokerage": _brokers,
    "closeness_centrality": _framed("closeness_centrality"),
    "clustering": _framed("clustering"),
    "communities": _framed("communities"),
    "community_changes": _changes,
    "community_hierarchy": _framed("community_hierarchy", levels=2, seeds=1),
    "components": _framed("components"),
    "constraint": _framed("constraint"),
    "core_number": _framed("core_number"),
    "degree_centrality": _framed("degree_centrality"),
    "edge_betweenness_centrality": _framed("edge_betweenness_centrality"),
    "effective_size": _framed("effective_size"),
    "eigenvector_centrality": _framed("eigenvector_centrality"),
    "fragmentation": lambda network: [analytics.fragmentation(network, network.ids[:1].tolist())],
    "harmonic_centrality": _framed("harmonic_centrality"),
    "hits": _framed("hits"),
    "in_degree_centrality": _framed("in_degree_centrality"),
    "k_clique_communities": _framed("k_clique_communities"),
    "katz_centrality": _framed("katz_centrality"),
    "label_propagation_communities": _framed("label_propagation_communities"),
    "measure_edges": _framed("measure_edges", measures=("core", "community")),
    "out_degree_centrality": _framed("out_degree_centrality"),
    "pagerank": _both_ways("pagerank"),
    "players_to_reach": _sets("players_to_reach"),
    "players_to_remove": _sets("players_to_remove"),
    "rank_intervals": lambda network: [
        analytics.rank_intervals(network, analytics.degree_centrality, draws=3).to_csv()
    ],
    "reach": lambda network: [analytics.reach(network, network.ids[:1].tolist())],
}
