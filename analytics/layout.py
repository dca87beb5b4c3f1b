"""Positions for a chart: forces between its own entities, and nothing else.

Linked entities pull, all push (Fruchterman and Reingold 1991), with a pull to the middle so
that separate parts stay near each other. Equal charts get equal positions.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from comity.analytics.layout_apart import kept_apart
from comity.analytics.layout_push import push

Spots = npt.NDArray[np.float32]
SPACING = 90.0
LEAST = SPACING / 2  # between any two: an entity is drawn some 40 wide
# Screens are wider than high, and names are written from left to right.
WIDE = np.array([1.6, 1.0], dtype=np.float32)
TO_THE_MIDDLE = np.float32(12)
ROUNDS = 90


def place(size: int, links: Sequence[tuple[int, int]], *, seed: int = 0) -> Spots:
    """Positions (size x 2) in pixels around 0, deterministic for a seed."""
    spots = _start(size, seed)
    if size < 2:
        return spots
    ends = pairs_of(links)
    rounds = ROUNDS if size <= 800 else max(30, ROUNDS * 800 // size)
    for heat in np.linspace(0.12, 0.004, rounds):
        spots = _moved(spots, ends, float(heat))
    return _spread(spots)


def _start(size: int, seed: int) -> Spots:
    """A sunflower with a little noise: even, and never two entities on one spot."""
    number = np.arange(size, dtype=np.float32)
    radius, angle = np.sqrt((number + 0.5) / max(size, 1)), number * np.float32(2.39996)
    noise = np.random.default_rng(seed).normal(0, 0.01, (size, 2)).astype(np.float32)
    disc = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1) / 2
    return np.asarray(disc + noise, dtype=np.float32)


def _moved(spots: Spots, ends: npt.NDArray[np.int64], heat: float) -> Spots:
    ideal = np.float32(0.9 / np.sqrt(len(spots)))
    step = push(spots, ideal) + pull(spots, ends, ideal) - spots * ideal * TO_THE_MIDDLE
    return np.asarray(spots + shortened(step, heat), dtype=np.float32)


def pairs_of(links: Sequence[tuple[int, int]]) -> npt.NDArray[np.int64]:
    """The distinct pairs of different ends (pairs x 2), in order."""
    pairs = np.array(sorted({(min(p), max(p)) for p in links if p[0] != p[1]}), dtype=np.int64)
    return pairs.reshape(-1, 2)


def pull(spots: Spots, ends: npt.NDArray[np.int64], ideal: np.float32) -> Spots:
    """What links draw their ends by: the square of how far they are apart, over the ideal."""
    drawn = np.zeros_like(spots)
    gap = spots[ends[:, 1]] - spots[ends[:, 0]]
    force = gap * (np.linalg.norm(gap, axis=1, keepdims=True) / ideal)
    for axis in (0, 1):
        drawn[:, axis] = np.bincount(ends[:, 0], force[:, axis], len(spots))
        drawn[:, axis] -= np.bincount(ends[:, 1], force[:, axis], len(spots))
    return drawn


def shortened(step: Spots, heat: float) -> Spots:
    """Steps that are no longer than the heat."""
    length = np.linalg.norm(step, axis=1, keepdims=True)
    short = np.minimum(length, np.float32(heat)) / np.maximum(length, np.float32(1e-9))
    return np.asarray(step * short, dtype=np.float32)


def _spread(spots: Spots) -> Spots:
    """Scale so that the typical nearest neighbour is SPACING away, or WIDE times that."""
    sample = spots[:: max(1, len(spots) // 400)]
    gaps = ((sample[:, None] - spots[None]) ** 2).sum(axis=2)
    nearest = np.sqrt(np.partition(gaps, 1, axis=1)[:, 1])
    scale = SPACING / max(float(np.median(nearest)), 1e-6)
    middle = spots.mean(axis=0)
    spread = kept_apart((spots - middle) * np.float32(scale) * WIDE, LEAST)
    return np.asarray(np.round(spread, 1), dtype=np.float32)
