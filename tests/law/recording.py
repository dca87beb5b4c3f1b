"""How a world gets into a ledger, each step at its own moment, and the views of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from law.worlds import AGREEMENT, LABELS, START, VIEWER, Step
from unsynced import unsynced

from comity.graph.desk import Desk
from comity.graph.growth import empty_snapshot, extend_snapshot
from comity.graph.ledger import Ledger
from comity.graph.matching import index_matches
from comity.graph.sqlite_store import SqliteStore
from comity.graph.view import View, micros, open_view
from comity.graph.words import LoadPlan, Source
from comity.resolve import default_model
from comity.sharing import Clearance, Permit

ID_KEY = b"the id key of the worlds, 32 B.."
END = START + timedelta(days=30)


class WorldClock:
    """A clock that stands where a world puts it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        """The moment the world stands at."""
        return self.now

    def micros(self) -> int:
        """The same, as a ledger counts it."""
        return micros(self.now)


@dataclass(frozen=True)
class Recorded:
    """A world in a ledger, with its store and its desk."""

    ledger: Ledger
    store: SqliteStore
    desk: Desk
    clock: WorldClock

    def all_seeing(self) -> View:
        """The view with every label open: only to tell which worlds count."""
        self.desk.open(VIEWER)
        snapshot = extend_snapshot(empty_snapshot(ID_KEY), self.store)
        permits = {label: Permit("all", 1, "all") for label in LABELS}
        clearance = Clearance(VIEWER, self.clock(), permits)
        index = index_matches(snapshot, default_model())
        return open_view(index, clearance, self.ledger.judgements())


def empty_ledger(path: Path) -> None:
    """A ledger with the agreement and nothing else, to be copied for every world."""
    clock = WorldClock()
    clock.now = START - timedelta(hours=1)
    with unsynced(), Ledger.create(path, clock=clock.micros) as ledger:
        ledger.put_agreement(AGREEMENT, "a test")


@contextmanager
def recorded(
    world: list[Step], folder: Path, empty: Path, *, often: bool = False
) -> Iterator[Recorded]:
    """Record a world; with `often` its desk looks after every step, so that views grow."""
    folder.mkdir()
    shutil.copy(empty, folder / "ledger.db")
    clock = WorldClock()
    with unsynced():
        ledger = Ledger.open(folder / "ledger.db", clock=clock.micros)
        store = SqliteStore(folder / "graph.db")
    desk = Desk(ledger, store, ID_KEY, default_model(), clock)
    try:
        for step in world:
            record_step(step, ledger, clock)
            if often:
                desk.open(VIEWER)
        clock.now = END
        yield Recorded(ledger, store, desk, clock)
    finally:
        store.close()
        ledger.close()


def record_step(step: Step, ledger: Ledger, clock: WorldClock) -> None:
    """Let one thing happen at its moment."""
    clock.now = step.at
    if step.judgement is not None:
        ledger.judge(step.judgement)
    elif step.withdraws:
        ledger.withdraw(step.withdraws, "a.judge", "a test")
    elif step.purges:
        ledger.purge(step.agency, step.purges, "an order")
    else:
        _load(step, ledger)


def _load(step: Step, ledger: Ledger) -> None:
    assert step.record is not None
    source = Source(step.agency, step.agency, f"records of {step.agency}")
    name = step.at.isoformat()
    opened = ledger.begin(LoadPlan(source, "test@1", "a mapping", name, name))
    ledger.append(opened.load, [step.record], [], 1)
    ledger.publish(opened.load)
