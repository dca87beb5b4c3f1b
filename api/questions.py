"""Questions: the only way a route gets onto the server, so that each has its audit row.

A route is a plain function of an `Asked`; it neither signs in nor audits.
"""

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.datastructures import Default
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel

from comity.api.asked import Asked, Shown
from comity.api.export import Export
from comity.api.openapi import FILE, PAGE, PICTURE, PROBLEMS, STREAM, document_of
from comity.api.problems import problem_of
from comity.api.shown import Page, Picture, Stream, shown_in
from comity.api.tokens import READ, WRITE
from comity.api.wire import Marked, MarkingOut, Wire
from comity.api.wire_questions import Body

Endpoint = Callable[..., Wire | Any]
# Answers that are no JSON: as what class, and what the OpenAPI document says of them.
_NOT_JSON: Mapping[Any, tuple[type[Response], dict[int | str, dict[str, Any]]]] = {
    Page: (HTMLResponse, PAGE),
    Picture: (Picture, PICTURE),
    Export: (Export, FILE),
    Stream: (Stream, STREAM),
}
# FastAPI writes an answer straight from its model only where no class of response is asked for.
_JSON = Default(JSONResponse)
LONGEST = 16_000  # bytes; any judgement fits, so that it can be told after a crash


@dataclass(frozen=True, slots=True)
class Question:
    """One route: what is asked for where, and the function that answers.

    `writes` ones leave a row of what they are about to do before they do it. A token needs the
    `scope`; without one it is to write or to read.
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    answer: Endpoint
    status: int = 200
    writes: bool = False
    scope: str = ""

    @property
    def needs(self) -> str:
        """The scope that a token needs for it."""
        return self.scope or (WRITE if self.writes else READ)


def add_questions(app: FastAPI, questions: Iterable[Question]) -> None:
    """Put each question on the server, audited, under its function's name."""
    for question in questions:
        told = inspect.signature(question.answer).return_annotation
        response, described = _NOT_JSON.get(told, (_JSON, {}))
        app.add_api_route(
            question.path,
            audited(question),
            methods=[question.method],
            operation_id=question.answer.__name__,
            status_code=question.status,
            responses=PROBLEMS | described,
            response_class=response,
        )
    app.openapi = lambda: document_of(app)  # type: ignore[method-assign]  # FastAPI's own way


def audited(question: Question) -> Endpoint:
    """The question's function, followed by its audit row; without the row there is no answer."""
    answer = question.answer
    if "asked" not in inspect.signature(answer).parameters:
        raise TypeError(f"{answer.__name__} takes no `asked`, so nobody would know who asked it")

    @wraps(answer)
    def answered(**given: Any) -> Any:
        asked: Asked = given["asked"]
        action, words = answer.__name__, question_text(given)
        intent = asked.intend(action, words) if question.writes else None
        try:
            asked.needs(question.needs)
            asked.understand()
            found = answer(**given)
            found, shown = _marked(asked, found)
        except Exception as error:
            asked.record(action, words, problem_of(error).name, intent=intent)
            raise
        asked.record(action, words, "answered", shown, intent=intent)
        return found

    return answered


def _marked(asked: Asked, found: Any) -> tuple[Any, Shown]:
    """An answer with its marking, and what it shows for the audit."""
    if isinstance(found, Export):
        return found, found.went
    addresses = shown_in(found)
    if isinstance(found, Marked):
        marking = asked.marking(None if found.of_everything else addresses)
        told = None if marking is None else MarkingOut.model_validate(marking)
        found = found.model_copy(update={"marking": told})
    return found, asked.shown(addresses)


def question_text(given: Mapping[str, Any]) -> str:
    """What was asked, as JSON for the audit; a long body by its hash and size."""
    plain = {name: _plain(value) for name, value in given.items() if _is_asked_for(value)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _is_asked_for(value: object) -> bool:
    return isinstance(value, BaseModel | str | int | float | tuple | list) and value != ""


def _plain(value: object) -> object:
    if not isinstance(value, BaseModel):
        return value
    whole = value.model_dump(mode="json")
    content = json.dumps(whole, ensure_ascii=False).encode(errors="backslashreplace")
    if len(content) <= LONGEST:
        return value.in_audit() if isinstance(value, Body) else whole
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
