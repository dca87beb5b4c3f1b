"""The shapes that answers about the network have on the wire; no logic."""

from pydantic import Field

from comity.api.wire import ENTITY, OTHER, LinkOut, Marked, Wire


class NamedOut(Wire):
    """An entity by id, kind and name."""

    entity: str = Field(examples=[ENTITY])
    kind: str = Field(examples=["person"])
    name: str = Field(examples=["John Smith"])


class HopOut(Wire):
    """One step of a path, with every link that carries it."""

    source: str = Field(examples=[ENTITY])
    target: str = Field(examples=[OTHER])
    links: tuple[LinkOut, ...]


class PathOut(Wire):
    """One path: its entities in order, and the evidence of each hop."""

    entities: tuple[NamedOut, ...]
    hops: tuple[HopOut, ...]


class PathsAnswer(Marked):
    """Paths between two entities, shortest first; none is an empty list."""

    paths: tuple[PathOut, ...]


class CommunityOut(Wire):
    """One community: how many it holds, and the first of them by how well they are linked."""

    community: int = Field(examples=[0])
    size: int = Field(examples=[41])
    members: tuple[NamedOut, ...]


class CommunitiesAnswer(Marked):
    """Communities, largest first; `count` counts those left out of the list too."""

    of_everything = True
    count: int = Field(examples=[17])
    communities: tuple[CommunityOut, ...]


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
