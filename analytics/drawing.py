"""A chart for a page that keeps it: what comes is placed beside what lies there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.analytics.chart import ChartEdge, edges_between
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
    network = view.network()
    numbers = sorted({n for n in map(network.index_of, entities) if n is not None})
    edges = edges_between(view, network, numbers)
    at = {str(network.ids[number]): row for row, number in enumerate(numbers)}
    ends = [(at[edge.source], at[edge.target]) for edge in edges]
    kept = {at[entity]: spot for entity, spot in held.items() if entity in at}
    spots = place_beside(len(numbers), ends, kept, seed=seed)
    outlines = (view.outline(entity) for entity in at)
    nodes = [
        DrawnNode(outline, str(network.standing[number]), len(network.simple.neighbours(number)),
                  float(x), float(y))
        for outline, number, (x, y) in zip(outlines, numbers, spots.tolist(), strict=True)
        if outline is not None
    ]  # fmt: skip
    return Drawing(tuple(nodes), tuple(edges))
