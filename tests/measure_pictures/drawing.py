"""Small pictures as SVG text: networks, bars and lanes, for light and dark pages alike.

Coordinates are whole numbers and nothing is drawn from chance, so that a picture is the same
wherever it is drawn.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

Places = Mapping[str, tuple[int, int]]
Pair = tuple[str, str]
MARGIN, TOP = 34, 30
DESCRIPTION = "{description}"  # put in by whoever knows the page
STYLE = """\
.p{fill:#fff;stroke:#d0d7de}text{font:11px system-ui,sans-serif;fill:#1f2328;text-anchor:middle;
paint-order:stroke;stroke:#fff;stroke-width:3px}.i{stroke:none}.h{font-weight:600;text-anchor:start}
.s{text-anchor:start}.e{text-anchor:end}.q{fill:#59636e}
line,path{stroke:#818b98;stroke-width:1.5;fill:none}.m{stroke:#bc4c00;stroke-width:4}
.d{stroke-dasharray:4 4}.t{stroke-width:.6}circle,rect{stroke:#57606a}
.b{stroke:#bc4c00;stroke-width:3}.g0{fill:#58a6ff}.g1{fill:#f0883e}.g2{fill:#3fb950}.g3{fill:#a371f7}.g4{fill:#afb8c1}
@media(prefers-color-scheme:dark){.p{fill:#161b22;stroke:#30363d}text{fill:#f0f6fc;stroke:#161b22}
.i{stroke:none}.q{fill:#9da7b3}line,path{stroke:#7d8590}.m,.b{stroke:#f0883e}circle,rect{stroke:#9da7b3}
.g0{fill:#1f6feb}.g1{fill:#b35900}.g2{fill:#238636}.g3{fill:#8957e5}.g4{fill:#57606a}}"""


@dataclass(frozen=True)
class Drawn:
    """What to show of a network: who is large and dark, of which group, and which links stand out.

    `value` sets size and shade, `told` is written below, `group` sets the colour; `marked`
    entities and `strong` links stand out, `guessed` links are dashed.
    """

    value: Mapping[str, float] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    group: Mapping[str, int] = field(default_factory=dict)
    marked: Sequence[str] = ()
    strong: Sequence[Pair] = ()
    guessed: Sequence[Pair] = ()
    on_links: Mapping[Pair, str] = field(default_factory=dict)
    directed: bool = False


def network_picture(
    title: str, places: Places, links: Iterable[Pair], drawn: Drawn, note: str = ""
) -> str:
    """A network at given places."""
    strong = {frozenset(pair) for pair in drawn.strong}
    lines = [_line(places, pair, drawn, frozenset(pair) in strong) for pair in links]
    lines += [_line(places, pair, drawn, False, "d") for pair in drawn.guessed]
    texts = [_on_link(places, pair, text) for pair, text in drawn.on_links.items()]
    circles = [_circle(name, places, drawn) for name in sorted(places)]
    width = max(x + max(_wide(_below(name, drawn)) // 2, 26) for name, (x, _) in places.items()) + 8
    height = max(y for _, y in places.values()) + MARGIN + 8
    return picture(title, width, height, [*lines, *texts, *circles], note)


def bar_picture(title: str, bars: Sequence[tuple[str, float, str, int]], note: str = "") -> str:
    """Horizontal bars: a name, a length, a text and a colour each; negative ones go left."""
    most = max(abs(length) for _, length, _, _ in bars) or 1
    least = min(0, *(length for _, length, _, _ in bars))
    zero = max(_wide(name) for name, _, _, _ in bars) + 20 + round(150 * -least / most)
    parts = []
    for at, (name, length, text, colour) in enumerate(bars):
        y, wide = TOP + 8 + 22 * at, round(150 * abs(length) / most)
        x = zero if length >= 0 else zero - wide
        after = x + wide + 6
        parts += [f'<text class="e" x="{min(zero, x) - 6}" y="{y + 12}">{escape(name)}</text>',
                  f'<rect class="g{colour}" x="{x}" y="{y}" width="{wide}" height="16"/>',
                  f'<text class="s" x="{after}" y="{y + 12}">{escape(text)}</text>']  # fmt: skip
    right = zero + 170 + max(_wide(text) for _, _, text, _ in bars)
    return picture(title, right, TOP + 20 + 22 * len(bars), parts, note)


def lane_picture(
    title: str,
    lanes: Sequence[tuple[str, Sequence[tuple[float, float, str, int]]]],
    ticks: Sequence[tuple[float, str]],
    note: str = "",
) -> str:
    """Lanes of time: a name each, and stretches from 0 to 1 with a text and a colour."""
    left, wide = 96, 330
    bottom = TOP + 12 + 26 * len(lanes)
    parts = []
    for share, text in ticks:
        x = left + round(wide * share)
        parts += [f'<line class="t" x1="{x}" y1="{TOP + 6}" x2="{x}" y2="{bottom}"/>',
                  f'<text class="q" x="{x}" y="{bottom + 14}">{escape(text)}</text>']  # fmt: skip
    for at, (name, stretches) in enumerate(lanes):
        y = TOP + 12 + 26 * at
        parts.append(f'<text class="e" x="{left - 8}" y="{y + 14}">{escape(name)}</text>')
        for first, last, text, colour in stretches:
            x, long = left + round(wide * first), max(round(wide * (last - first)), 4)
            parts.append(
                f'<rect class="g{colour}" x="{x}" y="{y}" width="{long}" height="18" rx="2"/>'
            )
            parts.append(_on_stretch(x, y + 13, long, text))
    return picture(title, left + wide + 24, bottom + 24, parts, note)


def grid_picture(
    title: str, rows: Sequence[str], columns: Sequence[str], cells: Mapping[tuple[int, int], float]
) -> str:
    """A table of squares, the fuller the darker; empty ones are not drawn."""
    most = max(cells.values())
    left, side = 60, 15
    parts = [f'<text class="e" x="{left - 6}" y="{TOP + 17 + side * at}">{escape(name)}</text>'
             for at, name in enumerate(rows)]  # fmt: skip
    bottom = TOP + 6 + side * len(rows)
    parts += [f'<text class="q" x="{left + side * at + 8}" y="{bottom + 14}">{escape(name)}</text>'
              for at, name in enumerate(columns) if name]  # fmt: skip
    parts.append(f'<rect class="p" x="{left}" y="{TOP + 6}" width="{side * len(columns)}"'
                 f' height="{side * len(rows)}"/>')  # fmt: skip
    for (row, column), share in sorted(cells.items()):
        x, y = left + side * column, TOP + 6 + side * row
        shade = f"{0.25 + 0.75 * share / most:.2f}"
        parts.append(f'<rect class="g0" x="{x}" y="{y}" width="{side}" height="{side}"'
                     f' fill-opacity="{shade}"/>')  # fmt: skip
    return picture(title, left + side * len(columns) + 20, bottom + 24, parts, "")


def picture(title: str, width: int, height: int, parts: Sequence[str], note: str) -> str:
    """The whole: a card with its title, what it shows, and a note below."""
    below = [f'<text class="q s" x="12" y="{height + 6}">{escape(note)}</text>'] if note else []
    height += 16 if note else 0
    width = max(width, _wide(title) + 24, _wide(note) + 24)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}"><title>{escape(title)}</title>'
        f"<desc>{DESCRIPTION}</desc><style>{STYLE}</style>"
    )
    card = f'<rect class="p" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="6"/>'
    heading = f'<text class="h" x="12" y="20">{escape(title)}</text>'
    return "\n".join([head, card, heading, *parts, *below, "</svg>", ""])


def _line(places: Places, pair: Pair, drawn: Drawn, strong: bool, word: str = "") -> str:
    (x1, y1), (x2, y2) = places[pair[0]], places[pair[1]]
    kind = " ".join(filter(None, ("m" if strong else "", word)))
    line = f'<line class="{kind}"' if kind else "<line"
    line = f'{line} x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'
    return line + (_arrow(places[pair[0]], places[pair[1]]) if drawn.directed else "")


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    """A head on two thirds of the way."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = max((across**2 + down**2) ** 0.5, 1)
    tip = (start[0] + across * 0.66, start[1] + down * 0.66)
    back = (tip[0] - 8 * across / length, tip[1] - 8 * down / length)
    side = (4 * down / length, -4 * across / length)
    wings = [(back[0] + turn * side[0], back[1] + turn * side[1]) for turn in (1, -1)]
    points = (wings[0], tip, wings[1])
    return f'<path d="M{" L".join(f"{round(x)} {round(y)}" for x, y in points)}"/>'


def _on_link(places: Places, pair: Pair, text: str) -> str:
    (x1, y1), (x2, y2) = places[pair[0]], places[pair[1]]
    return f'<text class="q" x="{(x1 + x2) // 2}" y="{(y1 + y2) // 2 - 4}">{escape(text)}</text>'


def _circle(name: str, places: Places, drawn: Drawn) -> str:
    x, y = places[name]
    most = max(drawn.value.values(), default=0) or 1
    # Rounded, so that the last bit of a sum decides no radius.
    share = round(max(drawn.value.get(name, 0), 0) / most, 6)
    shade = f' fill-opacity="{0.15 + 0.85 * share:.2f}"' if drawn.value else ""
    radius = round(9 + 7 * share) if drawn.value else 11
    colour = f"g{drawn.group.get(name, 0 if drawn.value else 4) % 5}"
    kind = f"{colour} b" if name in drawn.marked else colour
    ground = f'<circle class="p" cx="{x}" cy="{y}" r="{radius}"/>' if shade else ""
    circle = f'{ground}<circle class="{kind}" cx="{x}" cy="{y}" r="{radius}"{shade}/>'
    inside = f'<text class="i" x="{x}" y="{y + 4}">{escape(name)}</text>' if len(name) < 3 else ""
    below = escape(_below(name, drawn))
    told = f'<text x="{x}" y="{y + radius + 12}">{below}</text>' if below else ""
    return circle + inside + told


def _below(name: str, drawn: Drawn) -> str:
    """What is written below an entity; a long name does not fit inside."""
    told = drawn.told.get(name, "")
    return told if len(name) < 3 else f"{name} {told}".strip()


def _on_stretch(x: int, y: int, long: int, text: str) -> str:
    """A text on a stretch of time, or beside it where it does not fit."""
    if not text:
        return ""
    if _wide(text) > long:
        return f'<text class="s" x="{x + long + 4}" y="{y}">{escape(text)}</text>'
    return f'<text class="i" x="{x + long // 2}" y="{y}">{escape(text)}</text>'


def _wide(text: str) -> int:
    """About how wide a text is."""
    return round(6.4 * len(text))
