"""Remembering changes how often an answer is worked out, never the answer."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.resolve.remembered import WORTH, Remembered

SIZE = 40


class Counted:
    """An answer that takes two texts either way round, and how many were asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        self.asked += len(left)
        return ((left * right + left + right) % 256).astype(np.uint8)


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_what_is_remembered_is_what_would_be_worked_out(places: int, seed: int) -> None:
    remembered = Remembered(SIZE, places)
    for left, right in np.random.default_rng(seed).integers(0, SIZE, (4, 2, 2 * WORTH)):
        answer = Counted()(left, right)
        assert remembered.find(left, right, Counted()).tolist() == answer.tolist()


def test_a_pair_seen_before_is_not_worked_out_again_whichever_way_round_it_comes() -> None:
    remembered, work = Remembered(SIZE), Counted()
    left, right = (each.ravel() for each in np.indices((SIZE, SIZE)))
    remembered.find(left, right, work)
    first = work.asked
    remembered.find(right, left, work)
    # Two pairs may want one place, and push each other out.
    assert work.asked - first < first // 10


def test_a_few_pairs_are_worked_out_without_a_table() -> None:
    remembered, work = Remembered(SIZE), Counted()
    few = np.arange(3)
    assert remembered.find(few, few, work).tolist() == Counted()(few, few).tolist()
    remembered.find(few, few, work)
    assert work.asked == 6
