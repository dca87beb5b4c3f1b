"""The shapes that explanations have on the wire; no logic."""

from pydantic import Field

from comity.api.wire import ENTITY, OTHER, REF, Marked, Moment, Wire


class SaidOut(Wire):
    """One value on one side of a comparison, and the record that says it."""

    value: str = Field(examples=["5/7/80"])
    agency: str = Field(examples=["harbor-so"])
    source: str = Field(examples=["harbor-jail"])
    record: str = Field(examples=["B-20931"])


class ComparisonOut(Wire):
    """One line of an explanation; weights are log2 odds."""

    name: str = Field(examples=["birth_date"])
    level: str = Field(examples=["same day"])
    left: str = Field(examples=["1980-05-07"])
    right: str = Field(examples=["1980-05-07"])
    weight: float = Field(examples=[6.5])
    left_said: tuple[SaidOut, ...]
    right_said: tuple[SaidOut, ...]


class WordOut(Wire):
    """One person's standing word on a pair; who, why and (null) when are empty where withheld."""

    verdict: str = Field(examples=["different"])
    who: str = Field(examples=["d.reyes"])
    agency: str = Field(examples=["riverton-pd"])
    at: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    reason: str = Field(examples=["two brothers"])
    ref: str = Field(examples=[REF])


class WhyOut(Wire):
    """Why two mentions are held to be the same, possibly the same, or different.

    `proposed` says what brought them together: `key`, `held alike`, or nothing.
    """

    first: str = Field(examples=[ENTITY])
    second: str = Field(examples=[OTHER])
    proposed: str = Field(examples=["key"])
    prior: float = Field(examples=[-13.3])
    comparisons: tuple[ComparisonOut, ...]
    score: float = Field(examples=[11.8])
    possible: float = Field(examples=[-6.0])
    threshold: float = Field(examples=[0.0])
    act: float = Field(examples=[9.4])
    missing: float = Field(examples=[0.0])
    model: str = Field(examples=["public-7"])
    relations: str = Field(examples=["relations-1"])
    verdict: str = Field(examples=[""])
    words: tuple[WordOut, ...]
    decision: str = Field(examples=["same"])


class MatchesAnswer(Marked):
    """How an entity came together, weakest joint first."""

    matches: tuple[WhyOut, ...]


class WhyAnswer(Marked):
    """Why two mentions are the same or not."""

    why: WhyOut


class ReviewOut(Wire):
    """A pair that waits for a person's word; judge `first` and `second`.

    `mean` is over all pairs of mentions of the two entities; `stake` counts the mentions and
    links that a join would bring along, `gain` is the bits of doubt times the stake.
    """

    kind: str = Field(examples=["person"])
    first: str = Field(examples=[ENTITY])
    second: str = Field(examples=[OTHER])
    first_entity: str = Field(examples=[ENTITY])
    second_entity: str = Field(examples=[OTHER])
    first_name: str = Field(examples=["John Smith"])
    second_name: str = Field(examples=["Jon Smyth"])
    score: float = Field(examples=[1.8])
    mean: float = Field(examples=[-0.6])
    chance: float = Field(examples=[0.4])
    stake: int = Field(examples=[9])
    gain: float = Field(examples=[8.7])
    verdict: str = Field(examples=[""])


class ReviewAnswer(Marked):
    """The review queue, those first on which a person's word would teach most."""

    queue: tuple[ReviewOut, ...]
