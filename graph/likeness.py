"""Distinct texts that can be asked which of them are like another one, without looking at each.

Two texts are no more alike than the letters that they have in common: a sum over small columns
says which may reach a likeness, and rapidfuzz says which do. The answers are those of comparing
with all.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

Numbers = npt.NDArray[np.intp]
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 "
_OTHER = len(_LETTERS)
_CLASS = np.full(256, _OTHER, dtype=np.int64)
_CLASS[np.frombuffer(_LETTERS.encode(), dtype=np.uint8)] = np.arange(len(_LETTERS))
_MOST = 255  # as many of one letter as a column counts
_DOUBT = 1e-6  # a sum of shares is not exact


@dataclass(frozen=True)
class Likeness:
    """Folded texts, each once, in any order."""

    texts: Sequence[str]

    def sorted_like(self, wanted: str, least: float) -> dict[int, float]:
        """Which texts have a token sort ratio of at least `least` (0 to 100), by their number."""
        total = self._length + len(wanted)
        near = self._shared(wanted) * 200.0 >= (least - _DOUBT) * total
        return self._scored(wanted, np.flatnonzero(near), fuzz.token_sort_ratio, least)

    def set_like(self, wanted: str, least: float) -> dict[int, float]:
        """The same by the token set ratio: a text that has every word of another is like it."""
        words = set(wanted.split())
        length = len(" ".join(words))
        near = self._shared(wanted) * 200.0 >= (least - _DOUBT) * (self._set_length + length)
        for word in words:
            near[self._having.get(word, [])] = True
        return self._scored(wanted, np.flatnonzero(near), fuzz.token_set_ratio, least)

    def _scored(self, wanted: str, near: Numbers, scorer: Any, least: float) -> dict[int, float]:
        if not len(near):
            return {}
        texts = [self.texts[at] for at in near.tolist()]
        scores = process.cdist([wanted], texts, scorer=scorer, score_cutoff=least)[0]
        found = np.flatnonzero(scores)
        return dict(zip(near[found].tolist(), scores[found].tolist(), strict=True))

    def _shared(self, wanted: str) -> npt.NDArray[np.int64]:
        """At most how many letters each text has in common with another, in any order."""
        shared = np.zeros(len(self.texts), dtype=np.int64)
        for number, count in Counter(_classes(wanted).tolist()).items():
            shared += np.minimum(self._columns[number], min(count, _MOST))
            shared += max(count - _MOST, 0)
        return shared

    @cached_property
    def _length(self) -> npt.NDArray[np.int64]:
        return np.array([len(text) for text in self.texts], dtype=np.int64)

    @cached_property
    def _set_length(self) -> npt.NDArray[np.int64]:
        return np.array([len(" ".join(set(text.split()))) for text in self.texts], dtype=np.int64)

    @cached_property
    def _columns(self) -> npt.NDArray[np.uint8]:
        """How often each letter stands in each text: a row a letter."""
        letters = _classes("".join(self.texts))
        owners = np.repeat(np.arange(len(self.texts)), self._length)
        size = (_OTHER + 1) * len(self.texts)
        counts = np.bincount(letters * len(self.texts) + owners, minlength=size)
        columns = np.minimum(counts, _MOST).astype(np.uint8)
        return columns.reshape(_OTHER + 1, len(self.texts))

    @cached_property
    def _having(self) -> dict[str, list[int]]:
        """The texts that have a word."""
        having: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.texts):
            for word in set(text.split()):
                having[word].append(number)
        return dict(having)


def _classes(text: str) -> npt.NDArray[np.int64]:
    """The column of each sign; one byte a sign, as signs beyond these all share a column."""
    return _CLASS[np.frombuffer(text.encode("latin-1", "replace"), dtype=np.uint8)]


@dataclass(frozen=True)
class Endings:
    """Texts that can be asked which of them begin or end with a part."""

    texts: Sequence[str]

    def touching(self, part: str) -> set[int]:
        """The numbers of the texts that begin or end with it."""
        forward, numbers = self._forward
        backward, turned = self._backward
        return {*_within(forward, numbers, part), *_within(backward, turned, part[::-1])}

    @cached_property
    def _forward(self) -> tuple[list[str], list[int]]:
        return _in_order(self.texts)

    @cached_property
    def _backward(self) -> tuple[list[str], list[int]]:
        return _in_order([text[::-1] for text in self.texts])


def _in_order(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    numbers = sorted(range(len(texts)), key=texts.__getitem__)
    return [texts[number] for number in numbers], numbers


def _within(texts: list[str], numbers: list[int], part: str) -> list[int]:
    """Of texts in order, those that begin with a part."""
    first = bisect_left(texts, part)
    last = bisect_left(texts, True, lo=first, key=lambda text: not text.startswith(part))
    return numbers[first:last]
