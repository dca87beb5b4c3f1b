"""Breaking the glass: who may, until when, whose facts open, and what owners say afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request

from comity.api.errors import NotAllowed, Nothing
from comity.api.installation import Installation
from comity.graph.ledger_words import Emergency
from comity.graph.view import micros
from comity.graph.words import Micros
from comity.sharing import Agreement, Viewer

MINUTE: Micros = 60_000_000


NOT_YOURS = (
    "this emergency is not yours for this purpose, role and case, or is over: "
    "POST /v1/emergencies opens one"
)


class Emergencies:
    """The emergencies of one installation, made anew for each question."""

    def __init__(self, installation: Installation) -> None:
        self._installation, self._ledger = installation, installation.ledger
        self._known: dict[str, tuple[str, ...]] = {}

    def open(self, viewer: Viewer, reason: str, minutes: int) -> Emergency:
        """Break the glass for so long; refused where no clause was made for it."""
        owners = self._owners(viewer.agency)
        if not owners:
            raise NotAllowed("no agreement of yours has a clause for emergencies")
        most = self._installation.settings.emergency_minutes
        if minutes > most:
            raise NotAllowed(f"an emergency here lasts at most {most} minutes; open a new one then")
        who = (viewer.principal, viewer.agency, viewer.role)
        until = self._now() + minutes * MINUTE
        ref = self._ledger.open_emergency(who, viewer.purpose, viewer.case, reason, until, owners)
        return self._found(ref)

    def told_to(self, agency: str) -> list[Emergency]:
        """The emergencies that concern an agency: its own, and those that may open its facts."""
        return [
            one
            for one in self._ledger.emergencies()
            if agency == one.agency or agency in self._told(one)
        ]

    def review(self, viewer: Viewer, ref: str, verdict: str, reason: str) -> Emergency:
        """Keep what an owner says of it; whom it does not concern finds nothing."""
        found = next((one for one in self.told_to(viewer.agency) if one.ref == ref), None)
        if found is None:
            raise Nothing
        if found.agency == viewer.agency:
            raise NotAllowed("an emergency is reviewed by the owners of what was opened")
        if viewer.agency in {review.agency for review in found.reviews}:
            raise NotAllowed("your agency has reviewed this emergency already")
        self._ledger.review_emergency(ref, viewer.agency, viewer.principal, verdict, reason)
        return self._found(ref)

    def waiting(self, emergency: Emergency) -> tuple[str, ...]:
        """The owners who have not yet said what they think of it."""
        said = {review.agency for review in emergency.reviews}
        return tuple(sorted(self._told(emergency) - said))

    def viewer(self, viewer: Viewer, ref: str) -> Viewer:
        """Who asks in an emergency of their own that is not over; else NotAllowed."""
        for one in self._ledger.emergencies():
            if one.ref == ref and _broken_by(one, viewer) and self._now() < one.until:
                why = f"emergency {ref}: {viewer.justification}"
                return replace(viewer, emergency=True, justification=why)
        raise NotAllowed(NOT_YOURS)

    def _told(self, emergency: Emergency) -> set[str]:
        """The owners when it was opened, and those of clauses in force since, while it lasts."""
        lasts = self._now() < emergency.until
        return {*emergency.owners, *(self._owners(emergency.agency) if lasts else ())}

    def _owners(self, agency: str) -> tuple[str, ...]:
        """Who answers for what an agency's people may see in an emergency, by clauses in force."""
        if agency not in self._known:
            now = self._installation.clock()
            pacts = (one for one in self._installation.desk.agreements() if one.in_force(now))
            found = {owner for pact in pacts for owner in _opened_to(agency, pact)}
            self._known[agency] = tuple(sorted(found - {agency}))
        return self._known[agency]

    def _found(self, ref: str) -> Emergency:
        return next(one for one in self._ledger.emergencies() if one.ref == ref)

    def _now(self) -> Micros:
        return micros(self._installation.clock())


def _broken_by(emergency: Emergency, viewer: Viewer) -> bool:
    """Whether it is what this viewer told the owners: who, as what, for what and for which case."""
    told = (emergency.principal, emergency.agency, emergency.role)
    what = (emergency.purpose, emergency.case)
    return (told, what) == (
        (viewer.principal, viewer.agency, viewer.role),
        (viewer.purpose, viewer.case),
    )


def _opened_to(agency: str, pact: Agreement) -> Iterator[str]:
    """The agencies whose facts an agreement opens to this one's people in an emergency.

    They may act for a task force; for what is a task force's own its members answer.
    """
    forces = {force.id: force.members for force in pact.task_forces}
    acting = {agency, *(name for name, members in forces.items() if agency in members)}
    for clause in pact.clauses:
        if clause.emergency and agency in pact.parties and acting & {*clause.receivers}:
            for owner in clause.owners:
                yield from forces.get(owner, (owner,))


def emergencies_of(request: Request) -> Emergencies:
    """The emergencies of the running application."""
    return Emergencies(request.app.state.installation)


EmergencyDoor = Annotated[Emergencies, Depends(emergencies_of)]
