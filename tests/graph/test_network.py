"""The network's look-ups: right, and no dearer the larger the network."""

import tracemalloc

import numpy as np
from hypothesis import given, settings
from nets import links_of, net, nets, random_net, weighted_oracle

from comity.graph.network import Network

FAR = 60_000


def test_a_pair_is_found_from_both_ends_and_what_is_not_linked_is_no_pair() -> None:
    simple = net(4, [(2, 1), (0, 3), (1, 2), (3, 3)]).simple
    assert [simple.pair(0, 3), simple.pair(3, 0)] == [0, 0]
    assert [simple.pair(1, 2), simple.pair(2, 1)] == [1, 1]
    assert [simple.pair(0, 1), simple.pair(3, 3), simple.pair(0, 2)] == [-1, -1, -1]


def test_pairs_are_numbered_as_their_ends_are_listed() -> None:
    for seed in range(20):
        simple = random_net(seed).simple
        ends = zip(simple.low.tolist(), simple.high.tolist(), strict=True)
        assert [simple.pair(low, high) for low, high in ends] == list(range(len(simple.low)))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(nets(weighted=True))
def test_compressed_rows_hold_every_pair_from_both_ends_with_its_links(network: Network) -> None:
    simple, graph = network.simple, weighted_oracle(network)
    told = {(a, b): d["weight"] for a, b, d in graph.edges(data=True)}
    weights = {tuple(sorted(pair)): weight for pair, weight in told.items()}
    pairs = list(zip(simple.low.tolist(), simple.high.tolist(), strict=True))
    assert pairs == sorted(weights)
    assert simple.weight.tolist() == [weights[pair] for pair in pairs]
    for entity in range(network.size):
        assert simple.neighbours(entity).tolist() == sorted(graph[entity])
        across = simple.across[simple.start[entity] : simple.start[entity + 1]].tolist()
        others = simple.neighbours(entity).tolist()
        assert across == [simple.pair(entity, other) for other in others]
    links = links_of(network)
    for number, (low, high) in enumerate(pairs):
        rows = network.rows_between(high, low)
        assert rows == [row for row, ends in enumerate(links) if set(ends) == {low, high}]
        assert simple.count[number] == len(rows)


def test_a_part_keeps_what_its_links_say() -> None:
    network = net(3, [(0, 1), (1, 2), (2, 1)], weight=[1, 2, 3], times=[(0, 1), (1, 2), (2, 3)])
    part = network.only(np.array([False, True, True]))
    assert links_of(part) == [(0, 1), (1, 0)]
    assert (part.weight.tolist(), part.begins.tolist(), part.ends.tolist()) == (
        [2.0, 3.0], [1, 2], [2, 3],
    )  # fmt: skip
    assert network.with_links(np.array([True, False, False])).link.tolist() == [100]


def test_looking_one_pair_up_copies_no_column() -> None:
    chain = np.stack([np.arange(FAR - 1), np.arange(1, FAR)], axis=1)
    simple = net(FAR, chain.tolist()).simple
    tracemalloc.start()
    try:
        assert simple.pair(FAR - 2, FAR - 1) == FAR - 2
        assert tracemalloc.get_traced_memory()[1] < simple.low.nbytes / 10
    finally:
        tracemalloc.stop()
