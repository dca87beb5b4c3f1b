"""The shapes of orders on records: what is ordered, and who received the record before."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, JsonValue, StringConstraints

from comity.api.wire import Answer, Moment, Wire
from comity.api.wire_questions import Body


def _one_line(text: str) -> str:
    """References and names stand inside sentences; a control sign would forge some."""
    if not text.isprintable():
        raise ValueError("write it on one line, without control signs")
    return text


Place = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Order = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=400),
    AfterValidator(_one_line),
]
Agency = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^,]+$", max_length=200),
    AfterValidator(_one_line),
]


# The audit keeps the names of columns, and half a character cannot be kept.
Column = Annotated[str, StringConstraints(max_length=400)]


class RecordBody(Body):
    """One record by its source and its id there."""

    source: Place = Field(examples=["harbor-jail"])
    record: Place = Field(examples=["B-20931"])


class OrderBody(RecordBody):
    """The record, and the order that asks for what is done to it."""

    order: Order = Field(examples=["court order 26-115"])


class CorrectBody(OrderBody):
    """What the record says instead, in the columns of the source's own export.

    `table` names a file as the source would, where its mapping reads several shapes of file.
    """

    values: dict[Column, JsonValue] = Field(
        min_length=1, max_length=200, examples=[{"BORN": "1980-01-02"}]
    )
    table: str = Field(default="", max_length=200, examples=[""])

    def in_audit(self) -> Any:
        """Which columns: what they hold goes with the record when it is purged."""
        return super().in_audit() | {"values": sorted(self.values)}


class SealBody(OrderBody):
    """`spared` are the agencies that the order names, to whom the record stays open.

    Each is one's own or has been a party of an agreement of one's own: no other ever saw it.
    """

    spared: tuple[Agency, ...] = Field(default=(), max_length=50, examples=[["superior-court"]])


class HandedToOut(Wire):
    """To whom a record went, and why."""

    at: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    recipient: str = Field(examples=["county prosecutor"])
    reason: str = Field(examples=["charging decision in case 26-118"])


class ReceiverOut(Wire):
    """An agency whose people were shown the record: in how many answers, when, and for what."""

    agency: str = Field(examples=["riverton-pd"])
    answers: int = Field(examples=[3])
    first: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    last: Moment = Field(examples=["2026-03-09T16:02:11Z"])
    purposes: tuple[str, ...] = Field(examples=[["investigation"]])
    handed_over: tuple[HandedToOut, ...]


class ReceivedAnswer(Answer):
    """Who received a record of one's own agency, by agency."""

    received: tuple[ReceiverOut, ...]


class OrderAnswer(ReceivedAnswer):
    """An order that is carried out, and whom to tell; `changed` is false where it was so before."""

    order: str = Field(examples=["court order 26-115"])
    changed: bool = Field(examples=[True])
