"""Requests: what one agency asks of another that is obliged to answer, and what it says to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from comity.casework.errors import AnsweredAlready, NoObligation, NotYours, OtherWords
from comity.casework.registry import ref_of
from comity.graph.casework_words import Asks, Outcome, Request, RequestAnswer
from comity.graph.errors import GraphError
from comity.graph.ledger import Ledger
from comity.graph.words import Micros
from comity.sharing import Agreement, Viewer


@dataclass(frozen=True, slots=True, order=True)
class Obligation:
    """That an agency answers within a time, by which clause of which agreement."""

    within: timedelta
    agreement: str
    clause: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of whom for which case, under which handling code.

    It asks for an answer, or to validate what the asker is about to rely on.
    """

    case: str
    asked: str
    text: str
    handling: str
    asks: Asks = "answer"


def obligation(in_force: Iterable[Agreement], viewer: Viewer, wish: Wish) -> Obligation:
    """By what an agency has to do what it is asked: the shortest time of all; or NoObligation."""
    found = [
        Obligation(duty.within, pact.id, duty.number)
        for pact in in_force
        if viewer.agency in pact.parties and viewer.purpose in pact.purposes
        for duty in pact.duties
        if duty.kind == wish.asks and wish.asked in duty.who and wish.asked != viewer.agency
    ]
    if not found:
        raise NoObligation
    return min(found)


class Requests:
    """The requests of agencies; only the two that a request is between ever see it."""

    def __init__(self, ledger: Ledger, id_key: bytes) -> None:
        self._ledger, self._id_key = ledger, id_key

    def send(
        self, viewer: Viewer, key: str, wish: Wish, in_force: Iterable[Agreement], now: Micros
    ) -> Request:
        """Ask another agency; the same key and words again change nothing."""
        ref = ref_of(self._id_key, "request", viewer, key)
        before = self._known(ref)
        if before is not None:
            return _same(before, viewer, wish)
        owed = obligation(in_force, viewer, wish)
        found = Request(
            ref=ref,
            agency=viewer.agency,
            principal=viewer.principal,
            purpose=viewer.purpose,
            case=wish.case,
            text=wish.text,
            handling=wish.handling,
            asked=wish.asked,
            agreement=owed.agreement,
            clause=owed.clause,
            due=now + owed.within // timedelta(microseconds=1),
            at=now,
            asks=wish.asks,
        )
        return self._kept(found, viewer, wish)

    def between(self, agency: str) -> list[Request]:
        """The requests that an agency sent or was sent, in the order of sending."""
        return [one for one in self._ledger.requests() if agency in (one.agency, one.asked)]

    def answer(self, viewer: Viewer, ref: str, outcome: Outcome, text: str, now: Micros) -> Request:
        """Answer a request once, as the agency that was asked."""
        found = self._known(ref)
        if found is None or found.asked != viewer.agency:
            raise NotYours
        if found.answer is not None:
            raise AnsweredAlready
        answer = RequestAnswer(ref, viewer.principal, outcome, text, now)
        try:
            self._ledger.answer_request(answer)
        except GraphError:
            if getattr(self._known(ref), "answer", None) is None:
                raise
            raise AnsweredAlready from None
        return replace(found, answer=answer)

    def _known(self, ref: str) -> Request | None:
        return next((one for one in self._ledger.requests() if one.ref == ref), None)

    def _kept(self, found: Request, viewer: Viewer, wish: Wish) -> Request:
        try:
            self._ledger.send_request(found)
        except GraphError:
            # Of two tries at once the second finds the first.
            before = self._known(found.ref)
            if before is None:
                raise
            return _same(before, viewer, wish)
        return found


def unanswered(requests: Iterable[Request], pact: Agreement) -> Iterator[Request]:
    """The requests under an agreement that still wait."""
    return (one for one in requests if one.agreement == pact.id and one.answer is None)


def _same(before: Request, viewer: Viewer, wish: Wish) -> Request:
    told = Wish(before.case, before.asked, before.text, before.handling, before.asks)
    if (before.purpose, told) != (viewer.purpose, wish):
        raise OtherWords
    return before
