"""Projection: brings a graph store up to the ledger; a crash anywhere loses and doubles nothing."""

from collections.abc import Callable

from comity.graph.ledger import Ledger
from comity.graph.ports import GraphKeeper, Reached

Told = Callable[[Reached, int], None]


def project(ledger: Ledger, store: GraphKeeper, told: Told | None = None) -> Reached:
    """Apply everything the store has not seen; `told` hears of each batch and its rows.

    Where another process projects into the same store, the two take turns.
    """
    while _was_crossed(ledger, store, told):
        pass
    return store.reached()


def rebuild(ledger: Ledger, store: GraphKeeper, told: Told | None = None) -> Reached:
    """Make a projection anew from the ledger alone."""
    store.clear()
    return project(ledger, store, told)


def _was_crossed(ledger: Ledger, store: GraphKeeper, told: Told | None) -> bool:
    """Apply batch after batch; True if the store went elsewhere meanwhile."""
    for changes in ledger.changes(store.reached()):
        store.apply(changes)
        if store.reached() != changes.reached:
            return True
        if told is not None:
            told(changes.reached, len(changes.mentions) + len(changes.claims) + len(changes.links))
    return False
