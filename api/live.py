"""Live streams: what came, went, joined or parted in one view, told at fixed ticks and never else.

Every tick sends something, and what it sends depends on the view alone: that others write, or how
much, shows at no time. At each tick the stream looks afresh, as a question of the same token would.
"""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from comity.api.asked import Asked
from comity.api.asking import Bearer, demo_viewer
from comity.api.errors import ApiError, NotAllowed
from comity.api.problems import refusal_response
from comity.api.routes_reading import regrouped_out
from comity.api.shown import Stream
from comity.api.wire import ChangesAnswer, StandingOut
from comity.graph.answers import Standing
from comity.graph.errors import GraphError
from comity.graph.regrouping import Regrouped

TICK = 5.0  # seconds
SETTLING = 0.2  # of a tick, between looking and telling
PIECE = 0.25  # of a tick's wait, after which a server that stops is noticed
MOST_OF_ONE, MOST_OF_ALL = 4, 64
MOST_TOLD = 500
NOTHING_NEW = ": \n\n"
Again = Callable[[], Asked | None]


class Streams:
    """How many streams are open, and by whom."""

    def __init__(self) -> None:
        self._open: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def take(self, who: tuple[str, str]) -> bool:
        """Take a place for one more, if there is one."""
        with self._lock:
            if self._open[who] >= MOST_OF_ONE or self._open.total() >= MOST_OF_ALL:
                return False
            self._open[who] += 1
            return True

    def leave(self, who: tuple[str, str]) -> None:
        """Give a place back."""
        with self._lock:
            self._open[who] -= 1


@dataclass(frozen=True)
class Watch:
    """What a stream is about: how to look again, what was seen first, and when it ends."""

    again: Again
    first: Standing
    ticks: int
    stopping: Callable[[], bool]


class Lasting(Stream):
    """A stream that has its place while it lasts."""

    def __init__(self, watch: Watch, streams: Streams) -> None:
        super().__init__(_events(watch))
        self._streams, self._who = streams, (watch.first.agency, watch.first.viewer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it until it ends or its reader goes."""
        if not self._streams.take(self._who):
            refusal = refusal_response(NotAllowed("so many streams are open already; close one"))
            await refusal(scope, receive, send)
            return
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._streams.leave(self._who)


async def _events(watch: Watch) -> AsyncIterator[str]:
    last, begun = watch.first, asyncio.get_running_loop().time()
    yield f"event: view\ndata: {StandingOut.model_validate(last).model_dump_json()}\n\n"
    for number in range(1, watch.ticks + 1):
        if not await _waited(begun + number * TICK, watch.stopping):
            return
        found = await run_in_threadpool(tick, watch.again, last)
        # Told a while after the look, so that how long it took does not show either.
        told = await _waited(begun + (number + SETTLING) * TICK, watch.stopping)
        if found is None or not told:
            return
        last, text = found
        yield text


async def _waited(until: float, stopping: Callable[[], bool]) -> bool:
    """Wait for a moment; False if the server stops meanwhile."""
    loop = asyncio.get_running_loop()
    while (left := until - loop.time()) > 0 and not stopping():
        await asyncio.sleep(min(left, PIECE))
    return not stopping()


def tick(again: Again, last: Standing) -> tuple[Standing, str] | None:
    """What a view has to tell since it was last looked through; None once nobody may ask.

    A look that shows something has its row in the audit before it is told.
    """
    try:
        asked = again()
        if asked is None:
            return None
        now = asked.view.standing()
        if now.digest == last.digest:
            return now, NOTHING_NEW
        return now, _told(asked, last, asked.view.changes(last.known_at))
    except (ApiError, GraphError):
        return None


def _told(asked: Asked, last: Standing, changes: list[Regrouped]) -> str:
    told = ChangesAnswer.model_validate(
        {
            "standing": asked.standing(),
            "since": StandingOut.model_validate(last).known_at,
            "total": len(changes),
            "changes": tuple(map(regrouped_out, changes[:MOST_TOLD])),
        }
    )
    addresses = tuple(one.entity for each in told.changes for one in (*each.before, *each.after))
    asked.record("live", json.dumps({"since": told.since}), "answered", asked.shown(addresses))
    return f"event: changes\ndata: {told.model_dump_json()}\n\n"


def watching(request: Request, bearer: Bearer) -> Callable[[Asked], Again]:
    """How an asker looks again, for as long as their token or session holds.

    It keeps no session from falling idle.
    """
    installation = request.app.state.installation

    def of(asked: Asked) -> Again:
        viewer = asked.viewer
        words = (viewer.purpose, viewer.justification, viewer.case, viewer.task_force)

        def again() -> Asked | None:
            if bearer is None:
                return Asked(installation, demo_viewer(request, viewer.case))
            grant = installation.gate.look(bearer.credentials)
            if grant is None or not grant.allows(viewer.purpose):
                return None
            if not grant.acts_for(viewer.task_force):
                return None
            return Asked(installation, grant.viewer(*words), scopes=grant.scopes)

        return again

    return of


@dataclass(frozen=True)
class LiveDoor:
    """Where streams begin."""

    again: Callable[[Asked], Again]
    streams: Streams
    stopping: Callable[[], bool]

    def stream(self, asked: Asked, ticks: int) -> Stream:
        """A stream of the asker's view, for so many ticks."""
        watch = Watch(self.again(asked), asked.view.standing(), ticks, self.stopping)
        return Lasting(watch, self.streams)


def live_door(
    request: Request, again: Annotated[Callable[[Asked], Again], Depends(watching)]
) -> LiveDoor:
    """Where the streams of the running application begin."""
    state = request.app.state
    return LiveDoor(again, state.streams, state.stopping)


Live = Annotated[LiveDoor, Depends(live_door)]
