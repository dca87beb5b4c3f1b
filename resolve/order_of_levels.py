"""The order of levels: what is equal never weighs less than what is not, nor more if common.

A level that few pairs show gets a rate by chance. Where that breaks the order, the levels are
counted together, as Ayer and others (1955) do with frequencies that must rise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from comity.resolve.compare import comparisons
from comity.resolve.model import KindModel, Weights

Floats = npt.NDArray[np.float64]
Order = Sequence[tuple[int, int]]
# Ratios that differ by less are the same but for rounding.
NOTHING = 1e-9


def in_order(kind: str, model: KindModel) -> KindModel:
    """A kind's weights in the order of their levels, against strangers and against relatives.

    With both in order so is every score, for it is one subject's rates over the sum of the others'.
    Against relatives no more is asked: of two unequal addresses the farther may be one roof less.
    """
    weights, kin = {}, {}
    for name, levels in comparisons(kind).items():
        own, related = _of(model.weights, name, levels), _of(model.kin_weights, name, levels)
        same = _of(model.same, name, levels)
        lifted = pooled(same, own, order_of(levels))
        weights[name] = dict(zip(levels, lifted, strict=True))
        above = pooled(same, own - related, below_equal(levels))
        kin[name] = dict(zip(levels, lifted - above, strict=True))
    return replace(model, weights=_plain(weights), kin_weights=_plain(kin))


def below_equal(levels: Sequence[str]) -> Order:
    """Pairs of levels (by place) of which the first never weighs more: none where none is equal."""
    equal = [place for place, level in enumerate(levels) if is_equal(level)]
    if not equal:
        return ()
    return *((place, equal[0]) for place in range(equal[0])), *pairwise(equal)


def order_of(levels: Sequence[str]) -> Order:
    """The same, and what differs weighs least."""
    below = below_equal(levels)
    return *((0, low) for low, _ in below if low), *below


def is_equal(level: str) -> bool:
    """Whether a level says that two values are the same, be they common or rare."""
    return level == "same" or level.startswith("same, ")


def pooled(same: Floats, weights: Floats, order: Order) -> Floats:
    """Log2 ratios of one subject's rates to others', levels out of order counted together."""
    other = same / 2**weights
    group = np.arange(len(same))
    while True:
        size = len(group)
        ratio = np.bincount(group, same, size)[group] / np.bincount(group, other, size)[group]
        broken = next(((low, high) for low, high in order
                       if ratio[low] > ratio[high] * (1 + NOTHING)), None)  # fmt: skip
        if broken is None:
            return np.asarray(np.log2(ratio))
        group[group == group[broken[0]]] = group[broken[1]]


def _of(weights: Weights, name: str, levels: Sequence[str]) -> Floats:
    return np.array([weights[name][level] for level in levels])


def _plain(found: Mapping[str, Mapping[str, float]]) -> Weights:
    return {
        name: {level: float(value) for level, value in levels.items()}
        for name, levels in found.items()
    }
