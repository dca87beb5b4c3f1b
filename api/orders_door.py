"""Orders on records behind the doors: whose records they are, and what is done to them.

An agency's records office may give orders on its own records alone. A sealed one is its own still,
though nobody there sees it: somebody has to be able to open it again.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Annotated, Any

from fastapi import Depends, Request

from comity.api import records
from comity.api.errors import (
    BadQuestion,
    InstallationError,
    NoOrderList,
    NotAllowed,
    Nothing,
    NotListed,
)
from comity.api.installation import Installation
from comity.api.leaving import tell_of_reached
from comity.api.order_list import bring_up_to_date, is_listed
from comity.api.tokens import OFFICE
from comity.graph.errors import UnknownRef
from comity.graph.identity import mention_id
from comity.graph.ledger_words import MarkKind
from comity.ingest.errors import SHOWN, NotRead, OtherRecord
from comity.sharing import Viewer

Place = tuple[str, str]


class Orders:
    """The orders of one installation; of those who give them at once, one goes first."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._turn = threading.Lock()

    def refs(self, viewer: Viewer, place: Place) -> tuple[str, ...]:
        """The addresses of a record of one's own agency; Nothing of any other."""
        if viewer.role not in OFFICE:
            raise NotAllowed(f"orders on records take one of the roles {', '.join(sorted(OFFICE))}")
        ledger = self._installation.ledger
        if not ledger.is_of(viewer.agency, *place):
            raise Nothing
        return tuple(
            mention_id(self._installation.id_key, key) for key in ledger.mentions_of(*place)
        )

    def correct(
        self, viewer: Viewer, place: Place, changed: Mapping[str, Any], order: str, table: str
    ) -> bool:
        """Record a new version; whether it says something else than the last one.

        Refused where parts of it may be closed to its own agency: that nothing changed would
        tell what they say.
        """
        with self._turn:
            self._check_open(viewer, place)
            try:
                found = records.correct(self._installation, place, changed, order, table)
            except UnknownRef as error:
                raise _missing(error) from None
            except NotRead as error:
                told = ", ".join(error.known[:SHOWN])
                raise BadQuestion(f"values: the source's mapping reads {told}") from None
            except OtherRecord:
                raise BadQuestion("values: a correction keeps a record's own id") from None
            except InstallationError:
                raise BadQuestion(
                    "values: the record cannot be read with them; see comity quarantine list"
                ) from None
        return found.unchanged == 0

    def seal(self, viewer: Viewer, place: Place, order: str, spared: tuple[str, ...]) -> bool:
        """Hide a record from all but those spared; whether it was not so already."""
        told = tuple(sorted({*spared}))
        return self._mark("seal", viewer, place, order, told)

    def unseal(self, viewer: Viewer, place: Place, order: str) -> bool:
        """Open a sealed record again; whether it was sealed."""
        return self._mark("unseal", viewer, place, order, None)

    def expunge(self, place: Place, order: str) -> bool:
        """Delete a record for good."""
        with self._turn, _listing(self._installation):
            # Told to whoever runs the server: who gave the order is not to learn who left files.
            tell_of_reached(records.expunge(self._installation, *place, order))
        return True

    def _check_open(self, viewer: Viewer, place: Place) -> None:
        spared = self._installation.ledger.sealed().get(place)
        if spared is not None and viewer.agency not in spared:
            raise BadQuestion("record: it is sealed; open it again first, under an order")
        mapping = self._installation.mappings().get(place[0])
        if mapping is not None and not mapping.is_wholly_own:
            raise BadQuestion(
                "source: its mapping says by a column whose a row is; correct it at the terminal"
            )

    def _mark(
        self, kind: MarkKind, viewer: Viewer, place: Place, order: str,
        wanted: tuple[str, ...] | None,
    ) -> bool:  # fmt: skip
        with self._turn, _listing(self._installation):
            if self._installation.ledger.sealed().get(place) == wanted:
                return False
            who, spared = viewer.principal, wanted or ()
            records.mark(self._installation, kind, place, order, who, spared)
        return True


@contextmanager
def _listing(installation: Installation) -> Iterator[None]:
    """Carry an order out in the block; not where a restore could not be told of it afterwards."""
    try:
        bring_up_to_date(installation)
    except InstallationError:
        raise NoOrderList from None
    try:
        yield
    except UnknownRef:
        raise Nothing from None
    with suppress(InstallationError):
        if is_listed(installation):
            return
    raise NotListed


def _missing(error: UnknownRef) -> Exception:
    """What a correction lacks: its record, which may have gone meanwhile, or how to read it."""
    if error.what == "record":
        return Nothing()
    return BadQuestion("source: no mapping of it is kept here; take one of its files in first")


def orders_of(request: Request) -> Orders:
    """The orders of the running application."""
    orders: Orders = request.app.state.orders
    return orders


OrdersDoor = Annotated[Orders, Depends(orders_of)]
