"""The shapes that answers about the audit have on the wire; no logic."""

from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field

from comity.api.wire import EPOCH, OTHER, Answer, PermitOut, Wire


def to_the_hundredth(value: object) -> object:
    """Micros as an ISO time in UTC with two places."""
    if not isinstance(value, int):
        return value
    moment = EPOCH + timedelta(microseconds=value)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 10_000:02d}Z"


Hundredth = Annotated[str, BeforeValidator(to_the_hundredth)]


class DisclosedRecordOut(Wire):
    """One record of one's own that was shown; source and number if it still shows here."""

    mention: str = Field(examples=[OTHER])
    source: str = Field(examples=["harbor-jail"])
    record: str = Field(examples=["B-20931"])


class AskingOut(Wire):
    """Who asked what and why."""

    principal: str = Field(examples=["d.reyes"])
    case: str = Field(examples=["C-2024-118"])
    justification: str = Field(examples=["follow-up of report 24-118"])
    action: str = Field(examples=["search"])
    question: str = Field(examples=['{"body": {"text": "Brandt"}}'])


class HandedOverOut(Wire):
    """To whom one's own records went, why and as what file; who allowed it, by owner."""

    recipient: str = Field(examples=["county prosecutor"])
    reason: str = Field(examples=["charging decision in case 26-118"])
    format: str = Field(examples=["csv"])
    approved: dict[str, str] = Field(examples=[{"harbor-so": "memo 7"}])
    verified: dict[str, str] = Field(examples=[{}])


class DisclosureOut(Wire):
    """One answer that showed records of one's own; `asking` is null where it is not to be told.

    `handed_over` is null where they were only looked at.
    """

    at: Hundredth = Field(examples=["2026-03-02T09:30:00.25Z"])
    agency: str = Field(examples=["riverton-pd"])
    role: str = Field(examples=["analyst"])
    purpose: str = Field(examples=["investigation"])
    permits: tuple[PermitOut, ...]
    labels: tuple[str, ...] = Field(examples=[['["harbor-so","booking","TLP:AMBER",[],""]']])
    records: tuple[DisclosedRecordOut, ...]
    asking: AskingOut | None = Field(examples=[None])
    handed_over: HandedOverOut | None = Field(examples=[None])


class DisclosuresAnswer(Answer):
    """Who saw one's own records, oldest first; send `next` back as `past`, null ends it."""

    disclosures: tuple[DisclosureOut, ...]
    next: int | None = Field(examples=[None])
