"""The shapes of communities: divisions, profiles and changes; no logic."""

from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import Field

from comity.api.wire import ENTITY, IntervalOut, Marked, Wire
from comity.api.wire_network import NamedOut
from comity.api.wire_questions import Body

Quality = Literal["modularity", "cpm"]


class Division(Body):
    """How a network is divided: by which quality, how finely, and by the best of how many seeds."""

    quality: Quality = "modularity"
    resolution: float = Field(default=1.0, ge=0, le=1000)
    seeds: int = Field(default=3, ge=1, le=10)


def _divided(
    quality: Quality = "modularity",
    resolution: Annotated[float, Query(ge=0, le=1000)] = 1.0,
    seeds: Annotated[int, Query(ge=1, le=10)] = 3,
) -> Division:
    return Division(quality=quality, resolution=resolution, seeds=seeds)


Divided = Annotated[Division, Depends(_divided)]
AS_USUAL = Division()


class DivisionOut(Wire):
    """How good a division is; `stability` is how alike those of other seeds are, 1 the same.

    `reached` is the quality, the best of the seeds'. Some division is found in noise too.
    """

    quality: str = Field(examples=["modularity"])
    resolution: float = Field(examples=[1.0])
    seeds: int = Field(examples=[3])
    reached: float = Field(examples=[0.61])
    stability: float | None = Field(examples=[0.93])


class CommunityOut(Wire):
    """One community: how many it holds, and the first of them by how well they are linked."""

    community: int = Field(examples=[0])
    size: int = Field(examples=[41])
    members: tuple[NamedOut, ...]


class CommunitiesAnswer(Marked):
    """Communities, largest first; `count` counts those left out of the list too."""

    of_everything = True
    count: int = Field(examples=[17])
    division: DivisionOut
    communities: tuple[CommunityOut, ...]


class MemberOut(NamedOut):
    """One member, with their links within the community and out of it."""

    standing: str = Field(examples=["involved"])
    inside: int = Field(examples=[5])
    outside: int = Field(examples=[1])


class ProfileOut(Wire):
    """A community: of what kinds, why together, where, when, and who says so.

    `density` is the share of pairs that are linked, `conductance` that of its links' ends that
    lie outside: low is well apart. `records` are those that its links rest on.
    """

    community: int = Field(examples=[0])
    size: int = Field(examples=[41])
    members: tuple[MemberOut, ...]
    kinds: dict[str, int] = Field(examples=[{"person": 30, "phone": 11}])
    link_kinds: dict[str, int] = Field(examples=[{"uses": 14}])
    places: tuple[str, ...] = Field(examples=[["Pier 4"]])
    agencies: dict[str, int] = Field(examples=[{"harbor-so": 20}])
    records: int = Field(examples=[17])
    when: IntervalOut
    density: float = Field(examples=[0.12])
    conductance: float = Field(examples=[0.05])


class ProfileAnswer(Marked):
    """The community that holds an entity."""

    of_everything = True
    division: DivisionOut
    profile: ProfileOut


class CommunityChangeOut(Wire):
    """What became of one community: born, died, split, merged, split and merged, grew, shrank or
    continued; `shared` counts who is in both."""

    change: str = Field(examples=["grew"])
    before: CommunityOut | None = Field(examples=[None])
    after: CommunityOut | None = Field(
        examples=[{"community": 0, "size": 3, "members": [
            {"entity": ENTITY, "kind": "person", "name": "John Smith"}]}]
    )  # fmt: skip
    shared: int = Field(examples=[0])


class CommunityChangesAnswer(Marked):
    """What became of communities of three and more between two times; trust stable ones."""

    of_everything = True
    before: DivisionOut
    after: DivisionOut
    changes: tuple[CommunityChangeOut, ...]
