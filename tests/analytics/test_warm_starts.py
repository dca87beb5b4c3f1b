"""Answers that start from earlier ones: the same as from nothing, or never worse than the start."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import net, nets, oracle, random_net

from comity.analytics import BadArgument, communities, pagerank
from comity.analytics.communities import modularity
from comity.analytics.louvain import Weighed
from comity.graph.network import Network

few = settings(max_examples=40, deadline=None, derandomize=True)
CREWS = nx.planted_partition_graph(12, 15, 0.4, 0.01, seed=1)


def changed(network: Network, gone: int) -> Network:
    """The network without some of its entities and links."""
    kept = np.arange(network.size) % 7 != gone
    some = network.only(kept)
    return some.with_links(np.arange(len(some.source)) % 5 != gone)


@few
@given(nets(weighted=True), st.integers(0, 4), st.booleans(), st.booleans())
def test_pagerank_from_an_earlier_answer_is_the_answer_from_nothing(
    network: Network, gone: int, directed: bool, weighted: bool
) -> None:
    now = changed(network, gone)
    for before, after in ((network, now), (now, network)):
        start = pagerank(before, directed=directed, weighted=weighted)
        warm = pagerank(after, directed=directed, weighted=weighted, start=start)
        cold = pagerank(after, directed=directed, weighted=weighted)
        assert warm["entity"].tolist() == cold["entity"].tolist()
        assert warm["pagerank"].to_numpy() == pytest.approx(cold["pagerank"], abs=1e-9)


def test_pagerank_of_nothing_changed_needs_no_second_search() -> None:
    """A tolerance that the start keeps already is met in the first round."""
    network = random_net(5)
    once = pagerank(network, tol=1e-12)
    again = pagerank(network, tol=1e-6, start=once)
    assert again["pagerank"].to_numpy() == pytest.approx(once["pagerank"], abs=1e-11)
    rough = pagerank(network, tol=0.5)["pagerank"].to_numpy()
    assert np.abs(rough - once["pagerank"]).sum() > 1e-9


@few
@given(
    nets(weighted=True),
    st.integers(0, 4),
    st.sampled_from(["modularity", "cpm"]),
    st.integers(0, 3),
)
def test_communities_from_an_earlier_answer_are_connected_and_no_worse(
    network: Network, gone: int, quality: str, seed: int
) -> None:
    now = changed(network, gone)
    resolution = 1.0 if quality == "modularity" else 0.3
    wanted = {"quality": quality, "resolution": resolution}
    for before, after in ((network, now), (now, network)):
        start = communities(before, seeds=1, seed=seed, **wanted)
        warm = communities(after, start=start, **wanted)
        graph = by_id(after)
        groups = [set(group["entity"]) for _, group in warm.groupby("community")]
        assert all(nx.is_connected(graph.subgraph(group)) for group in groups)
        if quality == "modularity" and graph.number_of_edges():
            assert (
                warm.attrs["modularity"]
                >= nx.community.modularity(graph, as_before(graph, start)) - 1e-6
            )
        assert warm.equals(communities(after, start=start, **wanted))


def test_communities_follow_a_change_to_about_the_quality_from_nothing() -> None:
    network = net(180, list(CREWS.edges()))
    now = changed(network, 3)
    cold = communities(now).attrs["modularity"]
    warm = communities(now, start=communities(network))
    assert warm.attrs["modularity"] >= cold - 0.01
    assert warm.attrs["stability"] is None
    nobody_known = communities(now, start=communities(network).head(0))
    assert nobody_known.attrs["modularity"] >= cold - 0.05


def test_no_division_is_made_worse_and_poor_ones_are_bettered() -> None:
    network = net(180, list(CREWS.edges()))
    weight, best = np.ones(len(network.simple.low)), communities(network)
    rng = np.random.default_rng(2)
    assert communities(network, start=best).attrs["modularity"] >= best.attrs["modularity"]
    for groups in (4, 12, 30):
        label = rng.integers(0, groups, 180)
        warm = communities(network, start=best.assign(community=label))
        assert warm.attrs["modularity"] > modularity(network, label, weight) + 0.1


def test_what_runs_agree_on_is_divided_no_worse_than_the_best_of_them() -> None:
    network = net(180, list(CREWS.edges()))
    weight = np.ones(len(network.simple.low))
    weighed = Weighed(network, weight, None, 1.0)
    runs = [weighed.run(seed) for seed in range(4)]
    single = [modularity(network, label, weight) for label in runs]
    assert modularity(network, weighed.together(runs), weight) >= max(single) - 1e-9
    assert len({tuple(label) for label in runs}) > 1


def test_a_start_that_is_none_is_refused() -> None:
    network = net(3, [(0, 1), (1, 2)])
    for start in (pd.DataFrame({"entity": ["a"]}), pd.DataFrame()):
        with pytest.raises(BadArgument):
            pagerank(network, start=start)
        with pytest.raises(BadArgument):
            communities(network, start=start)
    for score in (-1.0, float("nan")):
        wrong = pagerank(network).assign(pagerank=score)
        with pytest.raises(BadArgument):
            pagerank(network, start=wrong)
    for tol in (0.0, 1.0, float("nan")):
        with pytest.raises(BadArgument):
            pagerank(network, tol=tol)


def by_id(network: Network) -> "nx.Graph[str]":
    return nx.relabel_nodes(oracle(network), dict(enumerate(network.ids.tolist())))


def as_before(graph: "nx.Graph[str]", start: pd.DataFrame) -> list[set[str]]:
    """The earlier groups as far as they are there still; whoever is new is one alone."""
    groups = [set(group["entity"]) for _, group in start.groupby("community")]
    kept = [group & set(graph) for group in groups]
    new = set(graph).difference(*kept) if kept else set(graph)
    return [group for group in kept if group] + [{each} for each in sorted(new)]
