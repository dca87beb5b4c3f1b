"""Entities of a chart that would lie on each other are moved apart, and no others."""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

Spots = npt.NDArray[np.float32]
ROUNDS = 12
TURN = 2.39996  # the sunflower's angle: of those on one spot each goes another way


def kept_apart(spots: Spots, least: float) -> Spots:
    """Positions of which hardly any two are nearer than `least`."""
    placed = spots.astype(np.float64)
    for _ in range(ROUNDS):
        pairs = cKDTree(placed).query_pairs(least, output_type="ndarray")
        if not len(pairs):
            break
        first, second = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
        gap = placed[first] - placed[second]
        far = np.linalg.norm(gap, axis=1, keepdims=True)
        angle = (first * TURN)[:, None]
        way = np.where(far > 1e-6, gap / np.maximum(far, 1e-6),
                       np.hstack((np.cos(angle), np.sin(angle))))  # fmt: skip
        step = way * (least - far) / 2
        for axis in (0, 1):
            moved = np.bincount(first, step[:, axis], len(placed))
            placed[:, axis] += moved - np.bincount(second, step[:, axis], len(placed))
    return np.asarray(placed, dtype=np.float32)
