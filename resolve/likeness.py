"""Likeness of texts by their numbers: settled by their spelling, or read once a distinct pair."""

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio
from rapidfuzz.process import cpdist

from comity.resolve.facts import Bytes, Codes, Index, Ints, Mask
from comity.resolve.features import Words
from comity.resolve.remembered import Remembered, WorkOut
from comity.resolve.spelling import likely, one_slip, unread, within

Floats = npt.NDArray[np.float32]
Measure = Callable[[list[str], list[str]], Floats]
# To start a thread takes as long as to read so many pairs.
WORTH_A_THREAD = 2_000
# One letter of four another: by letters alone such texts may be (3/4 + 3/4 + 1) / 3 alike.
SLIPPED = 0.833
# Stands beside a grade for one slip.
_SLIP = np.uint8(128)
# A number pair and a row go into one number that is sorted, many times faster than numpy's
# unique, as long as both fit.
_ROW_BITS, _FITS = np.uint64(20), 1 << 22


def likeness(words: Words, left: Index, right: Index, least: float) -> Floats:
    """Jaro and Winkler's measure where it is `least` or more, anything below that elsewhere."""
    found = np.zeros(len(left), dtype=np.float32)
    rows = likely(words.spelling, left, right, least)
    found[rows] = read(words, left[rows], right[rows], _WINKLER)
    return found


def graded(words: Words, left: Index, right: Index, *bounds: float) -> Bytes:
    """How many of the rising bounds the likeness of two texts reaches."""
    work_out = partial(_read_grades, words, bounds)
    return _remembered(words, (left, right), bounds[0], ("graded", bounds), work_out)


def spelled(words: Words, left: Index, right: Index, *bounds: float) -> tuple[Bytes, Mask]:
    """The same, and where texts of four characters or more are one slip apart."""

    def read_both(one: Index, two: Index) -> Bytes:
        long = np.minimum(words.lengths.take(one), words.lengths.take(two)) > 3
        slipped = slips(words, one, two) & long
        return _read_grades(words, bounds, one, two) | slipped * _SLIP

    least = min(bounds[0], SLIPPED)
    found = _remembered(words, (left, right), least, ("spelled", bounds), read_both)
    return found & ~_SLIP, found >= _SLIP


def _read_grades(words: Words, bounds: tuple[float, ...], one: Index, two: Index) -> Bytes:
    like = read(words, one, two, _WINKLER)
    grades = np.zeros(len(one), dtype=np.uint8)
    for bound in bounds:
        grades += like >= bound
    return grades


def _remembered(
    words: Words, ends: tuple[Index, Index], least: float, key: object, work_out: WorkOut
) -> Bytes:
    """What reading finds of the pairs that may be `least` alike, and 0 elsewhere."""
    left, right = ends
    rows = likely(words.spelling, left, right, least)
    seen = words.known(lambda held: Remembered(len(held)), key)
    found = np.zeros(len(left), dtype=np.uint8)
    found[rows] = seen.find(left.take(rows), right.take(rows), work_out)
    return found


def slips(words: Words, left: Index, right: Index) -> Mask:
    """One character off, or two neighbours swapped."""
    found = one_slip(words.spelling, left, right)
    rows = unread(words.spelling, left, right)
    found[rows] = read(words, left[rows], right[rows], _DISTANCE) == 1
    return found


def off(words: Words, left: Index, right: Index, most: int) -> Ints:
    """Optimal string alignment distance up to `most`, and more than that for anything further."""
    found = np.full(len(left), most + 1, dtype=np.int64)
    rows = within(words.spelling, left, right, most)
    found[rows] = read(words, left[rows], right[rows], _DISTANCE)
    return found


def ordered(words: Words, left: Index, right: Index) -> Floats:
    """How alike two texts are with their words sorted, 0 to 100."""
    return read(words, left, right, _ORDERED)


def inside(words: Words, left: Index, right: Index) -> Floats:
    """How alike two texts are in the words of the shorter one, 0 to 100."""
    return read(words, left, right, _INSIDE)


def read(words: Words, left: Index, right: Index, measure: Measure) -> Floats:
    """Measure each distinct pair of texts once, whichever way round it comes."""
    if not len(left):
        return np.zeros(0, dtype=np.float32)
    pair, back = _numbered(np.minimum(left, right), np.maximum(left, right), len(words))
    return measure(words.gather(pair[0]), words.gather(pair[1]))[back]


def _by(scorer: Callable[..., float]) -> Measure:
    def measure(one: list[str], two: list[str]) -> Floats:
        workers = 2 if len(one) > WORTH_A_THREAD else 1
        return np.asarray(cpdist(one, two, scorer=scorer, workers=workers), dtype=np.float32)

    return measure


_WINKLER = _by(JaroWinkler.normalized_similarity)
_DISTANCE = _by(OSA.distance)
_ORDERED, _INSIDE = _by(token_sort_ratio), _by(token_set_ratio)


def _numbered(one: Codes, two: Codes, size: int) -> tuple[tuple[Codes, Codes], Ints]:
    """The distinct pairs, and each row's place among them."""
    packed = one.astype(np.uint64) * np.uint64(size) + two.astype(np.uint64)
    if size < _FITS and len(one) <= 1 << int(_ROW_BITS):
        packed = np.sort((packed << _ROW_BITS) | np.arange(len(one), dtype=np.uint64))
        row, packed = packed & np.uint64((1 << int(_ROW_BITS)) - 1), packed >> _ROW_BITS
    else:
        row = np.argsort(packed, kind="stable").astype(np.uint64)
        packed = packed[row]
    new = np.ones(len(packed), dtype=np.bool_)
    new[1:] = packed[1:] != packed[:-1]
    back = np.empty(len(packed), dtype=np.int64)
    back[row] = np.cumsum(new) - 1
    distinct = packed[new]
    ends = distinct // np.uint64(size), distinct % np.uint64(size)
    return (ends[0].astype(np.int32), ends[1].astype(np.int32)), back
