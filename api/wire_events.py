"""The shapes of what is analysed of communications, movement and money; no logic."""

from typing import Literal

from pydantic import Field

from comity.api.wire import ENTITY, OTHER, IdOut, Marked, Moment, Wire
from comity.api.wire_network import NamedOut

EventKind = Literal["call", "payment"]
By = Literal["number", "imei", "imsi"]


class OfEvents(Marked):
    """Base of the answers about events under an authority.

    `refused` counts the events that show and were left out, by reason.
    """

    of_everything = True
    refused: dict[str, int] = Field(
        examples=[{"no authority": 2, "another case": 0, "expired, or without an expiry": 1}]
    )


class ContactOut(Wire):
    """How often two were in touch, by who called or paid, and between which known times."""

    who: NamedOut
    contact: NamedOut
    rank: int = Field(examples=[1])
    events: int = Field(examples=[14])
    outgoing: int = Field(examples=[9])
    incoming: int = Field(examples=[5])
    since: Moment = Field(examples=["2026-01-04T20:11:00Z"])
    until: Moment = Field(examples=["2026-02-27T06:45:00Z"])


class ReciprocityOut(NamedOut):
    """Of one, how many contacts they reached, reached them, both, and the share of these."""

    reached: int = Field(examples=[8])
    reached_by: int = Field(examples=[6])
    mutual: int = Field(examples=[5])
    reciprocity: float = Field(examples=[0.56])


class CommonContactOut(NamedOut):
    """One in touch with both: how often with each, and with how many in all."""

    events_one: int = Field(examples=[3])
    events_two: int = Field(examples=[7])
    contacts: int = Field(examples=[4])


class ContactsAnswer(OfEvents):
    """The top contacts of each, or of one; `common` are those of both of two."""

    contacts: tuple[ContactOut, ...]
    reciprocity: tuple[ReciprocityOut, ...]
    common: tuple[CommonContactOut, ...]


class HourOut(Wire):
    """Events in one hour of one weekday (Monday is 0), and their share of all with a time."""

    weekday: int = Field(examples=[4])
    hour: int = Field(examples=[23])
    events: int = Field(examples=[6])
    share: float = Field(examples=[0.2])


class PatternOut(NamedOut):
    """The pattern of life of one: the hours with events in them."""

    events: int = Field(examples=[30])
    hours: tuple[HourOut, ...]


class PatternAnswer(OfEvents):
    """Patterns of life by the clock of a zone, most events first; `untimed` have no time of day."""

    zone: str = Field(examples=["Europe/Brussels"])
    untimed: int = Field(examples=[0])
    patterns: tuple[PatternOut, ...]


class SeenOut(Wire):
    """One sighting, by its own address, and when it was."""

    id: str = Field(examples=[ENTITY])
    at: Moment = Field(examples=["2026-02-27T06:45:00Z"])


class MeetingOut(Wire):
    """Two sightings of different entities near in time and place."""

    one: NamedOut
    other: NamedOut
    one_seen: SeenOut
    other_seen: SeenOut


class TravelOut(Wire):
    """Two seen together at several places.

    `expected` is how many meetings chance gives, and `p` how likely as many or more are, were
    sightings spread evenly: a way to order leads, and no proof.
    """

    one: NamedOut
    other: NamedOut
    meetings: int = Field(examples=[5])
    places: int = Field(examples=[3])
    expected: float = Field(examples=[0.2])
    p: float = Field(examples=[0.0001])


class TogetherAnswer(OfEvents):
    """Who was seen together: `travel` at several places, `meetings` one by one, in all so many."""

    travel: tuple[TravelOut, ...]
    meetings: tuple[MeetingOut, ...]
    count: int = Field(examples=[17])


class PaymentOut(Wire):
    """One payment, by its own address."""

    id: str = Field(examples=[OTHER])
    payer: NamedOut
    payee: NamedOut
    at: Moment = Field(examples=["2026-02-27T06:45:00Z"])
    amount: float = Field(examples=[950.0])
    currency: str = Field(examples=["EUR"])


class ChainOut(Wire):
    """Payments each of which may have passed on the one before: an order, not proof."""

    payments: tuple[PaymentOut, ...]


class PaymentsAnswer(OfEvents):
    """Chains of payments in the order of time; `count` counts those left out of the list too."""

    count: int = Field(examples=[4])
    chains: tuple[ChainOut, ...]


class HandsetOut(Wire):
    """One change of the other two of number, IMEI and IMSI; the telephones are `of`.

    It lies between `last_before` and `first_after`. A change is a lead, not a person.
    """

    value: str = Field(examples=["+12175550101"])
    changed: str = Field(examples=["imei"])
    before: dict[str, str] = Field(
        examples=[{"imei": "490154203237518", "imsi": "206011234567890"}]
    )
    after: dict[str, str] = Field(examples=[{"imei": "356938035643809", "imsi": "206011234567890"}])
    last_before: Moment = Field(examples=["2026-02-26T22:10:00Z"])
    first_after: Moment = Field(examples=["2026-02-27T06:45:00Z"])
    of: tuple[IdOut, ...]


class HandsetsAnswer(OfEvents):
    """Changes of handset or SIM in the order of time; `count` counts those left out too."""

    by: str = Field(examples=["number"])
    count: int = Field(examples=[2])
    changes: tuple[HandsetOut, ...]
