"""A chart on paper: what each link rests on, as numbered notes, and the lines around a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from comity.analytics import Chart, ChartEdge, chart_of
from comity.analytics.chart_page import LEAD, bends, short, words_on
from comity.api.export import Parcel

Point = tuple[float, float]
AROUND = 20.0  # the radius of an entity, in the chart's own pixels
EVERYTHING = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Note:
    """One link's line on the chart, and the footnote that its number leads to.

    The line is a curve from `start` to `end` over `middle`, the point that it leans to.
    """

    number: int
    start: Point
    middle: Point
    end: Point
    label: str
    dashed: bool
    head: str
    lines: tuple[str, ...]


def chart_for(parcel: Parcel) -> Chart:
    """The chart of a parcel, with every record behind every link."""
    return chart_of(parcel.view, parcel.entities, most_lines=EVERYTHING)


def notes_of(chart: Chart) -> list[Note]:
    """The links of a chart in their order, numbered from one."""
    spots = {node.id: (node.x, node.y) for node in chart.nodes}
    names = {node.id: short(node.name) for node in chart.nodes}
    drawn = zip(chart.edges, bends(chart.edges), strict=True)
    return [
        _note(at, edge, (spots[edge.source], spots[edge.target]), bend,
              f"{names[edge.source]} → {names[edge.target]}")
        for at, (edge, bend) in enumerate(drawn, start=1)
    ]  # fmt: skip


def _note(number: int, edge: ChartEdge, ends: Sequence[Point], bend: float, between: str) -> Note:
    (x, y), (to_x, to_y) = ends
    middle = ((x + to_x) / 2 - bend * (to_y - y), (y + to_y) / 2 + bend * (to_x - x))
    words = words_on(edge)
    kind = edge.kind.replace("_", " ")
    said = f"{between}: {kind}" + ("" if words.startswith(kind) else f", {words}")
    start, end = _off((x, y), middle), _off((to_x, to_y), middle)
    label = f"{short(words)} [{number}]"
    return Note(number, start, middle, end, label, edge.kind == "mentions", said, edge.lines)


def _off(end: Point, towards: Point) -> Point:
    """Where a line leaves the rim of an entity."""
    gap_x, gap_y = towards[0] - end[0], towards[1] - end[1]
    part = AROUND / max(hypot(gap_x, gap_y), AROUND)
    return (end[0] + gap_x * part, end[1] + gap_y * part)


def said_above(parcel: Parcel) -> tuple[str, ...]:
    """The lines that head a chart on paper: who hands it to whom, why, and what it is."""
    told = (f"{name.replace('_', ' ')}: {text}"
            for name, text in parcel.heading.items() if name != "marking")  # fmt: skip
    return (*told, LEAD)


def box_of(chart: Chart) -> tuple[float, float, float, float]:
    """The smallest and largest x and y of a chart, with room for names."""
    spots = [(node.x, node.y) for node in chart.nodes] or [(0.0, 0.0)]
    xs, ys = zip(*spots, strict=True)
    return min(xs) - 140, min(ys) - 60, max(xs) + 140, max(ys) + 70
