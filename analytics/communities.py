"""Communities: groups with more links inside than chance, or than a given density, would give.

Where to look for crews and circles in a network too large to draw. Some division is always
found, also in noise: the quality and the stability say how far to trust it. Modularity cannot
see groups below a size that grows with the whole network (Fortunato and Barthélemy 2007); the
constant Potts model can, and asks for the density instead. Neither is for membership that
overlaps. Louvain with refinement (Blondel et al. 2008; Staudt and Meyerhenke 2016), several runs
put together, on modularity (Newman and Girvan 2004) or CPM (Traag, Van Dooren and Nesterov 2011).
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.agreement import adjusted_mutual_information
from comity.analytics.components import hanging_together, largest_first
from comity.analytics.errors import BadArgument
from comity.analytics.frames import earlier, entity_frame
from comity.analytics.louvain import Weighed
from comity.analytics.moving import Chance, moved
from comity.graph.network import Network

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
SEEDS = 3
MOST_MOVES, LEAST_BETTER = 12, 1e-6  # rounds that better an earlier division, and by what share
QUALITIES = ("modularity", "cpm")


def communities(
    network: Network,
    *,
    resolution: float = 1.0,
    quality: str = "modularity",
    weighted: bool = False,
    seed: int = 0,
    seeds: int = SEEDS,
    start: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The community of each entity, from the largest (0) down, and its size.

    The best of several seeds and of what they agree on put together. `attrs` holds the quality
    reached under its name, and the `stability`: the mean agreement of the best with the other
    seeds (adjusted mutual information; 1 is the same, 0 what chance gives). Every community is
    connected. From `start`, an earlier answer, communities are bettered and not sought anew: much
    sooner after a few changes, never worse than the start, and without a stability.
    """
    _check(resolution, quality, seeds)
    weight = network.simple.weight if weighted else np.ones(len(network.simple.low))
    task = _Task(network, weight, resolution, quality)
    if start is None:
        found = [task.rated(label) for label in task.sought(range(seed, seed + seeds))]
    else:
        found = [task.bettered(_as_before(network, start), seed)]
    best = max(range(len(found)), key=lambda run: found[run][0])
    number, size = largest_first(found[best][1])
    frame = entity_frame(network, community=number, size=size)
    others = [label for run, (_, label) in enumerate(found[:seeds]) if run != best]
    frame.attrs[quality] = round(found[best][0], 6)
    frame.attrs["stability"] = stability(number, others)
    return frame


def modularity(network: Network, label: Labels, weight: Floats, resolution: float = 1.0) -> float:
    """Modularity: the share of weight inside, less what the ends' weights would give by chance."""
    simple, whole = network.simple, float(weight.sum())
    if not whole:
        return 0.0
    inside = float(weight[label[simple.low] == label[simple.high]].sum())
    ends = np.bincount(label, weights=_strength(network, weight))
    return inside / whole - resolution * float(((ends / (2 * whole)) ** 2).sum())


def density_quality(
    network: Network, label: Labels, weight: Floats, resolution: float = 1.0
) -> float:
    """CPM: the weight inside, less `resolution` for each pair that could be linked inside."""
    simple = network.simple
    inside = float(weight[label[simple.low] == label[simple.high]].sum())
    sizes = np.bincount(label).astype(np.float64)
    return inside - resolution * float((sizes * (sizes - 1)).sum()) / 2


def stability(label: Labels, others: list[Labels]) -> float | None:
    """The mean agreement of one division with others; None if there are none."""
    if not others:
        return None
    agreed = [adjusted_mutual_information(label, other) for other in others]
    return round(float(np.mean(agreed)), 6)


class _Task:
    """One network to be divided by one quality."""

    def __init__(self, network: Network, weight: Floats, resolution: float, quality: str) -> None:
        self.network, self.weight, self.resolution = network, weight, resolution
        self._strength = _strength(network, weight)
        by_chance = quality == "modularity"
        self._value = modularity if by_chance else density_quality
        self._weighed = self._by_chance() if by_chance else self._by_density()
        ends = self._strength if by_chance else np.ones(network.size)
        share = resolution / max(2 * float(weight.sum()), 1e-300) if by_chance else resolution
        self._chance = Chance(ends, share)

    def sought(self, seeds: range) -> Iterator[Labels]:
        """What each seed finds, and then what they make together."""
        runs = [self._weighed.run(seed) for seed in seeds]
        yield from runs
        if len(runs) > 1:
            yield self._weighed.together(runs)

    def bettered(self, label: Labels, seed: int) -> tuple[float, Labels]:
        """A division after moves and mergers that better it."""
        best = self.rated(label)
        for turn in range(MOST_MOVES):
            again = moved(self.network, best[1], self.weight, self._chance, seed + turn)
            before, best = best, max(best, self.rated(again), key=lambda found: found[0])
            if best[0] - before[0] <= LEAST_BETTER * abs(before[0]):
                break
        return max(best, self.rated(self._weighed.merged(best[1])), key=lambda found: found[0])

    def rated(self, label: Labels) -> tuple[float, Labels]:
        """The quality of communities parted where they hang together by nothing.

        Parting them never lowers it.
        """
        simple = self.network.simple
        inside = label[simple.low] == label[simple.high]
        parts = hanging_together(self.network.size, simple.low[inside], simple.high[inside])
        label = parts.astype(np.int64)
        return self._value(self.network, label, self.weight, self.resolution), label

    def _by_chance(self) -> Weighed:
        return Weighed(self.network, self.weight, None, self.resolution)

    def _by_density(self) -> Weighed:
        """CPM as the modularity of a network in which a loop makes everybody's weight the same.

        What chance gives a pair is then the same for all pairs, which is what CPM asks for.
        """
        most = max(float(self._strength.max(initial=0.0)), 1e-300)
        gamma = self.resolution * self.network.size / most
        return Weighed(self.network, self.weight, (most - self._strength) / 2, gamma)


def _as_before(network: Network, start: pd.DataFrame) -> Labels:
    """The earlier communities; whoever is new is one alone."""
    alone = np.arange(network.size, dtype=np.int64)
    before = earlier(network, start, "community", np.full(network.size, -1, dtype=np.int64))
    return np.where(before < 0, alone + int(before.max(initial=-1)) + 1, before)


def _strength(network: Network, weight: Floats) -> Floats:
    simple = network.simple
    ends = np.concatenate([simple.low, simple.high])
    summed = np.bincount(ends, weights=np.tile(weight, 2), minlength=network.size)
    return np.asarray(summed, dtype=np.float64)


def _check(resolution: float, quality: str, seeds: int) -> None:
    if not 0 <= resolution < float("inf"):
        raise BadArgument("resolution", resolution, "0 or more")
    if quality not in QUALITIES:
        raise BadArgument("quality", repr(quality), " or ".join(QUALITIES))
    if seeds < 1:
        raise BadArgument("seeds", seeds, "1 or more")
