"""Breaking the glass: who may, until when, whose facts open, and what owners say afterwards."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request

from comity.api.errors import NotAllowed, Nothing
from comity.api.installation import Installation
from comity.graph.ledger_words import Emergency
from comity.graph.view import micros
from comity.graph.words import Micros
from comity.sharing import Viewer

MINUTE: Micros = 60_000_000


class Emergencies:
    """The emergencies of one installation."""

    def __init__(self, installation: Installation) -> None:
        self._installation, self._ledger = installation, installation.ledger

    def open(self, viewer: Viewer, reason: str, minutes: int) -> Emergency:
        """Break the glass for so long; refused where no clause was made for it."""
        if not self._owners(viewer.agency):
            raise NotAllowed("no agreement of yours has a clause for emergencies")
        most = self._installation.settings.emergency_minutes
        if minutes > most:
            raise NotAllowed(f"an emergency here lasts at most {most} minutes; open a new one then")
        who = (viewer.principal, viewer.agency, viewer.role)
        until = self._now() + minutes * MINUTE
        ref = self._ledger.open_emergency(who, viewer.purpose, viewer.case, reason, until)
        return self._found(ref)

    def told_to(self, agency: str) -> list[Emergency]:
        """The emergencies that concern an agency: its own, and those that may open its facts."""
        return [
            one
            for one in self._ledger.emergencies()
            if agency == one.agency or agency in self._owners(one.agency)
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
        return tuple(owner for owner in self._owners(emergency.agency) if owner not in said)

    def viewer(self, viewer: Viewer, ref: str) -> Viewer:
        """Who asks in an emergency of their own that is not over; else NotAllowed."""
        for one in self._ledger.emergencies():
            mine = (one.principal, one.agency) == (viewer.principal, viewer.agency)
            if one.ref == ref and mine and self._now() < one.until:
                why = f"emergency {ref}: {viewer.justification}"
                return replace(viewer, emergency=True, justification=why)
        raise NotAllowed("this emergency is not yours, or is over: POST /v1/emergencies opens one")

    def _owners(self, agency: str) -> tuple[str, ...]:
        """Whose facts an agency's people may see in an emergency, by clauses in force."""
        now = self._installation.clock()
        owners = {
            owner
            for pact in self._installation.desk.agreements()
            if pact.in_force(now) and agency in pact.parties
            for clause in pact.clauses
            if clause.emergency and agency in clause.receivers
            for owner in clause.owners
        }
        return tuple(sorted(owners - {agency}))

    def _found(self, ref: str) -> Emergency:
        return next(one for one in self._ledger.emergencies() if one.ref == ref)

    def _now(self) -> Micros:
        return micros(self._installation.clock())


def emergencies_of(request: Request) -> Emergencies:
    """The emergencies of the running application."""
    return Emergencies(request.app.state.installation)


EmergencyDoor = Annotated[Emergencies, Depends(emergencies_of)]
