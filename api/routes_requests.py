"""Requests: ask another agency that is obliged to answer, and answer what one is asked."""

from dataclasses import asdict

from comity.api.casework_door import Casework, CaseworkDoor
from comity.api.questions import Question
from comity.api.routes_writing import AskedNow, Key, Ref
from comity.api.wire_casework import (
    RequestAnswerBody,
    RequestAnswerOut,
    RequestBody,
    RequestOut,
    RequestsAnswer,
    RequestSentAnswer,
)
from comity.graph.casework_words import Request


def send_request(
    asked: AskedNow, casework: CaseworkDoor, body: RequestBody, idempotency_key: Key
) -> RequestSentAnswer:
    """Ask an agency that an agreement obliges to answer; the same again changes nothing."""
    standing = asked.standing()
    found = casework.send(asked.viewer, idempotency_key, body)
    return RequestSentAnswer(standing=standing, request=_request(casework, found))


def list_requests(asked: AskedNow, casework: CaseworkDoor) -> RequestsAnswer:
    """The requests that one's agency sent or was sent, those that wait for its word first."""
    agency = asked.viewer.agency
    found = casework.requests(agency)
    found.sort(key=lambda one: (one.answer is not None or one.asked != agency, one.due))
    told = tuple(_request(casework, one) for one in found)
    return RequestsAnswer(standing=asked.standing(), requests=told)


def answer_request(
    asked: AskedNow, casework: CaseworkDoor, ref: Ref, body: RequestAnswerBody
) -> RequestSentAnswer:
    """Answer, as the agency that was asked, what is granted or why it is refused."""
    standing = asked.standing()
    found = casework.answer(asked.viewer, ref, body)
    return RequestSentAnswer(standing=standing, request=_request(casework, found))


def _request(casework: Casework, found: Request) -> RequestOut:
    told = asdict(found)
    told["to"] = told.pop("asked")
    told["late"] = casework.late(found)
    told["answer"] = found.answer and RequestAnswerOut.model_validate(found.answer)
    return RequestOut.model_validate(told)


QUESTIONS = (
    Question("GET", "/v1/requests", list_requests),
    Question("POST", "/v1/requests", send_request, status=201, writes=True),
    Question("POST", "/v1/requests/{ref}/answer", answer_request, status=201, writes=True),
)
