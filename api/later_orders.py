"""Carrying out again, on what comes back from a backup, the orders that came after it.

Done in the restored folder before it has its name, so that nobody ever reads what was taken away.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import cast

from comity.api.errors import InstallationError
from comity.api.installation import Installation
from comity.api.order_list import Entry, OrderList, read_order_list, reference
from comity.graph.errors import UnknownRef
from comity.graph.ledger_orders import OF_CASEWORK, PURGE
from comity.graph.ledger_purge import Place
from comity.graph.ledger_words import Mark, MarkKind
from comity.graph.words import Micros
from comity.graph.written import written


@dataclass(frozen=True, slots=True)
class Later:
    """How a restore learns of later orders: from a list, or not at all, and why."""

    orders: Path | None = None
    reason: str = ""

    def check(self) -> None:
        """One of the two has to be given."""
        if (self.orders is None) == (not self.reason.strip()):
            raise InstallationError(
                "what was purged or sealed after the backup would come back: name the order list "
                "with --orders, or say with --no-later-orders why there are none"
            )


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What was done again, and how many orders speak of records that the backup has not."""

    purged: int = 0
    marked: int = 0
    elsewhere: int = 0


def carry_out(installation: Installation, later: Later, taken: Micros, who: str) -> CarriedOut:
    """Purge, seal and hold in a restored ledger what the list says came after it."""
    if later.orders is None:
        return CarriedOut()
    listed = read_order_list(later.orders, installation.id_key)
    if listed.at < taken:
        raise InstallationError(
            f"{later.orders} is of {written(listed.at)} and the backup of {written(taken)}; "
            "name a list that was written after it"
        )
    _, head = installation.ledger.head()
    due = [entry for entry in listed.entries if entry.at > head]
    return _carried_out(installation, listed, due, who)


def _carried_out(
    installation: Installation, listed: OrderList, due: Sequence[Entry], who: str
) -> CarriedOut:
    """One after the other: what is held by then does not go with what it is drawn on."""
    places = _places(installation, {entry.ref for entry in due})
    words = f"order list of {written(listed.at)}"
    doomed = dict.fromkeys(entry.ref for entry in due if entry.kind == PURGE)
    marked = marks = 0
    for purges, entries in groupby(_once(due, doomed), lambda entry: entry.kind == PURGE):
        if purges:
            _purged(installation, [places[e.ref] for e in entries if e.ref in places], words)
            continue
        done = list(_marked(installation, entries, places, (words, who)))
        marked, marks = marked + sum(done), marks + len(done)
    here = sum(ref in places for ref in doomed)
    return CarriedOut(here, marked, len(doomed) + marks - here - marked)


def _once(due: Iterable[Entry], doomed: Collection[str]) -> Iterator[Entry]:
    """Each purge once, and what else is said of records that stay."""
    purged = set[str]()
    for entry in due:
        if entry.kind != PURGE:
            if entry.ref not in doomed:
                yield entry
        elif entry.ref not in purged:
            purged.add(entry.ref)
            yield entry


def _purged(installation: Installation, here: Sequence[Place], words: str) -> None:
    casework = [record for source, record in here if source == OF_CASEWORK]
    installation.ledger.purge_all([(*place, words) for place in here if place[0] != OF_CASEWORK])
    if casework:
        installation.ledger.purge_casework(casework, words)


def _places(installation: Installation, wanted: set[str]) -> dict[str, Place]:
    """Which records of this ledger the references speak of."""
    told = ((reference(installation.id_key, *name), name) for name in installation.ledger.names())
    return {ref: name for ref, name in told if ref in wanted}


def _marked(
    installation: Installation, marks: Iterable[Entry], places: dict[str, Place],
    said: tuple[str, str],
) -> Iterator[bool]:  # fmt: skip
    for entry in marks:
        place = places.get(entry.ref)
        if place is None:
            yield False
            continue
        try:
            installation.ledger.mark(Mark(cast(MarkKind, entry.kind), *place, *said, entry.spared))
        except UnknownRef:  # it was never published
            yield False
        else:
            yield True
