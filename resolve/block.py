"""Blocking: the pairs of subjects that share a key."""

import numpy as np

from comity.resolve.facts import Codes, Hashes, Ints, Mask, Pairs
from comity.resolve.features import Feature, Words, distinct, value_pairs
from comity.resolve.keys import Keys, rules_of
from comity.resolve.prepare import Prepared
from comity.resolve.threads import threaded

# A key keeps so many bits however many subjects there are, so that two subjects share a key or
# do not, whoever else is there.
KEPT = np.uint64(40)
DROPPED = np.uint64(24)
PACKABLE = 1 << 24
AT_ONCE = 4_000_000


def candidate_pairs(prepared: Prepared, fresh: Mask | None = None) -> Pairs:
    """The pairs that share a key; with `fresh` only those that touch a fresh subject."""
    size = max(prepared.subjects, 1)
    found = list(threaded(lambda keys: _proposed(keys, size, fresh), rules_of(prepared)))
    whole = distinct(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    return Pairs((whole // size).astype(np.int32), (whole % size).astype(np.int32))


def shares_key(prepared: Prepared, pairs: Pairs) -> Mask:
    """Whether blocking would propose each pair, from these facts alone."""
    shared = np.zeros(len(pairs), dtype=np.bool_)
    for subject, key in rules_of(prepared):
        code = np.unique(key >> DROPPED, return_inverse=True)[1].astype(np.int32)
        held = Feature(prepared.subjects, *_by_subject(subject, code), Words(()))
        spread = value_pairs(held, held, pairs)
        shared[spread.pair[spread.left == spread.right]] = True
    return shared


def _proposed(keys: Keys, size: int, fresh: Mask | None) -> Ints:
    """The pairs of one rule, each packed into one number."""
    subject, starts, sizes = _blocks(*keys, size)
    found = [np.zeros(0, dtype=np.int64)]
    for many in np.unique(sizes[sizes > 1]).tolist():
        rows = starts[sizes == many]
        step = max(1, AT_ONCE // (many * many))
        for at in range(0, len(rows), step):
            block = subject[rows[at : at + step, None] + np.arange(many)]
            found.append(pairs_within(block, size, fresh))
    return distinct(np.concatenate(found))


def _blocks(subject: Codes, key: Hashes, size: int) -> tuple[Codes, Ints, Ints]:
    """Subjects in the order of keys, and where each key's block starts and how many it holds."""
    kept = key >> DROPPED
    if size <= PACKABLE:
        # One sort of packed numbers is ten times faster than an order over two columns.
        packed = np.sort((kept << DROPPED) | subject.astype(np.uint64))
        new = np.ones(len(packed), dtype=np.bool_)
        new[1:] = packed[1:] != packed[:-1]
        packed = packed[new]
        kept = packed >> DROPPED
        subject = (packed & np.uint64(PACKABLE - 1)).astype(np.int32)
    else:
        order = np.lexsort((subject, kept))
        subject, kept = subject[order], kept[order]
        new = np.ones(len(kept), dtype=np.bool_)
        new[1:] = (kept[1:] != kept[:-1]) | (subject[1:] != subject[:-1])
        subject, kept = subject[new], kept[new]
    starts = np.flatnonzero(np.append(len(kept) > 0, kept[1:] != kept[:-1])[: len(kept)])
    return subject, starts, np.diff(np.append(starts, len(kept)))


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
