"""Asking: the one dependency that every question goes through, and its one audit row.

A route gets an `Asked`, which can open the asker's view and nothing wider.
"""

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Header, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from comity.api.cursors import Cursor, read_cursor
from comity.api.errors import BadQuestion, NotAllowed, NotAudited, NotSignedIn, ViewChanged
from comity.api.installation import Installation
from comity.api.problems import problem_of
from comity.api.wire import StandingOut
from comity.graph.audit import AuditRow
from comity.graph.errors import GraphError
from comity.graph.view import View, micros
from comity.graph.words import Micros
from comity.sharing import Viewer

LONGEST_HEADER = 2000
bearer = HTTPBearer(auto_error=False, description="A token from `comity token give`.")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
Told = Annotated[str, Header(max_length=LONGEST_HEADER)]


class Asked:
    """One question: who asks and for what, the view opened for it, and its audit row."""

    def __init__(
        self,
        installation: Installation,
        viewer: Viewer,
        known_at: Micros | None = None,
        valid_at: Micros | None = None,
    ) -> None:
        self._installation, self.viewer = installation, viewer
        self._known_at, self._valid_at = known_at, valid_at
        self.cursor: Cursor | None = None

    @cached_property
    def view(self) -> View:
        """What this viewer may see; opened when first looked through."""
        return self._installation.desk.open(
            self.viewer, valid_at=self._valid_at, known_at=self._known_at
        )

    @property
    def id_key(self) -> bytes:
        """The key that addresses and cursors are made with."""
        return self._installation.id_key

    def standing(self) -> StandingOut:
        """The line that every answer carries."""
        return StandingOut.model_validate(self.view.standing())

    def see_at(self, known_at: Micros | None, valid_at: Micros | None) -> None:
        """Ask as known at one time and as valid at another; before the view is opened."""
        self._known_at, self._valid_at = known_at, valid_at

    def record(self, action: str, question: str, outcome: str, shown: tuple[str, ...] = ()) -> None:
        """Write the audit row; raises NotAudited, and then nothing may be shown."""
        viewer = self.viewer
        row = AuditRow(
            at=micros(self._installation.clock()),
            principal=viewer.principal,
            agency=viewer.agency,
            role=viewer.role,
            purpose=viewer.purpose,
            case=viewer.case,
            justification=viewer.justification,
            action=action,
            question=question,
            known_at=self._known_at,
            valid_at=self._valid_at,
            view="",
            agreements=(),
            shown=shown,
            outcome=outcome,
        )
        if "view" in self.__dict__:
            standing = self.view.standing()
            row = replace(
                row,
                known_at=standing.known_at,
                view=standing.digest,
                agreements=standing.agreements,
            )
        try:
            self._installation.audit.write(row)
        except (GraphError, OSError) as error:
            raise NotAudited from error


def ask(
    request: Request,
    bearer: Bearer,
    comity_purpose: Told = "",
    comity_justification: Told = "",
    comity_case: Told = "",
) -> Asked:
    """Who asks, for what purpose and why; texts in headers are UTF-8, percent-encoded."""
    installation: Installation = request.app.state.installation
    if bearer is None:
        return Asked(installation, _demo_viewer(request))
    grant = installation.tokens.find(bearer.credentials)
    if grant is None or not grant.holds(micros(installation.clock())):
        raise NotSignedIn
    purpose, case = _decoded(comity_purpose), _decoded(comity_case)
    viewer = grant.viewer(purpose, _decoded(comity_justification), case)
    asked = Asked(installation, viewer)
    if not grant.allows(viewer.purpose):
        error = NotAllowed(f"this token allows: {', '.join(grant.purposes)}")
        asked.record("sign_in", "{}", problem_of(error).name)
        raise error
    return asked


Time = Annotated[str | None, Query(max_length=40, examples=["2026-03-02T09:30:00Z"])]


def ask_at(
    asked: Annotated[Asked, Depends(ask)], known_at: Time = None, valid_at: Time = None
) -> Asked:
    """A question as things were known, or held, at a time; without one, now and ever."""
    asked.see_at(time_of("known_at", known_at), time_of("valid_at", valid_at))
    return asked


def ask_page(
    asked: Annotated[Asked, Depends(ask_at)],
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
) -> Asked:
    """A question for one page; a cursor brings back the very view of the first page."""
    if cursor is None:
        return asked
    asked.cursor = read_cursor(asked.id_key, cursor)
    asked.see_at(asked.cursor.known_at, asked.cursor.valid_at)
    if asked.view.standing().digest != asked.cursor.digest:
        raise ViewChanged
    return asked


def cookie_name(request: Request) -> str:
    """The demonstration's cookie; browsers share cookies between ports, so each has its own."""
    return f"comity_{request.url.port or 80}"


def _demo_viewer(request: Request) -> Viewer:
    sessions = request.app.state.sessions
    found = sessions and sessions.looking_as(request.cookies.get(cookie_name(request), ""))
    if not found:
        raise NotSignedIn
    viewer: Viewer = found.viewer()
    return viewer


def _decoded(text: str) -> str:
    try:
        plain = unquote(text, errors="strict").strip()
    except UnicodeDecodeError:
        plain = "\0"
    if not plain.isprintable():
        raise BadQuestion("headers carry text as UTF-8, percent-encoded, without control signs")
    return plain


def time_of(name: str, text: str | None) -> Micros | None:
    """A time as people write it, with its zone; `name` says where it was written."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadQuestion(f"{name}: write it as 2026-03-02T09:30:00Z") from None
    if moment.tzinfo is None:
        raise BadQuestion(f"{name}: name its time zone, as in 2026-03-02T09:30:00Z")
    return micros(moment)
