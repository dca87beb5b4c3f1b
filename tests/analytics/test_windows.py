"""Measures in windows: which links hold in which, and the calendar's edges."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import net

from comity.analytics import (
    BadArgument,
    TooLarge,
    betweenness_centrality,
    degree_centrality,
    during,
    in_windows,
    windows,
)
from comity.graph.words import BEGINNING, FOREVER, Interval

DAY = 86_400_000_000
DAYS = [(0, 2 * DAY), (3 * DAY, 4 * DAY), (DAY, FOREVER), (BEGINNING, FOREVER)]
FOUR = net(5, [(0, 1), (1, 2), (2, 3), (3, 4)], times=DAYS)


def at(*date: int) -> int:
    return int(datetime(*date, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[misc]


def test_fixed_windows_lie_side_by_side_over_all_that_is_dated() -> None:
    found = windows(FOUR, timedelta(days=2))
    assert found == (Interval(0, 2 * DAY), Interval(2 * DAY, 4 * DAY))


def test_rolling_windows_overlap_and_the_last_reaches_the_end() -> None:
    found = windows(FOUR, timedelta(days=2), timedelta(days=1))
    assert found == tuple(Interval(n * DAY, (n + 2) * DAY) for n in range(3))


def test_windows_by_the_calendar_begin_where_months_and_quarters_do() -> None:
    one = net(2, [(0, 1)], times=[(at(2024, 2, 29), at(2024, 4, 1))])
    assert windows(one, "month") == (
        Interval(at(2024, 2, 1), at(2024, 3, 1)),
        Interval(at(2024, 3, 1), at(2024, 4, 1)),
    )
    assert windows(one, "quarter") == (Interval(at(2024, 1, 1), at(2024, 4, 1)),)
    assert windows(one, "year") == (Interval(at(2024, 1, 1), at(2025, 1, 1)),)


def test_windows_before_1970_are_as_good_as_any() -> None:
    old = net(2, [(0, 1)], times=[(at(1969, 12, 31), at(1970, 1, 2))])
    assert windows(old, "year") == (
        Interval(at(1969, 1, 1), at(1970, 1, 1)),
        Interval(at(1970, 1, 1), at(1971, 1, 1)),
    )


def test_a_start_and_an_end_can_be_given_and_make_windows_of_nothing_dated() -> None:
    bare = net(2, [(0, 1)])
    assert windows(bare, "month") == ()
    assert len(windows(bare, "day", start=0, end=3 * DAY)) == 3


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(-(10**16), 10**16), st.integers(1, 10**14)), min_size=1),
    st.sampled_from(["month", "quarter", "year"]),
)
def test_every_dated_link_holds_in_a_calendar_window(times: list, word: str) -> None:
    stretches = [(begin, begin + length) for begin, length in times]
    network = net(2, [(0, 1)] * len(times), times=stretches)
    try:
        found = windows(network, word)
    except TooLarge:
        return
    assert [a.end for a in found[:-1]] == [b.start for b in found[1:]]
    held = np.zeros(len(times), dtype=int)
    for window in found:
        held[during(network, window).link - 100] += 1
    assert (held >= 1).all()
    assert found[0].start <= min(begin for begin, _ in stretches) < found[0].end


def test_links_hold_in_windows_that_they_touch_and_undated_ones_only_if_asked() -> None:
    second = Interval(2 * DAY, 4 * DAY)
    assert during(FOUR, second).link.tolist() == [101, 102]
    assert during(FOUR, second, undated=True).link.tolist() == [101, 102, 103]
    assert during(FOUR, Interval(4 * DAY, 5 * DAY)).link.tolist() == [102]


def test_a_link_of_one_moment_holds_in_one_of_two_windows() -> None:
    network = net(2, [(0, 1)], times=[(DAY, DAY)])
    held = [len(during(network, Interval(n * DAY, (n + 1) * DAY)).link) for n in range(3)]
    assert held == [0, 1, 0]


def test_a_measure_in_windows_is_the_measure_of_what_holds_in_each() -> None:
    spans = windows(FOUR, timedelta(days=2))
    frame = in_windows(FOUR, betweenness_centrality, spans)
    assert frame.columns[:7].tolist() == [
        "window", "begins", "ends", "entity", "name", "kind", "betweenness"
    ]  # fmt: skip
    for number, span in enumerate(spans):
        alone = betweenness_centrality(during(FOUR, span))["betweenness"].tolist()
        assert frame.loc[frame["window"] == number, "betweenness"].tolist() == alone
    assert frame.attrs == {"undated": 1}
    assert str(frame["begins"][0]) == "1970-01-01 00:00:00"


def test_no_windows_and_no_entities_give_frames_of_the_same_columns() -> None:
    spans = windows(FOUR, timedelta(days=2))
    columns = in_windows(FOUR, degree_centrality, spans).columns.tolist()
    for frame in (
        in_windows(FOUR, degree_centrality, ()),
        in_windows(net(0, []), degree_centrality, spans),
    ):
        assert frame.empty
        assert frame.columns.tolist() == columns


def test_nonsense_and_too_many_windows_are_refused() -> None:
    for wrong in (timedelta(0), timedelta(days=-1), "fortnight"):
        with pytest.raises(BadArgument):
            windows(FOUR, wrong)  # type: ignore[arg-type]
    with pytest.raises(BadArgument):
        windows(FOUR, "month", timedelta(days=1))
    with pytest.raises(BadArgument):
        windows(FOUR, "day", start=DAY, end=DAY)
    with pytest.raises(TooLarge):
        windows(FOUR, timedelta(seconds=1))
    with pytest.raises(TooLarge):
        in_windows(FOUR, degree_centrality, [Interval(0, 1)] * 1_001)
