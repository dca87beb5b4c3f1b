"""Introductions: pairs proposed because both hold the same thing, under names not unlike.

Two subjects are proposed for what they themselves say and hold, whoever else holds it.
"""

import numpy as np

from comity.resolve.block import as_pairs, blocks_of_whole, within
from comity.resolve.facts import Codes, Ints, Pairs
from comity.resolve.features import Feature
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
    size = prepared.subjects
    return as_pairs(within(blocks_of_whole(subject[row], keys), size), size)


def _letters(prepared: Prepared) -> tuple[Codes, Ints]:
    """Rows (subject, first letter) of given and family names, whichever way round they are."""
    names = [prepared.features[name] for name in ("given", "family") if name in prepared.features]
    subject = np.concatenate([np.zeros(0, np.int32), *(each.subject for each in names)])
    letters = [each.words.initials[each.code].astype(np.int64) for each in names]
    return subject, np.concatenate([np.zeros(0, np.int64), *letters])
