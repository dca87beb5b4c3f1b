"""The chart as one SVG picture, its marking above and below, with a footnote for each link."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from comity.analytics import Chart, ChartNode
from comity.analytics.chart_page import short
from comity.analytics.icons import colour_of, shape_of
from comity.api.chart_notes import AROUND, Note, box_of, chart_for, notes_of, said_above
from comity.api.export import Parcel
from comity.api.xml_text import content, element, opening

LINE, LETTERS = 18, 130
_SPACE = {"xmlns": "http://www.w3.org/2000/svg"}
_FONT = {"font-family": "sans-serif", "font-size": 13, "fill": "#14202b"}
# A name that turns the direction of writing turns nobody else's.
_APART = {"style": "unicode-bidi:isolate"}


def as_svg(parcel: Parcel) -> Iterator[str]:
    """The picture, an element on each line; it loads nothing and runs nothing."""
    chart = chart_for(parcel)
    notes = notes_of(chart)
    left, top, right, bottom = box_of(chart)
    right = max(right, left + 1000)
    above = [*_wrapped(parcel.heading.get("marking", "")), *_all(said_above(parcel))]
    below = [*_all(_footnotes(notes)), *_wrapped(parcel.heading.get("marking", ""))]
    high = bottom - top + LINE * (len(above) + len(below) + 4)
    first = top - LINE * (len(above) + 2)
    box = f"{left:.1f} {first:.1f} {right - left:.1f} {high:.1f}"
    head = {**_SPACE, "viewBox": box, "width": round(right - left), "height": round(high)}
    yield opening("svg", {**head, **_FONT, "role": "img"}) + "\n"
    yield element("title", {}, content(f"Handed over to {parcel.heading['recipient']}")) + "\n"
    yield _ground(left, first, right - left, high) + _symbols(chart)
    yield from _lines(above, left + 10, first + LINE)
    yield from map(_link, notes)
    yield from map(_entity, chart.nodes)
    yield from _lines(below, left + 10, bottom + LINE)
    yield "</svg>\n"


def _ground(x: float, y: float, wide: float, high: float) -> str:
    told = {"x": x, "y": y, "width": wide, "height": high, "fill": "#ffffff"}
    return element("rect", told) + "\n"


def _symbols(chart: Chart) -> str:
    """The head of an arrow, and the picture of each kind, once."""
    tip = element("path", {"d": "M0 0L10 5L0 10z", "fill": "#66788a"})
    arrow = {"id": "to", "viewBox": "0 0 10 10", "refX": 10, "refY": 5, "markerWidth": 8,
             "markerHeight": 8, "orient": "auto", "markerUnits": "userSpaceOnUse"}  # fmt: skip
    kinds = sorted({node.kind for node in chart.nodes})
    icons = (element("symbol", {"id": f"kind-{kind}", "viewBox": "0 0 64 64"}, shape_of(kind))
             for kind in kinds)  # fmt: skip
    return element("defs", {}, element("marker", arrow, tip) + "".join(icons)) + "\n"


def _link(note: Note) -> str:
    (x, y), (by_x, by_y), (to_x, to_y) = note.start, note.middle, note.end
    path = f"M{x:.1f} {y:.1f}Q{by_x:.1f} {by_y:.1f} {to_x:.1f} {to_y:.1f}"
    look = {"d": path, "fill": "none", "stroke": "#66788a", "marker-end": "url(#to)",
            "stroke-dasharray": "6 4" if note.dashed else None}  # fmt: skip
    over = (x + 2 * by_x + to_x) / 4, (y + 2 * by_y + to_y) / 4
    return element("path", look) + _text(note.label, *over, size=10) + "\n"


def _entity(node: ChartNode) -> str:
    colour = colour_of(node.kind)
    rim = {"cx": node.x, "cy": node.y, "r": AROUND, "fill": "#ffffff", "stroke": colour,
           "stroke-width": 2}  # fmt: skip
    icon = {"href": f"#kind-{node.kind}", "x": node.x - 14, "y": node.y - 14, "width": 28,
            "height": 28, "fill": colour}  # fmt: skip
    drawn = element("circle", rim) + element("use", icon)
    return drawn + _text(short(node.name), node.x, node.y + AROUND + 14, size=13) + "\n"


def _text(text: str, x: float, y: float, *, size: int) -> str:
    look = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": size, "text-anchor": "middle",
            "stroke": "#ffffff", "stroke-width": 3, "paint-order": "stroke", **_APART}  # fmt: skip
    return element("text", look, content(text))


def _footnotes(notes: Iterable[Note]) -> Iterator[str]:
    for note in notes:
        yield f"[{note.number}] {note.head}"
        yield from (f"    {line}" for line in note.lines)


def _all(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _wrapped(text)


def _wrapped(text: str) -> list[str]:
    return wrap(text, LETTERS, drop_whitespace=False, subsequent_indent="    ") or [text]


def _lines(texts: Iterable[str], x: float, y: float) -> Iterator[str]:
    for at, text in enumerate(texts):
        look = {"x": f"{x:.1f}", "y": f"{y + at * LINE:.1f}", "xml:space": "preserve", **_APART}
        yield element("text", look, content(text)) + "\n"
