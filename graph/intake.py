"""Intake: what the ledger publishes is taken into memory beside the answers, not before them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from threading import Lock, Thread
from time import monotonic

from comity.graph.growth import empty_snapshot, extend_snapshot
from comity.graph.in_force import Indexes
from comity.graph.ledger import Ledger
from comity.graph.ledger_words import StoredJudgement
from comity.graph.matching import MatchIndex
from comity.graph.ports import GraphStore
from comity.graph.projection import project
from comity.resolve import Model

# A question waits so many seconds for what was published before it. Most loads are in by then;
# a longer one does not stop the answers, which say as of when they are.
PATIENCE = 5.0


@dataclass(frozen=True, eq=False)
class Taken:
    """What the ledger held at one position, ready to be looked at."""

    indexes: Indexes
    judgements: Sequence[StoredJudgement] = ()

    @property
    def index(self) -> MatchIndex:
        """The matches under the model that was put in force last."""
        return self.indexes.roots[0]

    @property
    def position(self) -> int:
        """How far it goes; it tells nobody outside."""
        return self.indexes.snapshot.reached.position


class Intake:
    """Holds what was taken in last, and takes in the rest when somebody asks."""

    def __init__(
        self,
        ledger: Ledger,
        store: GraphStore,
        id_key: bytes,
        model: Model,
        clock: Callable[[], datetime],
    ) -> None:
        self._ledger, self._store, self._clock = ledger, store, clock
        self._id_key, self._model = id_key, model
        self._taken, self._as_of = self._nothing(), clock()
        self._underway: Future[None] | None = None
        self._lock = Lock()

    def newest(self) -> tuple[Taken, datetime | None]:
        """What the ledger holds now; or, while a long load is taken in, before it and as of when.

        Raises ProjectionError if the store cannot be brought up to the ledger.
        """
        deadline = monotonic() + PATIENCE
        while True:
            now, (position, _) = self._clock(), self._ledger.head()
            taken = self._taken
            if taken.position == position:
                self._as_of = max(self._as_of, now)
                return taken, None
            if not self._wait(None if taken.position == 0 else deadline - monotonic()):
                return self._taken, self._as_of

    def _wait(self, left: float | None) -> bool:
        """Whether a taking in ended in time; for the first one there is all the time."""
        try:
            self._taking_in().result(None if left is None else max(left, 0))
        except TimeoutError:
            return False
        return True

    def _taking_in(self) -> "Future[None]":
        """The one that is under way, or a new one; a daemon's, so that nothing waits to end."""
        with self._lock:
            if self._underway is None or self._underway.done():
                self._underway = Future()
                Thread(target=self._run, args=(self._underway,), daemon=True).start()
            return self._underway

    def _run(self, underway: "Future[None]") -> None:
        try:
            self._take_in()
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits
            underway.set_exception(error)
        else:
            underway.set_result(None)

    def _take_in(self) -> None:
        project(self._ledger, self._store)
        former = self._former()
        snapshot = extend_snapshot(former.snapshot, self._store)
        snapshot.words.desks.update({one.id: one.desk for one in self._ledger.sources()})
        indexes = former.grown(snapshot, self._ledger.models())
        self._taken = Taken(indexes, self._ledger.judgements())

    def _former(self) -> Indexes:
        """What to build on: after a purge or a seal, which take rows away, all is read anew."""
        purged = self._ledger.taken_back_since(self._taken.position)
        return (self._nothing() if purged else self._taken).indexes

    def _nothing(self) -> Taken:
        snapshot = empty_snapshot(self._id_key)
        return Taken(Indexes(snapshot, self._model).grown(snapshot, ()))
