"""Icons by kind, drawn as small SVG pictures that travel inside the page."""

import base64
from collections.abc import Mapping

_SHAPES: Mapping[str, str] = {
    "person": '<circle cx="32" cy="23" r="10"/><path d="M12 54c2-14 10-20 20-20s18 6 20 20z"/>',
    "organisation": '<path d="M14 54V18l18-8 18 8v36h-12V42H26v12z"/>',
    "vehicle": '<path d="M8 42V32l8-4 6-10h20l8 10 6 4v10h-6a6 6 0 0 1-12 0H26a6 6 0 0 1-12 0z"/>',
    "phone": '<path d="M22 8h20a3 3 0 0 1 3 3v42a3 3 0 0 1-3 3H22a3 3 0 0 1-3-3V11a3 3 0 0 1 3-3z'
    'm2 6v30h16V14zm5 34h6v3h-6z" fill-rule="evenodd"/>',
    "email": '<path d="M8 16h48v32H8zm4 4v2l20 14 20-14v-2L32 34z" fill-rule="evenodd"/>',
    "location": '<path d="M32 6a18 18 0 0 1 18 18c0 13-18 34-18 34S14 37 14 24A18 18 0 0 1 32 6z'
    'm0 11a7 7 0 1 0 0 14 7 7 0 0 0 0-14z" fill-rule="evenodd"/>',
    "incident": '<path d="M32 8l26 46H6zm-3 18l1 14h4l1-14zm1 17v5h4v-5z" fill-rule="evenodd"/>',
    "arrest": '<path d="M20 20a12 12 0 1 0 8 21h8a12 12 0 1 0 0-18h-8a12 12 0 0 0-8-3zm0 6'
    'a6 6 0 1 1 0 12 6 6 0 0 1 0-12zm24 0a6 6 0 1 1 0 12 6 6 0 0 1 0-12z" fill-rule="evenodd"/>',
    "warrant": '<path d="M16 8h24l10 10v38H16zm6 18v4h20v-4zm0 9v4h20v-4zm0 9v4h12v-4z"'
    ' fill-rule="evenodd"/>',
    "court_case": '<path d="M30 10h4v6h16l8 18a9 9 0 0 1-18 0l6-13H34v27h10v6H20v-6h10V21H18l6 13a9'
    ' 9 0 0 1-18 0l8-18h16z"/>',
    "call": '<path d="M14 10l10-2 6 14-6 5c3 6 7 10 13 13l5-6 14 6-2 10c-20 6-46-20-40-40z"/>',
    "sighting": '<path d="M32 16c14 0 24 16 24 16S46 48 32 48 8 32 8 32s10-16 24-16zm0 7'
    'a9 9 0 1 0 0 18 9 9 0 0 0 0-18z" fill-rule="evenodd"/>',
    "report": '<path d="M12 10h40v32H30L18 54V42h-6zm8 9v4h24v-4zm0 9v4h16v-4z"'
    ' fill-rule="evenodd"/>',
}
_OTHER = '<path d="M14 14h36v36H14z"/>'
# Dark enough on white for text beside them (WCAG 1.4.11), and apart in hue and lightness.
COLOURS: Mapping[str, str] = {
    "person": "#0b5cad", "organisation": "#5b2a86", "vehicle": "#8a4b08", "phone": "#0a6b52",
    "email": "#0a6b52", "location": "#7a1f1f", "incident": "#b02a1c", "arrest": "#6b1d3f",
    "warrant": "#8f1d1d", "court_case": "#3d4551", "call": "#2c6e2f", "sighting": "#5a5a14",
    "report": "#36475b",
}  # fmt: skip
_PLAIN = "#4a4f57"


def colour_of(kind: str) -> str:
    """The colour of a kind."""
    return COLOURS.get(kind, _PLAIN)


def shape_of(kind: str) -> str:
    """The icon's outline in a box of 64 by 64, as SVG."""
    return _SHAPES.get(kind, _OTHER)


def icon_of(kind: str) -> str:
    """The icon of a kind as a data address."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -10 84 84" width="84" height="84">'
        '<circle cx="32" cy="32" r="42" fill="#ffffff"/>'
        f'<g fill="{colour_of(kind)}">{shape_of(kind)}</g></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
