"""How good a clustering is against the truth: pairs, and B-cubed (Bagga and Baldwin, 1998)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.resolve.facts import Pairs

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and their harmonic mean, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def clustered_pairs(found: Labels, truth: Labels) -> Quality:
    """Quality of the pairs that a clustering puts together."""
    both = _pairs_inside(_joint(found, truth))
    return _quality(both, _pairs_inside(found), _pairs_inside(truth))


def matched_pairs(pairs: Pairs, truth: Labels) -> Quality:
    """Quality of plain pairs, before any clustering."""
    right = int((truth[pairs.first] == truth[pairs.second]).sum())
    return _quality(right, len(pairs), _pairs_inside(truth))


def bcubed(found: Labels, truth: Labels) -> Quality:
    """Mean over records of the share of their cluster, and of their truth, that is right."""
    if not len(found):
        return Quality(1.0, 1.0)
    both = _sizes(_joint(found, truth))
    return Quality(float((both / _sizes(found)).mean()), float((both / _sizes(truth)).mean()))


def _quality(right: int, said: int, true: int) -> Quality:
    return Quality(right / said if said else 1.0, right / true if true else 1.0)


def _pairs_inside(labels: Labels) -> int:
    sizes = np.unique(labels, return_counts=True)[1].astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _sizes(labels: Labels) -> npt.NDArray[np.float64]:
    _, back, counts = np.unique(labels, return_inverse=True, return_counts=True)
    return counts[back].astype(np.float64)


def _joint(one: Labels, two: Labels) -> Labels:
    pairs = np.stack([one, two], axis=1)
    return np.asarray(np.unique(pairs, axis=0, return_inverse=True)[1], dtype=np.int64).ravel()
