"""Emergencies: break the glass, see who broke it, and say afterwards whether it was right."""

from dataclasses import asdict

from comity.api.emergencies import Emergencies, EmergencyDoor
from comity.api.questions import Question
from comity.api.routes_writing import AskedNow, Ref
from comity.api.wire_emergencies import (
    EmergenciesAnswer,
    EmergencyAnswer,
    EmergencyBody,
    EmergencyOut,
    EmergencyReviewBody,
)
from comity.graph.ledger_words import Emergency


def open_emergency(
    asked: AskedNow, emergencies: EmergencyDoor, body: EmergencyBody
) -> EmergencyAnswer:
    """Break the glass: the clauses made for emergencies open, and their owners are told at once."""
    found = emergencies.open(asked.viewer, body.reason, body.minutes)
    return EmergencyAnswer(
        standing=asked.standing(), emergency=_told(emergencies, found, asked.viewer.agency)
    )


def list_emergencies(asked: AskedNow, emergencies: EmergencyDoor) -> EmergenciesAnswer:
    """The emergencies that concern one's agency, those that wait for its word first."""
    agency = asked.viewer.agency
    told = [_told(emergencies, one, agency) for one in emergencies.told_to(agency)]
    told.sort(key=lambda one: agency not in one.waiting_for)
    return EmergenciesAnswer(standing=asked.standing(), emergencies=tuple(told))


def review_emergency(
    asked: AskedNow, emergencies: EmergencyDoor, ref: Ref, body: EmergencyReviewBody
) -> EmergencyAnswer:
    """Say, as an owner of what was opened, whether it was right."""
    found = emergencies.review(asked.viewer, ref, body.verdict, body.reason)
    return EmergencyAnswer(
        standing=asked.standing(), emergency=_told(emergencies, found, asked.viewer.agency)
    )


def _told(emergencies: Emergencies, one: Emergency, agency: str) -> EmergencyOut:
    """What an agency learns of it: an owner nothing of the others, nor that there are others."""
    told = {**asdict(one), "waiting_for": emergencies.waiting(one)}
    del told["owners"]
    if agency != one.agency:
        told["reviews"] = [review for review in told["reviews"] if review["agency"] == agency]
        told["waiting_for"] = [owner for owner in told["waiting_for"] if owner == agency]
    return EmergencyOut.model_validate(told)


QUESTIONS = (
    Question("GET", "/v1/emergencies", list_emergencies),
    Question("POST", "/v1/emergencies", open_emergency, status=201, writes=True),
    Question("POST", "/v1/emergencies/{ref}/review", review_emergency, status=201, writes=True),
)
