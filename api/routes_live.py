"""The live stream of one's own view."""

from typing import Annotated

from fastapi import Query

from comity.api.live import Live
from comity.api.questions import Question
from comity.api.routes_writing import AskedNow
from comity.api.shown import Stream


def live(
    asked: AskedNow, door: Live, ticks: Annotated[int, Query(ge=0, le=720, examples=[720])]
) -> Stream:
    """Events, at fixed ticks: what came, went, joined or parted in one's view; then ask anew."""
    asked.standing()
    return door.stream(asked, ticks)


QUESTIONS = (Question("GET", "/v1/live", live),)
