"""Centralities against networkx on any small network, and where networkx has none, by hand."""

from collections.abc import Callable
from math import isnan
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import directed_oracle, id_of, net, nets, oracle, random_net, weighted_oracle

from comity import analytics
from comity.analytics.errors import BadArgument, NotConverging, UnknownEntity
from comity.graph.network import Network

Scores = dict[int, float]
few = settings(max_examples=40, deadline=None, derandomize=True)


def same(frame: pd.DataFrame, column: str, expected: Scores, within: float = 1e-9) -> None:
    found = frame[column].tolist()
    assert found == pytest.approx([expected[n] for n in range(len(found))], abs=within, nan_ok=True)


@few
@given(nets(weighted=True))
def test_degrees_equal_networkx_both_ways_and_weighted(network: Network) -> None:
    graph, ways = weighted_oracle(network), directed_oracle(network)
    frame = analytics.degree_centrality(network)
    assert frame["neighbours"].tolist() == [graph.degree(n) for n in range(network.size)]
    same(frame, "weight", dict(graph.degree(weight="weight")))
    inward, outward = (
        analytics.in_degree_centrality(network), analytics.out_degree_centrality(network),
    )  # fmt: skip
    same(inward, "weight", dict(ways.in_degree(weight="weight")))
    same(outward, "weight", dict(ways.out_degree(weight="weight")))
    if network.size > 1:
        same(inward, "in_degree", nx.in_degree_centrality(ways))
        same(outward, "out_degree", nx.out_degree_centrality(ways))


@few
@given(nets())
def test_betweenness_of_entities_and_links_equals_networkx(network: Network) -> None:
    graph = oracle(network)
    same(analytics.betweenness_centrality(network), "betweenness", nx.betweenness_centrality(graph))
    ways = nx.betweenness_centrality(directed_oracle(network))
    same(analytics.betweenness_centrality(network, directed=True), "betweenness", ways)
    expected = {tuple(sorted(e)): v for e, v in nx.edge_betweenness_centrality(graph).items()}
    frame = analytics.edge_betweenness_centrality(network)
    found = {
        (int(a[1:]), int(b[1:])): score
        for a, b, score in frame[["source", "target", "betweenness"]].itertuples(index=False)
    }
    assert found == pytest.approx(expected)


@few
@given(nets(), st.integers(0, 5))
def test_betweenness_from_some_sources_equals_networkx_from_the_same(
    network: Network, seed: int
) -> None:
    if network.size < 3:
        return
    k = max(2, network.size // 2)
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.choice(network.size, k, replace=False)).tolist()

    class Drawing:
        """A stand-in for networkx's draw, to get the same sources."""

        def sample(self, _: Any, __: int) -> list[int]:
            return [int(each) for each in chosen]

    graph = oracle(network)
    raw = nx.algorithms.centrality.betweenness
    betweenness = dict.fromkeys(graph, 0.0)
    for source in Drawing().sample(graph, k):
        stack, before, paths, _ = raw._single_source_shortest_path_basic(graph, source)
        raw._accumulate_basic(betweenness, stack, before, paths, source)
    expected = raw._rescale(
        betweenness, network.size, normalized=True, directed=False, endpoints=False,
        sampled_nodes=chosen,
    )  # fmt: skip
    frame = analytics.betweenness_centrality(network, k, seed=seed)
    same(frame, "betweenness", expected)


@few
@given(nets())
def test_closeness_and_harmonic_equal_networkx(network: Network) -> None:
    graph = oracle(network)
    same(analytics.closeness_centrality(network), "closeness", nx.closeness_centrality(graph))
    same(analytics.harmonic_centrality(network), "harmonic", nx.harmonic_centrality(graph))


@few
@given(nets())
def test_from_every_source_a_sample_is_exact(network: Network) -> None:
    if not network.size:
        return
    graph, k = oracle(network), network.size
    for measure, column, expected in (
        (analytics.betweenness_centrality, "betweenness", nx.betweenness_centrality(graph)),
        (analytics.closeness_centrality, "closeness", nx.closeness_centrality(graph)),
        (analytics.harmonic_centrality, "harmonic", nx.harmonic_centrality(graph)),
    ):
        frame = measure(network, k)
        same(frame, column, expected)
        assert frame.attrs["error"] == 0


@few
@given(nets(weighted=True), st.booleans(), st.booleans())
def test_pagerank_equals_networkx_with_directions_weights_and_a_start(
    network: Network, directed: bool, weighted: bool
) -> None:
    if not network.size:
        return
    graph = directed_oracle(network) if directed else weighted_oracle(network)
    start = {0: 2.0, network.size - 1: 1.0}
    for chosen in (None, start):
        expected = nx.pagerank(
            graph, tol=1e-13, max_iter=3_000, weight="weight" if weighted else None,
            personalization=chosen,
        )  # fmt: skip
        named = None if chosen is None else {id_of(n): w for n, w in chosen.items()}
        found = analytics.pagerank(
            network, personalization=named, directed=directed, weighted=weighted
        )
        same(found, "pagerank", expected, 1e-9)
        assert found["pagerank"].sum() == pytest.approx(1)


def test_a_start_that_is_nowhere_is_refused() -> None:
    network = net(2, [(0, 1)])
    with pytest.raises(UnknownEntity, match="e009"):
        analytics.pagerank(network, personalization={"e009": 1})
    for wrong in ({"e000": -1.0}, {"e000": float("nan")}, {"e000": 0.0}):
        with pytest.raises(BadArgument):
            analytics.pagerank(network, personalization=wrong)
    with pytest.raises(BadArgument, match="damping"):
        analytics.pagerank(network, damping=1.0)


@few
@given(nets(weighted=True), st.booleans())
def test_katz_equals_networkx(network: Network, directed: bool) -> None:
    if network.size < 2:  # networkx fails at one
        return
    graph = directed_oracle(network) if directed else weighted_oracle(network)
    frame = analytics.katz_centrality(network, directed=directed, weighted=True)
    expected = nx.katz_centrality_numpy(graph, alpha=frame.attrs["alpha"], weight="weight")
    same(frame, "katz", expected, 1e-7)


def test_katz_says_so_where_walks_have_no_sum() -> None:
    with pytest.raises(NotConverging, match=r"alpha 0\.6"):
        analytics.katz_centrality(net(3, [(0, 1), (1, 2), (2, 0)]), 0.6)


def test_hits_of_two_callers_and_one_called() -> None:
    frame = analytics.hits(net(4, [(0, 2), (1, 2), (2, 2)]))
    assert frame["hub"].tolist() == pytest.approx([0.5, 0.5, 0, 0])
    assert frame["authority"].tolist() == pytest.approx([0, 0, 1, 0])
    assert analytics.hits(net(2, []))[["hub", "authority"]].to_numpy().tolist() == [[0, 0]] * 2


@pytest.mark.parametrize("seed", range(20))
def test_hits_equals_networkx_where_it_is_unique(seed: int) -> None:
    graph = nx.gnp_random_graph(15, 0.35, seed=seed, directed=True)
    ways = net(15, list(graph.edges()))
    hubs, authorities = nx.hits(graph, max_iter=10_000, tol=1e-13)
    found = analytics.hits(ways)
    same(found, "hub", hubs, 1e-7)
    same(found, "authority", authorities, 1e-7)


@pytest.mark.parametrize("seed", range(20))
def test_the_directed_and_weighted_eigenvector_equals_networkx_where_it_is_unique(
    seed: int,
) -> None:
    graph = nx.gnp_random_graph(12, 0.4, seed=seed, directed=True)
    if not nx.is_strongly_connected(graph):
        return
    weights = np.random.default_rng(seed).uniform(0.5, 3, graph.number_of_edges()).tolist()
    for (a, b), weight in zip(graph.edges(), weights, strict=True):
        graph[a][b]["weight"] = weight
    network = net(12, list(graph.edges()), weight=weights)
    found = analytics.eigenvector_centrality(network, directed=True, weighted=True)
    expected = nx.eigenvector_centrality_numpy(graph, weight="weight")
    same(found, "eigenvector", expected, 1e-7)


@few
@given(nets())
def test_cores_clustering_and_transitivity_equal_networkx(network: Network) -> None:
    graph = oracle(network)
    same(analytics.core_number(network), "core", nx.core_number(graph))
    frame = analytics.clustering(network)
    same(frame, "clustering", nx.clustering(graph))
    same(frame, "triangles", nx.triangles(graph))
    assert frame.attrs["transitivity"] == pytest.approx(nx.transitivity(graph))


@few
@given(nets(weighted=True))
def test_constraint_and_effective_size_equal_networkx(network: Network) -> None:
    plain, weighted, ways = (
        oracle(network), weighted_oracle(network), directed_oracle(network),
    )  # fmt: skip
    found = analytics.constraint(network)
    same(found, "constraint", constraint_by_definition(plain, None))
    heavy = analytics.constraint(network, weighted=True)
    same(heavy, "constraint", constraint_by_definition(weighted, "weight"))
    both = analytics.constraint(network, directed=True, weighted=True)
    same(both, "constraint", constraint_by_definition(ways, "weight"))
    if network.size:  # networkx fails at none
        same(analytics.effective_size(network), "effective_size", nx.effective_size(plain))


def constraint_by_definition(graph: Any, weight: str | None) -> Scores:
    """networkx's own sum by entity; its short cut by matrices is another code path."""
    return {
        v: sum(nx.local_constraint(graph, v, n, weight) for n in set(nx.all_neighbors(graph, v)))
        if set(nx.all_neighbors(graph, v))
        else float("nan")
        for v in graph
    }


def test_constraint_in_blocks_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    network = random_net(11)
    whole = analytics.constraint(network)
    monkeypatch.setattr("comity.analytics.products.BLOCK", 3)
    assert analytics.constraint(network).equals(whole)


@few
@given(nets())
def test_bridges_and_articulation_points_equal_networkx(network: Network) -> None:
    graph = oracle(network)
    frame = analytics.bridges(network)
    found = {
        (int(a[1:]), int(b[1:])) for a, b in frame[["source", "target"]].itertuples(index=False)
    }
    assert found == {tuple(sorted(pair)) for pair in nx.bridges(graph)}
    points = analytics.articulation_points(network)
    assert {int(e[1:]) for e in points["entity"]} == set(nx.articulation_points(graph))
    assert all(frame["links"] == [len(network.rows_between(a, b)) for a, b in sorted(found)])


def test_a_cut_point_says_how_many_parts_it_holds_together() -> None:
    windmill = net(7, [(0, 1), (1, 2), (2, 0), (0, 3), (3, 4), (4, 0), (0, 5)])
    points = analytics.articulation_points(windmill)
    assert points[["entity", "parts"]].to_numpy().tolist() == [["e000", 3]]


FRAMES: dict[str, Callable[[Network], pd.DataFrame]] = {
    name: getattr(analytics, name)
    for name in (
        "articulation_points", "betweenness_centrality", "bridges", "closeness_centrality",
        "clustering", "constraint", "core_number", "degree_centrality", "effective_size",
        "edge_betweenness_centrality", "eigenvector_centrality", "harmonic_centrality", "hits",
        "in_degree_centrality", "katz_centrality", "out_degree_centrality", "pagerank",
    )
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_every_frame_of_nothing_and_of_one_has_its_columns(name: str) -> None:
    usual = list(FRAMES[name](random_net(3)).columns)
    for network in (net(0, []), net(1, []), net(1, [(0, 0)]), net(3, [])):
        frame = FRAMES[name](network)
        assert list(frame.columns) == usual
        assert all(score >= 0 or isnan(score) for score in frame.select_dtypes("number").stack())


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_new_names_and_another_order_of_links_change_no_score(name: str) -> None:
    for seed in (1, 2, 5):
        network = random_net(seed)
        rng = np.random.default_rng(seed)
        links = np.stack([network.source, network.target], axis=1)[
            rng.permutation(len(network.link))
        ]
        moved = net(network.size, links.tolist())
        assert FRAMES[name](moved).equals(FRAMES[name](network))
        place = rng.permutation(network.size)
        renamed = net(network.size, place[links].tolist())
        once, again = FRAMES[name](network), FRAMES[name](renamed)
        if "entity" in once:
            named = {id_of(n): id_of(int(place[n])) for n in range(network.size)}
            once = once.assign(entity=once["entity"].map(named)).sort_values("entity")
            numbers = once.select_dtypes("number").to_numpy()
            assert again.select_dtypes("number").to_numpy() == pytest.approx(
                numbers, abs=1e-6, nan_ok=True
            )


def test_sampled_paths_stay_within_their_bound_in_nineteen_of_twenty_runs() -> None:
    network = net(60, list(nx.barabasi_albert_graph(60, 2, seed=2).edges()))
    exact = analytics.betweenness_centrality(network)["betweenness"]
    kept = 0
    for seed in range(200):
        found = analytics.betweenness_centrality(network, exact=False, error=0.1, seed=seed)
        assert (found.attrs["error"], found.attrs["doubt"]) == (0.1, 0.1)
        kept += float((found["betweenness"] - exact).abs().max()) <= 0.1
    assert kept >= 190


@pytest.mark.parametrize("name", ["betweenness", "harmonic"])
def test_sampled_sources_stay_within_their_bound_in_nineteen_of_twenty_runs(name: str) -> None:
    network = net(60, list(nx.barabasi_albert_graph(60, 2, seed=2).edges()))
    measure = getattr(analytics, f"{name}_centrality")
    exact, kept = measure(network)[name], 0
    for seed in range(200):
        found = measure(network, 12, seed=seed, doubt=0.05)
        kept += float((found[name] - exact).abs().max()) <= found.attrs["error"]
    assert kept >= 190


@pytest.mark.parametrize("k", [0, 5])
def test_more_sources_than_there_are_entities_or_none_are_refused(k: int) -> None:
    for measure in (
        analytics.betweenness_centrality, analytics.closeness_centrality,
        analytics.edge_betweenness_centrality, analytics.harmonic_centrality,
    ):  # fmt: skip
        with pytest.raises(BadArgument, match="from 1 to the 4"):
            measure(net(4, [(0, 1)]), k)
    with pytest.raises(BadArgument, match="error"):
        analytics.betweenness_centrality(net(4, []), error=0.0)
