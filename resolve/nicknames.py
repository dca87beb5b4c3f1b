"""Names that stand for each other, and names with a part in common, asked of whole columns."""

import numpy as np

from comity.resolve.facts import Hashes, Index, Ints, Mask
from comity.resolve.features import Words
from comity.resolve.names import nickname_groups, parts_of
from comity.resolve.text import hashes


def nicknamed(words: Words, left: Index, right: Index) -> Mask:
    """Where two names stand for each other in the table of nicknames."""
    place, together = words.known(_table)
    found: Mask = together.take(place.take(left) * len(together) + place.take(right))
    return found


def part_shared(words: Words, left: Index, right: Index) -> Mask:
    """Where a part of a name of several words is a part of the other."""
    several, bits = words.known(_parts)
    rows = np.flatnonzero(several.take(left) | several.take(right))
    rows = rows[(bits[left[rows]] & bits[right[rows]]) != 0]
    if not len(rows):
        return np.zeros(len(left), dtype=np.bool_)
    one, two = words.gather(left[rows]), words.gather(right[rows])
    found = np.zeros(len(left), dtype=np.bool_)
    found[rows] = np.fromiter(map(_parts_meet, one, two), np.bool_, len(rows))
    return found


def _table(words: Words) -> tuple[Ints, Mask]:
    """Each word's place among those of the table, and which of these stand for each other.

    The first place is for all words that the table has not.
    """
    groups = nickname_groups()
    known = [n for n, text in enumerate(words.texts) if text in groups]
    place = np.zeros(len(words), dtype=np.int64)
    place[known] = np.arange(1, len(known) + 1)
    held = np.zeros((len(known) + 1, 1 + max(map(max, groups.values()))), dtype=np.float32)
    for row, word in enumerate(known, 1):
        held[row, list(groups[words.texts[word]])] = 1
    return place, held @ held.T > 0


def _parts(words: Words) -> tuple[Mask, Hashes]:
    """Which names have several words, and a bit for each of a name's parts: equal ones share it."""
    several = np.fromiter((" " in text for text in words.texts), np.bool_, len(words))
    bits = np.uint64(1) << (hashes(words.texts) % np.uint64(64))
    for row in np.flatnonzero(several):
        found = hashes(parts_of(words.texts[row])) % np.uint64(64)
        bits[row] = np.bitwise_or.reduce(np.uint64(1) << found, initial=np.uint64(0))
    return several, bits


def _parts_meet(one: str, two: str) -> bool:
    return not set(parts_of(one)).isdisjoint(parts_of(two))
