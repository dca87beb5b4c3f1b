"""Training: an explicit act that fits the weights of levels to pairs whose truth is known.

Weights are log2 odds found by logistic regression on pattern counts, drawn towards a sober
starting point so that a level hardly ever seen keeps a sensible weight. Fitting all levels
together keeps comparisons that move together from being counted twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from comity.resolve.compare import comparisons, unpacked
from comity.resolve.facts import Hashes, Mask

Floats = npt.NDArray[np.float64]
LN2 = float(np.log(2))
PULL = 0.5


@dataclass(frozen=True)
class Examples:
    """Distinct patterns with how many pairs of each are the same person, and how many not."""

    patterns: Hashes
    same: Floats
    different: Floats


def examples(sets: Sequence[tuple[Hashes, Mask]]) -> Examples:
    """Count patterns over several sets, each weighing alike whatever its size."""
    patterns = np.unique(np.concatenate([found for found, _ in sets]))
    same, different = np.zeros(len(patterns)), np.zeros(len(patterns))
    largest = max(len(found) for found, _ in sets)
    for found, truth in sets:
        at, share = np.searchsorted(patterns, found), (largest / max(len(found), 1)) ** 0.5
        same += share * np.bincount(at, truth, len(patterns))
        different += share * np.bincount(at, ~truth, len(patterns))
    return Examples(patterns, same, different)


def fit(
    kind: str, found: Examples, start: Mapping[str, Mapping[str, float]], prior: float
) -> tuple[float, dict[str, dict[str, float]]]:
    """The prior and weights that explain the examples best, near the starting weights."""
    names = [(name, level) for name, levels in comparisons(kind).items() for level in levels]
    design = _design(kind, found.patterns, names)
    centre = np.array([prior, *(start.get(name, {}).get(level, 0.0) for name, level in names)])
    best = minimize(
        _loss, centre, args=(design, found, centre), jac=True, method="L-BFGS-B",
        options={"maxiter": 2_000},
    ).x  # fmt: skip
    weights: dict[str, dict[str, float]] = {}
    for (name, level), weight in zip(names, best[1:], strict=True):
        weights.setdefault(name, {})[level] = round(float(weight), 3)
    return round(float(best[0]), 3), weights


def _design(kind: str, patterns: Hashes, names: Sequence[tuple[str, str]]) -> Floats:
    levels, every = unpacked(kind, patterns), comparisons(kind)
    columns = [np.ones(len(patterns))]
    columns += [(levels[name] == every[name].index(level) + 1) * 1.0 for name, level in names]
    return np.stack(columns, axis=1)


def _loss(weights: Floats, design: Floats, found: Examples, centre: Floats) -> tuple[float, Floats]:
    odds = design @ weights * LN2
    total = found.same + found.different
    loss = float(np.sum(total * np.logaddexp(0, odds) - found.same * odds))
    slope = design.T @ (total / (1 + np.exp(-np.clip(odds, -500, 500))) - found.same) * LN2
    off = weights - centre
    scale = PULL * max(float(total.sum()), 1.0) / len(centre) * 0.01
    return loss + scale * float(off @ off), slope + 2 * scale * off
