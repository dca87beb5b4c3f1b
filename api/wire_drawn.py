"""The shapes of what people draw by hand: links and entities; no logic."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from comity.api.wire import ENTITY, OTHER, REF, Answer, IntervalOut, Wire
from comity.api.wire_casework import MOST_VALUES, VALUES, ValueBody, ValueOut
from comity.api.wire_questions import Body, Id

Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class SaidBody(Body):
    """What is said with anything drawn: how strongly, how graded, under which code, and why.

    `since` and `until` are when it held in the world; without them, always.
    """

    strength: Literal["confirmed", "unconfirmed", "tentative"] = "unconfirmed"
    grade: Code = Field(default="", examples=["ADMIRALTY:C3"])
    handling: Code = Field(default="TLP:AMBER", examples=["TLP:AMBER"])
    reason: Why = Field(examples=["seen together at the harbor on three nights"])
    since: str | None = Field(default=None, max_length=40, examples=["2026-03-02T09:30:00Z"])
    until: str | None = Field(default=None, max_length=40, examples=[None])


class DrawnLinkBody(SaidBody):
    """A link between two mentions that one sees, by any address of theirs."""

    first: Id
    second: Annotated[Id, Field(examples=[OTHER])]
    kind: str = Field(max_length=40, examples=["associate_of"])
    role: str = Field(default="", max_length=40, examples=["associate"])


class DrawnEntityBody(SaidBody):
    """An entity with what is known of it."""

    kind: str = Field(max_length=40, examples=["person"])
    values: tuple[ValueBody, ...] = Field(min_length=1, max_length=MOST_VALUES)
    purgeable = VALUES


class DrawnAnswer(Answer):
    """What was drawn: take it back by DELETE /v1/drawn/{ref}.

    `entity` is the address of a drawn entity; null for a link.
    """

    ref: str = Field(examples=[REF])
    entity: str | None = Field(default=None, examples=[ENTITY])


class DrawnOut(Wire):
    """Something that one's own agency drew and that shows; a link has ends, an entity values."""

    ref: str = Field(examples=[REF])
    author: str = Field(examples=["d.reyes"])
    case: str = Field(examples=["C-2026-017"])
    kind: str = Field(examples=["associate_of"])
    role: str = Field(examples=["associate"])
    first: str | None = Field(examples=[ENTITY])
    second: str | None = Field(examples=[OTHER])
    entity: str | None = Field(examples=[None])
    values: tuple[ValueOut, ...]
    strength: str = Field(examples=["unconfirmed"])
    grade: str = Field(examples=["ADMIRALTY:C3"])
    handling: str = Field(examples=["TLP:AMBER"])
    reason: str = Field(examples=["seen together at the harbor on three nights"])
    valid: IntervalOut


class DrawnListAnswer(Answer):
    """What one's own agency drew, as far as what it hangs on shows."""

    drawn: tuple[DrawnOut, ...]


class TakenBackAnswer(Answer):
    """Something drawn that stands no more."""

    ref: str = Field(examples=[REF])
