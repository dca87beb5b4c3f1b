"""The registry: targets and planned actions of agencies, registered, taken back and compared."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from comity.casework.actions import Place, check_place
from comity.casework.errors import NotRegistrable, NotYours, OtherWords
from comity.casework.pointers import Pointer, pointers
from comity.casework.targets import Target, check_target
from comity.graph.casework_words import Registration, Sort
from comity.graph.errors import GraphError
from comity.graph.identity import keyed_ref
from comity.graph.ledger import Ledger
from comity.graph.words import DAY, Micros
from comity.sharing import Agreement, Viewer


@dataclass(frozen=True, slots=True)
class Term:
    """For which case and why something is registered, and for how long."""

    case: str
    reason: str
    since: Micros
    until: Micros


def ref_of(id_key: bytes, what: str, viewer: Viewer, key: str) -> str:
    """The reference of what somebody says under a key: the same for every try to say it."""
    return keyed_ref(id_key, "casework", what, viewer.agency, viewer.principal, key)


class Registry:
    """What agencies registered; `days` is the longest that anything stays so."""

    def __init__(self, ledger: Ledger, id_key: bytes, days: int) -> None:
        self._ledger, self._id_key, self._days = ledger, id_key, days

    def register_target(self, viewer: Viewer, key: str, target: Target, term: Term) -> Registration:
        """Register whom or what a desk is after; the same key and words again change nothing."""
        check_target(target)
        return self._register("target", viewer, key, target.text(), term, term.since)

    def register_action(
        self, viewer: Viewer, key: str, place: Place, term: Term, now: Micros
    ) -> Registration:
        """Register where and when a desk means to act."""
        check_place(place)
        return self._register("action", viewer, key, place.text(), term, now)

    def end(self, sort: Sort, viewer: Viewer, ref: str, now: Micros) -> Registration:
        """Take a registration of one's own agency back; of any other there is nothing."""
        found = self._alive(sort, viewer.agency, ref, now)
        if found is None:
            raise NotYours
        try:
            self._ledger.end_registration(ref, viewer.principal, viewer.justification, now)
        except GraphError:
            # Of two who take it back at once the second finds nothing.
            if self._alive(sort, viewer.agency, ref, now):
                raise
            raise NotYours from None
        return replace(found, ended=now)

    def standing(self, sort: Sort, agency: str, now: Micros) -> list[Registration]:
        """What an agency itself registered and still stands, in the order of registering."""
        return [one for one in self._own(sort, agency) if one.lives(now)]

    def pointers(self, viewer: Viewer, in_force: Iterable[Agreement], now: Micros) -> list[Pointer]:
        """Whom a viewer's agency has to call."""
        live = [one for one in self._ledger.registrations() if one.lives(now)]
        return pointers(viewer.agency, viewer.purpose, live, in_force, self._id_key)

    def _alive(self, sort: Sort, agency: str, ref: str, now: Micros) -> Registration | None:
        own = self.standing(sort, agency, now)
        return next((one for one in own if one.ref == ref), None)

    def _own(self, sort: Sort, agency: str) -> list[Registration]:
        told = self._ledger.registrations()
        return [one for one in told if one.sort == sort and one.agency == agency]

    def _register(
        self, sort: Sort, viewer: Viewer, key: str, subject: str, term: Term, now: Micros
    ) -> Registration:
        found = Registration(
            ref=ref_of(self._id_key, sort, viewer, key),
            sort=sort,
            agency=viewer.agency,
            principal=viewer.principal,
            purpose=viewer.purpose,
            case=term.case,
            reason=term.reason,
            subject=subject,
            since=term.since,
            until=term.until,
            at=now,
        )
        before = self._said_before(found)
        if before is not None:
            return before
        self._check(term, now)
        return self._kept(found)

    def _check(self, term: Term, now: Micros) -> None:
        if term.until <= max(now, term.since):
            raise NotRegistrable("its end lies before its beginning, or in the past")
        if term.until > now + self._days * DAY:
            raise NotRegistrable(f"here it ends within {self._days} days; register it again then")

    def _kept(self, found: Registration) -> Registration:
        try:
            self._ledger.register(found)
        except GraphError:
            # Of two tries at once the second finds the first.
            before = self._said_before(found)
            if before is None:
                raise
            return before
        return found

    def _said_before(self, found: Registration) -> Registration | None:
        before = next((o for o in self._ledger.registrations() if o.ref == found.ref), None)
        if before is None:
            return None
        if _words(found) != _words(before):
            raise OtherWords
        return before


def _words(found: Registration) -> tuple[object, ...]:
    """What was said of it; "from now on" is the same at every try."""
    since = None if found.since == found.at else found.since
    told = (found.subject, found.purpose, found.case, found.reason)
    return (*told, since, found.until - found.since)
