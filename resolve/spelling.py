"""Spelling: the letters of texts as numbers, by which most comparisons are settled unread.

A text becomes a set of its letters in one 64-bit number and its bytes in four; what two texts
have at most in common, where they begin to differ, and whether they are one slip apart is
then arithmetic on whole columns. Only what that leaves open is read as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from comity.resolve.facts import Bytes, Codes, Hashes, Index, Ints, Mask

Shorts = npt.NDArray[np.uint16]
WIDTH = 32
_WORD = 8
_SIZES = WIDTH + 1
_BYTE, _LOW = np.uint16(8), np.uint16(255)
# Bits for the first of each letter and figure, all other characters sharing one, and for the
# second of those that often come twice.
_ONCE = "abcdefghijklmnopqrstuvwxyz0123456789 "
_TWICE = "0123456789aeionrstlcdmuhygp"
_OTHER = _ONCE.index(" ")
_PREFIX, _PREFIX_PART, _BOOSTED = 4, 0.1, 0.7
# Sums of single floats may end a little below what they stand for.
_SLACK = 1e-5


@dataclass(frozen=True)
class Spelling:
    """The letters of some texts, as columns by text number."""

    texts: Sequence[str]

    @cached_property
    def lengths(self) -> Codes:
        """Characters in each text."""
        return np.fromiter(map(len, self.texts), np.int32, len(self.texts))

    @cached_property
    def plain(self) -> Mask:
        """Which texts these columns hold whole; of the others they say nothing."""
        ascii_only = np.fromiter((t.isascii() for t in self.texts), np.bool_, len(self.texts))
        whole: Mask = ascii_only & (self.lengths <= WIDTH)
        return whole

    @cached_property
    def width(self) -> int:
        """Bytes that hold the longest plain text, in whole columns."""
        longest = min(int(self.lengths.max(initial=1)), WIDTH)
        return -(-longest // _WORD) * _WORD

    @cached_property
    def ahead(self) -> list[Hashes]:
        """The bytes of each text from its start, eight a column."""
        return _columns(self.bytes)

    @cached_property
    def back(self) -> list[Hashes]:
        """The bytes of each text from its end."""
        return _columns(_bytes([text[::-1] for text in self.texts], self.width))

    @cached_property
    def bytes(self) -> Bytes:
        """A row of bytes a text, zeros after its end."""
        return _bytes(self.texts, self.width)

    @cached_property
    def letters(self) -> Hashes:
        """Which letters each text has, once and twice."""
        first, second = _bits()
        found = np.zeros(len(self.texts), dtype=np.uint64)
        for column in self.bytes.T:
            once, twice = first[column], second[column]
            found |= np.where(found & once, twice, once)
        return found

    @cached_property
    def measures(self) -> Shorts:
        """Of each plain text its length, and in the high byte what its `letters` do not show.

        0 for the others: one column that is looked up in a third of the time of two.
        """
        length = np.where(self.plain, self.lengths, 0)
        uncounted = np.where(self.plain, self.lengths - np.bitwise_count(self.letters), 0)
        measures: Shorts = (length | uncounted << _BYTE).astype(np.uint16)
        return measures

    @cached_property
    def heads(self) -> npt.NDArray[np.uint32]:
        """The first four bytes of each text."""
        return self.ahead[0].astype(np.uint32)

    @cached_property
    def all_plain(self) -> bool:
        """Whether these columns hold every text whole, as they mostly do."""
        return bool(self.plain.all())


def likely(spelling: Spelling, left: Index, right: Index, least: float) -> Ints:
    """The rows whose texts may be `least` alike by Jaro and Winkler's measure; no other can be."""
    common, lengths = _in_common(spelling, left, right)
    needed = _needed(least)
    rows = np.flatnonzero(common >= needed[_PREFIX].take(lengths))
    start = _start(spelling.heads.take(left.take(rows)) ^ spelling.heads.take(right.take(rows)))
    least_common = needed.ravel().take(start * np.int64(_SIZES * _SIZES) + lengths.take(rows))
    kept: Ints = rows.compress(common.take(rows) >= least_common)
    return kept


def nearly(spelling: Spelling, left: Index, right: Index, least: float) -> Ints:
    """The rows whose texts may be `least` alike or one slip apart, by their letters alone."""
    common, lengths = _in_common(spelling, left, right)
    return np.flatnonzero(common >= _needed_or_slipped(least).take(lengths))


def within(spelling: Spelling, left: Index, right: Index, slips: int) -> Ints:
    """The rows whose texts may be `slips` apart: each slip changes two letters of a set at most."""
    apart = np.bitwise_count(spelling.letters.take(left) ^ spelling.letters.take(right))
    one, two = (spelling.measures.take(ends) & _LOW for ends in (left, right))
    longer = np.maximum(one, two) - np.minimum(one, two)
    near = (apart <= 2 * slips) & (longer <= slips)
    return np.flatnonzero(near | (np.minimum(one, two) == 0))


def _in_common(spelling: Spelling, left: Index, right: Index) -> tuple[Bytes, Ints]:
    """How many letters two texts have in common at most, and their two lengths in one number."""
    shared = spelling.letters.take(left) & spelling.letters.take(right)
    one, two = spelling.measures.take(left), spelling.measures.take(right)
    unshown = np.minimum(one >> _BYTE, two >> _BYTE).astype(np.uint8)
    lengths = (one & _LOW) * np.uint16(_SIZES) + (two & _LOW)
    return np.bitwise_count(shared) + unshown, lengths.astype(np.int64)


def _start(apart: npt.NDArray[np.uint32]) -> Bytes:
    """How many of four bytes are equal before the first that differs."""
    # The lowest bit that differs, and with it the byte: columns hold bytes low to high.
    low: Bytes = np.bitwise_count((apart & (~apart + np.uint32(1))) - np.uint32(1))
    return low >> np.uint8(3)


@cache
def _needed(least: float) -> Bytes:
    """How many letters in common texts need to be `least` alike: by common start, by lengths.

    Nothing is asked of a text that is not plain, whose length counts as 0.
    """
    start, one, two, common = np.indices((_PREFIX + 1, _SIZES, _SIZES, _SIZES))
    most = (common / np.maximum(one, 1) + common / np.maximum(two, 1) + 1) / 3
    # A shared start lifts the measure by a tenth a letter, up to four.
    most = np.where(most > _BOOSTED, most + start * _PREFIX_PART * (1 - most), most)
    few = (most < least - _SLACK).sum(axis=3)
    few[:, 0, :] = few[:, :, 0] = 0
    needed: Bytes = few.reshape(_PREFIX + 1, -1).astype(np.uint8)
    return needed


@cache
def _needed_or_slipped(least: float) -> Bytes:
    """The same with the longest start, and of texts that may be one slip apart."""
    one, two = np.indices((_SIZES, _SIZES))
    slipped = np.where(np.abs(one - two) <= 1, np.maximum(one, two) - 1, _SIZES)
    slipped[0, :] = slipped[:, 0] = 0
    needed: Bytes = np.minimum(_needed(least)[_PREFIX], slipped.ravel()).astype(np.uint8)
    return needed


def one_slip(spelling: Spelling, left: Index, right: Index) -> Mask:
    """One character more, less or another, or two neighbours swapped; of plain texts alone."""
    rows = within(spelling, left, right, 1)
    slipped = np.zeros(len(left), dtype=np.bool_)
    slipped[rows] = _slipped(spelling, left[rows], right[rows])
    return slipped


def unread(spelling: Spelling, left: Index, right: Index) -> Ints:
    """The rows with a text that is not plain, which only reading can compare."""
    return np.flatnonzero(~_both_plain(spelling, left, right))


def common_start(spelling: Spelling, left: Index, right: Index) -> Ints:
    """How many characters two different plain texts begin with in common."""
    return _common(spelling.ahead, left, right)


def _slipped(spelling: Spelling, left: Index, right: Index) -> Mask:
    one, two = spelling.lengths[left], spelling.lengths[right]
    start = _common(spelling.ahead, left, right)
    shared = start + _common(spelling.back, left, right)
    level = one == two
    other: Mask = (level & (shared == one - 1)) | (~level & (shared >= np.minimum(one, two)))
    plain = _both_plain(spelling, left, right)
    # Of texts that are not held whole the columns may end before the letters that differ.
    rows = np.flatnonzero(plain & level & (shared == one - 2))
    a, b = spelling.bytes[left[rows]], spelling.bytes[right[rows]]
    at, here = np.arange(len(rows)), start[rows]
    crossed = (a[at, here] == b[at, here + 1]) & (a[at, here + 1] == b[at, here])
    other[rows] |= crossed
    return other & plain


def _common(columns: list[Hashes], left: Index, right: Index) -> Ints:
    """Bytes in common before the first that differs."""
    found = np.full(len(left), len(columns) * _WORD, dtype=np.int64)
    for place in reversed(range(len(columns))):
        off = columns[place][left] ^ columns[place][right]
        # The lowest bit that differs, and with it the byte: columns hold bytes low to high.
        low = np.bitwise_count((off & (~off + np.uint64(1))) - np.uint64(1)) >> 3
        found = np.where(off != 0, low.astype(np.int64) + place * _WORD, found)
    return found


def _both_plain(spelling: Spelling, left: Index, right: Index) -> Mask:
    if spelling.all_plain:
        return np.ones(len(left), dtype=np.bool_)
    both: Mask = spelling.plain[left] & spelling.plain[right]
    return both


def _bytes(texts: Sequence[str], width: int) -> Bytes:
    cut = np.array([text.encode("ascii", "replace") for text in texts], dtype=f"S{width}")
    return cut.view(np.uint8).reshape(len(texts), width)


def _columns(rows: Bytes) -> list[Hashes]:
    words = np.ascontiguousarray(rows).view("<u8").astype(np.uint64)
    return [np.ascontiguousarray(words[:, place]) for place in range(words.shape[1])]


@cache
def _bits() -> tuple[Hashes, Hashes]:
    """For each byte the bit of its first coming, and of its second; 0 for none."""
    first = np.full(256, 1 << _OTHER, dtype=np.uint64)
    first[0] = 0
    second = np.zeros(256, dtype=np.uint64)
    for bit, letter in enumerate(_ONCE):
        first[ord(letter)] = 1 << bit
    for bit, letter in enumerate(_TWICE, len(_ONCE)):
        second[ord(letter)] = 1 << bit
    return first, second
