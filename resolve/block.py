"""Blocking: the pairs of subjects that share a key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from comity.resolve.columns import column, filled, kept
from comity.resolve.facts import Codes, Hashes, Ints, Mask, Pairs
from comity.resolve.features import Feature, Words, distinct, value_pairs
from comity.resolve.key_parts import Keys
from comity.resolve.keys import Rules, rules_of
from comity.resolve.prepare import Prepared
from comity.resolve.threads import threaded

# A key keeps so many bits however many subjects there are, so that two subjects share a key or
# do not, whoever else is there.
KEPT = np.uint64(40)
DROPPED = np.uint64(24)
PACKABLE = 1 << 24
AT_ONCE = 4_000_000
# One of so many pairs stands for all where they are parted.
SOME = 1_000


@dataclass(frozen=True)
class Blocks:
    """Subjects key by key, each once: where the block of a key starts and how many it holds."""

    subject: Codes
    starts: Ints
    sizes: Ints

    def where(self, mask: Mask) -> "Blocks":
        """Some of the blocks."""
        return Blocks(self.subject, self.starts[mask], self.sizes[mask])


def candidate_pairs(
    prepared: Prepared, fresh: Mask | None = None, rules: Rules = rules_of
) -> Pairs:
    """The pairs that share a key; with `fresh` only those that touch a fresh subject."""
    size = prepared.subjects
    found = threaded(lambda keys: within(blocks_of(keys, size), size, fresh), rules(prepared))
    return as_pairs(together(list(found)), size)


def together(found: list[Ints]) -> Ints:
    """Packed pairs in one, each once and in order, from lists that are each in order."""
    whole, end = column(sum(map(len, found)), np.int64), 0
    for part in threaded(lambda parts: distinct(np.concatenate(parts)), _between(found)):
        whole[end : end + len(part)] = part
        end += len(part)
    return whole[:end]


def _between(found: Sequence[Ints]) -> Iterator[list[Ints]]:
    """What each list holds between one bound and the next: some million pairs in all."""
    some = np.sort(np.concatenate([np.zeros(1, np.int64), *(part[::SOME] for part in found)]))
    bounds = np.unique(some[AT_ONCE // SOME :: AT_ONCE // SOME])
    cuts = [[0, *np.searchsorted(part, bounds).tolist(), len(part)] for part in found]
    for at in range(len(bounds) + 1 if found else 0):
        yield [part[cut[at] : cut[at + 1]] for part, cut in zip(found, cuts, strict=True)]


def as_pairs(packed: Ints, size: int) -> Pairs:
    """Packed pairs as pairs."""
    size = max(size, 1)
    return Pairs(
        filled(len(packed), np.int32, lambda rows: (packed[rows] // size).astype(np.int32)),
        filled(len(packed), np.int32, lambda rows: (packed[rows] % size).astype(np.int32)),
    )


def shares_key(prepared: Prepared, pairs: Pairs) -> Mask:
    """Whether blocking would propose each pair, from these facts alone."""
    shared = np.zeros(len(pairs), dtype=np.bool_)
    for subject, key in rules_of(prepared):
        code = np.unique(key >> DROPPED, return_inverse=True)[1].astype(np.int32)
        held = Feature(prepared.subjects, *_by_subject(subject, code), Words(()))
        spread = value_pairs(held, held, pairs)
        shared[spread.pair[spread.left == spread.right]] = True
    return shared


def within(blocks: Blocks, size: int, fresh: Mask | None = None) -> Ints:
    """The pairs inside blocks, each once and packed into one number."""
    found = [np.zeros(0, dtype=np.int64)]
    for many in np.unique(blocks.sizes[blocks.sizes > 1]).tolist():
        rows = blocks.starts[blocks.sizes == many]
        step = max(1, AT_ONCE // (many * many))
        for at in range(0, len(rows), step):
            block = blocks.subject[rows[at : at + step, None] + np.arange(many)]
            found.append(pairs_within(block, size, fresh))
    return kept(distinct(np.concatenate(found)))


def blocks_of(keys: Keys, size: int) -> Blocks:
    """The blocks of one rule's keys."""
    subject, kept = keys[0], keys[1] >> DROPPED
    if size <= PACKABLE:
        # One sort of packed numbers is ten times faster than an order over two columns.
        packed = distinct((kept << DROPPED) | subject.astype(np.uint64))
        return _of_sorted(packed >> DROPPED, (packed & np.uint64(PACKABLE - 1)).astype(np.int32))
    return blocks_of_whole(subject, kept)


def blocks_of_whole(subject: Codes, key: Hashes | Ints) -> Blocks:
    """The blocks of keys that count whole, not only in the bits that hashes keep."""
    order = np.lexsort((subject, key))
    subject, key = subject[order], key[order]
    new = np.ones(len(key), dtype=np.bool_)
    new[1:] = (key[1:] != key[:-1]) | (subject[1:] != subject[:-1])
    return _of_sorted(key[new], subject[new])


def _of_sorted(key: Hashes | Ints, subject: Codes) -> Blocks:
    starts = np.flatnonzero(np.append(len(key) > 0, key[1:] != key[:-1])[: len(key)])
    return Blocks(subject, starts, np.diff(np.append(starts, len(key))))


def pairs_within(block: Codes, size: int, fresh: Mask | None = None) -> Ints:
    """All pairs inside blocks of one size, a row a block in order, each packed into one number."""
    left, right = np.triu_indices(block.shape[1], 1)
    one, two = block[:, left].ravel(), block[:, right].ravel()
    if fresh is not None:
        touched = fresh[one] | fresh[two]
        one, two = one[touched], two[touched]
    return one.astype(np.int64) * size + two


def _by_subject(subject: Codes, code: Codes) -> tuple[Codes, Codes]:
    order = np.lexsort((code, subject))
    return subject[order], code[order]
