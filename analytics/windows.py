"""Any measure in windows of time, by when links hold.

Who was central in March and who in June. A window shows what was recorded of it: a quiet month may
be a month in which nobody looked. Links without any date say nothing of when, and are left out
unless asked for. Holme and Saramäki (2012), Physics Reports 519, 97-125.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.errors import BadArgument, TooLarge
from comity.analytics.frames import kinds_told
from comity.graph.network import Network
from comity.graph.words import BEGINNING, DAY, FOREVER, Interval, Micros

Measure = Callable[[Network], pd.DataFrame]
Calendar = Literal["day", "week", "month", "quarter", "year"]
Mask = npt.NDArray[np.bool_]

MOST_WINDOWS = 1_000
# numpy's unit of each, and how many of them one window is.
_UNITS = {"day": ("D", 1), "week": ("W", 1), "month": ("M", 1), "quarter": ("M", 3),
          "year": ("Y", 1)}  # fmt: skip


def windows(
    network: Network,
    width: timedelta | Calendar,
    step: timedelta | None = None,
    *,
    start: Micros | None = None,
    end: Micros | None = None,
) -> tuple[Interval, ...]:
    """Windows over the dated links: side by side, or every `step`, or by the calendar in UTC.

    They begin at the midnight before the first known moment, or before `start`, and go on until
    the last, or `end`, lies in one. Without any dated link there are none.
    """
    known = _moments(network)
    if not len(known) and (start is None or end is None):
        return ()
    first = int(known[0]) if start is None else start
    last = int(known[-1]) + 1 if end is None else end
    if not first < last:
        raise BadArgument("end", last, f"after the start, {first}")
    if isinstance(width, timedelta):
        return _fixed(first // DAY * DAY, last, width, width if step is None else step)
    if width not in _UNITS or step is not None:
        allowed = f"a length of time, or {', '.join(_UNITS)} without a step"
        raise BadArgument("width", width, allowed)
    return _by_calendar(first, last, *_UNITS[width])


def during(network: Network, window: Interval, *, undated: bool = False) -> Network:
    """All entities and the links that hold at some time in a window."""
    touching = (network.begins < window.end) & (network.ends > window.start)
    # What has no length holds at its moment.
    instant = (network.begins == network.ends) & (network.begins == window.start)
    inside = touching | instant
    return network.with_links(inside if undated else inside & dated(network))


def in_windows(
    network: Network,
    measure: Measure,
    windows: Sequence[Interval],
    *,
    undated: bool = False,
) -> pd.DataFrame:
    """The measure's frames of all windows, with `window`, `begins` and `ends` before its columns.

    Every entity has a row in every window. `attrs["undated"]` counts the links without any date.
    """
    if len(windows) > MOST_WINDOWS:
        raise TooLarge("windows", len(windows), MOST_WINDOWS, "take wider ones")
    shown = [network.with_links(np.zeros(len(network.link), dtype=np.bool_))]
    shown = [during(network, window, undated=undated) for window in windows] or shown
    frames = [_placed(measure(each), at, windows) for at, each in enumerate(shown)]
    frame = pd.concat(frames, ignore_index=True) if windows else frames[0].head(0)
    frame.attrs = kinds_told(network) | {"undated": int((~dated(network)).sum())}
    return frame


def dated(network: Network) -> Mask:
    """Which links say anything of when they hold."""
    return (network.begins > BEGINNING) | (network.ends < FOREVER)


def as_times(moments: npt.ArrayLike) -> npt.NDArray[np.datetime64]:
    """Moments as frames show them, in UTC."""
    return np.asarray(moments, dtype=np.int64).astype("datetime64[us]")


def _moments(network: Network) -> npt.NDArray[np.int64]:
    """Every known beginning and end, in order; an end is the first moment after."""
    begins = network.begins[network.begins > BEGINNING]
    ends = network.ends[network.ends < FOREVER] - 1
    return np.sort(np.concatenate([begins, ends]))


def _fixed(first: Micros, last: Micros, width: timedelta, step: timedelta) -> tuple[Interval, ...]:
    wide, on = width // timedelta(microseconds=1), step // timedelta(microseconds=1)
    if wide <= 0 or on <= 0:
        raise BadArgument("width and step", f"{width} and {step}", "above 0")
    count = max(-(-(last - first - wide) // on), 0) + 1
    _check_count(count)
    return tuple(Interval(first + at * on, first + at * on + wide) for at in range(count))


def _by_calendar(first: Micros, last: Micros, unit: str, many: int) -> tuple[Interval, ...]:
    floor, ceiling = (
        int(as_times(at).astype(f"datetime64[{unit}]").astype(np.int64)) for at in (first, last - 1)
    )
    begin, end = floor // many * many, ceiling + 1
    _check_count((end - begin) // many)
    edges = np.arange(begin, end + many, many, dtype=np.int64)
    at = edges.astype(f"datetime64[{unit}]").astype("datetime64[us]").astype(np.int64).tolist()
    return tuple(Interval(*pair) for pair in pairwise(at))


def _check_count(count: int) -> None:
    if count > MOST_WINDOWS:
        raise TooLarge("windows", count, MOST_WINDOWS, "take wider ones, or a start and an end")


def _placed(frame: pd.DataFrame, at: int, windows: Sequence[Interval]) -> pd.DataFrame:
    window = windows[at] if windows else Interval(0, 0)
    begins, ends = as_times([window.start, window.end])
    frame.attrs = {}
    frame.insert(0, "window", at)
    frame.insert(1, "begins", begins)
    frame.insert(2, "ends", ends)
    return frame
