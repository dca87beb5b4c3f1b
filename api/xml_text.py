"""Elements of XML as text, one at a time, so that a file of them is never held whole."""

from collections.abc import Mapping
from html import escape

# What XML 1.0 has no way to write, not even escaped.
_UNWRITABLE = dict.fromkeys(
    [*(n for n in range(32) if n not in (9, 10, 13)), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)]
)
# A line's end would come back from an attribute as a space.
_KEPT = {9: "&#9;", 10: "&#10;", 13: "&#13;"}
Attributes = Mapping[str, object]


def writable(text: str) -> str:
    """A text without the signs that XML has no way to write."""
    return text.translate(_UNWRITABLE)


def content(text: str) -> str:
    """A text as the content of an element."""
    return escape(writable(text), quote=False).replace("\r", "&#13;")


def opening(name: str, attributes: Attributes = {}) -> str:  # noqa: B006 - it is only read
    """The start of an element; attributes that are None are left off."""
    return f"<{name}{_written(attributes)}>"


def element(name: str, attributes: Attributes = {}, inner: str = "") -> str:  # noqa: B006
    """A whole element around an inner part that is XML already."""
    if not inner:
        return f"<{name}{_written(attributes)}/>"
    return f"<{name}{_written(attributes)}>{inner}</{name}>"


def _written(attributes: Attributes) -> str:
    return "".join(
        f' {name}="{escape(writable(str(value))).translate(_KEPT)}"'
        for name, value in attributes.items()
        if value is not None
    )
