"""Paths with conditions, costs, times and companions, against searching all paths there are."""

import math
from itertools import combinations, islice, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import id_of, links_of, net, nets, oracle, random_net

from comity.analytics import (
    Avoid,
    BadArgument,
    Evidence,
    Path,
    TooLarge,
    UnknownEntity,
    cheapest_paths,
    disjoint_paths,
    earliest_path,
    k_shortest_paths,
    paths_to,
    reachable,
    shortest_path,
    shortest_path_through,
    shortest_path_through_kind,
    shortest_paths,
    strength_of_evidence,
    strongest_paths,
)  # fmt: skip
from comity.graph.network import Network
from comity.graph.words import BEGINNING, FOREVER

few = settings(max_examples=60, deadline=None, derandomize=True)
Graph = "nx.Graph[int]"


def numbers(path: Path) -> list[int]:
    return [int(entity[1:]) for entity in path.entities]


def lengths(graph: "nx.Graph[int]", a: int, b: int, most: int) -> list[int]:
    if not nx.has_path(graph, a, b):
        return []
    return [len(path) - 1 for path in islice(nx.shortest_simple_paths(graph, a, b), most)]


@few
@given(nets(), st.data())
def test_what_is_avoided_is_as_if_it_were_not_there_but_for_the_ends(
    network: Network, data: st.DataObject
) -> None:
    if network.size < 2:
        return
    end = st.integers(0, network.size - 1)
    a, b = data.draw(st.tuples(end, end).filter(lambda ends: ends[0] != ends[1]))
    gone = data.draw(st.sets(end))
    kinds = ["phone" if number in gone else "person" for number in range(network.size)]
    graph = oracle(network)
    graph.remove_nodes_from(gone - {a, b})
    kept = net(network.size, links_of(network), kinds=kinds)
    for avoid in (Avoid(kinds=("phone",)), Avoid(entities=[id_of(n) for n in sorted(gone)])):
        ends = (id_of(a), id_of(b))
        found = [len(path) for path in k_shortest_paths(kept, *ends, 4, avoid=avoid)]
        assert found == lengths(graph, a, b, 4)
        one = shortest_path(kept, *ends, avoid=avoid)
        assert (one is None) == (not found)
        assert one is None or len(one) == found[0]
        every = [numbers(path) for path in shortest_paths(kept, *ends, avoid=avoid)]
        assert every == (sorted(nx.all_shortest_paths(graph, a, b)) if found else [])
        (many,) = paths_to(kept, ends[0], [ends[1]], avoid=avoid).values()
        assert (None if many is None else len(many)) == (found[0] if found else None)


@few
@given(nets())
def test_one_search_finds_a_shortest_path_to_each_target(network: Network) -> None:
    if not network.size:
        return
    graph = oracle(network)
    far = nx.single_source_shortest_path_length(graph, 0)
    found = paths_to(network, id_of(0), network.ids.tolist())
    assert {e for e, path in found.items() if path is not None} == {id_of(n) for n in far}
    for entity, path in found.items():
        if path is not None:
            assert len(path) == far[int(entity[1:])]
            assert all(graph.has_edge(*pair) for pair in pairwise(numbers(path)))


def test_paths_do_not_run_through_whoever_everybody_touches() -> None:
    jail = [(9, n) for n in range(9)]
    network = net(10, [*jail, (0, 1), (1, 2), (2, 3)])
    short = shortest_path(network, "e000", "e003")
    long = shortest_path(network, "e000", "e003", avoid=Avoid(neighbours_above=5))
    assert short is not None
    assert long is not None
    assert (len(short), len(long)) == (2, 3)
    to_it = shortest_path(network, "e000", "e009", avoid=Avoid(neighbours_above=5))
    assert to_it is not None


@few
@given(nets(), st.data())
def test_cheapest_paths_cost_what_networkx_finds(network: Network, data: st.DataObject) -> None:
    many = len(network.source)
    costs = data.draw(st.lists(st.sampled_from([0.5, 1.0, 2.0, 4.5]), min_size=many, max_size=many))
    if network.size < 2:
        return
    graph = oracle(network)
    for (a, b), cost in zip(links_of(network), costs, strict=True):
        if a != b:
            least = graph[a][b].get("cost", math.inf)
            graph[a][b]["cost"] = min(cost, least)
    a, b = 0, network.size - 1
    found = cheapest_paths(network, id_of(a), id_of(b), np.array(costs), 4)
    expected = []
    if nx.has_path(graph, a, b):
        every = nx.shortest_simple_paths(graph, a, b, weight="cost")
        expected = [nx.path_weight(graph, path, "cost") for path in islice(every, 4)]
    assert [path.cost for path in found] == pytest.approx(expected)
    assert len({path.entities for path in found}) == len(found)


def test_the_strongest_path_goes_round_a_rumour() -> None:
    network = net(4, [(0, 3), (0, 1), (1, 2), (2, 3), (0, 3)])
    strength = np.array([0.3, 0.9, 0.9, 0.9, 0.2])
    strong, weak = strongest_paths(network, "e000", "e003", strength, 2)
    assert (len(strong), len(weak)) == (3, 1)
    assert strong.cost is not None
    assert weak.cost is not None
    assert math.exp(-strong.cost) == pytest.approx(0.9**3)
    assert math.exp(-weak.cost) == pytest.approx(1 - 0.7 * 0.8)  # one of two links holds


def test_strength_follows_grade_kind_and_age() -> None:
    year = 31_557_600_000_000
    network = net(2, [(0, 1)] * 4, times=[(0, year), (0, FOREVER), (0, year), (0, year)])
    network.grades[:] = ["", "4x4:A1", "ADMIRALTY:E5", "4x4:A1"]
    plain = strength_of_evidence(network)
    assert plain.tolist() == [0.7, 0.95, 0.2, 0.95]
    aged = strength_of_evidence(network, Evidence(at=6 * year, half_life_years=5.0))
    assert aged.tolist() == pytest.approx([0.35, 0.95, 0.1, 0.475])
    of_kind = strength_of_evidence(network, Evidence(kinds={"associate_of": 0.5}))
    assert of_kind.tolist() == pytest.approx((plain / 2).tolist())
    with pytest.raises(BadArgument):
        strength_of_evidence(network, Evidence(kinds={"associate_of": 0.0}))


@pytest.mark.parametrize("wrong", [[1.0], [1.0, -1.0], [1.0, float("nan")], [1.0, 0.0]])
def test_costs_that_are_none_are_refused(wrong: list[float]) -> None:
    network = net(3, [(0, 1), (1, 2)])
    with pytest.raises(BadArgument):
        cheapest_paths(network, "e000", "e002", np.array(wrong))
    with pytest.raises(BadArgument):
        strongest_paths(network, "e000", "e002", np.array([1.5, 0.5]))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(nets(most=7), st.booleans(), st.data())
def test_the_earliest_path_arrives_when_no_other_does_before(
    network: Network, directed: bool, data: st.DataObject
) -> None:
    if network.size < 2:
        return
    times = [data.draw(st.tuples(st.integers(0, 6), st.integers(0, 4))) for _ in network.source]
    dated = net(network.size, links_of(network), times=[(a, a + long) for a, long in times])
    arrival = dict.fromkeys(range(network.size), math.inf)
    arrival[0] = BEGINNING
    for _ in range(network.size):
        for (a, b), begin, end in zip(
            links_of(dated), dated.begins.tolist(), dated.ends.tolist(), strict=True
        ):
            for one, two in ((a, b),) if directed else ((a, b), (b, a)):
                moment = max(arrival[one], begin)
                if moment < end or moment == end == begin:
                    arrival[two] = min(arrival[two], moment)
    target = network.size - 1
    path = earliest_path(dated, id_of(0), id_of(target), directed=directed)
    if path is None:
        assert arrival[target] == math.inf
        return
    assert path.moments[-1] == arrival[target]
    assert list(path.moments) == sorted(path.moments)
    handles = dict(zip(dated.link.tolist(), links_of(dated), strict=True))
    for hop, ends in zip(path.links, pairwise(path.entities), strict=True):
        assert {id_of(end) for end in handles[hop]} == {*ends}


def test_a_meeting_before_the_other_passes_nothing_on() -> None:
    network = net(3, [(0, 1), (1, 2), (1, 2)], times=[(10, 20), (0, 5), (BEGINNING, FOREVER)])
    early = network.with_links(np.array([True, True, False]))
    assert earliest_path(early, "e000", "e002") is None
    undated = earliest_path(network, "e000", "e002")
    assert undated is not None
    assert (undated.links, undated.moments) == ((100, 102), (10, 10))
    assert earliest_path(network, "e000", "e002", after=20) is None
    assert earliest_path(network, "e000", "e002", before=10) is None


@settings(max_examples=100, deadline=None, derandomize=True)
@given(nets(most=8))
def test_disjoint_paths_are_as_many_as_can_be_and_together_the_shortest(network: Network) -> None:
    if network.size < 2:
        return
    graph, a, b = oracle(network), 0, network.size - 1
    found = [numbers(path) for path in disjoint_paths(network, id_of(a), id_of(b))]
    inner = [n for path in found for n in path[1:-1]]
    assert len(inner) == len(set(inner))
    assert all(graph.has_edge(*pair) for path in found for pair in pairwise(path))
    every = list(nx.all_simple_paths(graph, a, b))[:400]
    if len(every) > 40:
        return
    sets = [
        group
        for many in range(1, 8)
        for group in combinations(every, many)
        if many <= graph.degree(a) and apart(group)
    ] if len(every) <= 14 else []  # fmt: skip
    if sets or not every:
        most = max(map(len, sets), default=0)
        least = min((sum(map(len, g)) for g in sets if len(g) == most), default=0)
        assert (len(found), sum(map(len, found))) == (most, least)


def apart(group: tuple[list[int], ...]) -> bool:
    inner = [n for path in group for n in path[1:-1]]
    return len(inner) == len(set(inner))


@pytest.mark.parametrize("seed", range(30))
def test_disjoint_paths_are_as_many_as_networkx_finds(seed: int) -> None:
    network = random_net(seed)
    graph = oracle(network)
    for a, b in ((0, network.size - 1), (1, network.size // 2)):
        if not (a < network.size and a != b) or not nx.has_path(graph, a, b):
            continue
        expected = len(list(nx.node_disjoint_paths(graph, a, b)))
        found = disjoint_paths(network, id_of(a), id_of(b), limit=40)
        assert len(found) == expected
        few_of_them = disjoint_paths(network, id_of(a), id_of(b), limit=1)
        assert [len(path) for path in few_of_them] == [nx.shortest_path_length(graph, a, b)]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(nets(most=8), st.data())
def test_a_path_through_somebody_is_the_shortest_of_all_that_pass_them(
    network: Network, data: st.DataObject
) -> None:
    if network.size < 3:
        return
    some = st.integers(0, network.size - 1)
    a, v, b = data.draw(st.tuples(some, some, some).filter(lambda each: len({*each}) == 3))
    graph = oracle(network)
    every = [path for path in nx.all_simple_paths(graph, a, b) if v in path]
    path = shortest_path_through(network, id_of(a), id_of(v), id_of(b))
    assert (path is None) == (not every)
    if path is not None:
        assert numbers(path) in every
        assert len(path) + 1 == min(map(len, every))
    kinds = ["phone" if n in (v, (v + 1) % network.size) else "person" for n in graph]
    kept = net(network.size, links_of(network), kinds=kinds)
    passing = [
        path for path in nx.all_simple_paths(graph, a, b)
        if any(kinds[n] == "phone" for n in path[1:-1])
    ]  # fmt: skip
    over = shortest_path_through_kind(kept, id_of(a), "phone", id_of(b))
    assert (over is None) == (not passing)
    assert over is None or len(over) + 1 == min(map(len, passing))


@few
@given(nets(), st.integers(0, 3))
def test_reach_counts_everybody_and_every_shortest_way(network: Network, hops: int) -> None:
    if not network.size:
        return
    graph = oracle(network)
    far = nx.single_source_shortest_path_length(graph, 0, hops)
    frame = reachable(network, id_of(0), hops)
    assert dict(zip(frame["entity"], frame["hops"], strict=True)) == {
        id_of(n): hop for n, hop in far.items()
    }
    assert frame["paths"].tolist() == [
        len(list(nx.all_shortest_paths(graph, 0, int(entity[1:])))) for entity in frame["entity"]
    ]
    assert frame.attrs["counts"] == [list(far.values()).count(hop) for hop in range(hops + 1)]


def test_reach_stops_at_whoever_is_to_be_avoided_and_says_so() -> None:
    network = net(7, [(0, 1), (1, 2), (1, 3), (1, 4), (0, 5), (5, 6)])
    frame = reachable(network, "e000", 2, avoid=Avoid(neighbours_above=3))
    assert frame["entity"].tolist() == ["e000", "e001", "e005", "e006"]
    assert (frame.attrs["counts"], frame.attrs["not_passed"]) == ([1, 2, 1], 1)
    with pytest.raises(BadArgument):
        reachable(network, "e000", -1)


def test_whoever_does_not_show_is_unknown_to_every_search() -> None:
    network, cost = net(2, [(0, 1)]), np.ones(1)
    for ask in (
        lambda: shortest_path(network, "e000", "e009"),
        lambda: cheapest_paths(network, "e009", "e000", cost),
        lambda: earliest_path(network, "e000", "e009"),
        lambda: disjoint_paths(network, "e000", "e009"),
        lambda: shortest_path_through(network, "e000", "e009", "e001"),
        lambda: reachable(network, "e009"),
        lambda: paths_to(network, "e000", ["e009"]),
        lambda: shortest_path(network, "e000", "e001", avoid=Avoid(entities=["e009"])),
    ):
        with pytest.raises(UnknownEntity, match="e009"):
            ask()
    with pytest.raises(BadArgument, match="via"):
        shortest_path_through(network, "e000", "e000", "e001")
    assert disjoint_paths(network, "e000", "e000") == []


def test_a_path_may_be_longer_than_a_stack_is_deep() -> None:
    size = 999  # beside what the stack of a test takes, deeper than Python lets one go
    chain = net(size, list(pairwise(range(size))))
    [path] = shortest_paths(chain, id_of(0), id_of(size - 1))
    assert len(path) == size - 1


def test_a_kind_of_which_nobody_lies_on_the_way_is_given_up_by_what_was_looked_at() -> None:
    # Both ends hang on 2, and so does whatever lies behind it: no way passes 2 twice.
    ring = [(2 + at, 3 + at) for at in range(40)]
    kinds = ["person", "person", "person", *["phone"] * 40]
    network = net(43, [(0, 2), (1, 2), *ring, (42, 2)], kinds=kinds)
    ends = id_of(0), "phone", id_of(1)
    assert shortest_path_through_kind(network, *ends) is None
    # Each of the forty looks at nearly all: a few are enough to see that it leads nowhere.
    with pytest.raises(TooLarge, match="name one to pass"):
        shortest_path_through_kind(network, *ends, most_looks=400)
    assert len(shortest_path_through_kind(network, *ends[:2], id_of(5), most_looks=400) or ()) > 2
