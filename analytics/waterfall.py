"""The waterfall of one explanation: an SVG picture that loads nothing and runs nothing.

Each bar begins where the sum stood before it. Signs, arrows and words say what colours say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from comity.graph.answers import Why

WIDTH, ROW, TOP, BOTTOM = 980, 44, 128, 92
LABELS, BARS = 330, 520  # the widths of the two columns; what is left is the sum's
LONGEST = 42
FURTHEST = 120.0  # a contradiction that bars a join would make all else too small to see
UP, DOWN, SUM, LINE = "#1b6e3c", "#a4341f", "#3d4a5c", "#5b6675"

# What XML 1.0 cannot hold in any way, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Bar:
    """One step of the sum: from where to where, and what is said of it."""

    name: str
    values: str
    start: float
    end: float
    is_sum: bool = False

    @property
    def weight(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Scale:
    """Bits to pixels."""

    low: float
    high: float

    def x(self, bits: float) -> float:
        """The place of a sum; what lies beyond the picture is at its edge."""
        inside = min(max(bits, self.low), self.high)
        return round(LABELS + (inside - self.low) / (self.high - self.low) * BARS, 1)


def draw_waterfall(why: Why, marking: str = "") -> str:
    """One explanation as a picture: the prior, each weight, the sum, and the thresholds.

    `marking` says how what it holds may be passed on, and stands above the bars.
    """
    bars = list(_bars(why))
    marks = {"possible": why.possible, "same": why.threshold, "act": why.act}
    ends = [0.0, *marks.values(), *(end for bar in bars for end in (bar.start, bar.end))]
    scale = _Scale(max(min(ends), -FURTHEST) - 1, min(max(ends), FURTHEST) + 1)
    height = TOP + ROW * len(bars) + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="title desc" '
        'font-family="system-ui, sans-serif" font-size="14">',
        f'<title id="title">{_said(_title(why))}</title>',
        f'<desc id="desc">{_said(_description(why, bars))}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(16, 28, _title(why), size=17, weight="600"),
        _text(16, 50, _beneath(why), colour=LINE),
        _text(16, 70, f"{why.first} | {why.second}", colour=LINE, size=12),
        _text(16, 92, marking, size=12, weight="600"),
        *(_threshold(place, *mark, scale, height) for place, mark in enumerate(marks.items())),
        *(part for place, bar in enumerate(bars) for part in _row(bar, place, scale)),
        _text(16, height - 18, "Weights are log2 odds (bits): 1 bit makes it twice as likely.",
              colour=LINE, size=12),
        "</svg>",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _bars(why: Why) -> Iterator[_Bar]:
    yield _Bar("prior: any two at random", "", 0.0, why.prior)
    total = why.prior
    for line in why.comparisons:
        values = line.left if line.left == line.right else f"{line.left} | {line.right}"
        named = f"{line.name}: {line.level}"
        yield _Bar(named, values.strip(" |"), total, total + line.weight)
        total += line.weight
    yield _Bar(f"score: {why.decision}", "", 0.0, why.score, is_sum=True)


def _row(bar: _Bar, place: int, scale: _Scale) -> Iterator[str]:
    top = TOP + place * ROW
    yield _text(16, top + 17, _short(bar.name), weight="600" if bar.is_sum else "400")
    if bar.values:
        yield _text(16, top + 34, _short(bar.values), colour=LINE, size=12)
    left, right = sorted((scale.x(bar.start), scale.x(bar.end)))
    colour = SUM if bar.is_sum else UP if bar.weight >= 0 else DOWN
    yield (
        f'<rect x="{left}" y="{top + 5}" width="{max(round(right - left, 1), 1.5)}" height="22" '
        f'fill="{colour}"/>'
    )
    yield _text(LABELS + BARS + 16, top + 21, _signed(bar), weight="600")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _signed(bar: _Bar) -> str:
    if bar.is_sum:
        return f"= {bar.end:.2f}"
    return f"{'▲ +' if bar.weight >= 0 else '▼ −'}{abs(bar.weight):.2f}"


def _threshold(place: int, name: str, bits: float, scale: _Scale, height: int) -> str:
    """A dashed line; its words on a line of their own, for two thresholds may lie close."""
    x, y = scale.x(bits), height - BOTTOM + 20 + 15 * place
    return (
        f'<line x1="{x}" y1="{TOP - 8}" x2="{x}" y2="{height - BOTTOM + 4}" stroke="{LINE}" '
        'stroke-dasharray="4 4"/>'
        + _text(x, y, f"{name} {bits:g}", colour=LINE, size=12, anchor="middle")
    )


def _text(
    x: float,
    y: float,
    text: str,
    *,
    colour: str = "#1b2430",
    size: int = 14,
    weight: str = "400",
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{_said(text)}</text>'
    )


def _said(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _title(why: Why) -> str:
    told = {"same": "Held to be the same", "possible": "Possibly the same"}
    return told.get(why.decision, "Held to be different")


def _beneath(why: Why) -> str:
    said = f"; people said: {why.verdict}" if why.verdict else ""
    short = f", {why.missing:.1f} short of the same" if why.missing else ""
    return f"score {why.score:.1f}{short}; model {why.model}, {why.relations}{said}"


def _description(why: Why, bars: list[_Bar]) -> str:
    steps = "; ".join(f"{_short(bar.name)} {_plain(bar)}" for bar in bars)
    marks = f"possible {why.possible:g}, same {why.threshold:g}, act {why.act:g}"
    return f"{_beneath(why)}. {steps}. Thresholds: {marks}."


def _plain(bar: _Bar) -> str:
    return f"{bar.end:.2f}" if bar.is_sum else f"{bar.weight:+.2f}"
