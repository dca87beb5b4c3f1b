"""Rows set aside behind the doors: those of one's own agency that wait, for who mends them."""

import re
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request

from comity.api.errors import NotAllowed
from comity.api.installation import Installation
from comity.api.tokens import OFFICE, WRITER
from comity.graph.ledger_words import WaitingRow
from comity.ingest import parse_mapping
from comity.ingest.again import SINCE
from comity.sharing import DocumentError, Viewer

MENDERS = OFFICE | {WRITER}
_POSITION = re.compile(r"^(correction by order .*) after position \d+$")


class Quarantine:
    """The rows set aside of one installation."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def waiting(self, viewer: Viewer) -> list[WaitingRow]:
        """The rows of one's own agency that wait; those of sealed records do as if they did not."""
        if viewer.role not in MENDERS:
            raise NotAllowed(f"rows set aside take one of the roles {', '.join(sorted(MENDERS))}")
        ledger = self._installation.ledger
        closed = {place for place, spared in ledger.sealed().items() if viewer.agency not in spared}
        found, texts = ledger.waiting_of(viewer.agency), ledger.mapping_texts()
        own = {each for each in {row.mapping for row in found} if _is_wholly_own(texts[each])}
        rows = (_counted(row) for row in found if (row.source, row.record) not in closed)
        return [row if row.mapping in own else replace(row, record="", reason="") for row in rows]


def _is_wholly_own(text: str) -> bool:
    """Whether all that a mapping reads is its agency's; not if this release cannot tell."""
    try:
        return parse_mapping(text, "kept").is_wholly_own
    except DocumentError:
        return False


def _counted(row: WaitingRow) -> WaitingRow:
    """A row without numbers that count the whole ledger: they grow with what others record.

    A reason tells operators of a load; corrections bore a position in earlier releases.
    """
    reason = SINCE if row.reason.startswith(f"{SINCE}: ") else row.reason
    return replace(row, file=_POSITION.sub(r"\1", row.file), reason=reason)


def quarantine_of(request: Request) -> Quarantine:
    """The rows set aside of the running application."""
    return Quarantine(request.app.state.installation)


QuarantineDoor = Annotated[Quarantine, Depends(quarantine_of)]
