"""Trends: Sen's slope and Kendall's tau against scipy, and that chance is not called a trend."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, norm, theilslopes

from comity.analytics import BadArgument, trends

VALUES = st.lists(st.integers(0, 6).map(float), min_size=3, max_size=12)


def frame_of(*rows: list[float]) -> pd.DataFrame:
    """Windows of entities a, b, ...; rows as `in_windows` has them."""
    return pd.DataFrame(
        [
            (window, f"{chr(97 + at)}", "Name", "person", value)
            for at, row in enumerate(rows)
            for window, value in enumerate(row)
        ],
        columns=["window", "entity", "name", "kind", "degree"],
    )


@settings(deadline=None, max_examples=40)
@given(VALUES)
def test_slope_and_chance_are_scipys(values: list[float]) -> None:
    told = trends(frame_of(values), "degree").loc[0]
    at = np.arange(len(values))
    assert told["slope"] == pytest.approx(theilslopes(values, at).slope)
    if len(set(values)) == 1:
        assert (told["slope"], told["tau"], told["p"]) == (0, 0, 1)
        return
    # scipy's normal has no continuity correction: what it divided by is read back from its p.
    balance = told["tau"] * len(at) * (len(at) - 1) / 2
    theirs = kendalltau(at, values, method="asymptotic").pvalue
    if round(balance) and theirs < 1:
        spread = abs(balance) / norm.isf(theirs / 2)
        assert told["p"] == pytest.approx(2 * norm.sf((abs(balance) - 1) / spread), rel=1e-6)


def test_steady_ways_up_and_down_are_told_and_noise_is_not() -> None:
    up, noise = list(map(float, range(12))), [3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
    found = trends(frame_of(up, noise, up[::-1], [2.0] * 12), "degree")
    assert found["entity"].tolist() == ["a", "b", "c", "d"]
    assert found["trend"].tolist() == ["rising", "none", "falling", "none"]
    assert found["slope"].tolist()[::2] == [1, -1]


def test_three_windows_are_too_few_for_any_trend() -> None:
    assert trends(frame_of([1.0, 2.0, 3.0]), "degree")["trend"].tolist() == ["none"]


def test_one_odd_window_does_not_bend_the_slope() -> None:
    assert trends(frame_of([1.0, 2, 3, 99, 5, 6, 7]), "degree")["slope"].tolist() == [1.0]


def test_of_many_who_only_wander_at_most_few_are_called_rising() -> None:
    rng = np.random.default_rng(3)
    found = trends(frame_of(*rng.random((400, 12)).tolist()), "degree")
    assert (found["p"] < 0.05).sum() > 5
    assert (found["trend"] != "none").sum() == 0


def test_windows_without_a_value_are_left_out_where_they_stood() -> None:
    gap = trends(frame_of([0.0, float("nan"), 2.0, 3.0]), "degree").loc[0]
    assert (gap["windows"], gap["slope"], gap["tau"]) == (3, 1, 1)
    nothing = trends(frame_of([float("nan")] * 3), "degree").loc[0]
    assert (nothing["windows"], nothing["p"], nothing["trend"]) == (0, 1, "none")


def test_no_rows_have_no_trends_and_nonsense_is_refused() -> None:
    assert trends(frame_of(), "degree").columns.tolist()[-1] == "trend"
    with pytest.raises(BadArgument):
        trends(frame_of([1.0]), "importance")
    with pytest.raises(BadArgument):
        trends(frame_of([1.0]), "degree", false_share=1)
