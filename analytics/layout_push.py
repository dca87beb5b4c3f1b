"""What pushes entities of a chart apart: each on each, exactly for few and by a grid for many.

On a grid each entity is spread over the four corners around it; what all corners push each corner
by is a convolution, which Fourier's transform makes quick. It takes a time that grows with the
entities and no longer with their pairs.
"""

from functools import cache
from math import ceil, log2, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

Spots = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
EXACT = 400  # so many are pushed pair by pair
NEAREST = np.float32(0.01)  # nobody is nearer, in squares of the ideal: no push is endless
PER_CORNER = 2.0  # corners for each entity along a side


def push(spots: Spots, ideal: np.float32) -> Spots:
    """The push of all on each: the square of the ideal over how far they are apart."""
    return _by_pairs(spots, ideal) if len(spots) <= EXACT else _by_grid(spots, ideal)


def _by_pairs(spots: Spots, ideal: np.float32) -> Spots:
    """Without a table of all pairs' differences."""
    square = (spots**2).sum(axis=1)
    near = square[:, None] + square[None, :] - 2 * (spots @ spots.T)
    np.maximum(near, ideal**2 * NEAREST, out=near)
    np.divide(ideal**2, near, out=near)
    np.fill_diagonal(near, 0)
    return np.asarray(spots * near.sum(axis=1, keepdims=True) - near @ spots, dtype=np.float32)


def _by_grid(spots: Spots, ideal: np.float32) -> Spots:
    side = 2 ** ceil(log2(PER_CORNER * sqrt(len(spots))))
    low = spots.min(axis=0)
    cell = max(float((spots.max(axis=0) - low).max()) / (side - 1.001), 1e-9)
    place = (spots - low) / cell
    corner = place.astype(np.int64)
    part = place - corner
    # The four corners around each entity, and how much of it lies at each.
    corners = [(corner[:, 0] + x) * side + corner[:, 1] + y for x in (0, 1) for y in (0, 1)]
    shares = [np.abs(1 - x - part[:, 0]) * np.abs(1 - y - part[:, 1])
              for x in (0, 1) for y in (0, 1)]  # fmt: skip
    whole = np.bincount(np.concatenate(corners), np.concatenate(shares), side * side)
    mass = np.asarray(whole, dtype=np.float64)
    force = _pushed(mass.reshape(side, side), side).reshape(2, -1) * (float(ideal) ** 2 / cell)
    at_each = sum(share * force[:, at] for at, share in zip(corners, shares, strict=True))
    return np.asarray(np.transpose(at_each), dtype=np.float32)


def _pushed(mass: Floats, side: int) -> Floats:
    """What all corners push each corner by, along both axes."""
    spread = np.fft.rfft2(mass, (2 * side, 2 * side))
    both: Any = np.fft.irfft2(spread * _kernels(side), (2 * side, 2 * side))
    return np.asarray(both[:, :side, :side])


@cache
def _kernels(side: int) -> npt.NDArray[np.complex128]:
    """The push of one corner on those around it, as waves; on itself it is none."""
    steps = np.fft.fftfreq(2 * side, 1 / (2 * side))
    x, y = np.meshgrid(steps, steps, indexing="ij")
    square = np.maximum(x**2 + y**2, 1.0)
    return np.fft.rfft2(np.stack([x / square, y / square]))
