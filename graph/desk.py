"""The desk: where a viewer asks for a view, decided and opened afresh each time.

It is the only thing that doors are given to read by.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Lock

from comity.graph.growth import empty_snapshot, extend_snapshot
from comity.graph.ledger import Ledger
from comity.graph.ledger_words import StoredJudgement
from comity.graph.matching import MatchIndex, index_matches
from comity.graph.ports import GraphStore
from comity.graph.projection import project
from comity.graph.seen import Seen, permits_digest
from comity.graph.view import View, look
from comity.graph.words import Micros
from comity.resolve import Model
from comity.sharing import Clearance, Viewer, decide

MOST_KEPT = 8


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class Desk:
    """Opens views over what the ledger holds at this moment."""

    def __init__(
        self,
        ledger: Ledger,
        store: GraphStore,
        id_key: bytes,
        model: Model,
        clock: Callable[[], datetime] = system_clock,
    ) -> None:
        self._ledger, self._store, self._model, self._clock = ledger, store, model, clock
        self._id_key = id_key
        self._index = self._empty()
        self._judgements: Sequence[StoredJudgement] = ()
        self._kept: OrderedDict[tuple[object, ...], Seen] = OrderedDict()
        self._lock = Lock()

    def open(
        self, viewer: Viewer, *, valid_at: Micros | None = None, known_at: Micros | None = None
    ) -> View:
        """Decide what this viewer may see now, and open the view of it.

        Raises ProjectionError if the store cannot be brought up to the ledger.
        """
        with self._lock:
            self._refresh()
            clearance = self._clearance(viewer)
            seen = self._seen(clearance, valid_at, known_at)
        return View(seen, clearance, known_at)

    def _clearance(self, viewer: Viewer) -> Clearance:
        labels = (label for _, label in self._ledger.labels())
        return decide(viewer, labels, self._ledger.agreements(), self._clock())

    def _refresh(self) -> None:
        position, _ = self._ledger.head()
        if position == self._index.snapshot.reached.position:
            return
        project(self._ledger, self._store)
        former = self._former()
        snapshot = extend_snapshot(former.snapshot, self._store)
        self._index = index_matches(snapshot, self._model, former)
        self._judgements = self._ledger.judgements()
        self._kept.clear()

    def _former(self) -> MatchIndex:
        """What to build on: a purge takes rows away, so that all is read anew after one."""
        purged = self._ledger.purged_since(self._index.snapshot.reached.position)
        return self._empty() if purged else self._index

    def _empty(self) -> MatchIndex:
        return index_matches(empty_snapshot(self._id_key), self._model)

    def _seen(self, clearance: Clearance, valid_at: Micros | None, known_at: Micros | None) -> Seen:
        """What these permits show, kept until the ledger moves on."""
        key = (permits_digest(clearance.permits), valid_at, known_at)
        if key not in self._kept:
            self._kept[key] = look(
                self._index, clearance, self._judgements, valid_at=valid_at, known_at=known_at
            )
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]
