"""Bursts: the cheapest way through levels against trying every way, and small streams by hand."""

import math
import sys
from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nets import net

from comity.analytics import BadArgument, TooLarge, bursts, entity_bursts, windows
from comity.analytics.bursts import cheapest_levels
from comity.graph.words import Interval

DAY = 86_400_000_000


def price_of(cost: np.ndarray, levels: tuple[int, ...], price: float) -> float:
    """What a way through levels costs, starting below at level 0."""
    rises = sum(max(b - a, 0) for a, b in zip((0, *levels[:-1]), levels, strict=True))
    return price * rises + sum(cost[at, level] for at, level in enumerate(levels))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from([0.0, 0.5, 2.0]),
)
def test_no_way_through_levels_is_cheaper(cost: list[list[int]], price: float) -> None:
    table = np.array(cost, dtype=float)
    found = tuple(cheapest_levels(table, price).tolist())
    ways = product(range(3), repeat=len(cost))
    assert price_of(table, found, price) == min(price_of(table, way, price) for way in ways)


def test_five_quick_calls_among_slow_ones_are_a_burst() -> None:
    slow = [n * 10 * DAY for n in range(8)]
    quick = [35 * DAY + n * DAY // 10 for n in range(1, 6)]
    frame = bursts(slow + quick)
    top = frame[frame["level"] == frame["level"].max()].iloc[0]
    assert (str(top["begins"])[:10], str(top["ends"])[:10]) == ("1970-02-05", "1970-02-05")
    assert top["events"] == 5
    assert (frame["weight"] > 0).all()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 10**12), max_size=30), st.randoms(use_true_random=False))
def test_bursts_lie_within_those_of_the_level_below_whatever_the_order(moments, random) -> None:
    frame = bursts(moments)
    mixed = random.sample(moments, len(moments))
    assert frame.equals(bursts(mixed))
    for row in frame[frame["level"] > 1].itertuples():
        below = frame[frame["level"] == row.level - 1]
        assert ((below["begins"] <= row.begins) & (below["ends"] >= row.ends)).any()
    assert (frame["events"] >= 2).all()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 1000), min_size=2, max_size=20), st.integers(2, 50))
def test_the_unit_of_time_makes_no_bursts(moments: list[int], factor: int) -> None:
    once, again = bursts(moments), bursts([factor * moment for moment in moments])
    assert once[["level", "events"]].equals(again[["level", "events"]])


def test_even_streams_and_streams_of_nothing_have_no_bursts() -> None:
    for moments in ([], [5], [7, 7, 7], [n * DAY for n in range(50)]):
        assert bursts(moments).empty
    assert bursts([]).columns.tolist() == ["level", "begins", "ends", "events", "weight"]


def test_a_higher_price_leaves_fewer_bursts() -> None:
    rng = np.random.default_rng(5)
    moments = np.cumsum(rng.exponential(DAY, 200)).astype(np.int64)
    counts = [len(bursts(moments, gamma=gamma)) for gamma in (0.0, 0.5, 1.0, 5.0)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0


def daily(*starts: tuple[int, int, int]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Links by (one, other, day)."""
    return [((a, b), (day * DAY, day * DAY + 1)) for a, b, day in starts]


def test_an_entity_bursts_against_what_all_others_do_in_the_same_days() -> None:
    # All others meet daily; 0 and 1 meet on days 0 and 9, and five times on day 5.
    links = daily(*((2, 3, day) for day in range(10) for _ in range(10)), (0, 1, 0), (0, 1, 9),
                  *((0, 1, 5) for _ in range(5)))  # fmt: skip
    network = net(4, [ends for ends, _ in links], times=[time for _, time in links])
    frame = entity_bursts(network, windows(network, "day"))
    assert frame["entity"].tolist() == ["e000", "e001"]
    assert frame["links"].tolist() == [5, 5]
    assert str(frame["begins"][0]) == "1970-01-06 00:00:00"
    assert frame["expected"].tolist() == [7 / 107 * 15] * 2
    assert frame["weight"].tolist() == pytest.approx([weight_by_hand(5, 15, 7 / 107)] * 2)


def weight_by_hand(mine: int, total: int, share: float) -> float:
    """The logarithm of how much likelier the count is at twice the odds."""
    high = 2 * share / (1 + share)
    low = share**mine * (1 - share) ** (total - mine)
    return math.log(high**mine * (1 - high) ** (total - mine) / low)


def test_a_day_on_which_everybody_is_recorded_more_is_nobodys_burst() -> None:
    pairs = [(0, 1), (2, 3), (4, 5)]
    many = [
        (*pair, day) for pair in pairs for day in range(10) for _ in range(9 if day == 5 else 1)
    ]
    links = daily(*many)
    network = net(6, [ends for ends, _ in links], times=[time for _, time in links])
    assert entity_bursts(network, windows(network, "day")).empty


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 7)), max_size=40),
    st.sampled_from([0.1, 1.0]),
)
def test_entities_are_in_the_cheapest_of_all_ways(starts, gamma: float) -> None:
    links = daily(*starts)
    network = net(6, [ends for ends, _ in links], times=[time for _, time in links])
    days = [Interval(day * DAY, (day + 1) * DAY) for day in range(8)]
    frame = entity_bursts(network, days, gamma=gamma)
    total = np.bincount([day for *_, day in starts], minlength=8)
    for entity in range(6):
        mine = np.bincount([d for a, b, d in starts if entity in (a, b)], minlength=8)
        share = mine.sum() / max(total.sum(), 1)
        if mine.sum() < 2 or share >= 1:
            assert f"e{entity:03}" not in set(frame["entity"])
            continue
        higher = 2 * share / (1 + share)
        counted = zip(mine.tolist(), total.tolist(), strict=True)
        cost = -np.array([
            [m * math.log(p) + (t - m) * math.log(1 - p) for p in (share, higher)]
            for m, t in counted
        ])  # fmt: skip
        found = [0] * 8
        for row in frame[frame["entity"] == f"e{entity:03}"].itertuples():
            found[row.begins.day - 1 : row.ends.day - 1] = [1] * (row.ends - row.begins).days
        price = gamma * math.log(8)
        best = price_of(cost, tuple(cheapest_levels(cost, price).tolist()), price)
        assert price_of(cost, tuple(found), price) == pytest.approx(best)


def test_no_windows_no_dates_and_nobody_give_an_empty_frame() -> None:
    columns = ["entity", "name", "kind", "begins", "ends", "links", "expected", "weight"]
    days = [Interval(0, DAY)]
    for frame in (entity_bursts(net(2, [(0, 1)]), days), entity_bursts(net(0, []), days),
                  entity_bursts(net(2, [(0, 1)], times=[(0, DAY)]), ())):  # fmt: skip
        assert frame.empty
        assert frame.columns.tolist() == columns


def test_overlapping_windows_and_nonsense_are_refused() -> None:
    network = net(2, [(0, 1)] * 2, times=[(0, DAY), (9 * DAY, 10 * DAY)])
    rolling = windows(network, timedelta(days=4), timedelta(days=1))
    with pytest.raises(BadArgument, match="side by side"):
        entity_bursts(network, rolling)
    for wrong in ({"s": 1.0}, {"s": math.nan}, {"gamma": -1.0}, {"gamma": math.inf}):
        with pytest.raises(BadArgument):
            bursts([1, 2], **wrong)


def test_more_counts_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["comity.analytics.bursts"], "MOST_COUNTS", 3)
    with pytest.raises(TooLarge, match="wider"):
        entity_bursts(net(4, []), [Interval(0, DAY)])
