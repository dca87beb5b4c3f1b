"""The shapes of casework on the wire: targets, planned actions, pointers, requests; no logic."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from comity.api.wire import OTHER, REF, Answer, Moment, Wire
from comity.api.wire_emergencies import Reason
from comity.api.wire_questions import Body
from comity.graph.casework_words import Asks

Case = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
# Wider or longer ones would look for other desks' actions rather than tell of one's own.
LONGEST_REACH = 5_000.0  # metres
MOST_HOURS = 24 * 14
MOST_VALUES = 20
VALUES = {"values": {"__all__": {"value"}}}
WHAT_IT_SAYS = {"text": True}


class ValueBody(Body):
    """One property of a target."""

    property: str = Field(max_length=40, examples=["phone_number"])
    value: str = Field(min_length=1, max_length=400, examples=["+12175550117"])


class ValueOut(Wire):
    """One property of a target, in its one spelling."""

    property: str = Field(examples=["phone_number"])
    value: str = Field(examples=["+12175550117"])


class TargetBody(Body):
    """Whom or what a desk is after, for which case and why, and for how many days."""

    kind: str = Field(max_length=40, examples=["phone"])
    values: tuple[ValueBody, ...] = Field(min_length=1, max_length=MOST_VALUES)
    case: Case = Field(examples=["C-2026-017"])
    reason: Reason = Field(examples=["seen at three of the burglaries"])
    days: int = Field(default=90, ge=1, le=3660)
    purgeable = VALUES


class ActionBody(Body):
    """Where and when a desk means to act; without `since` from now on.

    The place is an address with its city or postcode, or a position with a radius in metres.
    """

    address: Words = Field(default="", examples=["12 North Oak Avenue"])
    city: Words = Field(default="", examples=["Springfield"])
    postcode: Words = Field(default="", examples=["62701"])
    latitude: float | None = Field(default=None, ge=-90, le=90, examples=[None])
    longitude: float | None = Field(default=None, ge=-180, le=180, examples=[None])
    radius: float = Field(default=500.0, ge=0, le=LONGEST_REACH, description="metres")
    since: str | None = Field(default=None, max_length=40, examples=[None])
    hours: int = Field(default=4, ge=1, le=MOST_HOURS)
    case: Case = Field(examples=["C-2026-017"])
    reason: Reason = Field(examples=["a search of the house on the corner"])
    purgeable = dict.fromkeys(("address", "city", "postcode", "latitude", "longitude"), True)


class RegisteredOut(Wire):
    """What every registration says: by whom, for what, from when until when."""

    ref: str = Field(examples=[REF])
    principal: str = Field(examples=["d.reyes"])
    purpose: str = Field(examples=["investigation"])
    case: str = Field(examples=["C-2026-017"])
    reason: str = Field(examples=["seen at three of the burglaries"])
    at: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    since: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    until: Moment = Field(examples=["2026-06-02T09:30:00Z"])


class TargetOut(RegisteredOut):
    """A target of one's own agency."""

    kind: str = Field(examples=["phone"])
    values: tuple[ValueOut, ...]


class PlaceOut(Wire):
    """An address, or a position with a radius in metres."""

    address: str = Field(examples=["12 North Oak Avenue"])
    city: str = Field(examples=["Springfield"])
    postcode: str = Field(examples=["62701"])
    latitude: float | None = Field(examples=[None])
    longitude: float | None = Field(examples=[None])
    radius: float = Field(examples=[500.0])


class ActionOut(RegisteredOut):
    """A planned action of one's own agency."""

    place: PlaceOut


class TargetAnswer(Answer):
    """One target."""

    target: TargetOut


class TargetsAnswer(Answer):
    """The targets of one's own agency that stand."""

    targets: tuple[TargetOut, ...]


class ActionAnswer(Answer):
    """One planned action."""

    action: ActionOut


class ActionsAnswer(Answer):
    """The planned actions of one's own agency that stand."""

    actions: tuple[ActionOut, ...]


class RegistrationEndedAnswer(Answer):
    """A registration that stands no more; whoever had a pointer to it has none from now on."""

    ref: str = Field(examples=[REF])


class DeskPointerOut(Wire):
    """Whom to call about a registration of one's own; the other desk has the same `ref`."""

    ref: str = Field(examples=[OTHER])
    agency: str = Field(examples=["harbor-so"])
    desk: str = Field(examples=["records"])
    at: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    registration: str = Field(examples=[REF])


class DeconflictionAnswer(Answer):
    """Whom one's desk has to call, oldest first."""

    pointers: tuple[DeskPointerOut, ...]


class RequestBody(Body):
    """What is asked of which agency, for which case: to answer, or to validate what it shared."""

    to: str = Field(min_length=1, max_length=200, examples=["harbor-so"])
    case: Case = Field(examples=["C-2026-017"])
    text: Text = Field(min_length=3, examples=["who visited the prisoner in cell 4 on 1 March?"])
    handling: str = Field(default="TLP:AMBER", max_length=40, examples=["TLP:AMBER"])
    asks: Asks = Field(default="answer", examples=["answer"])
    purgeable = WHAT_IT_SAYS


class RequestAnswerBody(Body):
    """What is answered; a refusal says why."""

    outcome: Literal["granted", "refused"]
    text: Text = Field(default="", examples=["nobody did; the log of the day is attached by post"])
    purgeable = WHAT_IT_SAYS

    @model_validator(mode="after")
    def _says_why(self) -> "RequestAnswerBody":
        if self.outcome == "refused" and len(self.text) < 3:
            raise ValueError("say why in text")
        return self


class RequestAnswerOut(Wire):
    """What the agency that was asked answered."""

    who: str = Field(examples=["h.olsen"])
    outcome: str = Field(examples=["granted"])
    text: str = Field(examples=["nobody did"])
    at: Moment = Field(examples=["2026-03-03T09:30:00Z"])


class RequestOut(Wire):
    """A request between two agencies: `agency` asks `to`, which owes what it `asks` by `due`."""

    ref: str = Field(examples=[REF])
    agency: str = Field(examples=["riverton-pd"])
    principal: str = Field(examples=["d.reyes"])
    to: str = Field(examples=["harbor-so"])
    purpose: str = Field(examples=["investigation"])
    case: str = Field(examples=["C-2026-017"])
    text: str = Field(examples=["who visited the prisoner in cell 4 on 1 March?"])
    handling: str = Field(examples=["TLP:AMBER"])
    agreement: str = Field(examples=["regional-mou"])
    clause: str = Field(examples=["3.2"])
    asks: str = Field(examples=["answer"])
    at: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    due: Moment = Field(examples=["2026-03-07T09:30:00Z"])
    late: bool = Field(examples=[False])
    answer: RequestAnswerOut | None = Field(examples=[None])


class RequestSentAnswer(Answer):
    """One request."""

    request: RequestOut


class RequestsAnswer(Answer):
    """The requests that one's agency sent or was sent; those that wait for its word first."""

    requests: tuple[RequestOut, ...]
