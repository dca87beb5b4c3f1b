"""The shapes of what is not so: what-if and hidden links; no logic."""

from typing import Annotated

from pydantic import Field

from comity.api.wire import ENTITY, Marked, Wire
from comity.api.wire_network import NamedOut
from comity.api.wire_questions import Body, Id

Ids = Annotated[tuple[Id, ...], Field(max_length=50)]


class WhatIfBody(Body):
    """Which entities to leave out, which to take as one, and what to measure then."""

    without: Ids = Field(default=(), examples=[[ENTITY]])
    merged: Ids = ()
    measures: tuple[Annotated[str, Field(max_length=40)], ...] = Field(
        default=("betweenness", "pagerank"), min_length=1, max_length=15
    )
    limit: int = Field(default=20, ge=1, le=200, description="how many entities of each measure")


class EffectOut(Wire):
    """One figure of the whole network before and after."""

    figure: str = Field(examples=["components"])
    before: float = Field(examples=[3])
    after: float = Field(examples=[5])
    change: float = Field(examples=[2])


class ChangedOut(NamedOut):
    """One measure of one entity before and after; null where it is not in the network."""

    measure: str = Field(examples=["betweenness"])
    before: float | None = Field(examples=[0.12])
    after: float | None = Field(examples=[0.31])
    rank_before: float | None = Field(examples=[4])
    rank_after: float | None = Field(examples=[1])


class WhatIfAnswer(Marked):
    """What would change; nothing of it is recorded, and `changes` says what was supposed."""

    of_everything = True
    changes: tuple[str, ...] = Field(examples=[["without 9c1f4be0a7d25e33b8f06a1d42c7e590"]])
    effect: tuple[EffectOut, ...]
    entities: tuple[ChangedOut, ...]


class CommonOut(NamedOut):
    """One whom both know, and how many they know in all."""

    knows: int = Field(examples=[3])


class HiddenLinkOut(Wire):
    """A guess that two are linked, which nobody has said; `because` are those whom both know."""

    one: NamedOut
    other: NamedOut
    score: float = Field(examples=[1.4], description="orders guesses of one method; no chance")
    because: tuple[CommonOut, ...]


class HiddenLinksAnswer(Marked):
    """Guesses, likeliest first: where to look, never what is so."""

    of_everything = True
    method: str = Field(examples=["model"])
    guesses: tuple[HiddenLinkOut, ...]
