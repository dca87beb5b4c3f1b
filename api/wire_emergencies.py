"""The shapes of emergencies on the wire; no logic."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from comity.api.wire import REF, Answer, Moment, Wire
from comity.api.wire_questions import Body

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2000)]


class EmergencyBody(Body):
    """Why the glass is broken, and for how long."""

    reason: Reason = Field(examples=["a child was taken an hour ago, the plate is known"])
    minutes: int = Field(default=60, ge=1, le=100_000, examples=[60])


class EmergencyReviewBody(Body):
    """What an owner says of an emergency afterwards."""

    verdict: Literal["justified", "not justified"]
    reason: Reason = Field(examples=["the child was found by what was seen"])


class EmergencyReviewOut(Wire):
    """What one owner said of it."""

    model_config = ConfigDict(extra="ignore")

    agency: str = Field(examples=["harbor-so"])
    who: str = Field(examples=["h.olsen"])
    verdict: str = Field(examples=["justified"])
    reason: str = Field(examples=["the child was found by what was seen"])
    at: Moment = Field(examples=["2026-03-02T09:30:00Z"])


class EmergencyOut(Wire):
    """An emergency: ask with `Comity-Emergency` and its ref until it is over."""

    ref: str = Field(examples=[REF])
    principal: str = Field(examples=["d.reyes"])
    agency: str = Field(examples=["riverton-pd"])
    role: str = Field(examples=["investigator"])
    purpose: str = Field(examples=["investigation"])
    case: str = Field(examples=["C-2026-017"])
    reason: str = Field(examples=["a child was taken an hour ago, the plate is known"])
    at: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    until: Moment = Field(examples=["2026-03-02T10:30:00Z"])
    reviews: tuple[EmergencyReviewOut, ...]
    waiting_for: tuple[str, ...] = Field(examples=[["harbor-so"]])


class EmergencyAnswer(Answer):
    """One emergency."""

    emergency: EmergencyOut


class EmergenciesAnswer(Answer):
    """The emergencies that concern one's agency, those that wait for its word first."""

    emergencies: tuple[EmergencyOut, ...]
