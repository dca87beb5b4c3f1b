"""Scores: the weights of a pattern's levels added up, and what relatives would say against it."""

import numpy as np
import numpy.typing as npt

from comity.resolve.columns import filled
from comity.resolve.compare import comparisons, unpacked
from comity.resolve.facts import Hashes, Scores
from comity.resolve.model import Model, Weights

LogOdds = npt.NDArray[np.float64]
SURE = 60.0
AT_ONCE = 1 << 18


def score(kind: str, patterns: Hashes, model: Model) -> Scores:
    """Log2 odds that each pair is the same rather than strangers or relatives."""
    return filled(
        len(patterns), np.float32, lambda rows: _scored(kind, patterns[rows], model), AT_ONCE
    )


def _scored(kind: str, patterns: Hashes, model: Model) -> Scores:
    made = model.by_kind[kind]
    total = np.full(len(patterns), made.prior, dtype=np.float64)
    kin = np.full(len(patterns), -SURE if made.kin_prior is None else made.kin_prior)
    for name, level in unpacked(kind, patterns).items():
        total += weight_table(kind, name, model)[level]
        if made.kin_prior is not None:
            kin += kin_table(kind, name, model)[level]
    return (total - against(kin)).astype(np.float32)


def objections(kind: str, patterns: Hashes, model: Model) -> Scores:
    """What speaks against each pair alone: the sum of the weights below nought."""
    total = np.zeros(len(patterns), dtype=np.float64)
    for name, level in unpacked(kind, patterns).items():
        total += np.minimum(weight_table(kind, name, model), 0.0)[level]
    return total.astype(np.float32)


def against(kin: LogOdds) -> LogOdds:
    """How much the odds of relatives against strangers take from those of one person."""
    weights: LogOdds = np.logaddexp2(0.0, np.minimum(kin, SURE * 4))
    return weights


def weight_table(kind: str, name: str, model: Model) -> LogOdds:
    """The weights of one comparison by level, one person against strangers; 0 for nothing said."""
    return _table(kind, name, model.by_kind[kind].weights)


def kin_table(kind: str, name: str, model: Model) -> LogOdds:
    """The same for relatives against strangers."""
    return _table(kind, name, model.by_kind[kind].kin_weights)


def _table(kind: str, name: str, weights: Weights) -> LogOdds:
    found = weights.get(name, {})
    return np.array([0.0, *(found.get(level, 0.0) for level in comparisons(kind)[name])])
