"""Measures and pictures of one view: components, communities, paths, centrality, charts."""

from comity.analytics.authority import Events, events_under_authority
from comity.analytics.avoiding import Avoid
from comity.analytics.betweenness import betweenness_centrality, edge_betweenness_centrality
from comity.analytics.bootstrap import rank_intervals
from comity.analytics.bridges import articulation_points, bridges
from comity.analytics.brokerage import brokerage
from comity.analytics.bursts import bursts, entity_bursts
from comity.analytics.chart import Chart, ChartEdge, ChartNode, ChartQuery, chart_of, spots_of
from comity.analytics.chart_groups import ChartGroup, Groups, groups_of
from comity.analytics.chart_page import content_policy, draw_chart
from comity.analytics.cliques import k_clique_communities
from comity.analytics.closeness import closeness_centrality, harmonic_centrality
from comity.analytics.clustering import clustering
from comity.analytics.co_location import co_location, co_travel
from comity.analytics.communities import communities
from comity.analytics.community_changes import community_changes
from comity.analytics.community_profile import CommunityProfile, community_profile
from comity.analytics.components import components
from comity.analytics.contacts import common_contacts, reciprocity, top_contacts
from comity.analytics.cores import core_number
from comity.analytics.costly_paths import cheapest_paths, strongest_paths
from comity.analytics.degree import degree_centrality, in_degree_centrality, out_degree_centrality
from comity.analytics.drawing import Drawing, DrawnNode, drawing_of
from comity.analytics.edge_arrays import network_of_edges
from comity.analytics.edge_file import EdgeColumns, EdgeFile, read_edges
from comity.analytics.edge_measures import EDGE_MEASURES, Counting, measure_edges
from comity.analytics.eigenvector import eigenvector_centrality
from comity.analytics.errors import (
    AnalyticsError,
    BadArgument,
    BadTable,
    CardNotUsable,
    NoAuthority,
    NotConverging,
    NotScored,
    TooLarge,
    UnknownEntity,
    UnknownMeasure,
)
from comity.analytics.evidence import Evidence, strength_of_evidence
from comity.analytics.fairness import fairness
from comity.analytics.handset_changes import handset_changes
from comity.analytics.hidden_links import CommonNeighbour, HiddenLink, hidden_links
from comity.analytics.hierarchy import community_hierarchy
from comity.analytics.hindsight import hindsight
from comity.analytics.hits import hits
from comity.analytics.hold_out import hold_out
from comity.analytics.holes import constraint, effective_size
from comity.analytics.katz import katz_centrality
from comity.analytics.key_players import fragmentation, players_to_reach, players_to_remove, reach
from comity.analytics.label_propagation import label_propagation_communities
from comity.analytics.link_changes import formed_and_decayed, holding_at, link_changes
from comity.analytics.link_model import LinkModel, train_link_model
from comity.analytics.link_prediction import (
    adamic_adar_index,
    common_neighbors,
    jaccard_coefficient,
    preferential_attachment,
    resource_allocation_index,
)
from comity.analytics.many_paths import (
    disjoint_paths,
    shortest_path_through,
    shortest_path_through_kind,
)
from comity.analytics.pagerank import pagerank
from comity.analytics.paths import (
    Hop,
    Path,
    k_shortest_paths,
    paths_to,
    shortest_path,
    shortest_paths,
)
from comity.analytics.pattern_of_life import pattern_of_life
from comity.analytics.payment_chains import payment_chains
from comity.analytics.projection import Projection, Sharing, modes, projected
from comity.analytics.ranking import MEASURES, Ranking, who_matters
from comity.analytics.reachable import reachable
from comity.analytics.score_card import Band, Factor, FairnessPlan, ScoreCard, Term
from comity.analytics.score_card_document import card_schema, parse_card, read_card
from comity.analytics.scores import Contribution, Score, WithoutFact, score
from comity.analytics.scratch import Scratch
from comity.analytics.selection import around, around_entities, around_those_who_matter
from comity.analytics.shared import co_offending, shared_address, shared_phone
from comity.analytics.sign_off import SignedCard, SignOff, sign_card, signed_card
from comity.analytics.timed_paths import TimedPath, earliest_path
from comity.analytics.to_networkx import to_networkx
from comity.analytics.trends import trends
from comity.analytics.waterfall import draw_waterfall
from comity.analytics.what_if import Arrests, arrest, effect, path_effect, what_if
from comity.analytics.windows import during, in_windows, windows

__all__ = [
    "EDGE_MEASURES",
    "MEASURES",
    "AnalyticsError",
    "Arrests",
    "Avoid",
    "BadArgument",
    "BadTable",
    "Band",
    "CardNotUsable",
    "Chart",
    "ChartEdge",
    "ChartGroup",
    "ChartNode",
    "ChartQuery",
    "CommonNeighbour",
    "CommunityProfile",
    "Contribution",
    "Counting",
    "Drawing",
    "DrawnNode",
    "EdgeColumns",
    "EdgeFile",
    "Events",
    "Evidence",
    "Factor",
    "FairnessPlan",
    "Groups",
    "HiddenLink",
    "Hop",
    "LinkModel",
    "NoAuthority",
    "NotConverging",
    "NotScored",
    "Path",
    "Projection",
    "Ranking",
    "Score",
    "ScoreCard",
    "Scratch",
    "Sharing",
    "SignOff",
    "SignedCard",
    "Term",
    "TimedPath",
    "TooLarge",
    "UnknownEntity",
    "UnknownMeasure",
    "WithoutFact",
    "adamic_adar_index",
    "around",
    "around_entities",
    "around_those_who_matter",
    "arrest",
    "articulation_points",
    "betweenness_centrality",
    "bridges",
    "brokerage",
    "bursts",
    "card_schema",
    "chart_of",
    "cheapest_paths",
    "closeness_centrality",
    "clustering",
    "co_location",
    "co_offending",
    "co_travel",
    "common_contacts",
    "common_neighbors",
    "communities",
    "community_changes",
    "community_hierarchy",
    "community_profile",
    "components",
    "constraint",
    "content_policy",
    "core_number",
    "degree_centrality",
    "disjoint_paths",
    "draw_chart",
    "draw_waterfall",
    "drawing_of",
    "during",
    "earliest_path",
    "edge_betweenness_centrality",
    "effect",
    "effective_size",
    "eigenvector_centrality",
    "entity_bursts",
    "events_under_authority",
    "fairness",
    "formed_and_decayed",
    "fragmentation",
    "groups_of",
    "handset_changes",
    "harmonic_centrality",
    "hidden_links",
    "hindsight",
    "hits",
    "hold_out",
    "holding_at",
    "in_degree_centrality",
    "in_windows",
    "jaccard_coefficient",
    "k_clique_communities",
    "k_shortest_paths",
    "katz_centrality",
    "label_propagation_communities",
    "link_changes",
    "measure_edges",
    "modes",
    "network_of_edges",
    "out_degree_centrality",
    "pagerank",
    "parse_card",
    "path_effect",
    "paths_to",
    "pattern_of_life",
    "payment_chains",
    "players_to_reach",
    "players_to_remove",
    "preferential_attachment",
    "projected",
    "rank_intervals",
    "reach",
    "reachable",
    "read_card",
    "read_edges",
    "reciprocity",
    "resource_allocation_index",
    "score",
    "shared_address",
    "shared_phone",
    "shortest_path",
    "shortest_path_through",
    "shortest_path_through_kind",
    "shortest_paths",
    "sign_card",
    "signed_card",
    "spots_of",
    "strength_of_evidence",
    "strongest_paths",
    "to_networkx",
    "top_contacts",
    "train_link_model",
    "trends",
    "what_if",
    "who_matters",
    "windows",
]
