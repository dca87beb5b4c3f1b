"""Scoring a view against a known truth; the truth is used for nothing else."""

from typing import Any

import numpy as np
import pandas as pd

from comity.graph.view import View
from comity.resolve import Quality, bcubed, clustered_pairs


def score_view(view: View, truth: pd.DataFrame) -> dict[str, Any]:
    """Pairwise and B-cubed quality of a view's entities, of all kinds and of each.

    `truth` has columns mention, kind, truth; mentions that do not show are left out.
    """
    found = pd.DataFrame(view.clusters(), columns=["mention", "entity"])
    both = found.merge(truth, on="mention")
    parts: dict[str, Any] = {"mentions": len(both), **_scored(both, "")}
    for kind, group in both.groupby("kind"):
        parts |= _scored(group, f"{kind} ")
    return parts


def _scored(frame: pd.DataFrame, prefix: str) -> dict[str, Any]:
    found, truth = (
        np.asarray(pd.factorize(frame[name])[0], dtype=np.int64) for name in ("entity", "truth")
    )
    return {
        f"{prefix}cluster": _plain(clustered_pairs(found, truth)),
        f"{prefix}bcubed": _plain(bcubed(found, truth)),
    }


def _plain(quality: Quality) -> dict[str, float]:
    return {
        "precision": round(quality.precision, 5),
        "recall": round(quality.recall, 5),
        "f1": round(quality.f1, 5),
    }
