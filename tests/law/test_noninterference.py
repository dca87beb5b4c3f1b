"""The law: a viewer sees exactly what they would see had what is withheld never been recorded."""

from pathlib import Path

import pytest
from law.questions import ask_everything
from law.worlds import (
    LABELS,
    START,
    VIEWER,
    Step,
    WorldClock,
    allowed_labels,
    random_world,
    record_world,
    twin_of,
)

from comity.graph.desk import Desk
from comity.graph.growth import empty_snapshot, extend_snapshot
from comity.graph.ledger import Ledger
from comity.graph.matching import index_matches
from comity.graph.projection import project
from comity.graph.sqlite_store import SqliteStore
from comity.graph.view import micros, open_view
from comity.resolve import default_model
from comity.sharing import Clearance, Permit

ID_KEY = b"the worlds' id key, which no one else has"
TEXTS = ("Robert Okafor", "Maria", "+14155550101", "2024-000111", "theft")
WORLDS = 150
FEWEST_THAT_COUNT = 60
MIDWAY = micros(START) + 5 * 3_600_000_000


def answers(world: list[Step], folder: Path, *, known_at: int | None = None) -> list[str]:
    """What the viewer is told of a world, from an empty ledger to the last answer."""
    folder.mkdir()
    clock = WorldClock()
    with Ledger.create(folder / "ledger.db", clock=clock.micros) as ledger:
        record_world(world, ledger, clock)
        store = SqliteStore(folder / "graph.db")
        try:
            view = Desk(ledger, store, ID_KEY, default_model(), clock).open(
                VIEWER, known_at=known_at
            )
            return ask_everything(view, TEXTS)
        finally:
            store.close()


def all_seeing(world: list[Step], folder: Path) -> list[str]:
    """The same questions answered with every label open: only to tell which worlds count."""
    folder.mkdir()
    clock = WorldClock()
    with Ledger.create(folder / "ledger.db", clock=clock.micros) as ledger:
        record_world(world, ledger, clock)
        store = SqliteStore(folder / "graph.db")
        try:
            project(ledger, store)
            snapshot = extend_snapshot(empty_snapshot(ID_KEY), store)
            permits = {label: Permit("all", 1, "all") for label in LABELS}
            index = index_matches(snapshot, default_model())
            clearance = Clearance(VIEWER, clock(), permits)
            return ask_everything(open_view(index, clearance, ledger.judgements()), TEXTS)
        finally:
            store.close()


def test_what_is_withheld_leaves_no_trace_in_any_answer(tmp_path: Path) -> None:
    counted = 0
    for seed in range(WORLDS):
        world, folder = random_world(seed), tmp_path / str(seed)
        folder.mkdir()
        twin = twin_of(world, allowed_labels())
        told = answers(world, folder / "world")
        assert told == answers(twin, folder / "twin"), f"world {seed} tells of what is withheld"
        everything = all_seeing(world, folder / "seen")
        empty = not any(line.startswith("entity") for line in told)
        counted += not empty and everything != all_seeing(twin, folder / "twin seen")
    assert counted >= FEWEST_THAT_COUNT


@pytest.mark.parametrize("seed", range(25))
def test_as_known_earlier_leaves_no_trace_either(seed: int, tmp_path: Path) -> None:
    world = random_world(seed)
    twin = twin_of(world, allowed_labels())
    told = answers(world, tmp_path / "world", known_at=MIDWAY)
    assert told == answers(twin, tmp_path / "twin", known_at=MIDWAY)
