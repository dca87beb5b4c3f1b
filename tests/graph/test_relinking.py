"""Who has moved by scores, though nothing new was said of him: links must hear of it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from comity.graph.columns import Codes
from comity.graph.joining import NOBODY, Joined, members_of_heads
from comity.graph.relinking import _moved

MENTIONS = 6
heads = st.lists(st.sampled_from((NOBODY, 0, 1, 2)), min_size=MENTIONS, max_size=MENTIONS)


def who_is_who(head: list[int]) -> Joined:
    array = np.array(head, dtype=np.int32)
    return Joined(array, {}, members_of_heads(array))


def moved(before: list[int], now: list[int], touched: list[int]) -> list[int]:
    again: Codes = np.arange(len(now), dtype=np.int32)
    told = np.array(touched, dtype=np.int32)
    return _moved(who_is_who(before), who_is_who(now), again, told).tolist()


def test_those_whom_a_newcomer_parts_or_brings_together_have_moved() -> None:
    # The newcomer 4 takes 0 from 1, who then goes with 2; 3 stays alone.
    assert moved([0, 0, 2, 3], [0, 1, 1, 3, 0], touched=[4]) == [0, 1, 2]


def test_another_head_of_the_same_company_is_no_move() -> None:
    assert moved([0, 0, 2], [1, 1, 2], touched=[]) == []


@given(heads, heads, st.sets(st.integers(0, MENTIONS - 1)))
def test_whoever_is_untouched_and_changes_company_among_the_untouched_has_moved(
    before: list[int], now: list[int], touched: set[int]
) -> None:
    stayed = [m for m in range(MENTIONS) if m not in touched and before[m] != NOBODY]
    expected = [
        one
        for one in stayed
        if any((before[one] == before[two]) != (now[one] == now[two]) for two in stayed)
    ]
    assert moved(before, now, sorted(touched)) == expected
