"""Bursts: when something came thick and fast, against its own wont.

A burst is where the shortest telling of the times says that the rate went up; a rise has a price,
so that one chance pair of calls is none. Of entities, each window is held against all that was
recorded in it, for a month in which everybody is watched more is nobody's burst. It says when to
look, not why; times that are only dates make bursts of a day. Kleinberg (2002), KDD, 91-101.
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.errors import BadArgument, TooLarge
from comity.analytics.frames import entity_frame
from comity.analytics.windows import as_times
from comity.graph.network import Network
from comity.graph.words import BEGINNING, Interval

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
MOST_LEVELS = 30
MOST_COUNTS = 50_000_000  # entities times windows held at once


def bursts(moments: npt.ArrayLike, *, s: float = 2.0, gamma: float = 1.0) -> pd.DataFrame:
    """The bursts of a stream of moments: `level`, `begins`, `ends`, `events` and `weight`.

    At level i things come s**i times as often as on the whole; each level up costs `gamma`
    times the logarithm of the number of gaps. Bursts of higher levels lie within lower ones.
    """
    _check(s, gamma)
    times = np.sort(np.asarray(moments, dtype=np.int64))
    gaps = np.diff(times).astype(np.float64)
    if not len(gaps) or not gaps.sum():
        return _told([], times)
    cost = _gap_costs(gaps, s)
    level = cheapest_levels(cost, gamma * math.log(len(gaps)))
    rows = [
        (high, first, last + 1, last + 1 - first + 1, _saved(cost, high, first, last + 1))
        for high in range(1, int(level.max()) + 1)
        for first, last in _runs(level >= high)
    ]
    return _told(rows, times)


def entity_bursts(
    network: Network, windows: Sequence[Interval], *, s: float = 2.0, gamma: float = 1.0
) -> pd.DataFrame:
    """Who had more of the links that began in some windows than their usual share of them.

    `links` began within the burst, `expected` would have at that share; weightiest first.
    `weight` is by how much the burst tells them shorter. Windows lie side by side.
    """
    _check(s, gamma)
    count, total = _counts(network, windows)
    who = np.flatnonzero(count.sum(axis=1) > 1)
    mine = count[who]
    usual = mine.sum(axis=1) / max(float(total.sum()), 1.0)
    saved = _saved_by_window(mine, total, usual, s)
    inside = _in_burst(saved, gamma * math.log(max(len(windows), 1)))
    rows = [
        (at, first, last, float(saved[row, first : last + 1].sum()))
        for row, at in enumerate(who.tolist())
        for first, last in _runs(inside[row])
    ]
    return _entities(network, windows, rows, count, total)


def cheapest_levels(cost: Floats, price: float) -> Ints:
    """The level of each step (a row of `cost` by level) that costs least; a rise has a price.

    Of equally cheap ways the lowest.
    """
    steps, levels = cost.shape
    rise = np.maximum(np.arange(levels)[None, :] - np.arange(levels)[:, None], 0) * price
    came = np.zeros((steps, levels), dtype=np.int64)
    held = rise[0] + cost[0]
    for at in range(1, steps):
        ways = held[:, None] + rise
        came[at] = ways.argmin(axis=0)
        held = ways.min(axis=0) + cost[at]
    level = np.empty(steps, dtype=np.int64)
    level[-1] = held.argmin()
    for at in range(steps - 1, 0, -1):
        level[at - 1] = came[at, level[at]]
    return level


def _check(s: float, gamma: float) -> None:
    if not 1 < s < math.inf:
        raise BadArgument("s", s, "above 1")
    if not 0 <= gamma < math.inf:
        raise BadArgument("gamma", gamma, "0 or more")


def _gap_costs(gaps: Floats, s: float) -> Floats:
    """What each gap costs at each level: the exponential's negative logarithm.

    Of the whole as one, so that no unit of time decides what is rounded to equal.
    """
    whole, least = gaps.sum(), gaps[gaps > 0].min()
    levels = min(math.ceil(1 + math.log(whole / least, s)), MOST_LEVELS)
    rate = len(gaps) * s ** np.arange(max(levels, 1))
    return np.asarray((gaps / whole)[:, None] * rate - np.log(rate))


def _saved(cost: Floats, level: int, first: int, last: int) -> float:
    return float((cost[first:last, level - 1] - cost[first:last, level]).sum())


def _runs(inside: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first and last place of each stretch that is inside."""
    edges = np.diff(np.concatenate([[0], inside.astype(np.int8), [0]]))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return list(zip(starts.tolist(), stops.tolist(), strict=True))


def _told(rows: list[tuple[int, int, int, int, float]], times: Ints) -> pd.DataFrame:
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    level, first, last, events = table[:, :4].astype(np.int64).T
    begins, ends = as_times(times[first]), as_times(times[last])
    columns = {"level": level, "begins": begins, "ends": ends, "events": events}
    return pd.DataFrame({**columns, "weight": table[:, 4]})


def _counts(network: Network, windows: Sequence[Interval]) -> tuple[Floats, Floats]:
    """By entity and window how many dated links begin, and by window in all."""
    edges = np.array([(each.start, each.end) for each in windows], dtype=np.int64).reshape(-1, 2)
    if (edges[:, 0] >= edges[:, 1]).any() or (edges[1:, 0] < edges[:-1, 1]).any():
        raise BadArgument("windows", f"{len(windows)} windows", "in order and side by side")
    if network.size * len(windows) > MOST_COUNTS:
        size = network.size * len(windows)
        raise TooLarge("entities times windows", size, MOST_COUNTS, "take wider windows")
    at = np.searchsorted(edges[:, 0], network.begins, side="right") - 1
    inside = (network.begins > BEGINNING) & (at >= 0)
    inside[inside] &= network.begins[inside] < edges[at[inside], 1]
    rows = np.flatnonzero(inside)
    count = np.zeros((network.size, len(windows)))
    np.add.at(count, (network.source[rows], at[rows]), 1.0)
    twice = rows[network.source[rows] != network.target[rows]]
    np.add.at(count, (network.target[twice], at[twice]), 1.0)
    return count, np.bincount(at[rows], minlength=len(windows)).astype(np.float64)


def _saved_by_window(mine: Floats, total: Floats, usual: Floats, s: float) -> Floats:
    """How much less each window costs at the higher share: the binomials' logarithms.

    The odds are s times as high, for a share times s might be more than all.
    """
    less = -np.log1p((s - 1) * usual)
    return np.asarray(mine * math.log(s) + total[None, :] * less[:, None])


def _in_burst(saved: Floats, price: float) -> npt.NDArray[np.bool_]:
    """For each entity at once, which windows the cheapest way spends in the higher state."""
    entities, steps = saved.shape
    low, high = np.zeros(entities), np.full(entities, price)
    from_low = np.zeros((entities, steps), dtype=np.bool_)
    from_high = np.zeros((entities, steps), dtype=np.bool_)
    for at in range(steps):
        if at:
            from_low[:, at], from_high[:, at] = low + price <= high, high < low
            low, high = np.minimum(low, high), np.minimum(low + price, high)
        high = high - saved[:, at]
    inside = np.zeros((entities, steps), dtype=np.bool_)
    now = high < low
    for at in range(steps - 1, -1, -1):
        inside[:, at] = now
        now = np.where(now, ~from_low[:, at], from_high[:, at])
    return inside


def _entities(
    network: Network,
    windows: Sequence[Interval],
    rows: list[tuple[int, int, int, float]],
    count: Floats,
    total: Floats,
) -> pd.DataFrame:
    who = np.array([row[0] for row in rows], dtype=np.int64)
    share = count.sum(axis=1) / max(float(total.sum()), 1.0)
    spans = [(at, slice(first, last + 1)) for at, first, last, _ in rows]
    frame = entity_frame(network).iloc[who].assign(
        begins=as_times([windows[first].start for _, first, _, _ in rows]),
        ends=as_times([windows[last].end for _, _, last, _ in rows]),
        links=np.array([count[at, span].sum() for at, span in spans], dtype=np.int64),
        expected=np.array([share[at] * total[span].sum() for at, span in spans], np.float64),
        weight=np.array([saved for *_, saved in rows], dtype=np.float64),
    )  # fmt: skip
    order = ["weight", "entity", "begins"]
    ranked = frame.sort_values(order, ascending=[False, True, True], kind="stable")
    return ranked.reset_index(drop=True)
