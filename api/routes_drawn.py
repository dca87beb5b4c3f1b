"""Drawing by hand: a link between two that one sees, an entity, and taking them back."""

from comity.api.asked import Asked
from comity.api.drawn_door import Hand, HandDoor
from comity.api.errors import BadQuestion, Nothing
from comity.api.questions import Question
from comity.api.routes_writing import AskedNow, Key, Ref
from comity.api.wire import IntervalOut
from comity.api.wire_casework import ValueOut
from comity.api.wire_drawn import (
    DrawnAnswer,
    DrawnEntityBody,
    DrawnLinkBody,
    DrawnListAnswer,
    DrawnOut,
    TakenBackAnswer,
)
from comity.casework import Drawn, DrawnLink, entity_key


def draw_link(
    asked: AskedNow, hand: HandDoor, body: DrawnLinkBody, idempotency_key: Key
) -> DrawnAnswer:
    """Draw a link by hand: a record of one's own agency; the same key and body change nothing."""
    first, second = asked.view.mention_key(body.first), asked.view.mention_key(body.second)
    if first is None or second is None:
        raise Nothing
    if asked.view.holder(body.first) == asked.view.holder(body.second):
        raise BadQuestion("second: a link joins two, and these are one")
    standing = asked.standing()
    ref = hand.link(asked.viewer, idempotency_key, (first, second), body)
    return DrawnAnswer(standing=standing, ref=ref)


def draw_entity(
    asked: AskedNow, hand: HandDoor, body: DrawnEntityBody, idempotency_key: Key
) -> DrawnAnswer:
    """Draw an entity by hand; it is matched with others like any record's."""
    standing = asked.standing()
    ref, entity = hand.entity(asked.viewer, idempotency_key, body)
    return DrawnAnswer(standing=standing, ref=ref, entity=entity)


def list_drawn(asked: AskedNow, hand: HandDoor) -> DrawnListAnswer:
    """What one's own agency drew and stands, with its authors."""
    drawn = tuple(_told(asked, hand, each) for each in hand.standing(asked.view))
    return DrawnListAnswer(standing=asked.standing(), drawn=drawn)


def take_back_drawn(asked: AskedNow, hand: HandDoor, ref: Ref) -> TakenBackAnswer:
    """Take back what one's own agency drew; it stays in what was known before."""
    standing = asked.standing()
    hand.take_back(asked.view, ref)
    return TakenBackAnswer(standing=standing, ref=ref)


def _told(asked: Asked, hand: Hand, drawn: Drawn) -> DrawnOut:
    what, said = drawn.what, drawn.said
    is_link = isinstance(what, DrawnLink)
    keys = drawn.ends or (entity_key(asked.viewer.agency, drawn.ref),)
    held = [asked.view.holder(hand.address(key)) for key in keys]
    first, second, entity = (*held, None) if is_link else (None, None, *held)
    values = () if isinstance(what, DrawnLink) else what.values
    return DrawnOut(
        ref=drawn.ref, author=drawn.author, case=drawn.case, kind=what.kind,
        role=what.role if isinstance(what, DrawnLink) else "",
        first=first, second=second, entity=entity,
        values=tuple(ValueOut(property=name, value=value) for name, value, _ in values),
        strength=said.strength, grade=said.grade, handling=said.handling, reason=said.reason,
        valid=IntervalOut.model_validate(said.valid),
    )  # fmt: skip


QUESTIONS = (
    Question("GET", "/v1/drawn", list_drawn),
    Question("POST", "/v1/drawn/links", draw_link, status=201, writes=True),
    Question("POST", "/v1/drawn/entities", draw_entity, status=201, writes=True),
    Question("DELETE", "/v1/drawn/{ref}", take_back_drawn, writes=True),
)
