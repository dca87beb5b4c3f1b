"""Crowds: keys that so many bear that comparing each with each would take for ever.

A wrong default typed into half of a table (one phone number, one birth date) must not make
the work quadratic. Of a crowd those are compared that stand near each other when it is ordered
by what else its members say: the sorted neighbourhood of Hernandez and Stolfo (1995). Who is
in a crowd depends on who else is there, so this is for whole tables; under the sharing law a
key proposes all of its pairs or none.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from comity.resolve.block import Blocks, as_pairs, blocks_of, together, within
from comity.resolve.facts import Hashes, Ints, Pairs
from comity.resolve.features import Readings, distinct
from comity.resolve.key_parts import Keys
from comity.resolve.keys import table_rules_of, wide_rules_of
from comity.resolve.prepare import Prepared
from comity.resolve.text import sound
from comity.resolve.threads import threaded

# One rule may propose so many pairs a subject, or so many in a small table.
PER_SUBJECT, AT_LEAST = 20, 2_000_000
NEIGHBOURS = 15
# Pairs a subject that wide rules may fill up to; in larger tables none of them would fit.
ROOM, WIDE_UP_TO = 28, 200_000
# What orders a crowd, the weightiest first: its members' names, then what is nearly as telling.
_ORDER: Sequence[tuple[str, Readings | None]] = (
    ("family", sound), ("title", None), ("given", sound), ("birth", None), ("street", None),
    ("phone", None), ("email", None),
)  # fmt: skip


def bounded_pairs(prepared: Prepared) -> Pairs:
    """The pairs that share a key; of a crowd's pairs, the near ones."""
    size = prepared.subjects
    found, crowds = [], []
    for pairs, crowd in threaded(lambda keys: _parted(keys, size), table_rules_of(prepared)):
        found.append(pairs)
        crowds.append(crowd)
    packed = together(found)
    more = list(_wider(prepared, len(packed))) if size <= WIDE_UP_TO else []
    if any(len(blocks.sizes) for blocks in crowds):
        place = _places(prepared)
        more += [_near(blocks, place, size) for blocks in crowds]
    return as_pairs(together([packed, *more]) if more else packed, size)


def _parted(keys: Keys, size: int) -> tuple[Ints, Blocks]:
    """The pairs of one rule's blocks, as far as they keep within the bound, and the crowds."""
    blocks = blocks_of(keys, size)
    many = np.bincount(blocks.sizes)
    sizes = np.flatnonzero(many)
    small = blocks.sizes <= largest(sizes, many[sizes], size)
    return within(blocks.where(small), size), blocks.where(~small)


def _wider(prepared: Prepared, proposed: int) -> Iterator[Ints]:
    """What wide rules propose, as long as all pairs together stay within the room there is."""
    room = ROOM * prepared.subjects - proposed
    for keys in wide_rules_of(prepared):
        blocks = blocks_of(keys, prepared.subjects)
        cost = int((blocks.sizes * (blocks.sizes - 1) // 2).sum())
        if cost <= room:
            room -= cost
            yield within(blocks, prepared.subjects)


def largest(sizes: Ints, blocks: Ints, subjects: int) -> int:
    """The largest size whose blocks, with all smaller ones, keep within the bound.

    `sizes` rise, `blocks` are how many there are of each; blocks of one size stay together.
    """
    pairs = np.cumsum(blocks * (sizes * (sizes - 1) // 2))
    fit = int(np.searchsorted(pairs, max(PER_SUBJECT * subjects, AT_LEAST), side="right"))
    if fit == len(sizes):
        return int(sizes[-1]) if fit else 0
    return int(sizes[fit]) - 1


def _places(prepared: Prepared) -> Ints:
    """The place of each subject in the order of what it says; like ones stand together."""
    columns = standing(prepared)
    place = np.empty(prepared.subjects, dtype=np.int64)
    order = np.lexsort(columns[::-1]) if columns else np.arange(prepared.subjects)
    place[order] = np.arange(prepared.subjects)
    return place


def standing(prepared: Prepared) -> list[Hashes]:
    """What orders crowds: one hash a subject of what it says of a feature, weightiest first."""
    return [_said(prepared, name, reading) for name, reading in _ORDER
            if name in prepared.features]  # fmt: skip


def _said(prepared: Prepared, name: str, reading: Readings | None) -> Hashes:
    """One hash a subject of what it says of a feature, the same for the same values."""
    said = np.zeros(prepared.subjects, dtype=np.uint64)
    subject, key = prepared.features[name].keyed(reading)
    np.maximum.at(said, subject, key)
    return said


def _near(blocks: Blocks, place: Ints, size: int) -> Ints:
    """The pairs of each crowd that are a few places apart, packed."""
    found = [np.zeros(0, dtype=np.int64)]
    for start, many in zip(blocks.starts.tolist(), blocks.sizes.tolist(), strict=True):
        crowd = blocks.subject[start : start + many]
        crowd = crowd[np.argsort(place[crowd])].astype(np.int64)
        for step in range(1, min(NEIGHBOURS, many - 1) + 1):
            one, two = crowd[:-step], crowd[step:]
            found.append(np.minimum(one, two) * size + np.maximum(one, two))
    return distinct(np.concatenate(found))
