"""Joints: what holds each cluster together at its weakest place."""

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import minimum_spanning_tree

from comity.resolve.facts import Codes, Pairs, Scores


def weakest_joints(clusters: Codes, pairs: Pairs, scores: Scores) -> Scores:
    """For each subject the score at which its cluster would fall in two; NaN for one alone.

    A cluster hangs together by its strongest pairs, as many as it takes; the least of these
    is its weakest joint.
    """
    inside = clusters[pairs.first] == clusters[pairs.second]
    first, second, kept = pairs.first[inside], pairs.second[inside], scores[inside]
    # The tree is one of least weights and takes a nought for no pair at all.
    cost = kept.max(initial=0.0).astype(np.float64) - kept + 1.0
    size = len(clusters)
    tree = minimum_spanning_tree(coo_matrix((cost, (first, second)), shape=(size, size))).tocoo()
    score = kept.max(initial=0.0) + 1.0 - tree.data
    least = np.full(size, np.inf)
    np.minimum.at(least, clusters[tree.row], score)
    least[np.isinf(least)] = np.nan
    joints: Scores = least[clusters].astype(np.float32)
    return joints
