"""The shape of a case's board; no logic."""

from pydantic import Field

from comity.api.wire import ENTITY, REF, Marked, Moment, Wire
from comity.api.wire_charts import ChartKeptOut, NoteOut


class PinnedOut(Wire):
    """An entity that is pinned on a chart of the case."""

    entity: str = Field(examples=[ENTITY])
    kind: str = Field(examples=["person"])
    name: str = Field(examples=["John Smith"])
    agencies: tuple[str, ...] = Field(examples=[["harbor-so"]])


class TaskOut(Wire):
    """What one's agency has to see to: a target, a planned action, or a request that waits."""

    ref: str = Field(examples=[REF])
    sort: str = Field(examples=["request"])
    agency: str = Field(examples=["riverton-pd"])
    text: str = Field(examples=["who visited the prisoner in cell 4 on 1 March?"])
    until: Moment = Field(examples=["2026-03-07T09:30:00Z"])


class BoardAnswer(Marked):
    """What lies on the table of one case, in the asker's view."""

    case: str = Field(examples=["C-2026-017"])
    charts: tuple[ChartKeptOut, ...]
    entities: tuple[PinnedOut, ...]
    notes: tuple[NoteOut, ...]
    tasks: tuple[TaskOut, ...]
