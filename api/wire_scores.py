"""The shapes that score cards, scores and tables of fairness have on the wire; no logic.

Weights, points and scores are decimal texts: sums of them are exact.
"""

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field, PlainSerializer, WithJsonSchema

from comity.api.wire import ENTITY, REF, Answer, FactOut, LinkOut, Marked, Moment, Wire

Exact = Annotated[
    Decimal,
    PlainSerializer(lambda value: format(value, "f"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
]


class BandOut(Wire):
    """One band of scores, and what a person then has to do."""

    name: str = Field(examples=["soon"])
    at_least: Exact = Field(examples=["0.3"])
    action: str = Field(examples=["Ask the court within five days."])
    by: str = Field(examples=["records clerk"])


class FactorOut(Wire):
    """One factor as the card has it."""

    id: str = Field(examples=["open-warrants"])
    name: str = Field(examples=["in words"])
    weight: Exact = Field(examples=["2"])
    cap: int = Field(examples=[3])
    reason: str = Field(examples=["in words"])
    source: str = Field(examples=["in words"])


class CardOut(Wire):
    """A score card as a viewer is told of it; `ref` is the SHA-256 of its text."""

    card: str = Field(examples=["warrant-follow-up"])
    version: int = Field(examples=[1])
    ref: str = Field(examples=[REF + REF])
    title: str = Field(examples=["in words"])
    owner: str = Field(examples=["in words"])
    intended: str = Field(examples=["in words"])
    not_intended: tuple[str, ...] = Field(examples=[["in words"]])
    limits: tuple[str, ...] = Field(examples=[["in words"]])
    validation: str = Field(examples=["in words"])
    review: str = Field(examples=["2027-03-01"])
    expires: str = Field(examples=["2027-09-01"])
    signed_by: str = Field(examples=["j.park"])
    signed_as: str = Field(examples=["chief of records"])
    signed_at: Moment = Field(examples=["2026-11-02T09:30:00Z"])
    factors: tuple[FactorOut, ...]
    bands: tuple[BandOut, ...]


class ScoreCardsAnswer(Answer):
    """The cards that answer this viewer now."""

    cards: tuple[CardOut, ...]


class ContributionOut(Wire):
    """What one factor adds, `counted` of `value` times `weight`, and the facts behind it."""

    factor: str = Field(examples=["open-warrants"])
    name: str = Field(examples=["in words"])
    reason: str = Field(examples=["in words"])
    value: int = Field(examples=[1])
    counted: int = Field(examples=[1])
    weight: Exact = Field(examples=["2"])
    points: Exact = Field(examples=["2"])
    facts: tuple[FactOut, ...]
    links: tuple[LinkOut, ...]


class WithoutFactOut(Wire):
    """What the score would be had one fact never been recorded."""

    ref: str = Field(examples=[REF])
    points: Exact = Field(examples=["4"])
    score: Exact = Field(examples=["0.41"])
    band: str = Field(examples=["routine"])


class ScoreAnswer(Marked):
    """One entity's score: `base` and the points of all contributions are its `points`."""

    card: CardOut
    entity: str = Field(examples=[ENTITY])
    kind: str = Field(examples=["person"])
    name: str = Field(examples=["John Smith"])
    base: Exact = Field(examples=["0"])
    points: Exact = Field(examples=["5.5"])
    score: Exact = Field(examples=["0.55"])
    band: BandOut
    contributions: tuple[ContributionOut, ...]
    without: tuple[WithoutFactOut, ...]
    missing: tuple[str, ...] = Field(examples=[["in words"]])


class GroupOut(Wire):
    """One group of a table of fairness; without figures where it is too small to be told of."""

    group: str = Field(examples=["female"])
    count: int | None = Field(examples=[41])
    selected: int | None = Field(examples=[12])
    selection_rate: float | None = Field(examples=[0.29])
    mean_score: float | None = Field(examples=[0.22])
    ratio: float | None = Field(examples=[0.94])
    below_floor: bool | None = Field(examples=[False])


class FairnessAnswer(Marked):
    """A card by the groups of one attribute; `then` is what its plan says to do about it."""

    of_everything: ClassVar[bool] = True
    card: CardOut
    attribute: str = Field(examples=["sex"])
    selected_from: str = Field(examples=["soon"])
    ratio_floor: Exact = Field(examples=["0.8"])
    smallest_group: int = Field(examples=[10])
    then: str = Field(examples=["in words"])
    groups: tuple[GroupOut, ...]
