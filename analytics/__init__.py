"""Measures and charts of one view: components, communities, paths, centrality."""

from comity.analytics.betweenness import betweenness_centrality
from comity.analytics.closeness import closeness_centrality
from comity.analytics.communities import communities
from comity.analytics.components import components
from comity.analytics.degree import degree_centrality
from comity.analytics.errors import AnalyticsError, UnknownEntity, UnknownMeasure
from comity.analytics.paths import Hop, Path, k_shortest_paths, shortest_paths
from comity.analytics.ranking import MEASURES, Ranking, who_matters
from comity.analytics.spectral import eigenvector_centrality, pagerank
from comity.analytics.to_networkx import to_networkx

__all__ = [
    "MEASURES",
    "AnalyticsError",
    "Hop",
    "Path",
    "Ranking",
    "UnknownEntity",
    "UnknownMeasure",
    "betweenness_centrality",
    "closeness_centrality",
    "communities",
    "components",
    "degree_centrality",
    "eigenvector_centrality",
    "k_shortest_paths",
    "pagerank",
    "shortest_paths",
    "to_networkx",
    "who_matters",
]
