"""Scratch copies: what was changed is changed, and nothing else anywhere."""

import ast
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import id_of, links_of, net, nets, oracle
from small_worlds import SmallWorld, Tie, person

from comity import analytics
from comity.analytics import BadArgument, Scratch, UnknownEntity
from comity.graph.network import Network

CHAIN = net(4, [(0, 1), (1, 2), (2, 3), (1, 2)])
ROOM = Path(__file__).resolve().parents[2] / "analytics"
# What may be imported where nothing may be written: words, arrays and measures.
HARMLESS = {"comity.graph.network", "comity.graph.words", "comity.graph.vocabulary"}


def ends(network: Network) -> list[tuple[str, str]]:
    """Its links by the ids of their ends."""
    return [(network.ids[one], network.ids[two]) for one, two in links_of(network)]


def test_entities_and_links_go_with_what_hangs_on_them() -> None:
    scratch = Scratch.of(CHAIN)
    assert ends(scratch.without(["e001"]).network) == [("e002", "e003")]
    assert ends(scratch.without_links([("e002", "e001")]).network) == [
        ("e000", "e001"), ("e002", "e003")
    ]  # fmt: skip
    both = scratch.without(["e000"]).without_links([("e002", "e003")])
    assert both.changes == ("without e000", "without e002 to e003")
    assert both.network.ids.tolist() == ["e001", "e002", "e003"]


def test_entities_and_links_are_added_under_ids_and_handles_that_no_view_gives() -> None:
    scratch = Scratch.of(CHAIN).with_entity("Z").with_entity("A", "phone")
    scratch = scratch.with_link("what-if:Z", "e000", weight=2.0).with_link("what-if:A", "e003")
    network = scratch.network
    assert network.ids.tolist() == ["e000", "e001", "e002", "e003", "what-if:A", "what-if:Z"]
    assert (network.kinds[4], network.party.tolist()[4:]) == ("phone", [False, True])
    assert ends(network)[:4] == ends(CHAIN)
    assert ends(network)[4:] == [("what-if:Z", "e000"), ("what-if:A", "e003")]
    assert network.link.tolist() == [100, 101, 102, 103, -1, -2]
    assert network.weight.tolist()[4:] == [2, 1]
    assert network.source.dtype == np.int32


def test_an_added_entity_may_stand_before_others_and_moves_their_links() -> None:
    late = Scratch.of(net(1, [(0, 0)])).network
    moved = Network(**{**{each.name: getattr(late, each.name) for each in fields(Network)},
                       "ids": np.array(["zz"], dtype=object)})  # fmt: skip
    network = Scratch(moved).with_entity("Z").network
    assert network.ids.tolist() == ["what-if:Z", "zz"]
    assert ends(network) == [("zz", "zz")]


@settings(deadline=None, max_examples=50)
@given(nets(most=8), st.data())
def test_merging_is_what_networkx_contracts(network: Network, data: st.DataObject) -> None:
    if network.size < 2:
        return
    some = data.draw(st.lists(st.integers(0, network.size - 1), min_size=2, unique=True))
    merged = Scratch.of(network).merged([id_of(number) for number in some]).network
    first = min(some)
    expected = {
        frozenset(first if end in some else end for end in edge) for edge in oracle(network).edges()
    }
    simple = merged.simple
    found = {
        frozenset((int(merged.ids[low][1:]), int(merged.ids[high][1:])))
        for low, high in zip(simple.low, simple.high, strict=True)
    }
    assert found == {edge for edge in expected if len(edge) == 2}
    assert merged.size == network.size - len(some) + 1
    assert len(merged.link) == len(network.link)


def test_the_copy_shares_nothing_and_cannot_be_written_into() -> None:
    before = {each.name: getattr(CHAIN, each.name).copy() for each in fields(Network)}
    scratch = Scratch.of(CHAIN)
    scratch.without(["e001"]).with_entity("A").with_link("e000", "e002").merged(["e000", "e002"])
    for name, array in before.items():
        assert np.array_equal(array, getattr(CHAIN, name))
        assert not np.shares_memory(getattr(scratch.network, name), getattr(CHAIN, name))
        with pytest.raises(ValueError, match="read-only"):
            getattr(scratch.network, name)[0] = getattr(scratch.network, name)[0]


def test_no_evidence_can_be_asked_for_what_was_made_up(world: SmallWorld) -> None:
    world.say("beta", "r1", person("a"), person("b"), ties=[Tie("a", "b")])
    view = world.view()
    scratch = Scratch.of(view.network()).with_entity("A")
    scratch = scratch.with_link("what-if:A", view.network().ids[0])
    assert view.entity("what-if:A") is None
    with pytest.raises(IndexError):
        view.evidence(scratch.network.link.tolist()[-1:])


@pytest.mark.parametrize("name", ["hidden_links", "joining", "scratch", "what_if"])
def test_nothing_that_could_write_is_within_reach(name: str) -> None:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        path = ROOM / f"{waiting.pop()}.py"
        if not path.exists() or path.stem in seen:
            continue
        seen.add(path.stem)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if module.startswith("comity.analytics."):
                waiting.append(module.rsplit(".", 1)[1])
            elif module.startswith("comity."):
                assert module in HARMLESS | {"comity.sharing"}, (path.name, module)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "open", path.name


def test_what_is_not_there_and_what_is_already_is_refused() -> None:
    scratch = Scratch.of(CHAIN)
    for wrong in (
        lambda: scratch.without(["e009"]),
        lambda: scratch.without_links([("e000", "e009")]),
        lambda: scratch.with_link("e000", "e009"),
        lambda: scratch.merged(["e000", "e009"]),
    ):
        with pytest.raises(UnknownEntity):
            wrong()
    for nonsense in (
        lambda: scratch.without_links([("e000", "e003")]),
        lambda: scratch.with_entity("A").with_entity("A"),
        lambda: scratch.with_link("e000", "e001", weight=float("nan")),
        lambda: scratch.with_link("e000", "e001", weight=0),
        lambda: scratch.merged(["e000", "e000"]),
    ):
        with pytest.raises(BadArgument):
            nonsense()
    assert Scratch.of(net(0, [])).with_entity("A").network.size == 1
    assert analytics.degree_centrality(Scratch.of(CHAIN).without(CHAIN.ids).network).empty
