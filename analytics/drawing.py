"""A chart for a page that keeps it: what comes is placed beside what lies there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.analytics.chart import ChartEdge, Part, part_of
from comity.analytics.errors import BadArgument
from comity.analytics.layout import Spots
from comity.analytics.layout_beside import place_beside
from comity.analytics.layout_shapes import SHAPES, Floats, Laid
from comity.graph.answers import Outline
from comity.graph.view import View
from comity.graph.vocabulary import vocabulary
from comity.graph.words import BEGINNING

FORCES = "forces"
LAYOUTS = (FORCES, *SHAPES)
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """One entity at its place in pixels; `links` counts all that it is linked to in the view.

    `where` is its longitude and latitude, read for a map alone.
    """

    outline: Outline
    standing: str
    links: int
    x: float
    y: float
    where: Place | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """Entities in the order of their ids, and every visible link between them."""

    nodes: tuple[DrawnNode, ...]
    edges: tuple[ChartEdge, ...]


def drawing_of(
    view: View,
    entities: Sequence[str],
    held: Mapping[str, Place],
    *,
    layout: str = FORCES,
    seed: int = 0,
) -> Drawing:
    """Some entities of a view by their ids; those of `held` keep their places."""
    if layout not in LAYOUTS:
        raise BadArgument("layout", layout, f"one of {', '.join(LAYOUTS)}")
    network, part = view.network(), part_of(view, entities)
    kept = {part.rows[entity]: spot for entity, spot in held.items() if entity in part.rows}
    outlines = view.outlines(part.rows)
    kinds = [outline.kind if outline else "" for outline in outlines]
    where = _where(view, part, kinds) if layout == "map" else {}
    spots = _spots(part, kept, layout, seed, kinds, where)
    nodes = [
        DrawnNode(outline, str(network.standing[number]), len(network.simple.neighbours(number)),
                  float(x), float(y), where.get(row))
        for row, (outline, number, (x, y)) in enumerate(
            zip(outlines, part.numbers, spots.tolist(), strict=True))
        if outline is not None
    ]  # fmt: skip
    return Drawing(tuple(nodes), part.edges)


def _spots(
    part: Part,
    kept: Mapping[int, Place],
    layout: str,
    seed: int,
    kinds: Sequence[str],
    where: Mapping[int, Place],
) -> Spots:
    size = len(part.rows)
    if layout == FORCES:
        return place_beside(size, part.ends, kept, seed=seed)
    places = np.full((size, 2), np.nan)
    for row, spot in where.items():
        places[row] = spot
    spots = SHAPES[layout](Laid(size, part.ends, _when(part, kinds), places))
    for row, spot in kept.items():
        spots[row] = spot
    return spots


def _when(part: Part, kinds: Sequence[str]) -> Floats:
    """When each event happened by its links, in micros; everything else lasts (NaN)."""
    categories, when = vocabulary().categories, np.full(len(part.rows), np.nan)
    for edge in part.edges:
        for row in (part.rows[edge.source], part.rows[edge.target]):
            if edge.valid.start > BEGINNING and categories.get(kinds[row]) == "event":
                when[row] = np.fmin(when[row], float(edge.valid.start))
    return when


def _where(view: View, part: Part, kinds: Sequence[str]) -> dict[int, Place]:
    """Longitude and latitude of the locations that have both, as the first record says them."""
    found = {}
    for row, entity in enumerate(part.rows):
        told = view.entity(entity) if kinds[row] == "location" else None
        said: dict[tuple[str, str], dict[str, float]] = {}
        for fact in told.facts if told else ():
            if fact.property in ("longitude", "latitude"):
                record = said.setdefault((fact.origin.source, fact.origin.record), {})
                record[fact.property] = float(fact.value)
        whole = [each for _, each in sorted(said.items()) if len(each) == 2]
        if whole:
            found[row] = (whole[0]["longitude"], whole[0]["latitude"])
    return found
