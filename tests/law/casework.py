"""A world of casework in an installation, and what its viewer is told on the way."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from law.casework_worlds import APART, OURS, PLACES, PURPOSES, TARGETS, TWINS, Act, CaseworkCase
from law.casework_worlds import asks_after as asks
from law.moments import START
from law.recording import ID_KEY, WorldClock
from unsynced import unsynced
from unthreaded import unthreaded

from comity.api.asked import Asked
from comity.api.casework_door import Casework
from comity.api.errors import Refusal
from comity.api.files import write_private
from comity.api.installation import ID_KEY as KEY_FILE
from comity.api.installation import LEDGER, Installation
from comity.api.routes_casework import (
    deconfliction,
    end_action,
    end_target,
    list_actions,
    list_targets,
    register_action,
    register_target,
)
from comity.api.routes_requests import answer_request, list_requests, send_request
from comity.api.settings import Settings
from comity.api.wire_casework import ActionBody, RequestAnswerBody, RequestBody, TargetBody
from comity.casework import ref_of
from comity.graph.ledger import Ledger
from comity.sharing import Viewer

LISTS = (list_targets, list_actions, deconfliction, list_requests)


@dataclass(frozen=True)
class Heard:
    """Every answer that the viewer was given, and whom each list of pointers named."""

    answers: list[str]
    pointers: list[list[tuple[str, int]]]


def tells_of(case: CaseworkCase, *names: str) -> str:
    """The first thing that tells a world from one of its twins, or from the plain account."""
    ours = heard(case)
    if ours.pointers != case.expected():
        return "account"
    for name in names or tuple(TWINS):
        if heard(case.twin(name)).answers != ours.answers:
            return name
    return ""


def heard(case: CaseworkCase) -> Heard:
    """Play a world, and keep what the viewer is told."""
    with installed(case.texts()) as (installation, clock):
        playing = _Playing(case, installation)
        for act in case.acts:
            clock.now = act.at
            playing.do(act)
        return playing.heard


class _Playing:
    """Does what happens in a world, each act as whoever does it."""

    def __init__(self, case: CaseworkCase, installation: Installation) -> None:
        self._acts = {act.number: act for act in case.named}
        self._installation = installation
        self.heard = Heard([], [])

    def do(self, act: Act) -> None:
        """One act, and the viewer's questions after it where it asks then."""
        if not act.agency:
            self._installation.ledger.set_agreement_status(act.to, act.what, "a test")
        elif act.what not in ("end", "answer") or act.of in self._acts:
            told = self._answered(act)
            if act.agency == OURS:
                self.heard.answers.append(told)
        if asks(act):
            self._ask()

    def _answered(self, act: Act) -> str:
        try:
            return str(DO[act.what](self, act).model_dump_json())
        except Refusal as refusal:
            return f"{type(refusal).__name__}: {refusal}"

    def _ask(self) -> None:
        for question in LISTS:
            answer = self.asked(question, viewer_of(OURS, PURPOSES[0]))
            self.heard.answers.append(answer.model_dump_json())
            if question is deconfliction:
                self.heard.pointers.append(self._named(json.loads(self.heard.answers[-1])))

    def _named(self, told: Any) -> list[tuple[str, int]]:
        own = {self.ref(act): act.number for act in self._acts.values() if act.agency == OURS}
        return sorted((one["agency"], own[one["registration"]]) for one in told["pointers"])

    def asked(self, route: Callable[..., Any], viewer: Viewer, **given: Any) -> Any:
        """One question as the doors put it, but for its audit row."""
        asked = Asked(self._installation, viewer)
        return route(asked=asked, casework=Casework(self._installation), **given)

    def ref(self, act: Act) -> str:
        """The reference of what an act registered or sent."""
        return ref_of(ID_KEY, act.what, viewer_of(act.agency, act.purpose), f"key {act.number}")

    def write(self, route: Callable[..., Any], act: Act, body: Any) -> Any:
        """A writing of its own key."""
        viewer = viewer_of(act.agency, act.purpose)
        return self.asked(route, viewer, body=body, idempotency_key=f"key {act.number}")

    def of(self, route: Callable[..., Any], act: Act, **given: Any) -> Any:
        """A writing about what another act registered or sent."""
        viewer = viewer_of(act.agency, act.purpose)
        return self.asked(route, viewer, ref=self.ref(self._acts[act.of]), **given)

    def end(self, act: Act) -> Any:
        """Take back what an act registered."""
        route = end_target if self._acts[act.of].what == "target" else end_action
        return self.of(route, act)


def _target(playing: _Playing, act: Act) -> Any:
    kind, values = APART if act.apart else TARGETS[act.subject][act.spelling]
    told = [{"property": prop, "value": value} for prop, value in values]
    body = {"kind": kind, "values": told, "case": "C-1", "reason": act.words, "days": act.days}
    return playing.write(register_target, act, TargetBody.model_validate(body))


def _action(playing: _Playing, act: Act) -> Any:
    place = {"latitude": -41.0, "longitude": 17.0} if act.apart else {}
    told = place or PLACES[act.subject][act.spelling]
    since = act.begins.isoformat()
    body = {**told, "since": since, "hours": 4, "case": "C-1", "reason": act.words}
    return playing.write(register_action, act, ActionBody.model_validate(body))


def _request(playing: _Playing, act: Act) -> Any:
    body = RequestBody(to=act.to, case="C-1", text=f"what of {act.number}?")
    return playing.write(send_request, act, body)


DO: dict[str, Callable[[_Playing, Act], Any]] = {
    "target": _target,
    "action": _action,
    "request": _request,
    "end": lambda playing, act: playing.end(act),
    "answer": lambda playing, act: playing.of(
        answer_request, act, body=RequestAnswerBody(outcome="granted")
    ),
}


def viewer_of(agency: str, purpose: str) -> Viewer:
    """Who asks for an agency."""
    return Viewer(f"a user of {agency}", agency, "analyst", purpose, "a test")


@contextmanager
def installed(texts: list[str]) -> Iterator[tuple[Installation, WorldClock]]:
    """An installation with some agreements and a clock that the world sets."""
    clock = WorldClock()
    clock.now = START - timedelta(hours=1)
    with tempfile.TemporaryDirectory(prefix="law") as place, unsynced(), unthreaded():
        folder = Path(shutil.copytree(_made(), Path(place) / "data"))
        with Installation.open(folder, clock) as installation:
            installation.ledger = Ledger.open(folder / LEDGER, clock=clock.micros)
            for text in texts:
                installation.ledger.put_agreement(text, "a test")
            yield installation, clock


@cache
def _made() -> Path:
    """A folder with an empty installation of a known key, made once. Only to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="law")) / "data"
    with unsynced():
        settings = Settings(agency=OURS, signatures="optional")
        Installation.init(folder, settings, admin="administrator")
    (folder / KEY_FILE).unlink()
    write_private(folder / KEY_FILE, ID_KEY)
    return folder
