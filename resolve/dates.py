"""Birth dates compared by parts: partial dates, transposed days and months, one digit off."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.resolve.facts import Index, Mask

Parts = npt.NDArray[np.int16]
DIFFERENT, YEAR, NEAR, PARTIAL, PARTS, SLIP, TRANSPOSED, EXACT = range(1, 9)
# Clerks guess ages and round them; a guess is a year, or a decade, and some weeks off.
WEEKS = 31


@dataclass(frozen=True)
class Dates:
    """Columns of dates by number: 0 for a part that is not known; the figures, four bits each."""

    year: Parts
    month: Parts
    day: Parts
    figures: npt.NDArray[np.uint32]


def dates_of(texts: Sequence[str]) -> Dates:
    """Dates from ISO texts.

    The first of January stands for "some time that year" in many systems, so its month and
    day are held to be unknown.
    """
    found = np.zeros((len(texts), 3), dtype=np.int64)
    for row, text in enumerate(texts):
        numbers = [int(part) for part in text[:10].split("-") if part.isdecimal()]
        found[row, : len(numbers)] = numbers[:3]
    found[(found[:, 1] == 1) & (found[:, 2] == 1), 1:] = 0
    whole = found @ np.array([10_000, 100, 1])
    figures = sum((whole // 10**place % 10) << 4 * place for place in range(8))
    # A thirteenth month is a day: the two were written the wrong way round.
    crossed = (found[:, 1] > 12) & (found[:, 2] <= 12)
    found[crossed, 1:] = found[crossed, :0:-1]
    year, month, day = found.astype(np.int16).T
    return Dates(year.copy(), month.copy(), day.copy(), np.asarray(figures, dtype=np.uint32))


def compare_dates(dates: Dates, left: Index, right: Index) -> npt.NDArray[np.uint8]:
    """A level for each pair of dates, from DIFFERENT to EXACT."""
    (y1, m1, d1), (y2, m2, d2) = _of(dates, left), _of(dates, right)
    year, month, day = y1 == y2, m1 == m2, d1 == d2
    vague = (m1 == 0) | (d1 == 0) | (m2 == 0) | (d2 == 0)
    whole = ~vague
    slipped = _figures_off(dates.figures.take(left) ^ dates.figures.take(right)) == 1
    met = (
        (YEAR, year),
        (NEAR, whole & _near(y1 - y2, (m1 - m2) * 31 + d1 - d2)),
        (PARTIAL, vague & year & (month | (m1 == 0) | (m2 == 0))),
        (PARTS, whole & ((year & month) | (year & day) | (month & day))),
        (SLIP, whole & slipped),
        (TRANSPOSED, whole & year & (m1 == d2) & (d1 == m2)),
        (EXACT, whole & year & month & day),
    )
    levels = np.full(len(left), DIFFERENT, dtype=np.uint8)
    for level, mask in met:
        np.maximum(levels, mask * np.uint8(level), out=levels)
    return levels


def _of(dates: Dates, rows: Index) -> tuple[Parts, Parts, Parts]:
    return dates.year.take(rows), dates.month.take(rows), dates.day.take(rows)


def _near(years: Parts, days: Parts) -> Mask:
    """About the same day of the same year, of the next one, or of ten years apart."""
    years, days = np.abs(years), np.abs(days)
    around = np.minimum(days, 12 * 31 - days) <= WEEKS
    near: Mask = around & ((years <= 1) | (years == 10))
    return near


def _figures_off(changed: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """How many of the eight figures differ, of whose four bits any may."""
    changed |= changed >> 2
    changed |= changed >> 1
    off: npt.NDArray[np.uint8] = np.bitwise_count(changed & np.uint32(0x11111111))
    return off
