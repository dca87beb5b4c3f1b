"""The shapes of what is told of facts that do not show: whom to ask, and what is one by them."""

from pydantic import Field

from comity.api.wire import OTHER, REF, Answer, PermitOut, Wire
from comity.api.wire_questions import Body


class PointerOut(Wire):
    """That an agency holds more; its desk, asked with the reference, may say what."""

    agency: str = Field(examples=["harbor-so"])
    desk: str = Field(examples=["records"])
    contact: str = Field(examples=["front desk"])
    ref: str = Field(examples=[REF])
    permit: PermitOut


class PointersAnswer(Answer):
    """Whom to ask, each agency once."""

    pointers: tuple[PointerOut, ...]


class PointersBody(Body):
    """A whole name or a whole identifier."""

    text: str = Field(min_length=1, max_length=400, examples=["Jon Smyth"])


class TieOut(Wire):
    """Another entity that is the same one by facts that do not show, and who discloses it."""

    entity: str = Field(examples=[OTHER])
    name: str = Field(examples=["John Smith"])
    agencies: tuple[str, ...] = Field(examples=[["harbor-so"]])
    permits: tuple[PermitOut, ...]


class TiesAnswer(Answer):
    """The entities that are one with this one by what is disclosed; they stay apart elsewhere."""

    ties: tuple[TieOut, ...]
