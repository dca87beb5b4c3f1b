"""Links formed and decayed, by hand and against sets of pairs."""

import pytest
from hypothesis import given, settings
from nets import net, nets

from comity.analytics import BadArgument, formed_and_decayed, holding_at, link_changes
from comity.graph.network import Network
from comity.graph.words import BEGINNING, FOREVER


def pairs(network: Network) -> set[tuple[str, str]]:
    simple = network.simple
    return set(zip(network.ids[simple.low], network.ids[simple.high], strict=True))


def test_each_pair_is_told_once_with_what_became_of_it() -> None:
    before = net(5, [(0, 1), (1, 2), (2, 3), (2, 3)])
    after = net(5, [(1, 0), (2, 1), (1, 2), (2, 3), (3, 4)])
    frame = link_changes(before, after)
    told = {(row.source, row.target): row.change for row in frame.itertuples()}
    assert told == {
        ("e000", "e001"): "kept",
        ("e001", "e002"): "stronger",
        ("e002", "e003"): "weaker",
        ("e003", "e004"): "formed",
    }
    assert frame[["links_before", "links_after"]].to_numpy().tolist() == [
        [1, 1], [1, 2], [2, 1], [0, 1]
    ]  # fmt: skip
    assert frame.attrs["turnover"] == 1 / 4
    assert frame.attrs["changes"] == {"formed": 1, "kept": 1, "stronger": 1, "weaker": 1}


@settings(deadline=None, max_examples=40)
@given(nets(), nets())
def test_formed_and_decayed_are_the_differences_of_the_pairs(one: Network, two: Network) -> None:
    frame = link_changes(one, two)
    told = {
        word: {(row.source, row.target) for row in frame.itertuples() if row.change == word}
        for word in ("formed", "decayed")
    }
    assert told == {"formed": pairs(two) - pairs(one), "decayed": pairs(one) - pairs(two)}
    assert len(frame) == len(pairs(one) | pairs(two))
    assert (link_changes(one, one)["change"] == "kept").all()


def test_two_moments_of_one_network_are_compared_by_what_holds() -> None:
    network = net(4, [(0, 1), (1, 2), (2, 3)], times=[(0, 10), (5, 20), (BEGINNING, FOREVER)])
    assert holding_at(network, 5).link.tolist() == [100, 101, 102]
    assert holding_at(network, 10).link.tolist() == [101, 102]
    frame = formed_and_decayed(network, 0, 15)
    assert frame["change"].tolist() == ["decayed", "formed", "kept"]
    assert frame.attrs["undated"] == 1


def test_of_nothing_there_are_no_changes_and_time_runs_forwards() -> None:
    frame = formed_and_decayed(net(0, []), 0, 1)
    assert frame.empty
    assert frame.attrs["turnover"] == 0
    with pytest.raises(BadArgument):
        formed_and_decayed(net(0, []), 1, 0)
