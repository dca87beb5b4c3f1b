"""Measures and pictures of one view: components, communities, paths, centrality, charts."""

from comity.analytics.betweenness import betweenness_centrality
from comity.analytics.chart import Chart, ChartEdge, ChartNode, chart_of
from comity.analytics.chart_page import content_policy, draw_chart
from comity.analytics.closeness import closeness_centrality
from comity.analytics.communities import communities
from comity.analytics.components import components
from comity.analytics.degree import degree_centrality
from comity.analytics.errors import AnalyticsError, UnknownEntity, UnknownMeasure
from comity.analytics.paths import Hop, Path, k_shortest_paths, shortest_paths
from comity.analytics.ranking import MEASURES, Ranking, who_matters
from comity.analytics.selection import around, around_entities, around_those_who_matter
from comity.analytics.spectral import eigenvector_centrality, pagerank
from comity.analytics.to_networkx import to_networkx
from comity.analytics.waterfall import draw_waterfall

__all__ = [
    "MEASURES",
    "AnalyticsError",
    "Chart",
    "ChartEdge",
    "ChartNode",
    "Hop",
    "Path",
    "Ranking",
    "UnknownEntity",
    "UnknownMeasure",
    "around",
    "around_entities",
    "around_those_who_matter",
    "betweenness_centrality",
    "chart_of",
    "closeness_centrality",
    "communities",
    "components",
    "content_policy",
    "degree_centrality",
    "draw_chart",
    "draw_waterfall",
    "eigenvector_centrality",
    "k_shortest_paths",
    "pagerank",
    "shortest_paths",
    "to_networkx",
    "who_matters",
]
