"""Key players against all sets there are, Borgatti's measure by its definition."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import id_of, net, nets, oracle

from comity.analytics import (
    BadArgument,
    TooLarge,
    UnknownEntity,
    fragmentation,
    players_to_reach,
    players_to_remove,
    reach,
)  # fmt: skip
from comity.analytics import key_players as module
from comity.graph.network import Network


def parted(graph: "nx.Graph[int]", removed: tuple[int, ...]) -> float:
    """The share of pairs that cannot reach each other, by asking each pair."""
    rest = graph.copy()
    rest.remove_edges_from([edge for edge in graph.edges() if {*edge} & {*removed}])
    pairs = list(combinations(rest, 2))
    return sum(not nx.has_path(rest, *pair) for pair in pairs) / len(pairs) if pairs else 0.0


@settings(max_examples=40, deadline=None, derandomize=True)
@given(nets(most=8), st.integers(0, 3))
def test_the_set_to_remove_is_the_first_best_of_all_sets(network: Network, k: int) -> None:
    if not k <= network.size or not network.size:
        return
    graph = oracle(network)
    best = max(combinations(range(network.size), k), key=lambda s: round(parted(graph, s), 9))
    frame = players_to_remove(network, k)
    assert frame.attrs["best"]
    assert frame.attrs["value"] == pytest.approx(parted(graph, best))
    assert frame.attrs["value"] == pytest.approx(fragmentation(network, frame["entity"].tolist()))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(nets(most=8), st.integers(1, 3), st.integers(1, 2))
def test_the_set_to_reach_is_as_good_as_the_best_of_all(
    network: Network, k: int, hops: int
) -> None:
    if k > network.size:
        return
    graph = oracle(network)
    near = {n: set(nx.single_source_shortest_path_length(graph, n, hops)) for n in graph}
    best = max(len(set().union(*(near[n] for n in s))) for s in combinations(graph, k))
    frame = players_to_reach(network, k, hops=hops)
    assert frame.attrs["value"] == pytest.approx(best / network.size)
    found = reach(network, frame["entity"].tolist(), hops=hops)
    assert found == pytest.approx(best / network.size)


def test_the_two_most_central_do_each_others_work() -> None:
    """Borgatti's point: of two who bind the same three, taking both is a waste."""
    same = [(0, n) for n in (2, 3, 4, 5)] + [(1, n) for n in (2, 3, 4, 5)]
    other = [(6, n) for n in (5, 7, 8)]
    frame = players_to_reach(net(9, [*same, *other]), 2, hops=1)
    assert "e006" in frame["entity"].tolist()


@pytest.mark.parametrize("seed", range(3))
def test_built_up_sets_come_near_the_best(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.gnm_random_graph(16, 20, seed=seed)
    network = net(16, list(graph.edges()))
    best = players_to_remove(network, 3)
    monkeypatch.setattr(module, "MOST_SETS", 0)
    built = players_to_remove(network, 3)
    assert (best.attrs["best"], built.attrs["best"]) == (True, False)
    assert built.attrs["value"] >= 0.95 * best.attrs["value"]


def test_what_makes_no_set_is_refused() -> None:
    network = net(30, [(0, 1)])
    for wrong in (-1, 31):
        with pytest.raises(BadArgument, match="k is"):
            players_to_remove(network, wrong)
    with pytest.raises(TooLarge, match="smaller"):
        players_to_remove(network, 25)
    with pytest.raises(BadArgument, match="hops"):
        players_to_reach(network, 1, hops=0)
    with pytest.raises(UnknownEntity, match="e099"):
        fragmentation(network, ["e099"])
    assert players_to_remove(net(0, []), 0).empty
    assert fragmentation(net(0, [])) == 0
    assert fragmentation(net(2, [(0, 1)]), [id_of(0)]) == 1
    assert fragmentation(net(2, [(0, 1)])) == 0
