"""The shapes of charts that are kept; no logic."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from comity.api.wire import ENTITY, OTHER, REF, Answer, Marked, Moment, Wire
from comity.api.wire_casework import WHAT_IT_SAYS, Case
from comity.api.wire_drawing import MOST, Pixels
from comity.api.wire_drawn import Code
from comity.api.wire_questions import Body, Id

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Shape = Literal["box", "ellipse", "diamond", "text"]
MOST_WORDS = 500
WHAT_A_CHART_SAYS = {
    "title": True,
    "comment": True,
    "notes": {"__all__": WHAT_IT_SAYS},
    "groups": {"__all__": {"name": True}},
    "boxes": {"__all__": WHAT_IT_SAYS},
}


class SpotKeptBody(Body):
    """Where an entity lies, in pixels, whether it is held there, and whether it is hidden."""

    entity: Id
    x: Pixels = Field(examples=[120.5])
    y: Pixels = Field(examples=[-40.0])
    pinned: bool = False
    hidden: bool = False


class NoteBody(Body):
    """A note on an entity, under a handling code of its own."""

    entity: Id
    text: Said = Field(min_length=1, examples=["ask the harbor about his boat"])
    handling: Code = Field(default="TLP:AMBER", examples=["TLP:AMBER"])


class GroupBody(Body):
    """Entities taken together under a name, which has a handling code of its own.

    `inside` is the place in the list of the group around it, which is named before it and has all
    its members; `x` and `y` are where it lies while it is closed.
    """

    name: Title = Field(examples=["the crew of the pier"])
    members: tuple[Id, ...] = Field(min_length=1, max_length=MOST, examples=[[ENTITY, OTHER]])
    handling: Code = Field(default="TLP:AMBER", examples=["TLP:AMBER"])
    inside: int | None = Field(default=None, ge=0, examples=[None])
    open: bool = False
    x: Pixels | None = Field(default=None, examples=[None])
    y: Pixels | None = Field(default=None, examples=[None])


class BoxBody(Body):
    """Words on the chart that hang on no entity, in a shape, under a handling code of their own."""

    text: Said = Field(min_length=1, examples=["ask who had the key"])
    shape: Shape = "box"
    x: Pixels = Field(examples=[10.0])
    y: Pixels = Field(examples=[80.0])
    pinned: bool = False
    handling: Code = Field(default="TLP:AMBER", examples=["TLP:AMBER"])


class ChartKeptBody(Body):
    """A chart as it is saved; what is on it that the saver does not see is left out.

    `shared` are agencies and task forces that may open the chart, as far as an agreement shares
    the data class `chart` with them; the last version decides who may, each earlier one and what
    was said of it stays under its own code too.
    """

    case: Case = Field(examples=["C-2026-017"])
    title: Title = Field(examples=["burglaries at the pier"])
    handling: Code = Field(default="TLP:AMBER", examples=["TLP:AMBER"])
    shared: tuple[Title, ...] = Field(default=(), max_length=50, examples=[["harbor-so"]])
    comment: Said = Field(default="", examples=["after the second interview"])
    spots: tuple[SpotKeptBody, ...] = Field(default=(), max_length=MOST)
    notes: tuple[NoteBody, ...] = Field(default=(), max_length=MOST_WORDS)
    groups: tuple[GroupBody, ...] = Field(default=(), max_length=MOST_WORDS)
    boxes: tuple[BoxBody, ...] = Field(default=(), max_length=MOST_WORDS)
    purgeable = WHAT_A_CHART_SAYS


class SharingBody(Body):
    """Who may open a chart from now on, beside its own agency, and nobody else."""

    shared: tuple[Title, ...] = Field(max_length=50, examples=[["harbor-so"]])


class CommentBody(Body):
    """What somebody says of a chart."""

    text: Said = Field(min_length=1, examples=["the boat was sold in May"])
    purgeable = WHAT_IT_SAYS


class ChartKeptOut(Wire):
    """A chart that one may open, and how many versions it has."""

    ref: str = Field(examples=[REF])
    agency: str = Field(examples=["riverton-pd"])
    case: str = Field(examples=["C-2026-017"])
    title: str = Field(examples=["burglaries at the pier"])
    handling: str = Field(examples=["TLP:AMBER"])
    shared: tuple[str, ...] = Field(examples=[["harbor-so"]])
    versions: int = Field(examples=[3])
    at: Moment = Field(examples=["2026-03-02T09:30:00Z"])


class VersionOut(Wire):
    """One saving; who it was is told to their own agency alone."""

    number: int = Field(examples=[2])
    at: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    who: str | None = Field(examples=["d.reyes"])
    comment: str = Field(examples=["after the second interview"])


class SpotKeptOut(Wire):
    """Where an entity lies; `entity` is who holds the saved mention in the asker's view."""

    entity: str = Field(examples=[ENTITY])
    x: float = Field(examples=[120.5])
    y: float = Field(examples=[-40.0])
    pinned: bool = Field(examples=[True])
    hidden: bool = Field(examples=[False])


class NoteOut(Wire):
    """A note on an entity."""

    entity: str = Field(examples=[ENTITY])
    text: str = Field(examples=["ask the harbor about his boat"])
    handling: str = Field(examples=["TLP:AMBER"])


class GroupOut(Wire):
    """A group, as far as its members show; `inside` is the place of the one around it."""

    name: str = Field(examples=["the crew of the pier"])
    members: tuple[str, ...] = Field(examples=[[ENTITY, OTHER]])
    handling: str = Field(examples=["TLP:AMBER"])
    inside: int | None = Field(examples=[None])
    open: bool = Field(examples=[False])
    x: float | None = Field(examples=[None])
    y: float | None = Field(examples=[None])


class BoxOut(Wire):
    """Words on the chart that hang on no entity."""

    text: str = Field(examples=["ask who had the key"])
    shape: str = Field(examples=["box"])
    x: float = Field(examples=[10.0])
    y: float = Field(examples=[80.0])
    pinned: bool = Field(examples=[False])
    handling: str = Field(examples=["TLP:AMBER"])


class CommentOut(Wire):
    """What somebody said of a chart; who it was is told to their own agency alone."""

    agency: str = Field(examples=["harbor-so"])
    who: str | None = Field(examples=["h.olsen"])
    at: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    text: str = Field(examples=["the boat was sold in May"])


class ChartsAnswer(Answer):
    """The charts that one may open, those saved last first."""

    charts: tuple[ChartKeptOut, ...]


class ChartSavedAnswer(Answer):
    """A version that is kept."""

    ref: str = Field(examples=[REF])
    number: int = Field(examples=[1])


class ChartOpenedAnswer(Marked):
    """One version of a chart in the asker's view: what does not show is as if never on it."""

    chart: ChartKeptOut
    number: int = Field(examples=[2])
    spots: tuple[SpotKeptOut, ...]
    notes: tuple[NoteOut, ...]
    groups: tuple[GroupOut, ...]
    boxes: tuple[BoxOut, ...]
    versions: tuple[VersionOut, ...]
    comments: tuple[CommentOut, ...]


class ChartDoneAnswer(Answer):
    """A chart that was put away, or that was said something of."""

    ref: str = Field(examples=[REF])
