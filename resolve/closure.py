"""Closing components: pairs that blocking did not propose, but whose company did.

Two records that were each found to be like a third are compared as well, so that a cluster
rests on what its members say of each other and not on what blocking happened to miss.
"""

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from comity.resolve.block import pairs_within
from comity.resolve.facts import Codes, Ints, Mask, Pairs
from comity.resolve.features import distinct

# In a larger component all pairs would be many, and most of them between strangers.
LARGEST = 60


def unproposed(subjects: int, pairs: Pairs, near: Mask) -> Pairs:
    """The pairs inside components of near pairs that are not among `pairs`."""
    shape = (subjects, subjects)
    ends = pairs.first[near], pairs.second[near]
    links = coo_matrix((np.ones(len(ends[0])), ends), shape=shape)
    _, component = connected_components(links, directed=False)
    size = np.bincount(component)
    order = np.argsort(component, kind="stable").astype(np.int32)
    starts = np.cumsum(size) - size
    found = [_all_within(order, starts[size == many], many, subjects)
             for many in np.unique(size[(size > 2) & (size <= LARGEST)]).tolist()]  # fmt: skip
    inside = component[pairs.first] == component[pairs.second]
    known = pairs.first[inside].astype(np.int64) * subjects + pairs.second[inside]
    whole = distinct(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    new = whole[~np.isin(whole, known, assume_unique=True)]
    return Pairs((new // subjects).astype(np.int32), (new % subjects).astype(np.int32))


def _all_within(order: Codes, starts: Ints, many: int, size: int) -> Ints:
    block = np.sort(order[starts[:, None] + np.arange(many)], axis=1)
    return pairs_within(block, size)
