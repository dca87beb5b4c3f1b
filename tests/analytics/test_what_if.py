"""What if: before and after are the measures of both networks, and ways are what networkx finds."""

import math
import sys
from itertools import permutations

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import id_of, net, nets, oracle

from comity.analytics import (
    Scratch,
    UnknownEntity,
    UnknownMeasure,
    arrest,
    betweenness_centrality,
    effect,
    pagerank,
    path_effect,
    what_if,
)
from comity.analytics.what_if import among
from comity.graph.network import Network

# Two rings of three that 2 - 3 holds together.
RINGS = net(6, [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3)])


def figures(frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    return {row.figure: (row.before, row.after) for row in frame.itertuples()}


def test_before_and_after_are_what_the_measures_say_of_either() -> None:
    scratch = Scratch.of(RINGS).without(["e003"])
    frame = what_if(RINGS, scratch, ["betweenness", "pagerank"])
    assert frame.columns.tolist() == [
        "measure", "entity", "name", "kind", "before", "after", "change", "rank_before",
        "rank_after",
    ]  # fmt: skip
    for name, measure in (("betweenness", betweenness_centrality), ("pagerank", pagerank)):
        told = frame[frame["measure"] == name].set_index("entity")
        old, new = measure(RINGS), measure(scratch.network)
        assert told["before"].tolist() == old[name].tolist()
        assert told.loc[new["entity"], "after"].tolist() == new[name].tolist()
        assert math.isnan(told.loc["e003", "after"])
        assert math.isnan(told.loc["e003", "rank_after"])
    told = frame[frame["measure"] == "betweenness"].set_index("entity")
    assert told.loc["e002", ["rank_before", "rank_after"]].tolist() == [1, 1]
    assert frame.attrs["changes"] == ("without e003",)


def test_who_is_added_has_no_before_and_a_name() -> None:
    scratch = Scratch.of(RINGS).with_entity("A").with_link("what-if:A", "e000")
    row = what_if(RINGS, scratch, ["degree"]).set_index(["measure", "entity"])
    told = row.loc[("neighbours", "what-if:A")]
    assert (told["name"], told["kind"], told["after"]) == ("A", "person", 1)
    assert math.isnan(told["before"])


@settings(deadline=None, max_examples=15)
@given(nets(most=8))
def test_where_nothing_changes_every_measure_says_so(network: Network) -> None:
    frame = what_if(network, Scratch.of(network))
    assert (frame["change"].fillna(0) == 0).all()
    assert (frame["rank_before"].fillna(0) == frame["rank_after"].fillna(0)).all()
    told = figures(effect(network, Scratch.of(network)))
    assert all(before == after for before, after in told.values())


def test_the_bridge_arrested_cuts_the_rings_from_each_other() -> None:
    found = arrest(RINGS, ["e003"], ["degree"])
    told = figures(found.effect)
    assert told["entities"] == (6, 5)
    assert told["components"] == (1, 2)
    assert told["largest"] == (5, 3)
    # Of the ten pairs who stay, six lie across.
    assert told["reaching"] == (1.0, pytest.approx(4 / 10))
    assert told["cut"] == (0, pytest.approx(6 / 10))
    assert told["longer"] == told["shorter"] == told["opened"] == (0, 0)
    assert set(found.measures["measure"]) == {"degree", "neighbours", "links", "weight"}


@settings(deadline=None, max_examples=40)
@given(nets(most=8), st.data())
def test_ways_are_cut_and_longer_as_networkx_finds(network: Network, data: st.DataObject) -> None:
    if network.size < 2:
        return
    gone = data.draw(st.integers(0, network.size - 1))
    graph = oracle(network)
    rest = graph.copy()
    rest.remove_node(gone)
    old, new = (dict(nx.all_pairs_shortest_path_length(each)) for each in (graph, rest))
    pairs = list(permutations(rest, 2))
    told = figures(effect(network, Scratch.of(network).without([id_of(gone)])))
    most = max(len(pairs), 1)
    cut = sum(b in old[a] and b not in new[a] for a, b in pairs)
    longer = sum(b in new[a] and new[a][b] > old[a][b] for a, b in pairs)
    assert told["cut"][1] == pytest.approx(cut / most)
    assert told["longer"][1] == pytest.approx(longer / most)
    ways = [new[a][b] for a, b in pairs if b in new[a]]
    assert told["hops"][1] == pytest.approx(sum(ways) / max(len(ways), 1))
    assert told["reaching"][1] == pytest.approx(len(ways) / most)
    parts = [len(part) for part in nx.connected_components(rest)]
    assert told["components"][1] == len(parts)
    assert told["largest"][1] == max(parts)


def test_a_link_more_makes_ways_shorter_and_opens_some() -> None:
    apart = net(5, [(0, 1), (1, 2), (2, 3)])
    told = figures(effect(apart, Scratch.of(apart).with_link("e000", "e003")))
    assert told["shorter"] == (0, pytest.approx(2 / 20))
    told = figures(effect(apart, Scratch.of(apart).with_link("e003", "e004")))
    assert told["opened"] == (0, pytest.approx(8 / 20))


def test_large_networks_are_followed_from_some_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["comity.analytics.what_if"], "WORK", 1)
    monkeypatch.setattr(sys.modules["comity.analytics.what_if"], "LEAST_SOURCES", 2)
    frame = effect(RINGS, Scratch.of(RINGS).without(["e003"]), seed=1)
    assert frame.attrs["sources"] == 2
    assert 0 <= figures(frame)["cut"][1] <= 1


def test_paths_between_two_are_told_before_and_after() -> None:
    scratch = Scratch.of(RINGS).without_links([("e000", "e001")]).without(["e005"])
    frame = path_effect(RINGS, scratch, [("e000", "e001"), ("e000", "e005"), ("e001", "e004")])
    assert frame["hops_before"].tolist() == [1, 3, 3]
    assert frame["hops_after"].tolist()[::2] == [2, 3]
    assert math.isnan(frame["hops_after"][1])
    assert frame["paths_after"].tolist() == [1, 0, 1]


def test_of_nothing_and_of_one_there_is_an_effect_of_the_same_shape() -> None:
    for network in (net(0, []), net(1, [])):
        frame = effect(network, Scratch.of(network))
        assert frame["figure"].tolist()[:4] == ["entities", "linked pairs", "components", "largest"]
        assert (frame["change"] == 0).all()
        assert what_if(network, Scratch.of(network), ["degree"]).shape[1] == 9
    everybody = arrest(RINGS, RINGS.ids.tolist(), ["core"])
    assert figures(everybody.effect)["entities"] == (6, 0)


def test_unknown_entities_and_measures_are_refused() -> None:
    with pytest.raises(UnknownEntity):
        arrest(RINGS, ["e009"])
    with pytest.raises(UnknownMeasure):
        what_if(RINGS, Scratch.of(RINGS), ["importance"])


def test_some_are_ranked_among_themselves() -> None:
    frame = what_if(RINGS, Scratch.of(RINGS).without(["e002"]), ["core"])
    few = among(frame, RINGS.ids[[1, 2, 4]])
    assert few["rank_before"].tolist() == [1, 1, 1]
    assert few["rank_after"].tolist()[::2] == [2, 1]
    assert math.isnan(few["rank_after"][1])
