"""Birth dates compared by parts: partial dates, transposed days and months, one digit off."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from comity.resolve.facts import Ints, Mask

DIFFERENT, YEAR, NEAR, PARTIAL, PARTS, SLIP, TRANSPOSED, EXACT = range(1, 9)
# Clerks guess ages and round them; a guess is a year, or a decade, and some weeks off.
WEEKS = 31


def parts(texts: Sequence[str]) -> Ints:
    """Rows of (year, month, day) from ISO texts, 0 for what is not known.

    The first of January stands for "some time that year" in many systems, so its month and
    day are held to be unknown.
    """
    found = np.zeros((len(texts), 3), dtype=np.int64)
    for row, text in enumerate(texts):
        numbers = [int(part) for part in text[:10].split("-") if part.isdigit()]
        found[row, : len(numbers)] = numbers[:3]
    found[(found[:, 1] == 1) & (found[:, 2] == 1), 1:] = 0
    return found


def compare_dates(left: Ints, right: Ints) -> npt.NDArray[np.uint8]:
    """A level for each pair of rows of `parts`, from DIFFERENT to EXACT."""
    year, month, day = (left[:, part] == right[:, part] for part in range(3))
    vague = (left[:, 1:] == 0).any(axis=1) | (right[:, 1:] == 0).any(axis=1)
    crossed = year & (left[:, 1] == right[:, 2]) & (left[:, 2] == right[:, 1])
    levels = np.full(len(left), DIFFERENT, dtype=np.uint8)
    levels[year] = YEAR
    levels[~vague & _near(left, right)] = NEAR
    levels[vague & year & (month | (left[:, 1] == 0) | (right[:, 1] == 0))] = PARTIAL
    levels[~vague & (year.astype(int) + month + day == 2)] = PARTS
    levels[~vague & (_digits_off(left, right) == 1)] = SLIP
    levels[~vague & crossed] = TRANSPOSED
    levels[~vague & year & month & day] = EXACT
    return levels


def _near(left: Ints, right: Ints) -> Mask:
    """About the same day of the same year, of the next one, or of ten years apart."""
    days = np.abs((left[:, 1] - right[:, 1]) * 31 + left[:, 2] - right[:, 2])
    around = np.minimum(days, 12 * 31 - days) <= WEEKS
    near: Mask = around & np.isin(np.abs(left[:, 0] - right[:, 0]), (0, 1, 10))
    return near


def _digits_off(left: Ints, right: Ints) -> Ints:
    """How many of the eight figures differ."""
    scale = np.array([10_000, 100, 1])
    one, two = left @ scale, right @ scale
    off = np.zeros(len(left), dtype=np.int64)
    for place in range(8):
        off += (one // 10**place) % 10 != (two // 10**place) % 10
    return off
