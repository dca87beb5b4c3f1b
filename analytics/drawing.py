"""A chart for a page that keeps it: what comes is placed beside what lies there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.analytics.chart import ChartEdge, part_of
from comity.analytics.layout_beside import place_beside
from comity.graph.answers import Outline
from comity.graph.view import View


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """One entity at its place in pixels; `links` counts all that it is linked to in the view."""

    outline: Outline
    standing: str
    links: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Entities in the order of their ids, and every visible link between them."""

    nodes: tuple[DrawnNode, ...]
    edges: tuple[ChartEdge, ...]


def drawing_of(
    view: View,
    entities: Sequence[str],
    held: Mapping[str, tuple[float, float]],
    *,
    seed: int = 0,
) -> Drawing:
    """Some entities of a view by their ids; those of `held` keep their places."""
    network, part = view.network(), part_of(view, entities)
    kept = {part.rows[entity]: spot for entity, spot in held.items() if entity in part.rows}
    spots = place_beside(len(part.rows), part.ends, kept, seed=seed)
    outlines = map(view.outline, part.rows)
    nodes = [
        DrawnNode(outline, str(network.standing[number]), len(network.simple.neighbours(number)),
                  float(x), float(y))
        for outline, number, (x, y) in zip(outlines, part.numbers, spots.tolist(), strict=True)
        if outline is not None
    ]  # fmt: skip
    return Drawing(tuple(nodes), part.edges)
