"""The shapes that answers about the network have on the wire; no logic."""

from typing import Literal

from pydantic import Field

from comity.api.wire import ENTITY, Marked, Wire

Aim = Literal["remove", "reach"]


class NamedOut(Wire):
    """An entity by id, kind and name."""

    entity: str = Field(examples=[ENTITY])
    kind: str = Field(examples=["person"])
    name: str = Field(examples=["John Smith"])


class RankedOut(NamedOut):
    """One entity of a ranking; with draws, how far its rank moves where links are missing."""

    rank: int = Field(examples=[1])
    score: float = Field(examples=[0.18])
    rank_low: float | None = Field(default=None, examples=[1.0])
    rank_high: float | None = Field(default=None, examples=[3.0])
    first: float | None = Field(default=None, examples=[0.8])


class CentralityAnswer(Marked):
    """Who matters by one measure; `left_out` counts who was not ranked, by standing."""

    of_everything = True
    measure: str = Field(examples=["betweenness"])
    ranking: tuple[RankedOut, ...]
    left_out: dict[str, int] = Field(examples=[{"bystander": 41, "professional": 12}])


class KeyPlayersAnswer(Marked):
    """The set that does most together, in the order of ids; the best one where `best` says so.

    `value` is the share of pairs that cannot reach each other without them (`aim` remove), or of
    entities that they reach; `without` is the same with nobody removed, or nobody to reach from.
    Else they were built up among `candidates` with most links. `left_out` counts by standing.
    """

    of_everything = True
    aim: Aim = Field(examples=["remove"])
    value: float = Field(examples=[0.74])
    without: float = Field(examples=[0.41])
    best: bool = Field(examples=[True])
    candidates: int = Field(examples=[120])
    players: tuple[NamedOut, ...]
    left_out: dict[str, int] = Field(examples=[{"bystander": 41, "professional": 12}])
