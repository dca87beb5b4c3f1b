"""Measures against networkx on random graphs of every sort, and by hand on small ones."""

import networkx as nx
import numpy as np
import pytest
from nets import net, oracle, random_net

from comity.analytics import (
    betweenness_centrality,
    closeness_centrality,
    communities,
    components,
    degree_centrality,
    eigenvector_centrality,
    pagerank,
    to_networkx,
)
from comity.analytics.errors import UnknownMeasure
from comity.analytics.ranking import who_matters

SEEDS = range(60)
# Zachary (1977), the karate club without weights; optimum modularity 0.41979 (Brandes 2008).
KARATE = sorted(nx.karate_club_graph().edges())
KARATE_OPTIMUM = 0.41979


@pytest.mark.parametrize("seed", SEEDS)
def test_degree_betweenness_and_closeness_equal_networkx(seed: int) -> None:
    network = random_net(seed)
    graph = oracle(network)
    size = range(network.size)
    if network.size > 1:
        expected = nx.degree_centrality(graph)
        assert degree_centrality(network)["degree"].tolist() == pytest.approx(
            [expected[n] for n in size]
        )
    expected = nx.betweenness_centrality(graph)
    assert betweenness_centrality(network)["betweenness"].tolist() == pytest.approx(
        [expected[n] for n in size], abs=1e-12
    )
    expected = nx.closeness_centrality(graph)
    assert closeness_centrality(network)["closeness"].tolist() == pytest.approx(
        [expected[n] for n in size], abs=1e-12
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_pagerank_equals_networkx_and_sums_to_one(seed: int) -> None:
    network = random_net(seed)
    expected = nx.pagerank(oracle(network), tol=1e-14, max_iter=2_000)
    found = pagerank(network)["pagerank"]
    assert found.tolist() == pytest.approx([expected[n] for n in range(network.size)], abs=1e-8)
    assert found.sum() == pytest.approx(1.0)


def test_eigenvector_equals_networkx_where_it_is_unique() -> None:
    for seed in SEEDS:
        graph = nx.gnm_random_graph(15, 40, seed=seed)
        if not nx.is_connected(graph):
            continue
        expected = nx.eigenvector_centrality_numpy(graph)
        found = eigenvector_centrality(net(15, list(graph.edges())))["eigenvector"]
        assert found.tolist() == pytest.approx([abs(expected[n]) for n in range(15)], abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_components_equal_networkx_and_are_numbered_by_size(seed: int) -> None:
    network = random_net(seed)
    frame = components(network)
    found = {frozenset(group.index) for _, group in frame.groupby("component")}
    assert found == {frozenset(group) for group in nx.connected_components(oracle(network))}
    sizes = frame.drop_duplicates("component").sort_values("component")["size"].tolist()
    assert sizes == sorted(sizes, reverse=True)


def test_communities_reach_the_karate_optimum_and_repeat() -> None:
    network = net(34, KARATE)
    first, again = communities(network, seeds=10), communities(network, seeds=10)
    assert first["community"].tolist() == again["community"].tolist()
    assert first.attrs["modularity"] == pytest.approx(KARATE_OPTIMUM, abs=5e-6)


def test_communities_say_the_modularity_that_networkx_computes() -> None:
    for seed in SEEDS:
        network = random_net(seed)
        frame = communities(network)
        groups = [set(group.index) for _, group in frame.groupby("community")]
        if len(network.simple.low):
            expected = nx.community.modularity(oracle(network), groups)
            assert frame.attrs["modularity"] == pytest.approx(expected, abs=1e-6)


def test_the_order_of_links_changes_nothing() -> None:
    mixed = [KARATE[at] for at in np.random.default_rng(1).permutation(len(KARATE))]
    turned = [(b, a) for a, b in mixed]
    one, two = net(34, KARATE), net(34, turned)
    for measure in (betweenness_centrality, pagerank, communities, closeness_centrality):
        assert measure(one).equals(measure(two))


def test_sampled_betweenness_stays_within_its_stated_error() -> None:
    graph = nx.barabasi_albert_graph(300, 2, seed=4)
    network = net(300, list(graph.edges()))
    exact = betweenness_centrality(network, exact=True)["betweenness"]
    sampled = betweenness_centrality(network, exact=False)
    assert sampled.attrs["error"] > 0
    assert (sampled["betweenness"] - exact).abs().max() <= sampled.attrs["error"]


def test_an_empty_network_gives_empty_frames_of_the_right_shape() -> None:
    for measure in (degree_centrality, betweenness_centrality, closeness_centrality, pagerank,
                    eigenvector_centrality, communities, components):  # fmt: skip
        frame = measure(net(0, []))
        assert list(frame.columns[:3]) == ["entity", "name", "kind"]
        assert frame.empty


def test_victims_and_officers_are_left_out_of_rankings_visibly() -> None:
    star = [(0, other) for other in range(1, 6)]
    standing = ["professional", "bystander", "involved", "neutral", "involved", "involved"]
    network = net(6, star, standing)
    ranking = who_matters(network, "degree")
    assert ranking.frame["degree"].tolist() == [0, 0, 0, 0]
    assert ranking.left_out == {"bystander": 1, "professional": 1}
    assert "e000" not in set(ranking.frame["entity"])
    assert len(ranking.frame) == 4
    every = who_matters(network, "degree", include=("professional",))
    assert every.frame["entity"][0] == "e000"
    assert every.left_out == {"bystander": 1}


def test_an_unknown_measure_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownMeasure, match="pagerank"):
        who_matters(net(1, []), "importance")


def test_networkx_gets_every_link_with_its_handle() -> None:
    graph = to_networkx(net(3, [(0, 1), (0, 1), (1, 1)]))
    assert sorted(data["link"] for _, _, data in graph.edges(data=True)) == [100, 101, 102]
    assert graph.number_of_nodes() == 3
