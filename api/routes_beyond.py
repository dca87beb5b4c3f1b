"""Questions about what does not show: whom to ask, and which entities are one by it."""

from collections.abc import Iterable
from dataclasses import astuple

from comity.api.asked import Asked
from comity.api.errors import Nothing
from comity.api.questions import Question
from comity.api.routes_reading import AskedAt, EntityId
from comity.api.wire import PermitOut
from comity.api.wire_beyond import PointerOut, PointersAnswer, PointersBody, TieOut, TiesAnswer
from comity.graph.beyond import Pointer
from comity.sharing import Party


def pointers(asked: AskedAt, id: EntityId) -> PointersAnswer:  # noqa: A002 - the path's word
    """Who holds more about an entity that one may only ask for."""
    if asked.view.mention(id) is None:
        raise Nothing
    return _told(asked, asked.view.pointers(id))


def pointers_to(asked: AskedAt, body: PointersBody) -> PointersAnswer:
    """Who holds something, that one may only ask for, of just this name or identifier."""
    return _told(asked, asked.view.pointers_to(body.text))


def ties(asked: AskedAt, id: EntityId) -> TiesAnswer:  # noqa: A002 - the path's word
    """Other entities that are the same one by facts that do not show, where a clause tells it."""
    if asked.view.mention(id) is None:
        raise Nothing
    found = asked.view.ties(id)
    return TiesAnswer(standing=asked.standing(), ties=tuple(map(TieOut.model_validate, found)))


def _told(asked: Asked, found: Iterable[Pointer]) -> PointersAnswer:
    told = tuple(_pointer(one, asked.party(one.agency, one.permit.agreement)) for one in found)
    return PointersAnswer(standing=asked.standing(), pointers=told)


def _pointer(one: Pointer, party: Party) -> PointerOut:
    agency, desk, contact, _ = astuple(party)
    permit = PermitOut.model_validate(one.permit)
    return PointerOut(agency=agency, desk=desk, contact=contact, ref=one.ref, permit=permit)


QUESTIONS = (
    Question("GET", "/v1/entities/{id}/pointers", pointers),
    Question("POST", "/v1/pointers/search", pointers_to),
    Question("GET", "/v1/entities/{id}/ties", ties),
)
