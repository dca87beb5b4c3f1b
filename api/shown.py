"""What an answer showed, read off the answer itself so that no route can forget to say."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import NoneType
from typing import Literal, get_args, get_origin

from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response, StreamingResponse

from comity.api.wire import OriginOut

MOST = 500
ADDRESSES = ("id", "entity", "ref", "first", "second")
_PLAIN = (str, int, float)


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


class Stream(StreamingResponse):
    """Events as browsers read them; what each shows is audited as it is told."""

    media_type = "text/event-stream"


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
        addresses, fields = _fields(type(value))
        named = (getattr(value, name) for name in addresses)
        yield from (address for address in named if isinstance(address, str))
        yield from _within(getattr(value, name) for name in fields)
    elif isinstance(value, Mapping):
        yield from _within(value.values())
    elif isinstance(value, tuple | list):
        yield from _within(value)


def _within(values: Iterable[object]) -> Iterator[str]:
    """What is in each; most of an answer is plain values, which are passed over at once."""
    for value in values:
        if value is not None and not isinstance(value, _PLAIN):
            yield from _walk(value)


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a model has of addresses, and the fields to look into: asked of the class once."""
    fields = model.model_fields
    held = tuple(name for name in ADDRESSES if name in fields or hasattr(model, name))
    return held, tuple(name for name in fields if _may_hold(fields[name].annotation))


def _may_hold(annotation: object) -> bool:
    """Whether what is declared so can hold a model; passed over is only what surely cannot."""
    inside = get_args(annotation)
    if get_origin(annotation) is Literal:
        return False
    if not inside:
        return annotation not in (*_PLAIN, bool, NoneType, Ellipsis)
    return any(map(_may_hold, inside))
