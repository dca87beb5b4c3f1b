"""Closing components: pairs that blocking did not propose, but whose company did.

Two records that were each found to be like a third are compared as well, so that a cluster
rests on what its members say of each other and not on what blocking happened to miss.
"""

import numpy as np

from comity.resolve.block import as_pairs, pairs_within
from comity.resolve.cluster import components
from comity.resolve.columns import stretches
from comity.resolve.facts import Codes, Ints, Mask, Pairs
from comity.resolve.features import distinct
from comity.resolve.threads import threaded

# In a larger component all pairs would be many, and most of them between strangers.
LARGEST = 60


def unproposed(subjects: int, pairs: Pairs, near: Mask) -> Pairs:
    """The pairs inside components of near pairs that are not among `pairs`."""
    component = components(subjects, pairs.at(near))
    size = np.bincount(component)
    order = np.argsort(component, kind="stable").astype(np.int32)
    starts = np.cumsum(size) - size
    found = [_all_within(order, starts[size == many], many, subjects)
             for many in np.unique(size[(size > 2) & (size <= LARGEST)]).tolist()]  # fmt: skip
    inside = inside_of(component, pairs)
    known = pairs.first[inside].astype(np.int64) * subjects + pairs.second[inside]
    whole = distinct(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    new = whole[~np.isin(whole, known, assume_unique=True)]
    return as_pairs(new, subjects)


def inside_of(component: Codes, pairs: Pairs) -> Ints:
    """The rows of the pairs whose two ends are in one component."""
    parts = list(stretches(len(pairs)))
    some = [np.zeros(0, np.int64), *threaded(lambda rows: _inside(component, pairs, rows), parts)]
    return np.concatenate(some)


def _inside(component: Codes, pairs: Pairs, rows: slice) -> Ints:
    ends = component.take(pairs.first[rows]), component.take(pairs.second[rows])
    found: Ints = np.flatnonzero(ends[0] == ends[1]) + rows.start
    return found


def _all_within(order: Codes, starts: Ints, many: int, size: int) -> Ints:
    block = np.sort(order[starts[:, None] + np.arange(many)], axis=1)
    return pairs_within(block, size)
