"""The network's look-ups: right, and no dearer the larger the network."""

import tracemalloc

import numpy as np
from nets import net, random_net

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


def test_looking_one_pair_up_copies_no_column() -> None:
    chain = np.stack([np.arange(FAR - 1), np.arange(1, FAR)], axis=1)
    simple = net(FAR, chain.tolist()).simple
    tracemalloc.start()
    try:
        assert simple.pair(FAR - 2, FAR - 1) == FAR - 2
        assert tracemalloc.get_traced_memory()[1] < simple.low.nbytes / 10
    finally:
        tracemalloc.stop()
