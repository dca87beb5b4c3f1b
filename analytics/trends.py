"""Which way a measure goes from window to window, and whether that is more than chance.

Sen's slope (1968) is the median of all changes from one window to a later one, so that one odd
month bends nothing; Mann (1945) and Kendall say how seldom chance alone rises or falls as steadily.
Of many entities some rise by chance, hence the share of false ones is held (Benjamini and
Hochberg 1995). Windows that overlap repeat each other: take those side by side.
"""

import math
from collections import Counter
from collections.abc import Hashable

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.errors import BadArgument

Floats = npt.NDArray[np.float64]
FALSE_SHARE = 0.05
COLUMNS = ("windows", "first", "last", "mean", "slope", "tau", "p")


def trends(frame: pd.DataFrame, column: str, *, false_share: float = FALSE_SHARE) -> pd.DataFrame:
    """One row an entity of a frame of `in_windows`: its slope a window, tau, p, and `trend`.

    `trend` is rising or falling where at most `false_share` of those so called are so by
    chance, else none. Windows in which the measure has no value are left out.
    """
    if not 0 < false_share < 1:
        raise BadArgument("false_share", false_share, "between 0 and 1")
    if column not in frame:
        raise BadArgument("column", column, f"one of {', '.join(map(str, frame.columns))}")
    ordered = frame.sort_values(["entity", "window"], kind="stable")
    groups = [(key, group[column].to_numpy(np.float64)) for key, group in _by_entity(ordered)]
    found = pd.DataFrame([(*key, *_trend(values)) for key, values in groups],
                         columns=["entity", "name", "kind", *COLUMNS])  # fmt: skip
    return found.assign(trend=_words(found, false_share))


def _by_entity(frame: pd.DataFrame) -> list[tuple[tuple[Hashable, ...], pd.DataFrame]]:
    return list(frame.groupby(["entity", "name", "kind"], sort=True, dropna=False))


def _trend(values: Floats) -> tuple[float, ...]:
    at = np.flatnonzero(~np.isnan(values))
    held = values[at]
    if not len(held):
        return (0, math.nan, math.nan, math.nan, math.nan, math.nan, 1.0)
    early, late = np.triu_indices(len(held), 1)
    change = held[late] - held[early]
    # A change in the last bit of a sum is none.
    change[np.abs(change) <= 1e-12 * np.abs(held).max()] = 0.0
    slope = float(np.median(change / (at[late] - at[early]))) if len(change) else 0.0
    balance = float(np.sign(change).sum())
    ends = (len(held), float(held[0]), float(held[-1]), float(held.mean()))
    return (*ends, slope, balance / max(len(change), 1), _chance(balance, held))


def _chance(balance: float, held: Floats) -> float:
    """How seldom chance is as steady either way: Kendall's normal with ties and continuity."""
    many = len(held)
    ties = Counter(np.round(held / (np.abs(held).max() or 1.0), 12).tolist()).values()
    spread = sum(_spread(count) for count in ties)
    variance = (_spread(many) - spread) / 18
    if variance <= 0 or not balance:
        return 1.0
    return math.erfc((abs(balance) - 1) / math.sqrt(2 * variance))


def _spread(many: int) -> int:
    return many * (many - 1) * (2 * many + 5)


def _words(found: pd.DataFrame, false_share: float) -> list[str]:
    if not len(found):
        return []
    # Half a second of loading, which every other command would wait for.
    from scipy.stats import false_discovery_control

    sure = false_discovery_control(found["p"].to_numpy(np.float64)) <= false_share
    way = np.where(found["slope"] > 0, "rising", np.where(found["slope"] < 0, "falling", "none"))
    return [str(word) if held else "none" for word, held in zip(way, sure, strict=True)]
