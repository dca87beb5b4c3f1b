"""Positions by an order instead of by forces: in layers, in rings, along time, on a map.

Each knows only the rows, their links, and what is dated or placed of them; equal charts get
equal positions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.analytics.layout import SPACING, Spots, pairs_of

Floats = npt.NDArray[np.float64]
LAYER, SLOT, LANE = 1.6 * SPACING, 1.5 * SPACING, 1.1 * SPACING
TIME_WIDE, MAP_WIDE = 2400.0, 2000.0


@dataclass(frozen=True)
class Laid:
    """What is laid out: rows, links, when a row happened (seconds; NaN: lasts) and where.

    `where` has longitude and latitude in degrees, NaN where none is known.
    """

    size: int
    links: Sequence[tuple[int, int]]
    when: Floats
    where: Floats

    def beside(self) -> list[list[int]]:
        """The neighbours of each row, in order."""
        around: list[list[int]] = [[] for _ in range(self.size)]
        for one, two in pairs_of(self.links).tolist():
            around[one].append(two)
            around[two].append(one)
        return around


def in_layers(laid: Laid) -> Spots:
    """Each part from its best linked row downwards, a layer for each step away from it."""
    around, spots, left = laid.beside(), np.zeros((laid.size, 2)), 0.0
    for part in _parts(around):
        wide = max(map(len, part)) * SLOT
        slots: dict[int, float] = {}
        for depth, layer in enumerate(part):
            order = sorted(layer, key=lambda row: (_middle(around[row], slots), row))
            gap = wide / len(order)
            for at, row in enumerate(order):
                slots[row] = left + (at + 0.5) * gap
                spots[row] = slots[row], depth * LAYER
        left += wide + SLOT
    return _centred(spots)


def in_rings(laid: Laid) -> Spots:
    """One ring, on which whoever is linked comes one after the other."""
    order = [row for part in _parts(laid.beside()) for row in _walked(part, laid.beside())]
    spots = np.zeros((laid.size, 2))
    radius = max(SPACING, laid.size * SPACING / (2 * np.pi))
    angle = np.linspace(0, 2 * np.pi, max(laid.size, 1), endpoint=False) - np.pi / 2
    spots[order] = np.stack([np.cos(angle), np.sin(angle)], axis=1)[: laid.size] * radius
    return _rounded(spots)


def along_time(laid: Laid) -> Spots:
    """A lane for each row that lasts; what happened lies at its time, amid its neighbours."""
    around, spots = laid.beside(), np.zeros((laid.size, 2))
    dated = np.isfinite(laid.when)
    lanes = [row for part in _parts(around) for layer in part for row in layer if not dated[row]]
    for lane, row in enumerate(lanes):
        spots[row] = -SLOT, lane * LANE
    seen: dict[tuple[int, int], int] = {}
    for row in np.flatnonzero(dated).tolist():
        on = [spots[other, 1] for other in around[row] if not dated[other]]
        x, y = _share(laid.when, row) * TIME_WIDE, float(np.mean(on)) if on else -LANE
        cell = (round(x / SPACING), round(y / SPACING))
        seen[cell] = seen.get(cell, -1) + 1
        spots[row] = x + seen[cell] * SPACING / 3, y + seen[cell] * SPACING / 3
    return _rounded(spots)


def on_a_map(laid: Laid) -> Spots:
    """Places where they are, north up; all others beside the places that they are linked to."""
    around, known = laid.beside(), np.isfinite(laid.where).all(axis=1)
    spots = np.zeros((laid.size, 2))
    if not known.any():
        return in_layers(laid)
    spots[known] = flat(laid.where[known])
    placed, waiting = set(np.flatnonzero(known).tolist()), np.flatnonzero(known).tolist()
    while waiting:
        here = waiting.pop(0)
        for at, row in enumerate(each for each in around[here] if each not in placed):
            turn = (at + 1) * 2.39996
            reach = SPACING * (0.8 + np.sqrt(at) / 3)
            spots[row] = spots[here] + reach * np.array((np.cos(turn), np.sin(turn)))
            placed.add(row)
            waiting.append(row)
    rest = [row for row in range(laid.size) if row not in placed]
    low = float(spots[:, 1].max()) + 2 * LAYER
    for at, row in enumerate(rest):
        spots[row] = (at % 12) * SLOT, low + (at // 12) * SLOT
    return _rounded(spots)


def flat(where: Floats) -> Floats:
    """Degrees as pixels: longitudes as wide as they are in the middle of what is shown."""
    low, high = where.min(axis=0), where.max(axis=0)
    middle = (low + high) / 2
    narrow = np.array((np.cos(np.radians(middle[1])), 1.0))
    span = float(((high - low) * narrow).max())
    scale = MAP_WIDE / span if span > 0 else 0.0
    return np.asarray((where - middle) * narrow * scale * (1, -1))


def _parts(around: list[list[int]]) -> list[list[list[int]]]:
    """The connected parts, largest first, each as its layers from its best linked row."""
    seen: set[int] = set()
    parts = []
    for start in sorted(range(len(around)), key=lambda row: (-len(around[row]), row)):
        layers, layer = [], [] if start in seen else [start]
        while layer:
            seen.update(layer)
            layers.append(layer)
            ahead = (other for row in layer for other in around[row] if other not in seen)
            layer = list(dict.fromkeys(ahead))
        parts += [layers] if layers else []
    return sorted(parts, key=lambda part: -sum(map(len, part)))


def _walked(part: list[list[int]], around: list[list[int]]) -> list[int]:
    """The rows of a part, deep before wide: neighbours on the ring are neighbours mostly."""
    order: dict[int, None] = {}
    waiting = [part[0][0]]
    while waiting:
        row = waiting.pop()
        if row not in order:
            order[row] = None
            waiting += [other for other in reversed(around[row]) if other not in order]
    return list(order)


def _middle(rows: list[int], slots: Mapping[int, float]) -> float:
    known = [slots[row] for row in rows if row in slots]
    return sum(known) / len(known) if known else 0.0


def _share(when: Floats, row: int) -> float:
    first, last = float(np.nanmin(when)), float(np.nanmax(when))
    return (float(when[row]) - first) / (last - first) if last > first else 0.5


def _centred(spots: Floats) -> Spots:
    return _rounded(spots - spots.mean(axis=0)) if len(spots) else _rounded(spots)


def _rounded(spots: Floats) -> Spots:
    return np.asarray(np.round(spots, 1), dtype=np.float32)


SHAPES: Mapping[str, Callable[[Laid], Spots]] = {
    "hierarchical": in_layers,
    "circular": in_rings,
    "time": along_time,
    "map": on_a_map,
}
