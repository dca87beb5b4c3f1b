"""Long columns: in memory up to a bound, past it in a file that is gone with its column.

The system writes such a file's pages out when memory runs short: what is too large for a machine
takes longer there, and does not end it.
"""

import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from comity.resolve.threads import threaded

# Bytes of one column. Each of those that a million records need is below it.
IN_MEMORY = 1 << 27
# Rows of a column that are worked on at once.
AT_ONCE = 1 << 20
T = TypeVar("T", bound=np.generic)


def column(length: int, of: type[T]) -> npt.NDArray[T]:
    """A column to be filled, its values not set."""
    if length * np.dtype(of).itemsize <= IN_MEMORY:
        return np.empty(length, dtype=of)
    with tempfile.TemporaryFile(prefix="comity-") as file:
        return np.memmap(file, dtype=of, mode="w+", shape=(length,)).view(np.ndarray)


def kept(short: npt.NDArray[T]) -> npt.NDArray[T]:
    """The same values, in a file if they are many."""
    if short.nbytes <= IN_MEMORY:
        return short
    long = column(len(short), short.dtype.type)
    long[:] = short
    return long


def filled(
    length: int, of: type[T], work: Callable[[slice], npt.NDArray[T]], step: int = AT_ONCE
) -> npt.NDArray[T]:
    """A column whose rows are worked out some at a time, several at once."""
    whole = column(length, of)
    parts = list(stretches(length, step))
    for rows, found in zip(parts, threaded(work, parts), strict=True):
        whole[rows] = found
    return whole


def stretches(length: int, step: int = AT_ONCE) -> Iterator[slice]:
    """The rows of a column some at a time."""
    yield from (slice(*ends) for ends in pairwise([*range(0, length, step), length]))


def joined(one: npt.NDArray[T], two: npt.NDArray[T]) -> npt.NDArray[T]:
    """One column after the other."""
    whole = column(len(one) + len(two), one.dtype.type)
    whole[: len(one)], whole[len(one) :] = one, two
    return whole
