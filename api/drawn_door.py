"""Drawing by hand behind the doors: what a question may draw, take back and is told of it."""

import threading
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request

from comity.api.asked import moment_of
from comity.api.casework_door import read_value, refusals
from comity.api.errors import BadQuestion, Nothing
from comity.api.installation import Installation
from comity.api.wire_drawn import DrawnEntityBody, DrawnLinkBody, SaidBody
from comity.casework import Drawings, Drawn, DrawnEntity, DrawnLink, Said, entity_key
from comity.graph.identity import mention_id
from comity.graph.view import View
from comity.graph.words import BEGINNING, FOREVER, Interval
from comity.sharing import Viewer


class Hand:
    """The drawing hand of one installation; of those who draw at once, one goes first."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._turn = threading.Lock()

    def link(self, viewer: Viewer, key: str, ends: tuple[str, str], body: DrawnLinkBody) -> str:
        """Draw a link between two mentions by their ledger keys; its reference."""
        return self._draw(viewer, key, DrawnLink(*ends, body.kind, body.role), body)

    def entity(self, viewer: Viewer, key: str, body: DrawnEntityBody) -> tuple[str, str]:
        """Draw an entity; its reference and its address."""
        values = [(v.property, read_value(v.property, v.value), v.value) for v in body.values]
        ref = self._draw(viewer, key, DrawnEntity(body.kind, tuple(values)), body)
        return ref, mention_id(self._installation.id_key, entity_key(viewer.agency, ref))

    def take_back(self, view: View, ref: str) -> None:
        """Take back what one's own agency drew and one sees."""
        with self._turn, refusals():
            found = self._drawings.find(view.viewer.agency, ref)
            if found is None or not self._shows(view, found):
                raise Nothing
            self._drawings.take_back(view.viewer, ref)

    def standing(self, view: View) -> Iterator[Drawn]:
        """What one's own agency drew, as far as it shows."""
        drawn = self._drawings.standing(view.viewer.agency)
        return (each for each in drawn if self._shows(view, each))

    def address(self, key: str) -> str:
        """The lasting address of a mention."""
        return mention_id(self._installation.id_key, key)

    def _draw(self, viewer: Viewer, key: str, what: DrawnLink | DrawnEntity, body: SaidBody) -> str:
        words = (body.strength, body.grade, body.handling, body.reason, _valid(body))
        with self._turn, refusals():
            return self._drawings.draw(viewer, key, what, Said(*words))

    def _shows(self, view: View, drawn: Drawn) -> bool:
        keys = drawn.ends or (entity_key(view.viewer.agency, drawn.ref),)
        return all(view.mention_key(self.address(key)) is not None for key in keys)

    @property
    def _drawings(self) -> Drawings:
        return Drawings(self._installation.ledger, self._installation.id_key)


def _valid(body: SaidBody) -> Interval:
    start = BEGINNING if body.since is None else moment_of("since", body.since)
    end = FOREVER if body.until is None else moment_of("until", body.until)
    if start >= end:
        raise BadQuestion("until: it ends before it begins")
    return Interval(start, end)


def hand_of(request: Request) -> Hand:
    """The drawing hand of the running application."""
    hand: Hand = request.app.state.hand
    return hand


HandDoor = Annotated[Hand, Depends(hand_of)]
