"""Compare: each pair of subjects becomes a pattern, one small level a comparison.

Each distinct pair of values is compared once and gathered by number. What is read from several
levels together is in the joint room; it takes the place of what would be counted twice.
"""

from collections.abc import Mapping

import numpy as np

from comity.resolve.comparators import COMPARATORS, Comparator, Levels
from comity.resolve.facts import Codes, Hashes, Ints, Pairs
from comity.resolve.features import Words, value_pairs
from comity.resolve.joint import JOINT, SILENT, with_joint
from comity.resolve.model import Model
from comity.resolve.prepare import Prepared

BITS = 4
CHUNK = 1 << 20
ROW_BITS = np.uint64(20)
FITS = 1 << 22


def comparisons(kind: str) -> dict[str, tuple[str, ...]]:
    """Every comparison of a kind with the names of its levels, from level 1 up."""
    single = {
        name: made.levels
        for name, made in COMPARATORS.get(kind, {}).items()
        if name not in SILENT.get(kind, ())
    }
    return single | dict(JOINT.get(kind, {}))


def compare(prepared: Prepared, pairs: Pairs) -> Hashes:
    """The packed pattern of each pair, four bits a comparison."""
    if not len(pairs):
        return np.zeros(0, dtype=np.uint64)
    starts = range(0, len(pairs), CHUNK)
    parts = (Pairs(pairs.first[s : s + CHUNK], pairs.second[s : s + CHUNK]) for s in starts)
    return np.concatenate([_packed(prepared.kind, _levels(prepared, part)) for part in parts])


def unpacked(kind: str, patterns: Hashes) -> dict[str, Levels]:
    """The levels in packed patterns, by comparison."""
    mask = np.uint64((1 << BITS) - 1)
    return {
        name: ((patterns >> np.uint64(BITS * slot)) & mask).astype(np.uint8)
        for slot, name in enumerate(comparisons(kind))
    }


def _packed(kind: str, levels: Mapping[str, Levels]) -> Hashes:
    packed = np.zeros(len(next(iter(levels.values()))), dtype=np.uint64)
    for slot, name in enumerate(comparisons(kind)):
        packed |= levels[name].astype(np.uint64) << np.uint64(BITS * slot)
    return packed


def _levels(prepared: Prepared, pairs: Pairs) -> dict[str, Levels]:
    made = COMPARATORS.get(prepared.kind, {})
    levels = {name: best_level(prepared, how, pairs) for name, how in made.items()}
    return with_joint(prepared, pairs, levels)


def best_level(prepared: Prepared, how: Comparator, pairs: Pairs) -> Levels:
    """The best level over all values of the two sides; 0 where a side says nothing."""
    held = prepared.features[how.feature]
    best = np.zeros(len(pairs), dtype=np.uint8)
    if not len(held.words):
        return best
    spread = value_pairs(held, held, pairs)
    found = _each(how, held.words, spread.left, spread.right, prepared.model)
    if held.single is not None:
        best[spread.pair] = found
    else:
        np.maximum.at(best, spread.pair, found)
    return best


def _each(how: Comparator, words: Words, left: Codes, right: Codes, model: Model) -> Levels:
    levels = _equal(how, words, model)[left]
    rows = np.flatnonzero(left != right)
    one, two = left[rows], right[rows]
    levels[rows] = how.differ(words, one, two) if how.cheap else _distinctly(how, words, one, two)
    return levels


def _equal(how: Comparator, words: Words, model: Model) -> Levels:
    """The level of each text met again."""
    if how.equal is None:
        return np.full(len(words), len(how.levels), dtype=np.uint8)
    return how.equal(words, model)


def _distinctly(how: Comparator, words: Words, left: Codes, right: Codes) -> Levels:
    """Compare each distinct pair of texts once, whichever way round it comes."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    pair, back = _numbered(low, high, len(words))
    found: Levels = how.differ(words, *pair)[back]
    return found


def _numbered(low: Codes, high: Codes, size: int) -> tuple[tuple[Codes, Codes], Ints]:
    """The distinct pairs, and each row's place among them.

    Number pair and row go into one number that is sorted, which is many times faster than
    numpy's unique, as long as both fit.
    """
    packed = low.astype(np.uint64) * np.uint64(size) + high.astype(np.uint64)
    if size < FITS and len(low) <= CHUNK:
        packed = np.sort((packed << ROW_BITS) | np.arange(len(low), dtype=np.uint64))
        row, packed = packed & np.uint64(CHUNK - 1), packed >> ROW_BITS
    else:
        row = np.argsort(packed, kind="stable").astype(np.uint64)
        packed = packed[row]
    new = np.ones(len(packed), dtype=np.bool_)
    new[1:] = packed[1:] != packed[:-1]
    back = np.empty(len(packed), dtype=np.int64)
    back[row] = np.cumsum(new) - 1
    distinct = packed[new]
    one, two = distinct // np.uint64(size), distinct % np.uint64(size)
    return (one.astype(np.int32), two.astype(np.int32)), back
