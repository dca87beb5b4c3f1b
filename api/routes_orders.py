"""Orders on records of one's own agency: who received one, correct, seal, open again, expunge."""

from collections import defaultdict
from collections.abc import Iterable

from comity.api.asked import Asked
from comity.api.orders_door import Orders, OrdersDoor
from comity.api.questions import Question
from comity.api.records import check_spared
from comity.api.routes_writing import AskedNow
from comity.api.tokens import AUDIT
from comity.api.wire_orders import (
    CorrectBody,
    OrderAnswer,
    OrderBody,
    ReceivedAnswer,
    ReceiverOut,
    RecordBody,
    SealBody,
)
from comity.graph.audit import WantedDisclosures
from comity.graph.audit_disclosures import Disclosure

EVERY = 1_000_000


def who_received(asked: AskedNow, orders: OrdersDoor, body: RecordBody) -> ReceivedAnswer:
    """To whom answers showed a record of one's own agency, or it was handed over, by agency."""
    return ReceivedAnswer(standing=asked.standing(), received=_received(asked, orders, body))


def correct_record(asked: AskedNow, orders: OrdersDoor, body: CorrectBody) -> OrderAnswer:
    """Record a corrected version: the old value shows only in answers as of an earlier day."""
    standing, before = asked.standing(), _received(asked, orders, body)
    place = (body.source, body.record)
    changed = orders.correct(asked.viewer, place, body.values, body.order, body.table)
    return OrderAnswer(standing=standing, received=before, order=body.order, changed=changed)


def seal_record(asked: AskedNow, orders: OrdersDoor, body: SealBody) -> OrderAnswer:
    """Hide a record from everybody but those the order names, its owner too, until unsealed."""
    standing, before = asked.standing(), _received(asked, orders, body)
    # Not every agency of the server: which there are is told to nobody.
    check_spared(body.spared, _known(asked))
    place = (body.source, body.record)
    changed = orders.seal(asked.viewer, place, body.order, body.spared)
    return OrderAnswer(standing=standing, received=before, order=body.order, changed=changed)


def unseal_record(asked: AskedNow, orders: OrdersDoor, body: OrderBody) -> OrderAnswer:
    """Open a sealed record again, exactly as it was."""
    standing, before = asked.standing(), _received(asked, orders, body)
    changed = orders.unseal(asked.viewer, (body.source, body.record), body.order)
    return OrderAnswer(standing=standing, received=before, order=body.order, changed=changed)


def expunge_record(asked: AskedNow, orders: OrdersDoor, body: OrderBody) -> OrderAnswer:
    """Delete every version of a record for good, here and in the graph store."""
    standing, before = asked.standing(), _received(asked, orders, body)
    changed = orders.expunge((body.source, body.record), body.order)
    return OrderAnswer(standing=standing, received=before, order=body.order, changed=changed)


def _known(asked: Asked) -> set[str]:
    """One's own agency and whoever it ever had an agreement with: nobody else saw its records."""
    return {asked.viewer.agency}.union(*(one.parties for one in asked.agreements_ever()))


def _received(asked: Asked, orders: Orders, body: RecordBody) -> tuple[ReceiverOut, ...]:
    """Who received it; who asks has the role, and the record is their agency's."""
    asked.needs(AUDIT)
    refs = orders.refs(asked.viewer, (body.source, body.record))
    wanted = WantedDisclosures(asked.viewer.agency, refs, own=True, limit=EVERY)
    return tuple(_by_agency(asked.disclosures(wanted)))


def _by_agency(found: Iterable[Disclosure]) -> Iterable[ReceiverOut]:
    gathered: dict[str, list[Disclosure]] = defaultdict(list)
    for each in found:
        gathered[each.agency].append(each)
    for agency, told in sorted(gathered.items()):
        yield ReceiverOut.model_validate(
            {
                "agency": agency,
                "answers": len(told),
                "first": told[0].at,
                "last": told[-1].at,
                "purposes": sorted({each.purpose for each in told}),
                "handed_over": [_handed_to(each) for each in told if each.handed_over],
            }
        )


def _handed_to(found: Disclosure) -> dict[str, object]:
    assert found.handed_over is not None
    to = found.handed_over
    return {"at": found.at, "recipient": to.recipient, "reason": to.reason}


QUESTIONS = (
    Question("POST", "/v1/records/received", who_received, scope=AUDIT),
    Question("POST", "/v1/records/correct", correct_record, status=201, writes=True),
    Question("POST", "/v1/records/seal", seal_record, status=201, writes=True),
    Question("POST", "/v1/records/unseal", unseal_record, status=201, writes=True),
    Question("POST", "/v1/records/expunge", expunge_record, status=201, writes=True),
)
