"""Projection into both stores: killed, crossed, purged or begun anew, it comes out the same."""

import multiprocessing
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from ledger_records import load, plan, record
from projection_child import Place, SmallBatches, project_and_wait
from small_worlds import SmallWorld, key, person

from comity.graph.ledger import Ledger
from comity.graph.neo4j_server import Neo4jServer
from comity.graph.ports import Changes, GraphStore, Reached
from comity.graph.projection import project, rebuild
from comity.graph.sqlite_store import SqliteStore
from comity.graph.words import BEGINNING

SECRET = "Zebedee Quickthorn"
_START = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
# One server forks the children of every test module; the last to say what it loads is heard.
_START.set_forkserver_preload(
    ["comity.graph.ledger", "comity.graph.neo4j_store", "comity.graph.sqlite_store"]
)


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty store of either sort."""
    if request.param == "sqlite":
        return Place(str(tmp_path / "graph.db"))
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    found = Place(server.uri, server.password)
    store = found.open()
    store.clear()
    store.close()
    return found


@pytest.fixture
def store(place: Place) -> Iterator[GraphStore]:
    opened = place.open()
    yield opened
    opened.close()


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of three loads: thirty records, some corrected, some withdrawn, one to purge."""
    with SmallBatches.create(tmp_path / "busy.db") as ledger:
        told = [record(f"r{n:02}", f"Ana {n}", to=[f"r{n - 1:02}"] if n else []) for n in range(30)]
        load(ledger, plan("f1"), [*told, record("secret", SECRET, to=["r01"])])
        changed = [record(f"r{n:02}", f"Anna {n}", to=["r00"]) for n in range(0, 30, 3)]
        load(ledger, plan("f2"), [*changed, record("r29", operation="delete")])
        load(ledger, plan("f3"), [record(f"s{n:02}", f"Bo {n}", to=["r10"]) for n in range(12)])
        yield ledger


def rows_of(store: GraphStore) -> dict[str, list[str]]:
    """Everything a store holds, in an order of its own."""
    tables = {
        table: sorted(
            str(sorted(row.items()))
            for batch in store.scan(table, BEGINNING)
            for row in batch.to_pylist()
        )
        for table in ("mentions", "claims", "links")
    }
    return tables | {"counts": [str(store.counts()), str(store.reached()), str(store.labels())]}


def clean(ledger: Ledger, path: Path) -> dict[str, list[str]]:
    """What a projection that nobody disturbs comes to."""
    store = SqliteStore(path)
    project(ledger, store)
    rows = rows_of(store)
    store.close()
    return rows


def test_a_projection_holds_the_ledger_and_nothing_twice(
    busy: Ledger, store: GraphStore, tmp_path: Path
) -> None:
    for _ in range(2):
        assert project(busy, store).position == busy.head()[0]
        counts = store.counts()
        assert (counts.mentions, counts.dangling) == (42, 0)
    assert rows_of(store) == clean(busy, tmp_path / "clean.db")


def test_every_batch_is_told_with_its_rows(busy: Ledger, store: GraphStore) -> None:
    heard: list[tuple[Reached, int]] = []
    project(busy, store, lambda reached, rows: heard.append((reached, rows)))
    assert heard[-1][0] == store.reached()
    assert len(heard) > 9
    held = rows_of(store)
    assert sum(rows for _, rows in heard) == sum(len(held[t]) for t in held if t != "counts")


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_between_and_inside_batches_it_goes_on_where_it_stood(
    busy: Ledger, place: Place, tmp_path: Path
) -> None:
    died = [run_and_kill(busy.path, place, steps) for steps in (2, 3, 4, 9, 1_000)]
    assert died == ["inside", "between", "inside", "between", "done"]
    store = place.open()
    assert rows_of(store) == clean(busy, tmp_path / "clean.db")
    store.close()


def run_and_kill(path: Path, place: Place, steps: int) -> str:
    """Let a process take some steps and kill it there; where it died, or "done"."""
    ours, theirs = _START.Pipe()
    process = _START.Process(target=project_and_wait, args=(path, place, theirs))
    process.start()
    theirs.close()
    for _ in range(steps):
        where = str(ours.recv())
        if where == "done":
            break
        ours.send("go on")
    else:
        where = str(ours.recv())
    if where != "done":
        process.kill()
    process.join()
    assert process.exitcode == (0 if where == "done" else -9)
    ours.close()
    return where


class Crossed:
    """A store into which another process projects some, or all, just before our second batch."""

    def __init__(self, store: GraphStore, other: GraphStore, theirs: list[Changes]) -> None:
        self._store, self._other, self._theirs, self._batches = store, other, theirs, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def apply(self, changes: Changes) -> None:
        self._batches += 1
        if self._batches == 2:
            for changes in self._theirs:
                self._other.apply(changes)
        self._store.apply(changes)


@pytest.mark.parametrize("many", [1, 4, 1_000])
def test_two_projections_of_one_store_double_and_lose_nothing(
    busy: Ledger, place: Place, store: GraphStore, tmp_path: Path, many: int
) -> None:
    """The other one takes batches of another size, so that the two never stand at one place."""
    other, first = place.open(), next(busy.changes(store.reached()))
    theirs = list(islice(Ledger.changes(busy, first.reached, 7), many))
    project(busy, Crossed(store, other, theirs))  # type: ignore[arg-type]  # a store by its deeds
    assert rows_of(store) == clean(busy, tmp_path / "clean.db")
    other.close()


def test_a_batch_that_does_not_follow_is_left_alone(busy: Ledger, store: GraphStore) -> None:
    first, second, third, *_ = busy.changes(store.reached())
    store.apply(first)
    held = rows_of(store)
    for early in (third, first):
        store.apply(early)
        assert rows_of(store) == held
    store.apply(second)
    assert store.reached() == second.reached


def test_a_purge_leaves_no_row_no_name_and_no_trace_in_the_file(
    busy: Ledger, place: Place, store: GraphStore, tmp_path: Path
) -> None:
    project(busy, store)
    assert SECRET in str(rows_of(store))
    busy.purge("rms", "secret", "order 7")
    project(busy, store)
    assert SECRET not in str(rows_of(store))
    assert "secret" not in str(rows_of(store))
    assert rows_of(store) == clean(busy, tmp_path / "clean.db")
    if not place.password:
        kept = b"".join(path.read_bytes() for path in tmp_path.glob("graph.db*"))
        assert b"Ana 11" in kept
        assert SECRET.encode() not in kept
        assert SECRET.casefold().encode() not in kept


def test_what_others_say_of_a_purged_mention_stays_theirs(busy: Ledger, store: GraphStore) -> None:
    project(busy, store)
    links = store.counts().links
    busy.purge("rms", "r10", "order 8")
    project(busy, store)
    assert store.counts().links == links - 1
    assert store.counts().dangling == 13
    load(busy, plan("f4"), [record("r10", "Ana again")])
    project(busy, store)
    assert store.counts().dangling == 0


def test_what_another_record_says_of_a_purged_mention_is_kept_in_either_store(
    world: SmallWorld, store: GraphStore, tmp_path: Path
) -> None:
    world.say("beta", "r1", person(given_name="Ann"))
    world.say_of(key("beta", "r1"), "beta", "r2", family_name="Lee")
    project(world.ledger, store)
    world.ledger.purge("beta", "r1", "order 9")
    project(world.ledger, store)
    assert store.counts().claims == 1
    assert rows_of(store) == clean(world.ledger, tmp_path / "clean.db")


def test_rebuilding_comes_to_the_same(busy: Ledger, store: GraphStore, tmp_path: Path) -> None:
    project(busy, store)
    busy.purge("rms", "secret", "order 7")
    project(busy, store)
    before = rows_of(store)
    assert rebuild(busy, store) == store.reached()
    assert rows_of(store) == before == clean(busy, tmp_path / "clean.db")
