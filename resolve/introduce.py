"""Introductions: pairs proposed because both hold the same thing, under names not unlike.

Two subjects are proposed for what they themselves say and hold, whoever else holds it.
"""

import numpy as np

from comity.resolve.block import pairs_within
from comity.resolve.facts import Codes, Ints, Pairs
from comity.resolve.features import Feature, distinct
from comity.resolve.prepare import Prepared

LETTER_BITS = 21


def introduced(prepared: Prepared, held: Feature) -> Pairs:
    """The pairs that hold the same thing under names with a first letter in common."""
    subject, letter = _letters(prepared)
    many = np.diff(held.first)[subject]
    row = np.repeat(np.arange(len(subject)), many)
    place = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    thing = held.code[held.first[subject[row]] + place].astype(np.int64)
    keys = (thing << LETTER_BITS) | letter[row]
    return _sharing(keys, subject[row], max(prepared.subjects, 1))


def _letters(prepared: Prepared) -> tuple[Codes, Ints]:
    """Rows (subject, first letter) of given and family names, whichever way round they are."""
    names = [prepared.features[name] for name in ("given", "family") if name in prepared.features]
    subject = np.concatenate([np.zeros(0, np.int32), *(each.subject for each in names)])
    letters = [each.words.initials[each.code].astype(np.int64) for each in names]
    return subject, np.concatenate([np.zeros(0, np.int64), *letters])


def _sharing(keys: Ints, subject: Codes, size: int) -> Pairs:
    order = np.lexsort((subject, keys))
    keys, subject = keys[order], subject[order]
    new = np.ones(len(keys), dtype=np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (subject[1:] != subject[:-1])
    keys, subject = keys[new], subject[new]
    starts = np.flatnonzero(np.append(len(keys) > 0, keys[1:] != keys[:-1])[: len(keys)])
    counts = np.diff(np.append(starts, len(keys)))
    found = [np.zeros(0, dtype=np.int64)]
    for many in np.unique(counts[counts > 1]).tolist():
        rows = starts[counts == many]
        found.append(pairs_within(subject[rows[:, None] + np.arange(many)], size))
    whole = distinct(np.concatenate(found))
    return Pairs((whole // size).astype(np.int32), (whole % size).astype(np.int32))
