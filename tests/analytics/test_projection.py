"""Projections against networkx's, and on a small world of persons, incidents, phones and places."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import net
from small_worlds import SmallWorld, Subject, Tie, person

from comity.analytics import (
    BadArgument,
    Sharing,
    TooLarge,
    co_offending,
    degree_centrality,
    modes,
    projected,
    shared_address,
    shared_phone,
)
from comity.analytics.projection import check_one_mode
from comity.graph.network import Network
from comity.graph.words import Interval

INCIDENT = Sharing(("incident",))


def two_modes(persons: int, events: int, legs: Sequence[tuple[int, int]], **more: Any) -> Network:
    """Persons e000 … and after them incidents, and who was in which."""
    kinds = ["person"] * persons + ["incident"] * events
    links = [(one, persons + event) for one, event in legs]
    network = net(persons + events, links, kinds=kinds, **more)
    return replace(network, party=np.array([kind == "person" for kind in kinds], dtype=np.bool_))


@st.composite
def crowds(draw: Any) -> tuple[Network, list[tuple[int, int]], int, int]:
    """Some persons in some incidents, some of them twice in one."""
    persons, events = draw(st.integers(0, 7)), draw(st.integers(0, 5))
    leg = st.tuples(st.integers(0, max(persons - 1, 0)), st.integers(0, max(events - 1, 0)))
    legs = draw(st.lists(leg, max_size=20)) if persons and events else []
    return two_modes(persons, events, legs), legs, persons, events


@settings(deadline=None, max_examples=60)
@given(crowds(), st.sampled_from(["newman", "count"]))
def test_weights_are_those_of_networkx(crowd: Any, weighting: Any) -> None:
    network, legs, persons, events = crowd
    graph = nx.Graph()
    graph.add_nodes_from(range(persons + events + 1))  # networkx wants a thing at least
    graph.add_edges_from((one, persons + event) for one, event in legs)
    if weighting == "newman":
        oracle = nx.bipartite.collaboration_weighted_projected_graph(graph, range(persons))
    else:
        oracle = nx.bipartite.weighted_projected_graph(graph, range(persons))
    found = projected(network, INCIDENT, weighting=weighting)
    told = {(row.source, row.target): row.weight for row in found.pairs().itertuples(index=False)}
    assert told == pytest.approx(
        {(f"e{min(a, b):03}", f"e{max(a, b):03}"): w for a, b, w in oracle.edges(data="weight")}
    )
    assert found.network.size == persons


@settings(deadline=None, max_examples=40)
@given(crowds(), st.randoms(use_true_random=False))
def test_every_row_keeps_the_links_and_the_event_behind_it(crowd: Any, random: Any) -> None:
    network, legs, persons, _ = crowd
    found = projected(network, INCIDENT)
    for row in range(len(found.through)):
        ends = {int(found.network.source[row]), int(found.network.target[row])}
        event = int(found.through[row][1:]) - persons
        expected = [100 + at for at, leg in enumerate(legs) if leg[1] == event and leg[0] in ends]
        assert sorted(found.behind(row)) == expected
        assert {legs[handle - 100][0] for handle in found.behind(row)} == ends
    mixed = random.sample(legs, len(legs))
    again = projected(two_modes(persons, network.size - persons, mixed), INCIDENT)
    assert again.pairs().equals(found.pairs())


def test_an_event_of_four_binds_each_two_a_third_as_much_as_one_of_two() -> None:
    legs = [(0, 0), (1, 0), (2, 0), (3, 0), (0, 1), (1, 1)]
    found = projected(two_modes(4, 2, legs), INCIDENT)
    frame = found.pairs()
    assert frame["links"].tolist() == [2, 1, 1, 1, 1, 1]
    assert frame["weight"].tolist() == pytest.approx([4 / 3] + [1 / 3] * 5)
    assert frame["through"][0] == ("e004", "e005")
    assert degree_centrality(found.network)["neighbours"].tolist() == [3, 3, 3, 3]


def test_what_too_many_share_is_counted_and_not_projected_unless_asked() -> None:
    legs = [(one, 0) for one in range(6)] + [(0, 1), (1, 1)]
    network = two_modes(6, 2, legs)
    found = projected(network, INCIDENT, most_shared=5)
    assert found.left_out[["entity", "shared_by"]].to_numpy().tolist() == [["e006", 6]]
    assert found.pairs()[["source", "target"]].to_numpy().tolist() == [["e000", "e001"]]
    every = projected(network, INCIDENT, most_shared=None)
    assert every.left_out.empty
    assert len(every.pairs()) == 15


def test_links_in_time_hold_while_both_do() -> None:
    network = two_modes(3, 1, [(0, 0), (1, 0), (2, 0)], times=[(0, 10), (5, 20), (15, 30)])
    found = projected(network, INCIDENT)
    times = zip(found.network.begins.tolist(), found.network.ends.tolist(), strict=True)
    # The first and the last held it one after the other.
    assert list(times) == [(5, 10), (15, 15), (15, 20)]
    together = projected(network, INCIDENT, overlapping=True)
    assert together.network.begins.tolist() == [5, 15]
    assert [together.behind(row) for row in range(2)] == [(100, 101), (101, 102)]


def test_a_link_is_graded_by_the_weaker_of_its_legs_and_a_leg_by_its_surest() -> None:
    network = two_modes(3, 1, [(0, 0), (0, 0), (1, 0), (2, 0)])
    network = replace(network, grades=np.array(["ADMIRALTY:E5", "ADMIRALTY:A1", "ADMIRALTY:C3",
                                                "ADMIRALTY:A1"], dtype=object))  # fmt: skip
    found = projected(network, INCIDENT)
    assert found.network.grades.tolist() == ["ADMIRALTY:C3", "ADMIRALTY:A1", "ADMIRALTY:C3"]


@pytest.fixture
def street(world: SmallWorld) -> SmallWorld:
    """Two suspects and a victim of one incident; two users of a phone; three at an address."""
    people = [person(name, name=f"N {name}") for name in "abcd"]
    things = [Subject("i", "incident", {"case_number": "1"}),
              Subject("n", "phone", {"phone_number": "+14155550101"}),
              Subject("l", "location", {"address": "1 Main St"})]  # fmt: skip
    ties = [Tie("a", "i", "involved_in", "suspect"), Tie("b", "i", "involved_in", "arrestee"),
            Tie("c", "i", "involved_in", "victim"), Tie("b", "n", "uses", "user"),
            Tie("c", "n", "uses", "user", valid=Interval(0, 9)), Tie("a", "l", "located_at", ""),
            Tie("c", "l", "located_at", ""), Tie("d", "l", "located_at", "")]  # fmt: skip
    world.say("beta", "r1", *people, *things, ties=ties)
    return world


def test_offenders_phones_and_addresses_link_whom_they_should(street: SmallWorld) -> None:
    view = street.view()
    names = dict(zip(view.network().ids, view.network().names, strict=True))
    told = {
        project.__name__: sorted(
            "".join(sorted(names[end][-1] for end in (row.source, row.target)))
            for row in project(view.network()).pairs().itertuples()
        )
        for project in (co_offending, shared_phone, shared_address)
    }
    assert told == {
        "co_offending": ["ab"],
        "shared_phone": ["bc"],
        "shared_address": ["ac", "ad", "cd"],
    }
    found = co_offending(view.network())
    assert {fact.role for fact in view.evidence(found.behind(0))} == {"suspect", "arrestee"}


def test_modes_are_counted_and_mixed_ones_are_refused_where_they_mean_nothing() -> None:
    network = two_modes(2, 1, [(0, 0), (1, 0)])
    assert modes(network).to_numpy().tolist() == [["incident", "person", 2]]
    with pytest.raises(BadArgument, match="incident and person"):
        check_one_mode(network)
    check_one_mode(projected(network, INCIDENT).network)
    check_one_mode(net(2, [(0, 1)], kinds=["person", "organisation"]))
    assert modes(net(0, [])).empty


def test_of_nothing_there_is_an_empty_projection_and_nonsense_is_refused() -> None:
    for network in (net(0, []), net(1, []), two_modes(2, 1, [])):
        found = projected(network, INCIDENT)
        assert found.pairs().columns.tolist() == ["source", "target", "links", "weight", "through"]
        assert found.pairs().empty
        assert found.left_out.columns.tolist() == ["entity", "name", "kind", "shared_by"]
    with pytest.raises(BadArgument):
        found.behind(0)
    with pytest.raises(BadArgument):
        projected(network, INCIDENT, weighting="cosine")  # type: ignore[arg-type]
    with pytest.raises(BadArgument):
        projected(network, INCIDENT, most_shared=1)


def test_more_pairs_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.analytics.projection.MOST_ROWS", 2)
    with pytest.raises(TooLarge, match="fewer share"):
        projected(two_modes(3, 1, [(0, 0), (1, 0), (2, 0)]), INCIDENT)
