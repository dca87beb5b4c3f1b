"""Positions: latitude and longitude put together, and how many metres lie between two."""

from collections.abc import Iterator, Sequence
from math import cos, floor, radians

import numpy as np
import numpy.typing as npt

from comity.resolve.facts import Codes, Facts, Index
from comity.resolve.features import Readings, Words

Floats = npt.NDArray[np.float64]
LATITUDE, LONGITUDE = "latitude", "longitude"
EARTH = 6_371_008.8
LEVELS = ("elsewhere", "within 10 km", "within 1 km", "within 250 m", "within 50 m", "within 10 m")
_METRES = (10_000.0, 1_000.0, 250.0, 50.0, 10.0)
# Of a subject with more values than this no position is known.
MOST = 4
# Two positions within 11 m share a square of 22 m in one of four grids, half a square apart.
_SQUARE, _STEEPEST = 0.0002, 0.01


def metres(one: Floats, two: Floats) -> Floats:
    """The distance on a sphere between rows of (latitude, longitude), by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = np.radians(one).T, np.radians(two).T
    across = np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    half = np.sin((lat2 - lat1) / 2) ** 2 + across
    found: Floats = 2 * EARTH * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return found


def compare_positions(words: Words, left: Index, right: Index) -> npt.NDArray[np.uint8]:
    """The levels of distance, the nearer the higher."""
    known = words.known(_points)
    apart = metres(known[left], known[right])
    levels = np.ones(len(left), dtype=np.uint8)
    for most in _METRES:
        levels += apart <= most
    return levels


def position_texts(facts: Facts) -> Iterator[tuple[Codes, Codes, Sequence[str]]]:
    """Subjects, numbers and texts: every latitude of a subject with every longitude of it.

    Both nought, in the sea off Africa, is what programs write where they know nothing.
    """
    north, east = _values(facts, LATITUDE, 90.0), _values(facts, LONGITUDE, 180.0)
    subjects, texts = [], []
    for subject in sorted(north.keys() & east.keys()):
        if max(len(north[subject]), len(east[subject])) <= MOST:
            found = [f"{y:.5f},{x:.5f}" for y in north[subject] for x in east[subject] if x or y]
            subjects += [subject] * len(found)
            texts += found
    yield np.array(subjects, dtype=np.int32), np.arange(len(texts), dtype=np.int32), texts


def squares(grid: int) -> Readings:
    """The square that each position lies in, in one of the four grids."""
    down, along = divmod(grid, 2)
    return lambda texts: [_square(text, down / 2, along / 2) for text in texts]


def _square(text: str, down: float, along: float) -> str:
    north, east = _point(text)
    if not np.isfinite(north):
        return ""
    row = floor(north / _SQUARE + down)
    wide = _SQUARE / max(cos(radians(row * _SQUARE)), _STEEPEST)
    return f"{row} {floor(east / wide + along)}"


def _values(facts: Facts, prop: str, most: float) -> dict[int, list[float]]:
    """The sound values of a property by subject."""
    if prop not in facts.properties:
        return {}
    rows = np.flatnonzero(facts.property == facts.properties.index(prop))
    found: dict[int, list[float]] = {}
    for subject, code in zip(facts.subject[rows].tolist(), facts.value[rows].tolist(), strict=True):
        number = number_of(facts.values[code])
        if abs(number) <= most:
            found.setdefault(subject, []).append(number)
    return found


def number_of(text: str) -> float:
    """A number with a point or a comma, and none of numbers for any other text."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")


def _points(words: Words) -> Floats:
    return np.array([_point(text) for text in words.texts]).reshape(-1, 2)


def _point(text: str) -> tuple[float, float]:
    north, _, east = text.partition(",")
    found = number_of(north), number_of(east)
    return found if all(map(np.isfinite, found)) else (float("nan"), float("nan"))
