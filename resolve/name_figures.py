"""How good scores of name pairs are against a truth: at a threshold, and at the best there is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.resolve.errors import TableError
from comity.resolve.measure import Quality
from comity.resolve.text import fold

Flags = npt.NDArray[np.bool_]
_YES = frozenset(["true", "1", "yes", "y", "t", "match", "same", "ja", "oui", "si"])
_NO = frozenset(["false", "0", "no", "n", "f", "non match", "no match", "different", "nein", "non"])


@dataclass(frozen=True)
class Best:
    """The threshold with the best F1, and the quality there."""

    threshold: float
    quality: Quality


def truth_of(texts: Sequence[str], column: str) -> tuple[Flags, Flags]:
    """Which pairs are true, and which are known at all; raises TableError for other words."""
    folded = fold(texts)
    wrong = sorted({text for text in folded if text and text not in _YES | _NO})
    if wrong:
        raise TableError(f"{column}: {wrong[0]!r} is neither true nor false")
    known = np.array([text != "" for text in folded], dtype=np.bool_)
    if len(known) and not known.any():
        raise TableError(
            f"{column}: no pair has a truth, so that there is nothing to score against"
        )
    return np.array([text in _YES for text in folded], dtype=np.bool_), known


def quality_of(said: Flags, true: Flags) -> Quality:
    """Precision and recall of what was said to be the same."""
    right = int((said & true).sum())
    return Quality(right / int(said.sum()) if said.any() else 1.0,
                   right / int(true.sum()) if true.any() else 1.0)  # fmt: skip


def best_of(scores: npt.NDArray[np.float64], true: Flags) -> Best:
    """The lowest threshold with the best F1, from one pass over the scores in their order."""
    if not len(scores):
        return Best(0.0, Quality(1.0, 1.0))
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(true[order])
    # A threshold lies between different scores only.
    last = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
    f1 = 2 * right[last] / (last + 1 + max(int(true.sum()), 1))
    threshold = float(scores[order][last[len(f1) - 1 - int(np.argmax(f1[::-1]))]])
    return Best(threshold, quality_of(scores >= threshold, true))
