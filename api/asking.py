"""Asking over HTTP: the dependencies that every question goes through, from token to `Asked`."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Header, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from comity.api.asked import Asked
from comity.api.errors import BadQuestion, NotAllowed, NotSignedIn
from comity.api.installation import Installation
from comity.api.problems import problem_of
from comity.api.tokens import Grant
from comity.api.wire import REF
from comity.sharing import Viewer

LONGEST_HEADER = 2000
bearer = HTTPBearer(
    auto_error=False, description="A token from `comity token give`, or from signing in."
)
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
Purpose = Annotated[
    str,
    Header(
        max_length=LONGEST_HEADER,
        description="For what you ask; the first purpose of the token, without.",
        examples=["investigation"],
    ),
]
Justification = Annotated[
    str,
    Header(
        max_length=LONGEST_HEADER,
        description="Why you ask; needed with a token. UTF-8, percent-encoded.",
        examples=["follow-up of report 24-118"],
    ),
]
Case = Annotated[
    str,
    Header(max_length=LONGEST_HEADER, description="The case you ask for.", examples=["C-2024-118"]),
]
TaskForce = Annotated[
    str,
    Header(
        max_length=LONGEST_HEADER,
        description="The task force you act for, if for one; the token says for which you may.",
        examples=["harbor-task-force"],
    ),
]


def ask(
    request: Request,
    bearer: Bearer,
    comity_purpose: Purpose = "",
    comity_justification: Justification = "",
    comity_case: Case = "",
    comity_task_force: TaskForce = "",
) -> Asked:
    """Who asks, for what purpose and why; texts in headers are UTF-8, percent-encoded."""
    installation: Installation = request.app.state.installation
    if bearer is None:
        return Asked(installation, demo_viewer(request, decoded(comity_case)))
    grant = installation.gate.admit(bearer.credentials)
    if grant is None:
        raise NotSignedIn
    words = (comity_purpose, comity_justification, comity_case, comity_task_force)
    viewer = grant.viewer(*map(decoded, words))
    asked = Asked(installation, viewer, scopes=grant.scopes)
    refused = _not_granted(grant, viewer)
    if refused is not None:
        asked.record("sign_in", "{}", problem_of(refused).name)
        raise refused
    return asked


def _not_granted(grant: Grant, viewer: Viewer) -> NotAllowed | None:
    """Why a token does not allow to ask so, if it does not."""
    if not grant.allows(viewer.purpose):
        return NotAllowed(f"this token allows: {', '.join(grant.purposes)}")
    if not grant.acts_for(viewer.task_force):
        return NotAllowed("this token does not allow to act for that task force")
    return None


Time = Annotated[str | None, Query(max_length=40, examples=["2026-03-02T09:30:00Z"])]


InEmergency = Annotated[
    str | None,
    Header(
        pattern=r"^[0-9a-f]{32}$",
        description="The emergency that one asks in, from POST /v1/emergencies.",
        examples=[REF],
    ),
]


def ask_at(
    asked: Annotated[Asked, Depends(ask)],
    known_at: Time = None,
    valid_at: Time = None,
    comity_emergency: InEmergency = None,
) -> Asked:
    """A question as things were known, or held, at a time; without one, now and ever."""
    asked.say(known_at=known_at, valid_at=valid_at, emergency=comity_emergency)
    return asked


def ask_page(
    asked: Annotated[Asked, Depends(ask_at)],
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
) -> Asked:
    """A question for one page; a cursor brings back the very view of the first page."""
    asked.say(cursor=cursor)
    return asked


def cookie_name(request: Request) -> str:
    """The demonstration's cookie; browsers share cookies between ports, so each has its own."""
    return f"comity_{request.url.port or 80}"


def demo_viewer(request: Request, case: str) -> Viewer:
    """As whom the demonstration's cookie looks, for a case if one is named; raises NotSignedIn."""
    sessions = request.app.state.sessions
    found = sessions and sessions.looking_as(request.cookies.get(cookie_name(request), ""))
    if not found:
        raise NotSignedIn
    viewer: Viewer = found.viewer()
    return replace(viewer, case=case or viewer.case)


def decoded(text: str) -> str:
    """A header's text, which is UTF-8, percent-encoded."""
    try:
        plain = unquote(text, errors="strict").strip()
    except UnicodeDecodeError:
        plain = "\0"
    if not plain.isprintable():
        raise BadQuestion("headers carry text as UTF-8, percent-encoded, without control signs")
    return plain
