"""How a world gets into a ledger, each step at its own moment, and the views of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from law.moments import END, START
from law.realms import PLAIN, Realm
from law.worlds import Step
from unsynced import unsynced

from comity.graph.desk import Desk
from comity.graph.ledger import Ledger
from comity.graph.sqlite_store import SqliteStore
from comity.graph.view import View, micros, open_view
from comity.graph.words import LoadPlan, Source
from comity.resolve import default_model
from comity.sharing import Clearance, Permit

ID_KEY = b"the id key of the worlds, 32 B.."


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
    realm: Realm = PLAIN

    def all_seeing(self) -> View:
        """The view with every label open: only to tell which worlds count."""
        self.desk.open(self.realm.viewer)
        taken, _ = self.desk._intake.newest()
        permits = {label: Permit("all", 1, "all") for label in self.realm.labels}
        clearance = Clearance(self.realm.viewer, self.clock(), permits)
        return open_view(taken.index, clearance, taken.judgements)


def empty_ledger(path: Path, realm: Realm = PLAIN) -> None:
    """A ledger with the agreements and nothing else, to be copied for every world."""
    clock = WorldClock()
    clock.now = START - timedelta(hours=1)
    with unsynced(), Ledger.create(path, clock=clock.micros) as ledger:
        for text in realm.texts:
            ledger.put_agreement(text, "a test")


@contextmanager
def recorded(
    world: list[Step], folder: Path, empty: Path, *, often: bool = False, realm: Realm = PLAIN
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
                # Only a view that somebody asked who is who is carried over a change.
                desk.open(realm.viewer).counts()
        clock.now = END
        yield Recorded(ledger, store, desk, clock, realm)
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
    elif step.status:
        ledger.set_agreement_status(step.agency, step.status, "a test")
    else:
        _load(step, ledger)


def _load(step: Step, ledger: Ledger) -> None:
    records = [] if step.record is None else [step.record]
    bad = [] if step.aside is None else [step.aside]
    assert records or bad
    source = Source(step.agency, step.agency, f"records of {step.agency}")
    name = step.at.isoformat()
    opened = ledger.begin(LoadPlan(source, "test@1", "a mapping", name, name))
    ledger.append(opened.load, records, bad, 1)
    ledger.publish(opened.load)
