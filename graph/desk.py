"""The desk: where a viewer asks for a view, decided and opened afresh each time.

It is the only thing that doors are given to read by.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock

import numpy as np

from comity.graph.intake import Intake, Taken
from comity.graph.ledger import Ledger
from comity.graph.ports import GraphStore
from comity.graph.seen import Seen
from comity.graph.seen_growth import look_again
from comity.graph.view import View, look, micros
from comity.graph.words import FOREVER, Micros
from comity.resolve import Model
from comity.sharing import Agreement, Clearance, Label, LabelTable, Rulebook, Viewer, decide

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
        self._ledger, self._clock = ledger, clock
        self._intake = Intake(ledger, store, id_key, model, clock)
        self._kept: OrderedDict[tuple[object, ...], tuple[Taken, Seen]] = OrderedDict()
        self._lock = Lock()
        self._table, self._rulebook = LabelTable(()), Rulebook(())

    def open(
        self,
        viewer: Viewer,
        *,
        valid_at: Micros | None = None,
        known_at: Micros | None = None,
        without: str = "",
    ) -> View:
        """Decide what this viewer may see now, and open the view of it.

        `without` names an agreement that is left out, as if it had ended. Raises
        ProjectionError if the store cannot be brought up to the ledger.
        """
        taken, late = self._intake.newest()
        clearance = self._clearance(viewer, without)
        seen = self._seen(taken, clearance, valid_at, known_at)
        if known_at is None and late is not None:
            known_at = micros(late)
        return View(seen, taken.indexes, clearance, taken.judgements, known_at)

    def facts_of(self, owner: str) -> Mapping[Label, int]:
        """How many facts that now stand an agency has under each of its labels."""
        snapshot = self._intake.newest()[0].indexes.snapshot
        counted = Counter[Label]()
        for columns in (snapshot.mentions, snapshot.claims, snapshot.links):
            standing = columns["label"][columns["known_to"] == FOREVER]
            numbers, counts = np.unique(standing, return_counts=True)
            for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
                counted[snapshot.labels[number]] += count
        return {label: count for label, count in counted.items() if label.owner == owner}

    def agreements(self) -> tuple[Agreement, ...]:
        """The agreements that views are decided by."""
        return self._rules().agreements

    def _clearance(self, viewer: Viewer, without: str) -> Clearance:
        rules = self._rules()
        if without:
            rules = Rulebook(pact for pact in rules.agreements if pact.id != without)
        return decide(viewer, self._labels(), rules, self._clock())

    def _labels(self) -> LabelTable:
        """The labels of the ledger as columns, made anew only where there are new ones."""
        labels, table = tuple(label for _, label in self._ledger.labels()), self._table
        if labels != table.labels:
            self._table = table = LabelTable(labels)
        return table

    def _rules(self) -> Rulebook:
        """The agreements of the ledger as rules, made anew only where one has changed.

        A slower question may put older rules back meanwhile: each decides by those it read.
        """
        agreements, rules = tuple(self._ledger.agreements()), self._rulebook
        if agreements != rules.agreements:
            self._rulebook = rules = Rulebook(agreements)
        return rules

    def _seen(
        self,
        taken: Taken,
        clearance: Clearance,
        valid_at: Micros | None,
        known_at: Micros | None,
    ) -> Seen:
        """What these permits show of what was taken in, kept for whoever has the same."""
        key = (clearance.grant.digest(), valid_at, known_at)
        with self._lock:
            held, seen = self._kept.pop(key, (None, None))
            if held is not taken or seen is None:
                seen = self._look(taken, clearance, seen, valid_at, known_at)
            self._kept[key] = taken, seen
            self._let_go_of_what_is_past(taken)
            return seen

    def _look(
        self,
        taken: Taken,
        clearance: Clearance,
        former: Seen | None,
        valid_at: Micros | None,
        known_at: Micros | None,
    ) -> Seen:
        """What shows now, carried over from what showed before if that is little work."""
        if former is not None and known_at is None:
            index = taken.indexes.of(clearance, taken.indexes.snapshot.reached.known_at)
            again = look_again(former, index, clearance, taken.judgements)
            if again is not None:
                return again
        judgements = taken.judgements
        return look(taken.indexes, clearance, judgements, valid_at=valid_at, known_at=known_at)

    def _let_go_of_what_is_past(self, taken: Taken) -> None:
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        for key, (held, seen) in self._kept.items():
            if held is not taken:
                self._kept[key] = held, seen.bare()
