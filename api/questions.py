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
from pydantic import BaseModel

from comity.api.asked import Asked
from comity.api.problems import MEDIA_TYPE, problem_of
from comity.api.shown import shown_in
from comity.api.wire import Wire

Endpoint = Callable[..., Wire | Any]
LONGEST = 16_000  # bytes; any judgement fits, so that it can be told after a crash


@dataclass(frozen=True, slots=True)
class Question:
    """One route: what is asked for where, and the function that answers.

    `writes` ones leave a row of what they are about to do before they do it.
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    answer: Endpoint
    status: int = 200
    writes: bool = False


class ProblemOut(BaseModel):
    """A refusal, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str


PROBLEM: dict[str, Any] = {
    "model": ProblemOut,
    "description": "A problem (RFC 9457)",
    "content": {
        MEDIA_TYPE: {
            "schema": {"$ref": "#/components/schemas/ProblemOut"},
            "example": {
                "type": "urn:comity:problem:nothing-here",
                "title": "Nothing here",
                "status": 404,
                "detail": "there is nothing here that this view may see",
            },
        }
    },
}


def add_questions(app: FastAPI, questions: Iterable[Question]) -> None:
    """Put each question on the server, audited, under its function's name."""
    for question in questions:
        app.add_api_route(
            question.path,
            audited(question),
            methods=[question.method],
            operation_id=question.answer.__name__,
            status_code=question.status,
            responses={"4XX": PROBLEM, "5XX": PROBLEM},
        )


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
            asked.understand()
            found = answer(**given)
        except Exception as error:
            asked.record(action, words, problem_of(error).name, intent=intent)
            raise
        asked.record(action, words, "answered", shown_in(found), intent=intent)
        return found

    return answered


def question_text(given: Mapping[str, Any]) -> str:
    """What was asked, as JSON for the audit; a long body by its hash and size."""
    plain = {name: _plain(value) for name, value in given.items() if _is_asked_for(value)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _is_asked_for(value: object) -> bool:
    return isinstance(value, BaseModel | str | int | float | tuple | list) and value != ""


def _plain(value: object) -> object:
    if not isinstance(value, BaseModel):
        return value
    content = value.model_dump_json().encode()
    if len(content) <= LONGEST:
        return value.model_dump(mode="json")
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
