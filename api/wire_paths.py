"""The shapes of paths and of whom one reaches: bodies and answers; no logic."""

from typing import Annotated, Literal

from pydantic import Field

from comity.api.wire import ENTITY, OTHER, LinkOut, Marked, Moment, Wire
from comity.api.wire_network import NamedOut
from comity.api.wire_questions import Body, Id

Sort = Literal[
    "all_shortest", "shortest", "k_shortest", "evidence", "strongest", "in_time", "disjoint"
]
Kind = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$", examples=["phone"])]
Time = Annotated[str, Field(max_length=40, examples=["2026-03-02T09:30:00Z"])]


class AvoidBody(Body):
    """What paths go round; where they begin and end is always allowed."""

    entities: tuple[Id, ...] = Field(default=(), max_length=50)
    kinds: tuple[Kind, ...] = Field(default=(), max_length=20)
    neighbours_above: int | None = Field(
        default=None,
        ge=1,
        le=10_000_000,
        examples=[None],
        description="nobody with more neighbours is passed",
    )


class PathsBody(Body):
    """From where to where, which sort of paths, and what they pass or go round.

    `sort` null asks for all the shortest paths, or the `k` shortest; `via` and `via_kind` for the
    shortest that passes somebody. `after`, `before` and `directed` are of the sort `in_time`,
    `half_life_years` is of `evidence` and `strongest`.
    """

    source: Id
    target: Annotated[Id, Field(examples=[OTHER])]
    also: tuple[Id, ...] = Field(default=(), max_length=19, description="more targets")
    sort: Sort | None = Field(default=None, examples=["all_shortest"])
    k: int | None = Field(default=None, ge=1, le=50, examples=[None])
    avoid: AvoidBody = AvoidBody()
    via: Id | None = Field(default=None, examples=[None])
    via_kind: Kind | None = Field(default=None, examples=[None])
    after: Time | None = Field(default=None, examples=[None])
    before: Time | None = Field(default=None, examples=[None])
    directed: bool = False
    half_life_years: float | None = Field(
        default=None,
        gt=0,
        le=1000,
        examples=[None],
        description="after so long past its end a link counts half",
    )


class HopOut(Wire):
    """One step of a path, with every link that carries it; `at` is when, in order of time."""

    source: str = Field(examples=[ENTITY])
    target: str = Field(examples=[OTHER])
    links: tuple[LinkOut, ...]
    at: Moment = Field(default=None, examples=[None])


class PathOut(Wire):
    """One path: its entities in order, and the evidence of each hop.

    `cost` is the sum over hops of one over how surely each holds; `chance` how surely all do.
    """

    entities: tuple[NamedOut, ...]
    hops: tuple[HopOut, ...]
    cost: float | None = Field(default=None, examples=[2.3])
    chance: float | None = Field(default=None, examples=[0.72])


class PathsAnswer(Marked):
    """Paths to each target in turn, best first; none is an empty list."""

    paths: tuple[PathOut, ...]


class ReachableBody(Body):
    """Whom one reaches within some hops; who is to be avoided is reached and not passed."""

    source: Id
    hops: int = Field(default=2, ge=0, le=10)
    avoid: AvoidBody = AvoidBody()
    limit: int = Field(default=200, ge=1, le=1000, description="how many entities at most")


class ReachedOut(NamedOut):
    """One entity within reach, in how many hops, and by how many shortest ways."""

    hops: int = Field(examples=[2])
    paths: float = Field(examples=[3])


class ReachableAnswer(Marked):
    """How many are reached in each hop (`counts`, from 0), and the nearest of them."""

    of_everything = True
    counts: tuple[int, ...] = Field(examples=[[1, 4, 17]])
    not_passed: int = Field(examples=[2])
    reached: tuple[ReachedOut, ...]
