"""Where errors meet statuses: one table, and RFC 9457 problem details for every one of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from comity.analytics.errors import CardNotUsable, NoAuthority, TooLarge
from comity.api.errors import (
    BadQuestion,
    BodyTooLarge,
    KeyReused,
    NewPasswordNeeded,
    NoOrderList,
    NotAllowed,
    NotAudited,
    Nothing,
    NotListed,
    NotSignedIn,
    NotToBePassedOn,
    ProviderAway,
    ReasonNeeded,
    SignInFailed,
    ViewChanged,
    WeakPassword,
)
from comity.graph.errors import FileBusy, FileFull, ProjectionError, RecordHeld
from comity.ingest.errors import WrongFile
from comity.sharing.errors import NoPurpose, UnknownCode

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: its status, its lasting name and its title.

    `says` stands in for the error's own text where that may tell of this machine's inside.
    """

    status: int
    name: str
    title: str
    says: str = ""


STATUSES: Mapping[type[Exception], Problem] = {
    NotSignedIn: Problem(401, "not-signed-in", "No valid token"),
    NotAllowed: Problem(403, "not-allowed", "This token does not allow it"),
    SignInFailed: Problem(401, "sign-in-failed", "Signing in failed"),
    NewPasswordNeeded: Problem(403, "new-password", "A new password is needed"),
    WeakPassword: Problem(422, "weak-password", "The new password is too easy to guess"),
    NotToBePassedOn: Problem(403, "not-to-be-passed-on", "This may not be passed on"),
    CardNotUsable: Problem(403, "no-score", "No score is given under this card"),
    NoAuthority: Problem(403, "no-authority", "Nothing may be analysed without an authority"),
    Nothing: Problem(404, "nothing-here", "Nothing here"),
    BadQuestion: Problem(400, "bad-question", "The question cannot be understood"),
    ReasonNeeded: Problem(422, "reason-needed", "A reason is needed to rank them"),
    TooLarge: Problem(422, "too-much", "More work than one question may make"),
    NoPurpose: Problem(400, "no-purpose", "A purpose and a justification are needed"),
    UnknownCode: Problem(
        422, "unknown-code", "No such handling code", "name a code that is in use, as TLP:AMBER"
    ),
    WrongFile: Problem(
        422, "no-such-table", "No such table", "the source's mapping reads no file of that name"
    ),
    ViewChanged: Problem(410, "view-changed", "The view has changed"),
    KeyReused: Problem(422, "key-reused", "The Idempotency-Key came with another body"),
    BodyTooLarge: Problem(413, "too-large", "The body is too large"),
    NotAudited: Problem(503, "not-audited", "The question cannot be audited"),
    NoOrderList: Problem(503, "no-order-list", "The order list is away"),
    NotListed: Problem(503, "not-listed", "The order is carried out and not listed"),
    RecordHeld: Problem(
        409,
        "held",
        "The record is under a hold",
        "nothing is done; whoever asked for the hold has it ended first, where the server runs, by "
        "comity retention release",
    ),
    FileFull: Problem(
        507, "full", "The disk is full", "nothing was kept; make room, then ask again"
    ),
    FileBusy: Problem(503, "busy", "The store is busy", "another program writes; ask again later"),
    ProviderAway: Problem(
        503, "no-provider", "The identity provider is away", "ask again later, or an administrator"
    ),
    ProjectionError: Problem(503, "no-store", "The graph store is away", "run comity doctor"),
}
# A problem that the table does not know is the server's own fault.
INVALID = Problem(422, "invalid", "The question does not have the right form")
FAILED = Problem(500, "failed", "Something went wrong here")
NOWHERE = STATUSES[Nothing]
PLAIN: Mapping[int, Problem] = {
    400: STATUSES[BadQuestion],
    404: NOWHERE,
    405: Problem(405, "wrong-method", "This address takes other methods"),
    413: STATUSES[BodyTooLarge],
    421: Problem(421, "wrong-host", "This server is not called that"),
}


def problem_response(
    problem: Problem,
    detail: str,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """A problem as it goes out; `more` are further members of the details."""
    body = {"type": f"urn:comity:problem:{problem.name}", "title": problem.title}
    content = {**body, "status": problem.status, "detail": detail, **(more or {})}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), problem.status, dict(headers or {}), media_type=MEDIA_TYPE)


def refusal_response(error: Exception) -> Response:
    """The problem of one of the errors in the table."""
    problem = problem_of(error)
    signed_out = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else None
    return problem_response(problem, problem.says or str(error), signed_out)


def problem_of(error: Exception) -> Problem:
    """Which problem an error is; one that the table does not know is the server's fault."""
    known = (STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    return next(known, FAILED)


def install_problems(app: FastAPI) -> None:
    """Make every refusal, validation error and plain HTTP error a problem."""
    for kind in STATUSES:
        app.add_exception_handler(kind, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)


def failed_response(reference: str) -> Response:
    """The problem of an error nobody expected: nothing about its inside goes out."""
    detail = "the server's log tells more under this reference"
    return problem_response(FAILED, detail, more={"reference": reference})


def _refused(_request: Request, error: Exception) -> Response:
    return refusal_response(error)


def _invalid(_request: Request, error: Exception) -> Response:
    first = _told(error.errors() if isinstance(error, RequestValidationError) else ())
    detail = "; ".join(f"{item['at']}: {item['problem']}" for item in first)
    return problem_response(INVALID, detail, more={"errors": first})


def _told(errors: Sequence[Any]) -> list[dict[str, str]]:
    """Where and what is wrong, without the values sent: they may be names."""
    return [{"at": _place(error), "problem": str(error["msg"])} for error in errors[:20]]


def _place(error: Mapping[str, Any]) -> str:
    """Where in the question; names that the sender made up, as a row's columns, stay out."""
    places = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        places[-1] = "(a key that is not known)"
    if places[-1] == "[key]":
        places[-2:] = []
    if "row" in places:
        places = places[: places.index("row") + 1]
    return ".".join(places)


def _plain(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    problem = PLAIN.get(error.status_code, Problem(error.status_code, "http", "HTTP error"))
    if problem is NOWHERE:
        return refusal_response(Nothing())
    detail = "this method is not known here" if error.status_code == 405 else str(error.detail)
    return problem_response(problem, detail, error.headers)
