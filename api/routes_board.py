"""The board of the case that one asks for: its charts, who is pinned on them, notes and tasks."""

from collections.abc import Iterable, Iterator

from comity.api.asked import Asked
from comity.api.casework_door import Casework, CaseworkDoor
from comity.api.charts_door import Opened, ShelfDoor
from comity.api.errors import BadQuestion
from comity.api.questions import Question
from comity.api.routes_charts import chart_out, notes_out
from comity.api.routes_writing import AskedNow
from comity.api.wire_board import BoardAnswer, PinnedOut, TaskOut


def board(asked: AskedNow, shelf: ShelfDoor, casework: CaseworkDoor) -> BoardAnswer:
    """The board of the case in the header Comity-Case: what of it shows to the asker."""
    case = asked.viewer.case
    if not case:
        raise BadQuestion("name the case in the header Comity-Case")
    kept = [one for one in shelf.open_to(asked.view) if one.newest.case == case]
    opened = [shelf.seen(asked.view, one, len(one.versions)) for one in kept]
    others = (one for one in opened if one.version.agency != asked.viewer.agency)
    asked.tell_owners(one.newest_disclosed() for one in others)
    return BoardAnswer(
        standing=asked.standing(),
        case=case,
        charts=tuple(map(chart_out, kept)),
        entities=tuple(_pinned(asked, opened)),
        notes=tuple(note for one in opened for note in notes_out(one)),
        tasks=tuple(_tasks(casework, asked.viewer.agency, case)),
    )


def _pinned(asked: Asked, opened: Iterable[Opened]) -> Iterator[PinnedOut]:
    """Each entity that is pinned on some chart, once, in the order of ids."""
    pinned = {spot.address for one in opened for spot in one.spots if spot.pinned}
    for outline in filter(None, asked.view.outlines(sorted(pinned))):
        yield PinnedOut(
            entity=outline.id, kind=outline.kind, name=outline.name, agencies=outline.agencies
        )


def _tasks(casework: Casework, agency: str, case: str) -> Iterator[TaskOut]:
    """The agency's own targets and planned actions of a case, and the requests that wait."""
    for one in (*casework.standing("target", agency), *casework.standing("action", agency)):
        if one.case == case:
            told = {"ref": one.ref, "sort": one.sort, "agency": one.agency}
            yield TaskOut.model_validate({**told, "text": one.reason, "until": one.until})
    for sent in casework.requests(agency):
        if sent.case == case and sent.answer is None:
            told = {"ref": sent.ref, "sort": "request", "agency": sent.agency}
            yield TaskOut.model_validate({**told, "text": sent.text, "until": sent.due})


QUESTIONS = (Question("GET", "/v1/board", board),)
