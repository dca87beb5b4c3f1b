"""Features: the comparable values of subjects, several each, as numbers into distinct texts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from comity.resolve.facts import Codes, Hashes, Ints, Pairs
from comity.resolve.text import hashes


@dataclass(frozen=True)
class Feature:
    """Rows (subject, code), sorted by subject then code and without doubles."""

    subjects: int
    subject: Codes
    code: Codes
    texts: tuple[str, ...]

    @cached_property
    def first(self) -> Ints:
        """`code[first[s]:first[s + 1]]` are the codes of subject s."""
        first = np.zeros(self.subjects + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.subject, minlength=self.subjects), out=first[1:])
        return first

    def keyed(self, key: Callable[[str], str]) -> tuple[Codes, Hashes]:
        """Rows (subject, hash of the key of the value); values with an empty key have none."""
        found = hashes([key(text) for text in self.texts])[self.code]
        kept = found != 0
        return self.subject[kept], found[kept]


@dataclass(frozen=True)
class ValuePairs:
    """Every pair of values of every pair of subjects that both have some, in pair order."""

    pair: Ints
    left: Codes
    right: Codes


def feature(subjects: int, rows: Iterable[tuple[Codes, Sequence[str]]]) -> Feature:
    """A feature from columns of (subjects, texts); empty texts are left out."""
    numbers: dict[str, int] = {}
    owners: list[Codes] = []
    codes: list[Codes] = []
    for subject, texts in rows:
        code = np.fromiter((numbers.setdefault(t, len(numbers)) for t in texts), np.int32)
        owners.append(subject)
        codes.append(code)
    whole = np.concatenate(owners) if owners else np.zeros(0, np.int32)
    code = np.concatenate(codes) if codes else np.zeros(0, np.int32)
    kept = code != numbers.get("", -1)
    both = whole[kept].astype(np.int64) * max(len(numbers), 1) + code[kept]
    both = np.unique(both)
    size = max(len(numbers), 1)
    return Feature(
        subjects, (both // size).astype(np.int32), (both % size).astype(np.int32), tuple(numbers)
    )


def value_pairs(left: Feature, right: Feature, pairs: Pairs) -> ValuePairs:
    """Spread pairs of subjects out into pairs of their values."""
    many = np.diff(left.first)[pairs.first], np.diff(right.first)[pairs.second]
    count = many[0] * many[1]
    pair = np.repeat(np.arange(len(pairs)), count)
    start = np.cumsum(count) - count
    place = np.arange(len(pair)) - start[pair]
    width = many[1][pair]
    return ValuePairs(
        pair,
        left.code[left.first[pairs.first[pair]] + place // np.maximum(width, 1)],
        right.code[right.first[pairs.second[pair]] + place % np.maximum(width, 1)],
    )
