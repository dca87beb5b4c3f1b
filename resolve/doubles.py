"""Lists without doubles: sources found to name nobody twice, so that two of their rows are two."""

import numpy as np

from comity.resolve.facts import Codes, Mask, Pairs
from comity.resolve.prepare import Prepared

# Of a source's bonds such a share may be with itself: relatives with one name, and chance.
STRAY = 0.01
# Fewer bonds tell nothing about a source.
ENOUGH = 50


def lists_without_doubles(prepared: Prepared, pairs: Pairs, near: Mask) -> Codes:
    """For each subject the number of its source if that names nobody twice, and -1 otherwise.

    A source that is bound to others again and again, and next to never to itself, is a list
    somebody keeps clean: a census, a register. `near` are the pairs that speak for one subject.
    """
    nowhere = np.full(prepared.subjects, -1, dtype=np.int32)
    held = prepared.features.get("source")
    if held is None or held.single is None or not len(held.words):
        return nowhere
    source = held.single
    one, two = source[pairs.first[near]], source[pairs.second[near]]
    known = (one >= 0) & (two >= 0)
    one, two = one[known], two[known]
    own = np.bincount(one[one == two], minlength=len(held.words))
    other = one != two
    across = np.bincount(np.concatenate([one[other], two[other]]), minlength=len(held.words))
    clean = (across >= ENOUGH) & (own <= STRAY * across)
    return np.where((source >= 0) & clean[source], source, nowhere).astype(np.int32)
