"""The chart for paper: the marking on every page, and a footnote for each link."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from math import hypot

from comity.analytics import Chart, ChartNode
from comity.analytics.chart_page import short
from comity.analytics.icons import colour_of
from comity.api.chart_notes import AROUND, Note, Point, box_of, chart_for, notes_of, said_above
from comity.api.export import Parcel
from comity.api.pdf_pages import HIGH, WIDE, pdf_of
from comity.api.pdf_text import broken, shown, width_of

MARGIN, LINE, SIZE, SMALL = 36.0, 11.0, 8.5, 7.0
LETTERS = (
    "Between ‹ and › stands in Latin letters what this page has no others for; as it was recorded "
    "it comes along when text is copied out of this file, and stands in the other formats."
)
Line = tuple[str, float, str]  # the font, how far in, and the text


def as_pdf(parcel: Parcel) -> Iterator[str]:
    """The file, a page after the other."""
    chart = chart_for(parcel)
    paper = _Paper(parcel.heading.get("marking", ""), parcel.heading["recipient"])
    notes = notes_of(chart)
    pages = chain([_picture(paper, chart, notes)], _texts(paper, _told(parcel, chart, notes)))
    framed = (paper.framed(page, at) for at, page in enumerate(pages, start=1))
    return pdf_of(framed, f"Handed over to {parcel.heading['recipient']}")


@dataclass(frozen=True)
class _Paper:
    """What stands on every page, and what room it leaves."""

    marking: str
    recipient: str

    @property
    def banner(self) -> list[str]:
        # Bold letters are wider than those that are measured.
        return list(broken(self.marking, SIZE * 1.1, WIDE - 2 * MARGIN))

    @property
    def top(self) -> float:
        return HIGH - 24 - LINE * len(self.banner)

    @property
    def bottom(self) -> float:
        return 24 + LINE * (len(self.banner) + 1)

    def framed(self, drawn: str, number: int) -> str:
        """A page with the marking above and below, and its number."""
        above = (_text("B", SIZE, MARGIN, HIGH - 24 - LINE * at, line)
                 for at, line in enumerate(self.banner))  # fmt: skip
        below = (_text("B", SIZE, MARGIN, self.bottom - LINE * (at + 1), line)
                 for at, line in enumerate(self.banner))  # fmt: skip
        foot = _text("F", SMALL, MARGIN, 20, f"Page {number}, for {short(self.recipient)}")
        return "\n".join((*above, drawn, *below, foot))


def _text(font: str, size: float, x: float, y: float, text: str) -> str:
    return f"BT /{font} {size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm {shown(text)} ET"


def _middle(size: float, x: float, y: float, text: str) -> str:
    return _text("F", size, x - width_of(text, size) / 2, y, text)


@dataclass(frozen=True)
class _Scale:
    """Where a point of the chart lies on the page."""

    x: float
    y: float
    of: float

    def at(self, point: Point) -> Point:
        return self.x + self.of * point[0], self.y - self.of * point[1]

    def path(self, *points: Point) -> str:
        return " ".join(f"{x:.2f} {y:.2f}" for x, y in map(self.at, points))


def _picture(paper: _Paper, chart: Chart, notes: Iterable[Note]) -> str:
    """The chart as large as a page allows; what is small on paper can be made larger on screen."""
    left, top, right, bottom = box_of(chart)
    room = WIDE - 2 * MARGIN, paper.top - paper.bottom - 8
    of = min(room[0] / (right - left), room[1] / (bottom - top), 1.0)
    x = WIDE / 2 - of * (left + right) / 2
    y = (paper.top + paper.bottom) / 2 + of * (top + bottom) / 2
    scale = _Scale(x, y, of)
    drawn = (*(_link(note, scale) for note in notes),
             *(_entity(node, scale) for node in chart.nodes))  # fmt: skip
    return "\n".join(drawn)


def _link(note: Note, scale: _Scale) -> str:
    (x, y), (by_x, by_y), (to_x, to_y) = note.start, note.middle, note.end
    # A curve over one point is one over two that lie two thirds of the way to it.
    near = (x + 2 * by_x) / 3, (y + 2 * by_y) / 3
    far = (to_x + 2 * by_x) / 3, (to_y + 2 * by_y) / 3
    line = f"{scale.path((x, y))} m {scale.path(near, far, (to_x, to_y))} c S"
    dashes = "[3 2] 0 d" if note.dashed else "[] 0 d"
    over = scale.at(((x + 2 * by_x + to_x) / 4, (y + 2 * by_y + to_y) / 4))
    tip = _tip((by_x, by_y), (to_x, to_y), scale)
    label = _middle(max(10 * scale.of, 0.5), *over, note.label)
    return f"0.45 G {0.8 * scale.of:.3f} w {dashes} {line} 0.45 g {tip} f 0.1 g {label}"


def _tip(start: Point, end: Point, scale: _Scale) -> str:
    """The head of an arrow at the end of a line."""
    gap_x, gap_y = end[0] - start[0], end[1] - start[1]
    long = hypot(gap_x, gap_y) or 1.0
    x, y = gap_x / long * 9, gap_y / long * 9
    sides = ((end[0] - x - y / 2, end[1] - y + x / 2), (end[0] - x + y / 2, end[1] - y - x / 2))
    first, second = map(scale.path, sides)
    return f"{scale.path(end)} m {first} l {second} l h"


def _entity(node: ChartNode, scale: _Scale) -> str:
    """A disc in the colour of its kind, its kind's first letter and its name."""
    x, y = scale.at((node.x, node.y))
    size = AROUND * scale.of
    red, green, blue = (int(colour_of(node.kind)[at : at + 2], 16) / 255 for at in (1, 3, 5))
    disc = f"{red:.3f} {green:.3f} {blue:.3f} rg {_disc(x, y, size)} f"
    letter = _middle(max(size, 0.5), x, y - size * 0.35, node.kind[:1].upper())
    name = _middle(max(12 * scale.of, 0.5), x, y - size - 13 * scale.of, short(node.name))
    return f"{disc} 1 g {letter} 0.1 g {name}"


def _disc(x: float, y: float, size: float) -> str:
    """A disc of four curves, which is what PDF has."""
    arm = 0.5523 * size
    steps = ((size, 0, size, arm, arm, size, 0, size), (0, size, -arm, size, -size, arm, -size, 0),
             (-size, 0, -size, -arm, -arm, -size, 0, -size),
             (0, -size, arm, -size, size, -arm, size, 0))  # fmt: skip
    curves = " ".join(
        f"{x + b:.2f} {y + c:.2f} {x + d:.2f} {y + e:.2f} {x + f:.2f} {y + g:.2f} c"
        for _, _, b, c, d, e, f, g in steps
    )
    return f"{x + size:.2f} {y:.2f} m {curves}"


def _told(parcel: Parcel, chart: Chart, notes: Iterable[Note]) -> Iterator[Line]:
    """All that is said below the chart, a paragraph after the other."""
    yield "B", 0, f"Handed over to {parcel.heading['recipient']}"
    yield from (("F", 0, line) for line in (*said_above(parcel), LETTERS))
    yield "B", 0, "Links and the records behind them"
    for note in notes:
        yield "F", 0, f"[{note.number}] {note.head}"
        yield from (("F", 18, line) for line in note.lines)
    yield "B", 0, "Entities"
    for node in sorted(chart.nodes, key=lambda node: (node.kind, node.name, node.id)):
        yield "F", 0, f"{node.name} ({node.kind.replace('_', ' ')}, {', '.join(node.agencies)})"
        yield from (("F", 18, line) for line in node.lines)


def _texts(paper: _Paper, told: Iterable[Line]) -> Iterator[str]:
    """Pages of text, each as full as it gets."""
    page: list[str] = []
    y = paper.top - LINE
    for font, indent, text in told:
        for line in broken(text, SIZE, WIDE - 2 * MARGIN - indent):
            if y < paper.bottom + LINE:
                yield "\n".join(page)
                page, y = [], paper.top - LINE
            page.append(_text(font, SIZE, MARGIN + indent, y, line))
            y -= LINE
    yield "\n".join(page)
