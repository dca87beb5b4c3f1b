"""Distinct texts that can be asked which of them are like another one, without looking at each.

Two texts are no more alike than the letters that they have in common: a sum over small columns
says which may reach a likeness, and rapidfuzz says which do. The answers are those of comparing
with all.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

Numbers = npt.NDArray[np.intp]
Sums = npt.NDArray[np.int32]
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 "
_OTHER = len(_LETTERS)
_CLASS = np.full(256, _OTHER, dtype=np.int64)
_CLASS[np.frombuffer(_LETTERS.encode(), dtype=np.uint8)] = np.arange(len(_LETTERS))
_MOST = 255  # as many of one letter as a column counts
_DOUBT = 1e-6  # a sum of shares is not exact
_AT_ONCE = 8192  # texts whose letters are counted while they lie in the processor's cache


@dataclass(frozen=True)
class Likeness:
    """Folded texts, each once, in any order."""

    texts: Sequence[str]
    _last: dict[str, Sums] = field(default_factory=dict, repr=False, compare=False)

    def sorted_like(self, wanted: str, least: float) -> dict[int, float]:
        """Which texts have a token sort ratio of at least `least` (0 to 100), by their number."""
        near = self._shared(wanted) >= _needed(self._length, len(wanted), least)
        # What is sorted beforehand is compared as it stands: that is what a token sort ratio is.
        return _scored(_in_order_of_words(wanted), self._sorted, near, fuzz.ratio, least)

    def set_like(self, wanted: str, least: float) -> dict[int, float]:
        """The same by the token set ratio: a text that has every word of another is like it."""
        words = set(wanted.split())
        near = self._shared(wanted) >= _needed(self._set_length, len(" ".join(words)), least)
        for word in words:
            near[self._words.having(word)] = True
        return _scored(wanted, self.texts, near, fuzz.token_set_ratio, least)

    def _shared(self, wanted: str) -> Sums:
        """At most how many letters each text has in common with another, in any order.

        Those of the text that was asked for last are kept: it is asked for twice.
        """
        last = self._last.get(wanted)
        if last is None:
            last = self._counted(wanted)
            self._last.clear()
            self._last[wanted] = last
        return last

    def _counted(self, wanted: str) -> Sums:
        shared = np.zeros(len(self.texts), dtype=np.int32)
        for number, count in Counter(_classes(wanted).tolist()).items():
            shared += np.minimum(self._columns[number], np.uint8(min(count, _MOST)))
            if count > _MOST:
                shared += count - _MOST
        return shared

    @cached_property
    def _length(self) -> Sums:
        return np.fromiter(map(len, self.texts), dtype=np.int32, count=len(self.texts))

    @cached_property
    def _sorted(self) -> list[str]:
        return list(map(_in_order_of_words, self.texts))

    @cached_property
    def _set_length(self) -> Sums:
        words = (set(text.split()) for text in self.texts)
        lengths = (sum(map(len, each)) + max(len(each) - 1, 0) for each in words)
        return np.fromiter(lengths, dtype=np.int32, count=len(self.texts))

    @cached_property
    def _columns(self) -> npt.NDArray[np.uint8]:
        """How often each letter stands in each text: a row a letter."""
        columns = np.zeros((_OTHER + 1, len(self.texts)), dtype=np.uint8)
        for start in range(0, len(self.texts), _AT_ONCE):
            some = self.texts[start : start + _AT_ONCE]
            letters = _classes("".join(some))
            owners = np.repeat(np.arange(len(some)), self._length[start : start + _AT_ONCE])
            counts = np.bincount(
                letters * len(some) + owners, minlength=columns.shape[0] * len(some)
            )
            columns[:, start : start + _AT_ONCE] = np.minimum(counts, _MOST).reshape(-1, len(some))
        return columns

    @cached_property
    def _words(self) -> "_Words":
        return _Words.of(self.texts)


@dataclass(frozen=True)
class _Words:
    """Which texts have a word: their numbers, word by word."""

    codes: Mapping[str, int]
    starts: Numbers
    numbers: Numbers

    @classmethod
    def of(cls, texts: Sequence[str]) -> "_Words":
        codes: dict[str, int] = {}
        # The lists are let go as they come: a million that are kept would be looked through again
        # and again for what can be thrown away.
        words = chain.from_iterable(map(str.split, texts))
        said = np.fromiter((codes.setdefault(word, len(codes)) for word in words), dtype=np.int32)
        many = np.fromiter((len(text.split()) for text in texts), np.int32, count=len(texts))
        owners = np.repeat(np.arange(len(texts)), many)
        starts = np.concatenate(([0], np.cumsum(np.bincount(said, minlength=len(codes)))))
        return cls(codes, starts, owners[np.argsort(said, kind="stable")])

    def having(self, word: str) -> Numbers:
        """The numbers of the texts that have a word."""
        code = self.codes.get(word)
        return self.numbers[:0] if code is None else self.numbers[slice(*self.starts[code:][:2])]


def _needed(lengths: Sums, length: int, least: float) -> Sums:
    """How many letters each text has in common with another that it is so like to, at least."""
    most = int(lengths.max(initial=0))
    by_length = np.ceil((least - _DOUBT) * (np.arange(most + 1) + length) / 200.0)
    return np.asarray(by_length.astype(np.int32)[lengths], dtype=np.int32)


def _scored(
    wanted: str, texts: Sequence[str], near: npt.NDArray[np.bool_], scorer: Any, least: float
) -> dict[int, float]:
    numbers = np.flatnonzero(near).tolist()
    if not numbers:
        return {}
    some = [texts[at] for at in numbers]
    scores = process.cdist([wanted], some, scorer=scorer, score_cutoff=least)[0]
    return {numbers[at]: float(scores[at]) for at in np.flatnonzero(scores).tolist()}


def _in_order_of_words(text: str) -> str:
    return " ".join(sorted(text.split()))


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
