"""The shapes of a chart drawn as groups; no logic."""

from typing import Literal

from pydantic import Field

from comity.api.wire import ENTITY, Marked, Wire
from comity.api.wire_questions import Body, Id

MOST = 20_000


class GroupsBody(Body):
    """What to draw as groups: these entities, or without any those who are linked to most."""

    entities: tuple[Id, ...] = Field(default=(), max_length=MOST, examples=[[ENTITY]])
    limit: int = Field(default=MOST, ge=1, le=MOST, description="how many entities at most")
    by: Literal["community", "kind"] = Field(
        default="community", description="who hangs together, or kinds and numbers of links"
    )


class MemberOut(Wire):
    """One entity of a group."""

    entity: str = Field(examples=[ENTITY])


class KindOut(Wire):
    """How many of one kind."""

    kind: str = Field(examples=["person"])
    count: int = Field(examples=[120])


class GroupOut(Wire):
    """Entities as one dot, named after the one that is linked to most; `links` lie inside."""

    entity: str = Field(examples=[ENTITY])
    name: str = Field(examples=["John Smith"])
    kinds: tuple[KindOut, ...]
    links: int = Field(examples=[250])
    x: float = Field(examples=[120.5])
    y: float = Field(examples=[-40.0])
    members: tuple[MemberOut, ...]


class BetweenOut(Wire):
    """Links between two groups, by their places in the list: how many pairs of entities."""

    one: int = Field(examples=[0])
    other: int = Field(examples=[1])
    count: int = Field(examples=[7])


class GroupsAnswer(Marked):
    """A network as groups, the largest first; `omitted` are the entities beyond the limit."""

    groups: tuple[GroupOut, ...]
    between: tuple[BetweenOut, ...]
    omitted: int = Field(examples=[0])
