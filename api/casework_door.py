"""Casework behind the doors: what a question may register, send and answer, and is told of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request

from comity.api.asked import moment_of
from comity.api.errors import BadQuestion, KeyReused, NotAllowed, Nothing
from comity.api.installation import Installation
from comity.api.wire_casework import ActionBody, RequestAnswerBody, RequestBody, TargetBody
from comity.casework import (
    AnsweredAlready,
    CaseworkError,
    NoObligation,
    NotDrawable,
    NotRegistrable,
    NotYours,
    OtherWords,
    Place,
    Pointer,
    Registry,
    Requests,
    Target,
    Term,
    Wish,
)
from comity.graph.casework_words import Registration, Sort
from comity.graph.casework_words import Request as CaseRequest
from comity.graph.view import micros
from comity.graph.vocabulary import vocabulary
from comity.graph.words import DAY, Micros
from comity.ingest.values import Reading, normaliser
from comity.sharing import Agreement, Viewer, check_handling

HOUR: Micros = 3_600_000_000
_REFUSALS: dict[type[CaseworkError], Callable[[str], Exception]] = {
    NotRegistrable: BadQuestion,
    NotDrawable: BadQuestion,
    NoObligation: NotAllowed,
    AnsweredAlready: NotAllowed,
    NotYours: lambda _: Nothing(),
    OtherWords: lambda _: KeyReused(),
}


class Casework:
    """The casework of one installation, made anew for each question."""

    def __init__(self, installation: Installation) -> None:
        self._installation, self._id_key = installation, installation.id_key
        days = installation.settings.registration_days
        self._registry = Registry(installation.ledger, self._id_key, days)
        self._requests = Requests(installation.ledger, self._id_key)

    def register_target(self, viewer: Viewer, key: str, body: TargetBody) -> Registration:
        """Register whom or what one's desk is after."""
        now = self._now()
        values = tuple((one.property, read_value(one.property, one.value)) for one in body.values)
        term = Term(body.case, body.reason, now, now + body.days * DAY)
        with refusals():
            return self._registry.register_target(viewer, key, Target(body.kind, values), term)

    def register_action(self, viewer: Viewer, key: str, body: ActionBody) -> Registration:
        """Register where and when one's desk means to act."""
        now = self._now()
        since = now if body.since is None else moment_of("since", body.since)
        term = Term(body.case, body.reason, since, since + body.hours * HOUR)
        place = Place(
            body.address, body.city, body.postcode, body.latitude, body.longitude, body.radius
        )
        with refusals():
            return self._registry.register_action(viewer, key, place, term, now)

    def standing(self, sort: Sort, agency: str) -> list[Registration]:
        """What an agency itself registered and still stands."""
        return self._registry.standing(sort, agency, self._now())

    def end(self, sort: Sort, viewer: Viewer, ref: str) -> Registration:
        """Take a registration of one's own agency back."""
        with refusals():
            return self._registry.end(sort, viewer, ref, self._now())

    def pointers(self, viewer: Viewer) -> list[Pointer]:
        """Whom one's desk has to call."""
        return self._registry.pointers(viewer, self._in_force(), self._now())

    def send(self, viewer: Viewer, key: str, body: RequestBody) -> CaseRequest:
        """Ask another agency that is obliged to answer."""
        wish = Wish(body.case, body.to, body.text, check_handling(body.handling), body.asks)
        with refusals():
            return self._requests.send(viewer, key, wish, self._in_force(), self._now())

    def requests(self, agency: str) -> list[CaseRequest]:
        """The requests that an agency sent or was sent."""
        return self._requests.between(agency)

    def answer(self, viewer: Viewer, ref: str, body: RequestAnswerBody) -> CaseRequest:
        """Answer a request as the agency that was asked."""
        with refusals():
            return self._requests.answer(viewer, ref, body.outcome, body.text, self._now())

    def late(self, request: CaseRequest) -> bool:
        """Whether the time of a request passed without an answer."""
        return request.late(self._now())

    def _in_force(self) -> list[Agreement]:
        now = self._installation.clock()
        return [one for one in self._installation.desk.agreements() if one.in_force(now)]

    def _now(self) -> Micros:
        return micros(self._installation.clock())


@contextmanager
def refusals() -> Iterator[None]:
    """What casework refuses, as the doors refuse it."""
    try:
        yield
    except CaseworkError as error:
        raise _REFUSALS[type(error)](str(error)) from None


def read_value(name: str, text: str) -> str:
    """A value in its one spelling, as a mapping would have it; no value stands in a refusal."""
    sort = vocabulary().type_of(name)
    try:
        return normaliser(sort, Reading())(text)
    except ValueError:
        raise BadQuestion(f"values: one of them is no {sort}") from None


def casework_of(request: Request) -> Casework:
    """The casework of the running application."""
    return Casework(request.app.state.installation)


CaseworkDoor = Annotated[Casework, Depends(casework_of)]
