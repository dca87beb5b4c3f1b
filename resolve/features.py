"""Features: the comparable values of subjects, several each, as numbers into distinct texts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from comity.resolve.facts import Codes, Hashes, Index, Ints, Mask, Pairs
from comity.resolve.spelling import Spelling
from comity.resolve.text import hashes, sound

NONE = -1
T = TypeVar("T")
Whole = TypeVar("Whole", np.int64, np.uint64)
Readings = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Words:
    """The distinct texts of a feature, with what comparisons ask of each, found out once."""

    texts: tuple[str, ...]
    _known: dict[object, Any] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def array(self) -> npt.NDArray[np.object_]:
        """The texts as an array, for gathering by number."""
        array = np.empty(len(self.texts), dtype=object)
        array[:] = self.texts
        return array

    @cached_property
    def spelling(self) -> Spelling:
        """The letters of the texts as columns."""
        return Spelling(self.texts)

    @cached_property
    def hashes(self) -> Hashes:
        """A hash of each text."""
        return hashes(self.texts)

    @property
    def lengths(self) -> Codes:
        """Characters in each text."""
        return self.spelling.lengths

    @cached_property
    def letter_alone(self) -> Mask:
        """Which texts are a single character."""
        alone: Mask = self.lengths == 1
        return alone

    @cached_property
    def initials(self) -> Codes:
        """The first character of each text, as its code point."""
        return np.fromiter((ord(text[0]) for text in self.texts), np.int32, len(self.texts))

    @cached_property
    def sounds(self) -> Codes:
        """Equal numbers are heard alike; texts of one sound get numbers of their own."""
        keys = sound(self.texts)
        return numbered([key if len(key) > 1 else f"\0{n}" for n, key in enumerate(keys)])

    def known(self, work_out: Callable[["Words"], T], key: object = None) -> T:
        """What a comparison works out of all the texts, worked out once."""
        place = work_out if key is None else key
        if place not in self._known:
            self._known[place] = work_out(self)
        found: T = self._known[place]
        return found

    def read_by(self, reading: Readings) -> Hashes:
        """A hash of what a reading makes of each text."""
        return self.known(lambda words: hashes(reading(words.texts)), reading)

    def gather(self, codes: Index) -> list[str]:
        """Texts by number."""
        found: list[str] = self.array[codes].tolist()
        return found


@dataclass(frozen=True)
class Feature:
    """Rows (subject, code), sorted by subject then code and without doubles."""

    subjects: int
    subject: Codes
    code: Codes
    words: Words

    @cached_property
    def first(self) -> Ints:
        """`code[first[s]:first[s + 1]]` are the codes of subject s."""
        first = np.zeros(self.subjects + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.subject, minlength=self.subjects), out=first[1:])
        return first

    @cached_property
    def single(self) -> Codes | None:
        """The one code of each subject, NONE without one; None if any subject has several."""
        if len(self.subject) and (self.subject[1:] == self.subject[:-1]).any():
            return None
        single = np.full(self.subjects, NONE, dtype=np.int32)
        single[self.subject] = self.code
        return single

    def keyed(self, reading: Readings | None = None) -> tuple[Codes, Hashes]:
        """Rows (subject, hash of the value, or of its key); an empty key is none."""
        return self.by_word(self.words.hashes if reading is None else self.words.read_by(reading))

    def by_word(self, hashed: Hashes) -> tuple[Codes, Hashes]:
        """Rows (subject, hash) from a hash of each word, those with 0 left out."""
        found = hashed[self.code]
        kept = found != 0
        return self.subject[kept], found[kept]


@dataclass(frozen=True)
class ValuePairs:
    """Every pair of values of every pair of subjects that both have some, in pair order."""

    # As wide as numpy takes indexes: it would widen narrower ones at each of many uses.
    pair: Ints
    left: Ints
    right: Ints


def numbered_rows(
    columns: Iterable[tuple[Codes, Codes, Sequence[str]]], numbers: dict[str, int]
) -> tuple[Codes, Codes]:
    """Rows (subject, code) from columns of (subjects, numbers, texts by number).

    `numbers` gains the texts that are new to it; empty texts are left out.
    """
    owners, codes = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for subject, number, texts in columns:
        place = [numbers.setdefault(text, len(numbers)) if text else NONE for text in texts]
        owners.append(subject)
        codes.append(np.array(place, dtype=np.int32)[number] if place else number)
    owner, code = np.concatenate(owners), np.concatenate(codes)
    kept = code != NONE
    return owner[kept], code[kept]


def feature(subjects: int, rows: tuple[Codes, Codes], words: Words) -> Feature:
    """A feature from rows (subject, code) in any order."""
    size = max(len(words), 1)
    both = distinct(rows[0].astype(np.int64) * size + rows[1])
    return Feature(subjects, (both // size).astype(np.int32), (both % size).astype(np.int32), words)


def distinct(numbers: npt.NDArray[Whole]) -> npt.NDArray[Whole]:
    """Sorted and each once, in place of the numbers given, which may be many.

    Sorting beats numpy's hashing several times over here.
    """
    numbers.sort()
    new = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return numbers[new]


def numbered(keys: Sequence[str]) -> Codes:
    """A number for each distinct key, by its first place."""
    numbers: dict[str, int] = {}
    return np.fromiter((numbers.setdefault(k, len(numbers)) for k in keys), np.int32, len(keys))


def value_pairs(left: Feature, right: Feature, pairs: Pairs) -> ValuePairs:
    """Spread pairs of subjects out into pairs of their values."""
    one, two = left.single, right.single
    if one is not None and two is not None:
        a, b = one[pairs.first], two[pairs.second]
        # NONE alone is negative.
        pair = np.flatnonzero((a | b) >= 0)
        return ValuePairs(pair, a[pair].astype(np.int64), b[pair].astype(np.int64))
    many = np.diff(left.first)[pairs.first], np.diff(right.first)[pairs.second]
    count = many[0] * many[1]
    pair = np.repeat(np.arange(len(pairs)), count)
    start = np.cumsum(count) - count
    place = np.arange(len(pair)) - start[pair]
    width = np.maximum(many[1][pair], 1)
    return ValuePairs(
        pair,
        left.code[left.first[pairs.first[pair]] + place // width].astype(np.int64),
        right.code[right.first[pairs.second[pair]] + place % width].astype(np.int64),
    )
