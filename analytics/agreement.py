"""How far two divisions into groups agree, beyond what chance would give.

1 is the same division, 0 what two random ones of the same group sizes share on average. Vinh,
Epps and Bailey (2010), J. Machine Learning Research 11, 2837-2854, with the arithmetic mean.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
SPREAD = 12.0  # standard deviations beyond which a count is as good as impossible


def adjusted_mutual_information(one: Labels, two: Labels) -> float:
    """The mutual information of two divisions of the same things, adjusted for chance."""
    size = len(one)
    _, one = np.unique(one, return_inverse=True)
    _, two = np.unique(two, return_inverse=True)
    first, second = np.bincount(one), np.bincount(two)
    alike = len(first) == len(second) == len(np.unique(one * (len(second) + 1) + two))
    if alike or size < 2:
        return 1.0
    shared = _mutual(one, two, first, second)
    expected = _expected(first, second, size)
    most = (_entropy(first) + _entropy(second)) / 2
    return float((shared - expected) / max(most - expected, np.finfo(float).eps))


def _entropy(sizes: Labels) -> float:
    share = sizes / sizes.sum()
    return float(-(share * np.log(share)).sum())


def _mutual(one: Labels, two: Labels, first: Labels, second: Labels) -> float:
    size = len(one)
    cells, count = np.unique(one * len(second) + two, return_counts=True)
    chance = first[cells // len(second)] * (second[cells % len(second)] / size)
    return float((count / size * np.log(count / chance)).sum())


def _expected(first: Labels, second: Labels, size: int) -> float:
    """The mean over all divisions of these sizes; groups of one size are summed together."""
    sizes, often = np.unique(second, return_counts=True)
    total = 0.0
    for a, times in zip(*np.unique(first, return_counts=True), strict=True):
        total += float(times) * float((_of_sizes(int(a), sizes, size) * often).sum())
    return total


def _of_sizes(a: int, others: Labels, size: int) -> Floats:
    """What one group of size a and one of each other size share on average (hypergeometric)."""
    mean = a * others / size
    spread = np.sqrt(mean * (1 - a / size) * (size - others) / max(size - 1, 1)) + 1
    low = np.maximum(np.maximum(1, a + others - size), np.floor(mean - SPREAD * spread))
    high = np.minimum(np.minimum(a, others), np.ceil(mean + SPREAD * spread))
    many = np.maximum(high - low + 1, 0).astype(np.int64)
    whose = np.repeat(np.arange(len(others)), many)
    before = np.cumsum(many) - many
    n = low[whose] + np.arange(len(whose)) - before[whose]
    b = others[whose]
    chance = (
        gammaln(a + 1) + gammaln(b + 1) + gammaln(size - a + 1) + gammaln(size - b + 1)
        - gammaln(size + 1) - gammaln(n + 1) - gammaln(a - n + 1) - gammaln(b - n + 1)
        - gammaln(size - a - b + n + 1)
    )  # fmt: skip
    terms = n / size * np.log(size * n / (a * b)) * np.exp(chance)
    return np.asarray(np.bincount(whose, weights=terms, minlength=len(others)), dtype=np.float64)
