"""Divisions bettered from where they are: everybody to the group beside them that gains most."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix

from comity.graph.network import Network

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
LEAST_GAIN = 1e-9


@dataclass(frozen=True)
class Chance:
    """What counts against a pair inside: what each end weighs in it, times `share`."""

    ends: Floats
    share: float


def moved(network: Network, label: Labels, weight: Floats, chance: Chance, seed: int) -> Labels:
    """Half of those who would gain by moving, drawn by a seed, where each gains most.

    All at once could make two change places for ever; whoever moves together may lose, so that
    the quality has to be looked at afterwards.
    """
    to, gain = _best(network, label, weight, chance)
    goes = (gain > LEAST_GAIN) & (np.random.default_rng(seed).random(network.size) < 0.5)
    return np.where(goes, to, label)


def _best(network: Network, label: Labels, weight: Floats, chance: Chance) -> tuple[Labels, Floats]:
    """The group in which each would count most, and how much more than where they are."""
    groups = int(label.max(initial=-1)) + 1
    whose, group, inside = _beside(network, label, weight, groups)
    ends = chance.ends
    held = np.bincount(label, weights=ends, minlength=groups)
    own = group == label[whose]
    others = held[group] - np.where(own, ends[whose], 0.0)
    worth = inside - chance.share * ends[whose] * others
    stays = -chance.share * ends * (held[label] - ends)
    stays[whose[own]] = worth[own]
    best, at = np.full(network.size, -np.inf), label.copy()
    first = np.flatnonzero(np.diff(whose, prepend=-1))
    if len(first):
        best[whose[first]] = np.maximum.reduceat(worth, first)
    top = worth >= best[whose]
    at[whose[top]] = group[top]
    return at, np.where(at == label, 0.0, best - stays)


def _beside(
    network: Network, label: Labels, weight: Floats, groups: int
) -> tuple[Labels, Labels, Floats]:
    """Whom, which group beside them, and what their links into it weigh; in order of whom."""
    simple = network.simple
    ends = np.concatenate([simple.low, simple.high]), np.concatenate([simple.high, simple.low])
    table = coo_matrix(
        (np.tile(weight, 2), (ends[0], label[ends[1]])), shape=(network.size, max(groups, 1))
    ).tocsr()
    whose = np.repeat(np.arange(network.size), np.diff(table.indptr))
    return whose, table.indices.astype(np.int64), table.data
