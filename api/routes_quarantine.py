"""The queue of rows set aside: which rows of one's own agency's sources wait, and why."""

from typing import Annotated

from fastapi import Query

from comity.api.quarantine_door import QuarantineDoor
from comity.api.questions import Question
from comity.api.routes_writing import AskedNow
from comity.api.wire_quarantine import QuarantineAnswer, WaitingRowOut


def list_quarantine(
    asked: AskedNow,
    quarantine: QuarantineDoor,
    past: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> QuarantineAnswer:
    """The rows of one's own agency that were set aside and wait, by source, load and row."""
    standing, found = asked.standing(), quarantine.waiting(asked.viewer)
    page = tuple(map(WaitingRowOut.model_validate, found[past : past + limit]))
    more = past + limit if past + limit < len(found) else None
    return QuarantineAnswer(standing=standing, waiting=len(found), rows=page, next=more)


QUESTIONS = (Question("GET", "/v1/quarantine", list_quarantine),)
