"""Compare: each pair of subjects becomes a pattern, one small level a comparison.

Values are compared by their numbers, whole columns at a time. What is read from several levels
together is in the joint room; it takes the place of what would be counted twice.
"""

from collections.abc import Mapping

import numpy as np

from comity.resolve.columns import filled
from comity.resolve.comparators import COMPARATORS, Comparator, Levels
from comity.resolve.facts import Hashes, Index, Ints, Pairs
from comity.resolve.features import Words, value_pairs
from comity.resolve.joint import JOINT, SILENT, with_joint
from comity.resolve.model import Model
from comity.resolve.prepare import Prepared

BITS, SLOTS = 4, 16
# So many pairs that what is worked out of them on the way stays in a core's cache.
CHUNK = 1 << 17


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
    if len(pairs) > CHUNK:
        # One pair alone: what is worked out of all the words is then there for the others.
        _pattern(prepared, pairs.at(slice(1)))
    return filled(len(pairs), np.uint64, lambda rows: _pattern(prepared, pairs.at(rows)), CHUNK)


def unpacked(kind: str, patterns: Hashes) -> dict[str, Levels]:
    """The levels in packed patterns, by comparison."""
    mask = np.uint64((1 << BITS) - 1)
    return {
        name: ((patterns >> np.uint64(BITS * slot)) & mask).astype(np.uint8)
        for slot, name in enumerate(comparisons(kind))
    }


def _pattern(prepared: Prepared, pairs: Pairs) -> Hashes:
    # As wide as numpy takes indexes: it would widen them again for each comparison.
    wide = Pairs(pairs.first.astype(np.int64), pairs.second.astype(np.int64))
    return _packed(prepared.kind, _levels(prepared, wide))


def _packed(kind: str, levels: Mapping[str, Levels]) -> Hashes:
    packed = np.zeros((len(next(iter(levels.values()))), SLOTS // 2), dtype=np.uint8)
    names = list(comparisons(kind))
    for place, name in enumerate(names[::2]):
        packed[:, place] = levels[name]
    for place, name in enumerate(names[1::2]):
        packed[:, place] |= levels[name] << np.uint8(BITS)
    return packed.view("<u8").ravel().astype(np.uint64, copy=False)


def _levels(prepared: Prepared, pairs: Pairs) -> dict[str, Levels]:
    made = COMPARATORS.get(prepared.kind, {})
    levels = {name: best_level(prepared, how, pairs) for name, how in made.items()}
    return with_joint(prepared, pairs, levels)


def best_level(prepared: Prepared, how: Comparator, pairs: Pairs) -> Levels:
    """The best level over all values of the two sides; 0 where a side says nothing."""
    held, model = prepared.features[how.feature], prepared.model
    if not len(held.words):
        return np.zeros(len(pairs), dtype=np.uint8)
    if held.single is not None:
        left, right = held.single.take(pairs.first), held.single.take(pairs.second)
        return _each(how, held.words, left, right, model)
    best = np.zeros(len(pairs), dtype=np.uint8)
    spread = value_pairs(held, held, pairs)
    np.maximum.at(best, spread.pair, _each(how, held.words, spread.left, spread.right, model))
    return best


def _each(how: Comparator, words: Words, left: Index, right: Index, model: Model) -> Levels:
    """The level of each text with each; a number of NONE is no text, and its level 0."""
    if (len(words) + 1) ** 2 <= len(left):
        # Of a few words every pair is compared once, and then looked up.
        table = words.known(lambda held: _table(how, held, model), (how, "table"))
        found: Levels = table[left.astype(np.int64) * (len(words) + 1) + right]
        return found
    # NONE alone is negative.
    same, said = left == right, (left | right) >= 0
    levels: Levels = (same & said) * np.uint8(len(how.levels))
    if how.equal is not None:
        equal = words.known(lambda held: _equal(how, held, model), how)
        levels = equal.take(left, mode="wrap") * (same & said)
    rows = np.flatnonzero(said & ~same)
    levels[rows] = how.differ(words, _wide(left, rows), _wide(right, rows))
    return levels


def _wide(codes: Index, rows: Ints) -> Ints:
    """Some numbers as wide as numpy takes indexes: it would widen them again at each use."""
    return codes.take(rows).astype(np.int64)


def _table(how: Comparator, words: Words, model: Model) -> Levels:
    """The level of each text with each, a row after the other; the last of both is for NONE."""
    size = len(words)
    left, right = (place.ravel() for place in np.indices((size, size)))
    levels = np.repeat(_equal(how, words, model), size)
    rows = np.flatnonzero(left != right)
    levels[rows] = how.differ(words, left[rows], right[rows])
    table: Levels = np.pad(levels.reshape(size, size), (0, 1)).ravel()
    return table


def _equal(how: Comparator, words: Words, model: Model) -> Levels:
    """The level of each text met again."""
    if how.equal is None:
        return np.full(len(words), len(how.levels), dtype=np.uint8)
    return how.equal(words, model)
