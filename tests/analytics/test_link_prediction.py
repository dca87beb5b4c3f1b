"""Indices of missing links against networkx, pair by pair."""

import sys
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from nets import id_of, net, nets, oracle

from comity import analytics
from comity.analytics import BadArgument, TooLarge, UnknownEntity, adamic_adar_index
from comity.graph.network import Network

THEIRS = {
    "adamic_adar_index": nx.adamic_adar_index,
    "jaccard_coefficient": nx.jaccard_coefficient,
    "preferential_attachment": nx.preferential_attachment,
    "resource_allocation_index": nx.resource_allocation_index,
}


def told(frame) -> dict[tuple[str, str], float]:
    """Scores by pair."""
    return {(one, two): score for one, two, score in frame.itertuples(index=False)}


@pytest.mark.parametrize("name", sorted(THEIRS))
@settings(deadline=None, max_examples=40)
@given(network=nets(most=9))
def test_indices_of_given_pairs_are_those_of_networkx(name: str, network: Network) -> None:
    pairs = list(combinations(range(network.size), 2))
    frame = getattr(analytics, name)(network, [(id_of(a), id_of(b)) for a, b in pairs])
    expected = {(id_of(a), id_of(b)): score for a, b, score in THEIRS[name](oracle(network), pairs)}
    assert told(frame) == pytest.approx(expected)


@settings(deadline=None, max_examples=40)
@given(nets(most=9))
def test_without_pairs_all_are_told_who_share_somebody_and_are_not_linked(network: Network) -> None:
    graph = oracle(network)
    expected = {
        (id_of(a), id_of(b)): len(list(nx.common_neighbors(graph, a, b)))
        for a, b in combinations(range(network.size), 2)
        if not graph.has_edge(a, b) and list(nx.common_neighbors(graph, a, b))
    }
    assert told(analytics.common_neighbors(network)) == expected
    for name in THEIRS:
        assert [*told(getattr(analytics, name)(network))] == [*expected]


def test_a_square_misses_its_diagonals() -> None:
    frame = analytics.resource_allocation_index(net(4, [(0, 1), (1, 2), (2, 3), (3, 0)]))
    assert told(frame) == {("e000", "e002"): 1.0, ("e001", "e003"): 1.0}


def test_of_nothing_there_are_no_pairs_and_nonsense_is_refused() -> None:
    for network in (net(0, []), net(1, []), net(3, [(0, 1)])):
        frame = adamic_adar_index(network)
        assert frame.empty
        assert frame.columns.tolist() == ["source", "target", "adamic_adar_index"]
    with pytest.raises(UnknownEntity):
        adamic_adar_index(net(2, []), [("e000", "e009")])
    with pytest.raises(BadArgument):
        adamic_adar_index(net(2, []), [("e000", "e000")])


def test_a_hub_that_makes_too_many_pairs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["comity.analytics.link_prediction"], "MOST_STEPS", 10)
    with pytest.raises(TooLarge, match="hubs"):
        adamic_adar_index(net(9, [(0, other) for other in range(1, 9)]))
