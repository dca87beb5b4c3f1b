"""Measures against tables that others printed: every value with its source."""

import csv
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from nets import net

from comity import analytics
from comity.graph.network import Network

# Wasserman and Faust (1994), Social Network Analysis, table 5.1: marriages of Florentine
# families without the one that had none; degree, closeness, betweenness.
FLORENCE = {
    "Acciaiuoli": (0.071, 0.368, 0.000), "Albizzi": (0.214, 0.483, 0.212),
    "Barbadori": (0.143, 0.438, 0.093), "Bischeri": (0.214, 0.400, 0.104),
    "Castellani": (0.214, 0.389, 0.055), "Ginori": (0.071, 0.333, 0.000),
    "Guadagni": (0.286, 0.467, 0.255), "Lamberteschi": (0.071, 0.326, 0.000),
    "Medici": (0.429, 0.560, 0.522), "Pazzi": (0.071, 0.286, 0.000),
    "Peruzzi": (0.214, 0.368, 0.022), "Ridolfi": (0.214, 0.500, 0.114),
    "Salviati": (0.143, 0.389, 0.143), "Strozzi": (0.286, 0.438, 0.103),
    "Tornabuoni": (0.214, 0.483, 0.092),
}  # fmt: skip


def network_of(graph: "nx.Graph[str]") -> Network:
    """A networkx graph with its nodes in the order of their names."""
    place = {node: at for at, node in enumerate(sorted(graph))}
    return net(len(place), [(place[a], place[b]) for a, b in graph.edges()])


@pytest.mark.parametrize("at", range(3))
def test_the_florentine_families_are_as_wasserman_and_faust_print_them(at: int) -> None:
    network = network_of(nx.florentine_families_graph())
    name = ("degree", "closeness", "betweenness")[at]
    frame = getattr(analytics, f"{name}_centrality")(network)
    found = dict(zip(sorted(FLORENCE), frame[name].round(3), strict=True))
    assert found == {family: row[at] for family, row in FLORENCE.items()}


def test_six_pages_have_the_pagerank_that_langville_and_meyer_print() -> None:
    """Google's PageRank and Beyond (2006), chapter 4: damping .9, page 2 leads nowhere."""
    links = [(1, 2), (1, 3), (3, 1), (3, 2), (3, 5), (4, 5), (4, 6), (5, 4), (5, 6), (6, 4)]
    network = net(6, [(a - 1, b - 1) for a, b in links])
    frame = analytics.pagerank(network, damping=0.9, directed=True)
    printed = [0.03721, 0.05396, 0.04151, 0.3751, 0.206, 0.2862]
    assert frame["pagerank"].tolist() == pytest.approx(printed, abs=6e-5)


def test_six_pages_have_the_hubs_and_authorities_that_langville_and_meyer_print() -> None:
    """The same, chapter 11: pages 1, 2, 3, 5, 6 and 10 around a question."""
    place = {page: at for at, page in enumerate((1, 2, 3, 5, 6, 10))}
    links = [(1, 3), (1, 6), (2, 1), (3, 6), (6, 3), (6, 5), (10, 6)]
    frame = analytics.hits(net(6, [(place[a], place[b]) for a, b in links]))
    assert frame["authority"].round(4).tolist() == [0, 0, 0.3660, 0.1340, 0.5, 0]
    assert frame["hub"].round(4).tolist() == [0.3660, 0, 0.2113, 0, 0.2113, 0.2113]


def test_a_contact_of_six_with_four_ties_among_them_is_worth_what_borgatti_says() -> None:
    """Borgatti (1997), Connections 20(1): effective size 4.67, efficiency .78."""
    network = net(7, [(0, n) for n in range(1, 7)] + [(1, 2), (1, 3), (3, 4), (2, 4)])
    ego = analytics.effective_size(network).loc[0]
    assert (round(ego["effective_size"], 2), round(ego["efficiency"], 2)) == (4.67, 0.78)


def test_a_closed_triad_has_the_constraint_that_burt_gives_it() -> None:
    """Burt (1992), chapter 2: two contacts tied to each other make 1.125; open ones a half."""
    assert analytics.constraint(net(3, [(0, 1), (1, 2), (2, 0)]))["constraint"][0] == 1.125
    assert analytics.constraint(net(3, [(0, 1), (0, 2)]))["constraint"].tolist() == [0.5, 1, 1]


def test_the_women_of_the_south_went_to_as_many_events_as_printed() -> None:
    """Davis, Gardner and Gardner (1941), Deep South, figure 3: who came, and to which."""
    graph = nx.davis_southern_women_graph()
    names = sorted(graph)
    frame = analytics.degree_centrality(network_of(graph))
    told = dict(zip(names, frame["neighbours"], strict=True))
    events = [told[f"E{number}"] for number in range(1, 15)]
    assert events == [3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3]
    women = sorted(count for name, count in told.items() if not name.startswith("E") or " " in name)
    assert women == sorted([8, 7, 8, 7, 4, 4, 4, 3, 4, 4, 4, 6, 7, 8, 5, 2, 2, 2])


def test_the_karate_club_is_as_often_printed() -> None:
    """Newman (2010), Networks: transitivity .2557 of Zachary's club; its optimum, Brandes 2008."""
    network = network_of(nx.Graph(nx.karate_club_graph().edges()))
    assert round(analytics.clustering(network).attrs["transitivity"], 4) == 0.2557
    assert analytics.core_number(network)["core"].max() == 4
    assert analytics.communities(network, seeds=10).attrs["modularity"] == pytest.approx(
        0.41979, abs=5e-6
    )


@pytest.fixture
def krebs(shared: Path) -> Network:
    """Krebs (2002), First Monday 7(4), figure 4: 62 numbered people and 153 ties."""
    with (shared / "networks" / "krebs_911_62_edges.csv").open(encoding="utf-8") as file:
        ties = [(row["source"], row["target"]) for row in csv.DictReader(file)]
    return network_of(nx.Graph(ties))


@pytest.mark.shared_data
def test_krebs_network_has_the_aggregates_that_penzar_and_others_print(krebs: Network) -> None:
    """Penzar, Srbljinović and Jarman (2005): the means, and how many lie below and above."""
    between = analytics.betweenness_centrality(krebs)["betweenness"]
    assert round(between.mean(), 3) == 0.032
    assert ((between < 0.01).sum(), (between > 0.1).sum()) == (40, 6)
    assert np.sort(between)[-5:].round(5).tolist() == [0.12625, 0.15387, 0.2324, 0.2519, 0.58796]
    assert round(analytics.closeness_centrality(krebs)["closeness"].mean(), 2) == 0.35


@pytest.mark.shared_data
def test_three_removals_part_krebs_network_as_borgatti_prints(krebs: Network) -> None:
    """Borgatti (2006): a fragmentation of .59, by exchanges from sets built up."""
    assert int(analytics.players_to_remove(krebs, 3).attrs["value"] * 100) == 59
