"""Clusters: who belongs together, worked out inside one connected component at a time.

Average linkage on log odds: two groups join while the mean over all their pairs speaks for
it, so that a chain whose ends contradict is cut. Groups that are each other's best join in
rounds, all components at once, which gives what joining the best pair first would (average
linkage is reducible: Bruynooghe 1977). Ties go to the lowest subject number.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from comity.resolve.facts import Codes, Ints, Mask, Pairs, Scores

LogOdds = npt.NDArray[np.float64]
# What a pair that blocking never proposed is taken to say: not a match, without conviction.
UNSEEN = -3.0
# Up to so many subjects and pairs are joined one by one: arrays take longer to set up.
FEW = 256
TOLD = 1e5
# Weights are whole numbers of this part of a bit: sums come out the same in any order.
PART = 1 << 20


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
    pairs, said = _said(pairs, scores, threshold, joined, apart)
    if not (said > 0).any():
        return np.arange(subjects, dtype=np.int32)
    bonds = _inside_components(subjects, pairs, said, group)
    label = np.arange(subjects, dtype=np.int32)
    size = np.ones(subjects, dtype=np.int64)
    while len(chosen := _mutual_best(bonds, size)):
        low, high = bonds.first[chosen], bonds.second[chosen]
        size[low] += size[high]
        target = np.arange(subjects, dtype=np.int32)
        target[high] = low
        label, bonds = target[label], _merged(bonds, target)
    return label


@dataclass(frozen=True)
class Bonds:
    """Pairs of groups, lower first, with the sum of the weights between them.

    `count` is how many pairs of subjects the sum is over; all others are UNSEEN.
    """

    first: Codes
    second: Codes
    weight: Ints
    count: Ints | None = None

    def where(self, mask: Mask | Ints) -> "Bonds":
        """Some of the pairs."""
        count = None if self.count is None else self.count[mask]
        return Bonds(self.first[mask], self.second[mask], self.weight[mask], count)

    def means(self, size: Ints) -> npt.NDArray[np.float64]:
        """The mean over all pairs of subjects of two groups, unseen ones among them."""
        assert self.count is not None
        pairs = size[self.first] * size[self.second]
        unseen = int(UNSEEN * PART) * (pairs - self.count)
        means: npt.NDArray[np.float64] = (self.weight + unseen) / pairs
        return means


def _said(
    pairs: Pairs, scores: Scores, threshold: float, joined: Pairs, apart: Pairs
) -> tuple[Pairs, LogOdds]:
    """What scores and people say of pairs: above 0 is for joining."""
    first = np.concatenate([pairs.first, joined.first, apart.first])
    second = np.concatenate([pairs.second, joined.second, apart.second])
    told = [np.full(len(joined), TOLD), np.full(len(apart), -TOLD)]
    said = np.concatenate([scores.astype(np.float64) - threshold, *told])
    return Pairs(first, second), said


def _inside_components(subjects: int, pairs: Pairs, said: LogOdds, group: Codes) -> Bonds:
    """The bonds inside components of pairs that speak for joining, with those by nature."""
    component = components(subjects, pairs.at(said > 0))
    alone = np.bincount(component, minlength=1)[component] == 1
    natural = _natural(component, group, alone)
    kept = np.flatnonzero(component[pairs.first] == component[pairs.second])
    weight = np.rint(said[kept] * PART).astype(np.int64)
    first = np.concatenate([pairs.first[kept], natural.first])
    second = np.concatenate([pairs.second[kept], natural.second])
    weight = np.concatenate([weight, natural.weight])
    low, high = np.minimum(first, second), np.maximum(first, second)
    bonds = Bonds(low, high, weight, np.ones(len(low), dtype=np.int64))
    return _summed(bonds.where(low != high), subjects)


def components(subjects: int, pairs: Pairs) -> Codes:
    """The number of the connected component that each subject is in."""
    if subjects + len(pairs) <= FEW:
        return _components_of_few(subjects, pairs)
    ends = pairs.first, pairs.second
    links = coo_matrix((np.ones(len(pairs), dtype=np.int8), ends), shape=(subjects, subjects))
    component: Codes = connected_components(links, directed=False)[1]
    return component


def _components_of_few(subjects: int, pairs: Pairs) -> Codes:
    lowest = list(range(subjects))

    def find(subject: int) -> int:
        while lowest[subject] != subject:
            subject = lowest[subject]
        return subject

    for first, second in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
        low, high = sorted((find(first), find(second)))
        lowest[high] = low
    numbers: dict[int, int] = {}
    found = [numbers.setdefault(find(subject), len(numbers)) for subject in range(subjects)]
    return np.array(found, dtype=np.int32)


def _natural(component: Codes, group: Codes, alone: Mask) -> Bonds:
    """A bar between any two of one component that are different by nature."""
    rows = np.flatnonzero((group >= 0) & ~alone)
    both = component[rows].astype(np.int64) * (int(group.max(initial=0)) + 1) + group[rows]
    several = _is_repeated(both)
    order = rows[several][np.argsort(both[several], kind="stable")]
    first, second = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for step in range(1, len(order)):
        one, two = order[:-step], order[step:]
        alike = (component[one] == component[two]) & (group[one] == group[two])
        if not alike.any():
            break
        first.append(one[alike].astype(np.int32))
        second.append(two[alike].astype(np.int32))
    low = np.concatenate(first)
    return Bonds(low, np.concatenate(second), np.full(len(low), int(-TOLD * PART)))


def _is_repeated(numbers: Ints) -> Mask:
    """Which of some numbers are there more than once."""
    ordered = np.sort(numbers)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(twice):
        return np.zeros(len(numbers), dtype=np.bool_)
    at = np.minimum(np.searchsorted(twice, numbers), len(twice) - 1)
    found: Mask = twice[at] == numbers
    return found


def _summed(bonds: Bonds, subjects: int) -> Bonds:
    """One row for each pair of groups, its weights and counts added up."""
    assert bonds.count is not None
    packed = bonds.first.astype(np.int64) * subjects + bonds.second
    order = np.argsort(packed)  # equal ones in any order: whole numbers add up alike
    packed = packed[order]
    starts = np.flatnonzero(np.append(len(packed) > 0, packed[1:] != packed[:-1])[: len(packed)])
    if not len(starts):
        return bonds
    weight = np.add.reduceat(bonds.weight[order], starts)
    count = np.add.reduceat(bonds.count[order], starts)
    first, second = bonds.first[order][starts], bonds.second[order][starts]
    return Bonds(first, second, weight, count)


def _mutual_best(bonds: Bonds, size: Ints) -> Ints:
    """The bonds whose two groups are each other's strongest, as long as they speak for joining."""
    mean = bonds.means(size)
    rows = np.flatnonzero(mean > 0)
    first, second, mean = bonds.first[rows], bonds.second[rows], mean[rows]
    best_of_first = _best(np.concatenate([first, second]), np.concatenate([second, first]),
                          np.concatenate([mean, mean]), len(size))  # fmt: skip
    mutual = (best_of_first[first] == second) & (best_of_first[second] == first)
    chosen: Ints = rows[mutual]
    return chosen


def _best(group: Codes, other: Codes, mean: npt.NDArray[np.float64], size: int) -> Codes:
    """Each group's strongest partner, the lowest in a tie; -1 without one."""
    strongest = np.zeros(size)
    np.maximum.at(strongest, group, mean)
    rows = np.flatnonzero(mean == strongest[group])
    best = np.full(size, size, dtype=np.int32)
    np.minimum.at(best, group[rows], other[rows])
    best[best == size] = -1
    return best


def _merged(bonds: Bonds, target: Codes) -> Bonds:
    """The bonds of the groups that are left; only rows whose groups changed are summed anew."""
    first, second = target[bonds.first], target[bonds.second]
    low, high = np.minimum(first, second), np.maximum(first, second)
    moved = Bonds(low, high, bonds.weight, bonds.count).where(low != high)
    return _summed(moved, len(target))
