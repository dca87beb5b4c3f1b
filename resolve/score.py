"""Scores: the weights of a pattern's levels added up, once for each distinct pattern."""

import numpy as np

from comity.resolve.compare import comparisons, unpacked
from comity.resolve.facts import Hashes, Scores
from comity.resolve.model import Model


def score(kind: str, patterns: Hashes, model: Model) -> Scores:
    """Log2 odds that each pair is the same: the prior and the weight of every level."""
    distinct, back = np.unique(patterns, return_inverse=True)
    made = model.by_kind[kind]
    total = np.full(len(distinct), made.prior, dtype=np.float64)
    for name, level in unpacked(kind, distinct).items():
        total += weight_table(kind, name, model)[level]
    return total[back].astype(np.float32)


def weight_table(
    kind: str, name: str, model: Model
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The weights of one comparison by level; 0 for "nothing said"."""
    weights = model.by_kind[kind].weights.get(name, {})
    return np.array([0.0, *(weights.get(level, 0.0) for level in comparisons(kind)[name])])
