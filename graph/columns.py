"""Columns: texts as small numbers, rows in the order of a number, and hashes of rows."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]
Columns = Mapping[str, npt.NDArray[Any]]
# With fewer numbers than this part of what they could be, sorting them beats marking them off.
SPARSE = 64


class Interner:
    """Gives each distinct text a number; numbers never change and never show to a viewer."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._codes: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def code(self, text: str) -> int:
        """The number of a text, given now if it has none."""
        found = self._codes.get(text)
        if found is None:
            found = self._codes[text] = len(self.texts)
            self.texts.append(text)
        return found

    def codes(self, texts: Iterable[str]) -> Codes:
        """The numbers of many texts."""
        code = self.code
        return np.fromiter((code(text) for text in texts), dtype=np.int32)

    def find(self, text: str) -> int:
        """The number of a text, or -1."""
        return self._codes.get(text, -1)


def starts(codes: Codes, size: int) -> tuple[Ints, Ints]:
    """Rows grouped by code: `rows[first[c]:first[c + 1]]` are the rows of code c."""
    rows = np.argsort(codes, kind="stable")
    first = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(codes, minlength=size), out=first[1:])
    return rows, first


def among(wanted: Ints | Codes, known: Ints | Codes) -> Mask:
    """Which numbers are among others: a sort and a search, where numpy would hash them all."""
    if not len(known):
        return np.zeros(len(wanted), dtype=np.bool_)
    ordered = np.sort(known)
    at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    found: Mask = ordered[at] == wanted
    return found


def distinct(codes: Ints | Codes, size: int) -> Codes:
    """The different numbers below `size`, in order: marked off where there are many of them."""
    if len(codes) * SPARSE < size:
        return np.unique(codes).astype(np.int32)
    mask = np.zeros(size, dtype=np.bool_)
    mask[codes] = True
    return np.flatnonzero(mask).astype(np.int32)


def text_hashes(texts: list[str]) -> Hashes:
    """A 64-bit hash a text, the same in every process."""
    if not texts:
        return np.zeros(0, dtype=np.uint64)
    array = np.array(texts, dtype=object)
    return np.asarray(pd.util.hash_array(array, categorize=False), dtype=np.uint64)


def mix(hashes: Iterable[Hashes]) -> Hashes:
    """One hash a row from several columns of hashes; the order of columns counts."""
    with np.errstate(over="ignore"):
        mixed: Hashes | None = None
        for column in hashes:
            if mixed is None:
                mixed = column.copy()
                continue
            mixed ^= mixed >> np.uint64(31)
            mixed *= np.uint64(0x9E3779B97F4A7C15)
            mixed += column
    assert mixed is not None
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed
