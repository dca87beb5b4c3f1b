"""Clusters: who belongs together, worked out inside one connected component at a time.

Average linkage on log odds: two groups join while the mean over all their pairs speaks for
it, so that a chain whose ends contradict is cut. Ties go to the lowest subject number.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from comity.resolve.facts import Codes, Mask, Pairs, Scores

# What a pair that blocking never proposed is taken to say: not a match, without conviction.
UNSEEN = -3.0
TOLD = 1e6
LARGEST = 300
LogOdds = npt.NDArray[np.float64]
Weights = dict[tuple[int, int], float]


def cluster(
    subjects: int,
    pairs: Pairs,
    scores: Scores,
    threshold: float,
    group: Codes,
    joined: Pairs,
    apart: Pairs,
) -> Codes:
    """The cluster of each subject: the smallest subject in it.

    `group`: subjects with an equal number (0 or more) are different by nature. `joined` and
    `apart` are people's judgements, which outrank every score.
    """
    weight = scores.astype(np.float64) - threshold
    first = np.concatenate([pairs.first, joined.first, apart.first])
    second = np.concatenate([pairs.second, joined.second, apart.second])
    told = [np.full(len(joined), TOLD), np.full(len(apart), -TOLD)]
    weight = np.concatenate([weight, *told])
    return _by_component(subjects, first, second, weight, group)


def _by_component(
    subjects: int, first: Codes, second: Codes, weight: LogOdds, group: Codes
) -> Codes:
    near = weight > 0
    links = coo_matrix((near[near], (first[near], second[near])), shape=(subjects, subjects))
    _, component = connected_components(links, directed=False)
    label = _lowest(component)
    inside = component[first] == component[second]
    simple = _agreed(component, first[inside], second[inside], weight[inside], group)
    rest = inside & ~simple[component[first]]
    for members, weights in _components(component, first[rest], second[rest], weight[rest]):
        for one in agglomerate(members, weights, group):
            label[one] = min(one)
    return label


def _lowest(component: Codes) -> Codes:
    """The lowest subject of each one's component."""
    _, lowest = np.unique(component, return_index=True)
    return lowest[component].astype(np.int32)


def _agreed(component: Codes, first: Codes, second: Codes, weight: Scores, group: Codes) -> Mask:
    """Components in which every pair speaks for joining and no two are apart by nature."""
    count = int(component.max(initial=-1)) + 1
    size = np.bincount(component, minlength=count)
    pairs = np.unique(np.stack([first, second], axis=1)[weight > 0], axis=0)
    agree = np.bincount(component[pairs[:, 0]], minlength=count)
    good: Mask = agree == size * (size - 1) // 2
    good[component[first[weight <= 0]]] = False
    grouped = np.flatnonzero(group >= 0)
    keys = np.stack([component[grouped], group[grouped]], axis=1)
    distinct, many = np.unique(keys, axis=0, return_counts=True)
    good[distinct[many > 1, 0]] = False
    return good


def _components(
    component: Codes, first: Codes, second: Codes, weight: Scores
) -> list[tuple[list[int], Weights]]:
    order = np.argsort(component[first], kind="stable")
    cuts = np.flatnonzero(np.diff(component[first[order]])) + 1
    found = []
    for rows in np.split(order, cuts):
        if not len(rows):
            continue
        weights: Weights = {}
        for a, b, w in zip(first[rows].tolist(), second[rows].tolist(), weight[rows].tolist(),
                           strict=True):  # fmt: skip
            pair = (min(a, b), max(a, b))
            weights[pair] = weights.get(pair, 0.0) + w
        found.append((sorted({end for pair in weights for end in pair}), weights))
    return found


def agglomerate(members: list[int], weights: Weights, group: Codes) -> list[list[int]]:
    """Join groups of one component, the strongest mean first, while it is above zero."""
    if len(members) > LARGEST:
        return _cut_down(members, weights, group)
    bonds = _Bonds(members, weights, group)
    while (pair := bonds.strongest()) is not None:
        bonds.join(*pair)
    return bonds.groups()


def _cut_down(members: list[int], weights: Weights, group: Codes) -> list[list[int]]:
    """A component too large to join pair by pair falls apart at its weakest bonds first."""
    levels = sorted(w for w in weights.values() if w > 0)
    # Many pairs score alike; were the floor the highest score itself, no bond would stand.
    floor = min(levels[len(levels) // 4], max((w for w in levels if w < levels[-1]), default=0.0))
    strong = {pair: w for pair, w in weights.items() if w > floor}
    parts = _split(members, strong)
    if len(parts) == 1 and len(strong) == len(levels):
        return [[member] for member in members]
    kept = {pair: w for pair, w in weights.items() if w > floor or w <= 0}
    inside = zip(parts, _inside(parts, kept), strict=True)
    return [one for part, bonds in inside for one in agglomerate(part, bonds, group)]


def _inside(parts: list[list[int]], weights: Weights) -> list[Weights]:
    """The bonds within each part; one walk over all, for there may be thousands of parts."""
    part_of = {member: at for at, part in enumerate(parts) for member in part}
    found: list[Weights] = [{} for _ in parts]
    for (first, second), weight in weights.items():
        if part_of[first] == part_of[second]:
            found[part_of[first]][first, second] = weight
    return found


def _split(members: list[int], weights: Weights) -> list[list[int]]:
    place = {member: at for at, member in enumerate(members)}
    ends = np.array([[place[a], place[b]] for (a, b), w in weights.items() if w > 0]).reshape(-1, 2)
    shape = (len(members), len(members))
    links = coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=shape)
    _, component = connected_components(links, directed=False)
    parts: Mapping[int, list[int]] = {int(c): [] for c in component}
    for member, part in zip(members, component.tolist(), strict=True):
        parts[part].append(member)
    return sorted(parts.values())


class _Bonds:
    """The groups of one component and the sums of weights between them, as a dense table."""

    def __init__(self, members: list[int], weights: Weights, group: Codes) -> None:
        self._members: list[list[int]] = [[member] for member in members]
        place = {member: at for at, member in enumerate(members)}
        size = len(members)
        self._sum = np.full((size, size), UNSEEN)
        for (a, b), weight in weights.items():
            self._sum[place[a], place[b]] = self._sum[place[b], place[a]] = weight
        natures = group[members]
        alike = (natures[:, None] == natures[None, :]) & (natures[:, None] >= 0)
        self._never = alike | (self._sum <= -TOLD / 2)
        np.fill_diagonal(self._never, True)
        self._size = np.ones(size)

    def strongest(self) -> tuple[int, int] | None:
        """The two groups with the strongest mean bond above zero, the lowest first in a tie."""
        mean = self._sum / (self._size[:, None] * self._size[None, :])
        mean[self._never] = -np.inf
        at = int(np.argmax(mean))
        row, column = divmod(at, len(self._size))
        return (row, column) if mean[row, column] > 0 else None

    def join(self, one: int, two: int) -> None:
        """Make two groups one."""
        one, two = min(one, two), max(one, two)
        self._members[one] += self._members[two]
        self._members[two] = []
        self._sum[one] += self._sum[two]
        self._sum[:, one] = self._sum[one]
        self._never[one] |= self._never[two]
        self._never[:, one] = self._never[one]
        self._never[two] = True
        self._never[:, two] = True
        self._size[one] += self._size[two]

    def groups(self) -> list[list[int]]:
        """The groups that are left."""
        return [group for group in self._members if group]
