"""Positions for what comes to a chart that is there already: beside what it is linked to.

What was placed, by a person or before, keeps its place: the picture in one's head stays.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from comity.analytics.layout import SPACING, Spots, pairs_of, place, pull, shortened

ROUNDS = 60
MOST_WORK = 20_000_000  # pairs that push each other, over all rounds
TURN = 2.39996  # the sunflower's angle: whatever is put in one after the other never lines up


def place_beside(
    size: int,
    links: Sequence[tuple[int, int]],
    held: Mapping[int, tuple[float, float]],
    *,
    seed: int = 0,
) -> Spots:
    """Positions (size x 2) in pixels: those of `held` (by row) as they are, the others near them.

    Without any held it is a chart that starts: see `place`.
    """
    if not held:
        return place(size, links, seed=seed)
    spots = np.zeros((size, 2), dtype=np.float32)
    moves = np.ones(size, dtype=np.bool_)
    for row, spot in held.items():
        spots[row], moves[row] = spot, False
    if not moves.any():
        return np.asarray(np.round(spots, 1), dtype=np.float32)
    pairs = pairs_of(links)
    _start(spots, moves, pairs)
    # What hangs between things that stay pulls nothing that moves.
    pairs = pairs[moves[pairs].any(axis=1)]
    rounds = max(8, min(ROUNDS, MOST_WORK // max(int(moves.sum()) * size, 1)))
    for heat in np.linspace(SPACING, SPACING / 20, rounds):
        _settle(spots, moves, pairs, float(heat))
    return np.asarray(np.round(spots, 1), dtype=np.float32)


def _start(spots: Spots, moves: npt.NDArray[np.bool_], pairs: npt.NDArray[np.int64]) -> None:
    """Put each new one round the middle of its held neighbours, or round all that is there."""
    middle = spots[~moves].mean(axis=0)
    far = np.abs(spots[~moves] - middle).max() + SPACING
    for number, row in enumerate(np.flatnonzero(moves).tolist()):
        ends = np.concatenate((pairs[pairs[:, 0] == row, 1], pairs[pairs[:, 1] == row, 0]))
        beside = ends[~moves[ends]]
        reach = SPACING * (1 + np.sqrt(number) / 3) if len(beside) else far
        start = spots[beside].mean(axis=0) if len(beside) else middle
        angle = number * TURN
        spots[row] = start + reach * np.array((np.cos(angle), np.sin(angle)), dtype=np.float32)


def _settle(
    spots: Spots, moves: npt.NDArray[np.bool_], pairs: npt.NDArray[np.int64], heat: float
) -> None:
    """One round of forces in pixels, in which only what is new gives way."""
    new = np.flatnonzero(moves)
    # In double precision: far from the middle of the chart the squares are large.
    all_spots = spots.astype(np.float64)
    here, square = all_spots[new], (all_spots**2).sum(axis=1)
    near = np.maximum(square[new][:, None] + square[None, :] - 2 * (here @ all_spots.T), 0)
    share = SPACING**2 / (near + 1)
    push = (here * share.sum(axis=1, keepdims=True) - share @ all_spots).astype(np.float32)
    spots[new] += shortened(push + pull(spots, pairs, np.float32(SPACING))[new], heat)
