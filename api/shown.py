"""What an answer showed, read off the answer itself so that no route can forget to say."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response

from comity.api.wire import OriginOut

MOST = 500
ADDRESSES = ("id", "entity", "ref", "first", "second")


class Page(HTMLResponse):
    """An HTML answer, with what it shows and the policy its browser must hold to."""

    def __init__(self, html: str, policy: str, shown: tuple[str, ...] = ()) -> None:
        super().__init__(html, headers={"Content-Security-Policy": policy})
        self.shown = shown


class Picture(Response):
    """An SVG answer, with what it shows."""

    media_type = "image/svg+xml"

    def __init__(self, svg: str, shown: tuple[str, ...] = ()) -> None:
        super().__init__(svg)
        self.shown = shown


def shown_in(answer: object) -> tuple[str, ...]:
    """The labels and addresses in an answer, each once."""
    found = answer.shown if isinstance(answer, Page | Picture) else _walk(answer)
    return tuple(dict.fromkeys(found))


def cut(items: tuple[str, ...]) -> tuple[str, ...]:
    """The first of what was shown; past `MOST` only how many more."""
    more = len(items) - MOST
    return items if more <= 0 else (*items[:MOST], f"+{more}")


def _walk(value: object) -> Iterator[str]:
    if isinstance(value, OriginOut):
        yield f"{value.agency}/{value.data_class}/{value.handling}"
    elif isinstance(value, BaseModel):
        named = (getattr(value, name, None) for name in ADDRESSES)
        yield from (address for address in named if isinstance(address, str))
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _walk(inner)
