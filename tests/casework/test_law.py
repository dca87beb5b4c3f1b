"""The law in casework: what one may not be pointed to leaves no trace in any answer."""

import pytest
from law import charts
from law.casework import LISTS, tells_of
from law.casework_worlds import TWINS, casework_case

from comity.api import routes_casework, routes_requests

GROUPS, SIZE = 3, 10
# In how many of the worlds the viewer is pointed to somebody, and in how many others are dropped.
POINTED, DROPPED = 0.3, 0.9


@pytest.mark.parametrize("group", range(GROUPS))
def test_whom_one_is_not_pointed_to_leaves_no_trace_and_all_others_are_told(group: int) -> None:
    cases = [casework_case(seed) for seed in range(group * SIZE, (group + 1) * SIZE)]
    assert [(case.seed, told) for case in cases if (told := tells_of(case))] == []
    assert sum(any(case.expected()) for case in cases) >= POINTED * SIZE
    dropped = [len(case.twin("dropped").acts) < len(case.acts) for case in cases]
    assert sum(dropped) >= DROPPED * SIZE


def test_every_twin_of_some_world_is_another_world() -> None:
    cases = [casework_case(seed) for seed in range(GROUPS * SIZE)]
    for name in TWINS:
        assert any(case.twin(name) != case for case in cases), name


def test_what_does_not_show_of_a_kept_chart_is_as_if_it_had_never_been_saved_nor_said() -> None:
    seeds = range(GROUPS * SIZE)
    assert [seed for seed in seeds if charts.tells_of(seed)] == []
    codes = [{deed.code for deed in charts.deeds_of(seed)} for seed in seeds]
    assert sum(len(each) > 1 for each in codes) >= DROPPED * len(codes)


def test_every_list_of_casework_is_asked() -> None:
    told = (*routes_casework.QUESTIONS, *routes_requests.QUESTIONS)
    assert set(LISTS) == {question.answer for question in told if question.method == "GET"}
