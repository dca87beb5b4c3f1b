"""Paths against networkx, and what each hop carries."""

import networkx as nx
import numpy as np
import pytest
from nets import net, oracle, random_net

from comity.analytics import UnknownEntity, k_shortest_paths, shortest_paths


def ends_of(seed: int, size: int) -> list[tuple[int, int]]:
    rng = np.random.default_rng(seed)
    return [(int(a), int(b)) for a, b in rng.integers(0, size, (6, 2))]


@pytest.mark.parametrize("seed", range(80))
def test_all_shortest_paths_equal_networkx(seed: int) -> None:
    network = random_net(seed)
    graph = oracle(network)
    for a, b in ends_of(seed, network.size):
        expected = sorted(nx.all_shortest_paths(graph, a, b)) if nx.has_path(graph, a, b) else []
        found = shortest_paths(network, f"e{a:03}", f"e{b:03}", limit=10_000)
        chains = [[int(entity[1:]) for entity in path.entities] for path in found]
        assert chains == expected


@pytest.mark.parametrize("seed", range(80))
def test_k_shortest_paths_have_the_lengths_that_networkx_finds(seed: int) -> None:
    network = random_net(seed)
    graph = oracle(network)
    for a, b in ends_of(seed, network.size):
        if a == b:
            continue
        every = nx.shortest_simple_paths(graph, a, b) if nx.has_path(graph, a, b) else iter(())
        expected = [len(path) - 1 for path, _ in zip(every, range(5), strict=False)]
        found = k_shortest_paths(network, f"e{a:03}", f"e{b:03}", 5)
        assert [len(path) for path in found] == expected
        assert len({path.entities for path in found}) == len(found)
        assert all(len(set(path.entities)) == len(path.entities) for path in found)


def test_a_hop_carries_the_handles_of_every_parallel_link_both_ways() -> None:
    network = net(3, [(0, 1), (1, 0), (1, 2), (0, 1)])
    (path,) = shortest_paths(network, "e000", "e002")
    assert path.entities == ("e000", "e001", "e002")
    assert [hop.links for hop in path.hops] == [(100, 101, 103), (102,)]


def test_there_is_no_path_between_components_and_none_to_oneself_but_the_empty_one() -> None:
    network = net(3, [(0, 1)])
    assert shortest_paths(network, "e000", "e002") == []
    (here,) = shortest_paths(network, "e000", "e000")
    assert here.hops == ()
    assert k_shortest_paths(network, "e000", "e002", 3) == []


def test_an_entity_that_does_not_show_is_unknown() -> None:
    with pytest.raises(UnknownEntity, match="e009"):
        shortest_paths(net(2, [(0, 1)]), "e000", "e009")


def test_the_number_of_paths_is_limited() -> None:
    ladder = [(0, n) for n in range(1, 9)] + [(n, 9) for n in range(1, 9)]
    assert len(shortest_paths(net(10, ladder), "e000", "e009", limit=3)) == 3
