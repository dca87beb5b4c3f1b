"""The shapes of a chart as data, for a page that draws it; no logic."""

from typing import Annotated, Literal

from pydantic import Field

from comity.api.wire import ENTITY, OTHER, IntervalOut, Marked, Wire
from comity.api.wire_questions import Body, Id

MOST = 5000
Layout = Literal["forces", "hierarchical", "circular", "time", "map"]
Pixels = Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)]


class SpotBody(Body):
    """Where an entity lies on the chart already, in pixels."""

    entity: Id
    x: Pixels = Field(examples=[120.5])
    y: Pixels = Field(examples=[-40.0])


class DrawingBody(Body):
    """What to draw, and what lies where already: that keeps its place.

    With no entities at all, those who matter most and what is around them. Entities that are not
    there, or not for the viewer to see, are left out.
    """

    entities: tuple[Id, ...] = Field(default=(), max_length=MOST, examples=[[ENTITY]])
    hops: int = Field(default=0, ge=0, le=4, description="how far around them")
    limit: int = Field(default=200, ge=1, le=MOST, description="how many entities at most")
    held: tuple[SpotBody, ...] = Field(default=(), max_length=MOST)
    layout: Layout = Field(default="forces", description="how what is not held is laid out")


class NodeOut(Wire):
    """One entity on the chart; `links` counts those it is linked to in all that shows.

    `longitude` and `latitude` are told with the layout `map`, where records say them.
    """

    entity: str = Field(examples=[ENTITY])
    kind: str = Field(examples=["person"])
    name: str = Field(examples=["John Smith"])
    standing: str = Field(examples=["involved"])
    agencies: tuple[str, ...] = Field(examples=[["harbor-so"]])
    links: int = Field(examples=[7])
    x: float = Field(examples=[120.5])
    y: float = Field(examples=[-40.0])
    longitude: float | None = Field(examples=[None])
    latitude: float | None = Field(examples=[None])


class EdgeOut(Wire):
    """The links of one kind and role between two entities; `lines` are the records they rest on.

    `strength` is `confirmed`, `unconfirmed` or `tentative`: of drawn ones what the strongest says.
    `trust` is what the best of `grades` says, in words common to all schemes.
    """

    first: str = Field(examples=[ENTITY])
    second: str = Field(examples=[OTHER])
    kind: str = Field(examples=["uses"])
    role: str = Field(examples=["subscriber"])
    count: int = Field(examples=[2])
    agencies: tuple[str, ...] = Field(examples=[["harbor-so"]])
    lines: tuple[str, ...] = Field(examples=[["harbor-so, harbor-jail B-20931, TLP:AMBER"]])
    valid: IntervalOut
    strength: str = Field(examples=["confirmed"])
    grades: tuple[str, ...] = Field(examples=[["ADMIRALTY:B2"]])
    trust: str = Field(examples=["usually"])


class LeadOut(Wire):
    """An address that leads to an entity of another id by now."""

    asked: str = Field(examples=[OTHER])
    entity: str = Field(examples=[ENTITY])


class DrawingAnswer(Marked):
    """A chart: entities with their positions, links, and how many more lie near (`omitted`)."""

    nodes: tuple[NodeOut, ...]
    edges: tuple[EdgeOut, ...]
    leads: tuple[LeadOut, ...]
    omitted: int = Field(examples=[0])
