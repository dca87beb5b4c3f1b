"""Deconfliction: register targets and planned actions, take them back, see whom to call."""

import json
from collections.abc import Iterable, Iterator

from comity.api.casework_door import CaseworkDoor
from comity.api.questions import Question
from comity.api.routes_writing import AskedNow, Key, Ref
from comity.api.wire_casework import (
    ActionAnswer,
    ActionBody,
    ActionOut,
    ActionsAnswer,
    DeconflictionAnswer,
    DeskPointerOut,
    PlaceOut,
    RegisteredOut,
    RegistrationEndedAnswer,
    TargetAnswer,
    TargetBody,
    TargetOut,
    TargetsAnswer,
    ValueOut,
)
from comity.casework import Pointer, Target
from comity.graph.audit import Disclosed
from comity.graph.casework_words import Registration
from comity.sharing import Label


def register_target(
    asked: AskedNow, casework: CaseworkDoor, body: TargetBody, idempotency_key: Key
) -> TargetAnswer:
    """Register whom or what one's desk is after; the same key and body again change nothing."""
    standing = asked.standing()
    found = casework.register_target(asked.viewer, idempotency_key, body)
    return TargetAnswer(standing=standing, target=_target(found))


def list_targets(asked: AskedNow, casework: CaseworkDoor) -> TargetsAnswer:
    """The targets that one's own agency registered and that stand."""
    told = casework.standing("target", asked.viewer.agency)
    return TargetsAnswer(standing=asked.standing(), targets=tuple(map(_target, told)))


def end_target(asked: AskedNow, casework: CaseworkDoor, ref: Ref) -> RegistrationEndedAnswer:
    """Take a target of one's own agency back."""
    standing = asked.standing()
    return RegistrationEndedAnswer(
        standing=standing, ref=casework.end("target", asked.viewer, ref).ref
    )


def register_action(
    asked: AskedNow, casework: CaseworkDoor, body: ActionBody, idempotency_key: Key
) -> ActionAnswer:
    """Register where and when one's desk means to act; the same again changes nothing."""
    standing = asked.standing()
    found = casework.register_action(asked.viewer, idempotency_key, body)
    return ActionAnswer(standing=standing, action=_action(found))


def list_actions(asked: AskedNow, casework: CaseworkDoor) -> ActionsAnswer:
    """The planned actions that one's own agency registered and that stand."""
    told = casework.standing("action", asked.viewer.agency)
    return ActionsAnswer(standing=asked.standing(), actions=tuple(map(_action, told)))


def end_action(asked: AskedNow, casework: CaseworkDoor, ref: Ref) -> RegistrationEndedAnswer:
    """Take a planned action of one's own agency back."""
    standing = asked.standing()
    return RegistrationEndedAnswer(
        standing=standing, ref=casework.end("action", asked.viewer, ref).ref
    )


def deconfliction(asked: AskedNow, casework: CaseworkDoor) -> DeconflictionAnswer:
    """Whom one's desk has to call: another desk is after the same, or acts there and then."""
    found = casework.pointers(asked.viewer)
    asked.tell_owners(_disclosed(found))
    told = tuple(map(DeskPointerOut.model_validate, found))
    return DeconflictionAnswer(standing=asked.standing(), pointers=told)


def _disclosed(found: Iterable[Pointer]) -> Iterator[Disclosed]:
    """What each other desk may know of it: that its registration was pointed to, by what right."""
    for one in found:
        label = Label(one.agency, "deconfliction", "TLP:AMBER").canonical()
        permit = one.permit
        yield Disclosed(label, permit.agreement, permit.version, permit.clause, (one.ref,))


def _target(found: Registration) -> TargetOut:
    told = Target.read(found.subject)
    values = tuple(ValueOut(property=prop, value=value) for prop, value in told.values)
    return TargetOut(**_registered(found), kind=told.kind, values=values)


def _action(found: Registration) -> ActionOut:
    place = PlaceOut.model_validate(json.loads(found.subject))
    return ActionOut(**_registered(found), place=place)


def _registered(found: Registration) -> dict[str, str]:
    return {name: getattr(found, name) for name in RegisteredOut.model_fields}


QUESTIONS = (
    Question("GET", "/v1/targets", list_targets),
    Question("POST", "/v1/targets", register_target, status=201, writes=True),
    Question("DELETE", "/v1/targets/{ref}", end_target, writes=True),
    Question("GET", "/v1/actions", list_actions),
    Question("POST", "/v1/actions", register_action, status=201, writes=True),
    Question("DELETE", "/v1/actions/{ref}", end_action, writes=True),
    Question("GET", "/v1/deconfliction", deconfliction),
)
