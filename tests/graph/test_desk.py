"""The desk: decides and opens afresh each time, keeps what it may, and forgets what it must."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pyarrow as pa
import pytest
from small_worlds import ALPHA, BETA, ID_KEY, SmallWorld, address, key, person

from comity.graph import desk as desk_module
from comity.graph import intake
from comity.graph.desk import Desk, system_clock
from comity.graph.errors import ProjectionError
from comity.graph.ports import Table
from comity.graph.sqlite_store import SqliteStore
from comity.graph.view import micros
from comity.graph.words import Micros
from comity.resolve import default_model
from comity.sharing import Rulebook

JAMES = {"given_name": "James", "family_name": "Smith", "birth_date": "1980-05-07"}


def test_an_agreement_shows_from_its_start_until_its_end(world: SmallWorld) -> None:
    world.say("beta", "r1", person(**JAMES))
    assert world.view().entity(address("beta", "r1")) is not None
    world.clock.now = datetime(2041, 1, 1, tzinfo=UTC)
    assert world.view().entity(address("beta", "r1")) is None
    assert world.view().standing().agreements == ()
    world.clock.now = datetime(2019, 12, 31, tzinfo=UTC)
    assert world.view().entity(address("beta", "r1")) is None


def test_a_suspended_agreement_takes_its_facts_along_and_gives_them_back(
    world: SmallWorld,
) -> None:
    world.say("alpha", "r1", person(**JAMES))
    world.say("beta", "r1", person(**JAMES))
    before = world.view()
    whole = before.entity(address("alpha", "r1"))
    world.ledger.set_agreement_status("between-three", "suspended", "a test")
    left = world.view().entity(address("alpha", "r1"))
    assert (left.agencies, len(left.mentions)) == (("alpha",), 1)
    assert world.view().search("James Smith")[0].entity == address("alpha", "r1")
    assert world.view().entity(address("beta", "r1")) is None
    world.ledger.set_agreement_status("between-three", "active", "a test")
    assert world.view().entity(address("alpha", "r1")) == whole
    assert before.entity(address("alpha", "r1")) == whole


def test_a_slower_question_never_puts_rules_that_were_suspended_back(world: SmallWorld) -> None:
    """The rules that one question keeps for the next are not what it decides by itself."""

    class Overtaken(Desk):
        """A desk on which a question from before the suspension always keeps its rules last."""

        @property
        def _rulebook(self) -> Rulebook:
            return old

        @_rulebook.setter
        def _rulebook(self, _: Rulebook) -> None:
            pass

    old = Rulebook(world.ledger.agreements())
    world.say("beta", "r1", person(**JAMES))
    desk = Overtaken(world.ledger, world.store, ID_KEY, default_model(), world.clock)
    assert desk.open(ALPHA).entity(address("beta", "r1")) is not None
    world.ledger.set_agreement_status("between-three", "suspended", "a test")
    assert desk.open(ALPHA).entity(address("beta", "r1")) is None


def test_purpose_is_part_of_the_question(world: SmallWorld) -> None:
    world.say("beta", "r1", person(**JAMES))
    other = type(ALPHA)("a.viewer", "alpha", "analyst", "curiosity", "a test")
    assert world.view(other).counts()["entities"] == 0


def test_a_view_that_is_being_read_is_not_disturbed_by_what_comes_after(world: SmallWorld) -> None:
    world.say("alpha", "r1", person(**JAMES))
    held = world.view()
    before = (held.counts(), held.clusters(), held.entity(address("alpha", "r1")))
    world.say("alpha", "r1", person(given_name="Ann"))
    world.say("alpha", "r2", person(**JAMES))
    assert len(world.view().clusters()) == 2
    assert (held.counts(), held.clusters(), held.entity(address("alpha", "r1"))) == before
    assert held.entity(address("alpha", "r2")) is None


def test_what_two_viewers_see_by_the_same_permits_is_worked_out_once(world: SmallWorld) -> None:
    world.say("beta", "r1", person(**JAMES))
    colleague = type(ALPHA)("c.viewer", "alpha", "officer", "investigation", "another reason")
    mine, theirs = world.view(), world.view(colleague)
    assert mine.network() is theirs.network()
    assert (mine.standing().viewer, theirs.standing().viewer) == ("a.viewer", "c.viewer")
    assert world.view(BETA).network() is not mine.network()
    assert world.view(valid_at=0).network() is not mine.network()
    world.say("beta", "r2", person())
    assert world.view().network() is not mine.network()


def test_only_so_many_views_are_kept(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "MOST_KEPT", 2)
    world.say("alpha", "r1", person(**JAMES))
    first = world.view().network()
    world.view(valid_at=1)
    assert world.view().network() is first
    for at in (2, 3):
        world.view(valid_at=at)
    assert world.view().network() is not first


def test_a_purged_record_is_forgotten_by_desks_that_held_it(world: SmallWorld) -> None:
    world.say("beta", "r1", person(**JAMES))
    world.say("alpha", "r2", person(**JAMES))
    assert world.view().counts()["mentions"] == 2
    known = world.ledger.head()[1]
    world.judge(key("beta", "r1"), key("alpha", "r2"), "same")
    world.ledger.purge("beta", "r1", "order 1")
    for view in (world.view(), world.view(known_at=known)):
        assert view.entity(address("beta", "r1")) is None
        assert view.counts()["mentions"] == 1
        assert "beta" not in str(view.entity(address("alpha", "r2")))
    texts = world.desk._intake._taken.index.snapshot.words
    assert "r1" not in texts.record_id
    assert key("beta", "r1") not in texts.mentions.texts


def test_many_may_ask_at_once(world: SmallWorld) -> None:
    for record in range(6):
        world.say("beta", f"r{record}", person(**JAMES))

    def ask(_: int) -> tuple[dict[str, int], str]:
        view = world.view()
        return view.counts(), view.standing().digest

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(ask, range(16)))
    assert answers == [answers[0]] * 16


class Slow(SqliteStore):
    """A store whose links can be read once somebody lets them."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.free, self.asked = Event(), Event()
        self.free.set()

    def scan(self, table: Table, since: Micros) -> Iterator[pa.RecordBatch]:
        self.asked.set()
        assert self.free.wait(60)
        return super().scan(table, since)


@pytest.fixture
def slow(world: SmallWorld, tmp_path: Path) -> Iterator[tuple[Slow, Desk]]:
    """A desk over a slow store, which has seen the world so far."""
    store = Slow(tmp_path / "slow.db")
    desk = Desk(world.ledger, store, ID_KEY, default_model(), world.clock)
    yield store, desk
    store.free.set()
    desk.open(ALPHA)
    store.close()


def test_a_long_load_does_not_stop_answers_and_they_say_as_of_when_they_are(
    world: SmallWorld, slow: tuple[Slow, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, desk = slow
    monkeypatch.setattr(intake, "PATIENCE", 0.0)
    world.say("alpha", "r1", person(**JAMES))
    before = desk.open(ALPHA)
    store.free.clear()
    world.say("alpha", "r2", person(given_name="Ann"))
    during = desk.open(ALPHA)
    assert during.clusters() == before.clusters()
    assert during.standing().digest == before.standing().digest
    assert during.standing().known_at == before.standing().known_at < micros(world.clock())
    store.free.set()
    monkeypatch.setattr(intake, "PATIENCE", 60.0)
    after = desk.open(ALPHA)
    assert len(after.clusters()) == 2
    assert after.standing().known_at == micros(world.clock())


def test_what_an_agreement_no_longer_shows_is_gone_during_a_long_load_too(
    world: SmallWorld, slow: tuple[Slow, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, desk = slow
    world.say("beta", "r1", person(**JAMES))
    assert desk.open(ALPHA).counts()["entities"] == 1
    monkeypatch.setattr(intake, "PATIENCE", 0.0)
    store.free.clear()
    world.say("alpha", "r2", person(given_name="Ann"))
    world.ledger.set_agreement_status("between-three", "suspended", "a test")
    assert desk.open(ALPHA).counts()["entities"] == 0


def test_the_first_view_of_all_waits_for_the_load(
    world: SmallWorld, slow: tuple[Slow, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, desk = slow
    monkeypatch.setattr(intake, "PATIENCE", 0.0)
    world.say("alpha", "r1", person(**JAMES))
    store.free.clear()
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(desk.open, ALPHA)
        assert store.asked.wait(60)
        assert not first.done()
        store.free.set()
        assert first.result(60).counts()["entities"] == 1


def test_what_was_published_before_a_question_is_in_its_answer(
    world: SmallWorld, slow: tuple[Slow, Desk]
) -> None:
    """Even if another question has already begun to take in what was there before."""
    store, desk = slow
    world.say("alpha", "r1", person(**JAMES))
    desk.open(ALPHA)
    world.say("alpha", "r2", person(given_name="Ann"))
    store.free.clear()
    store.asked.clear()
    with ThreadPoolExecutor(2) as threads:
        earlier = threads.submit(desk.open, ALPHA)
        assert store.asked.wait(60)
        world.say("alpha", "r3", person(given_name="Otto"))
        later = threads.submit(desk.open, ALPHA)
        store.free.set()
        earlier.result(60)
        assert later.result(60).counts()["entities"] == 3


class Failing(SqliteStore):
    """A store that fails as often as it is told to."""

    failures = 0

    def scan(self, table: Table, since: Micros) -> Iterator[pa.RecordBatch]:
        if table == "links" and self.failures:
            self.failures -= 1
            raise ProjectionError("the store is away")
        return super().scan(table, since)


def test_a_store_that_fails_half_way_is_an_error_and_no_half_view(
    world: SmallWorld, tmp_path: Path
) -> None:
    world.say("alpha", "r1", person(**JAMES))
    store = Failing(tmp_path / "other.db")
    desk = Desk(world.ledger, store, ID_KEY, default_model(), world.clock)
    desk.open(ALPHA)
    world.say("alpha", "r2", person("p", **JAMES), person("q"))
    world.say("alpha", "r3", person(given_name="Ann"))
    store.failures = 2
    for _ in range(2):
        with pytest.raises(ProjectionError):
            desk.open(ALPHA)
    assert desk.open(ALPHA).clusters() == world.view().clusters()
    assert desk.open(ALPHA).standing() == world.view().standing()
    store.close()


def test_a_store_behind_the_ledger_is_brought_up_before_the_answer(world: SmallWorld) -> None:
    world.say("alpha", "r1", person(**JAMES))
    assert world.store.reached().position == 0
    world.view()
    assert world.store.reached().position == world.ledger.head()[0]


def test_the_clock_of_a_desk_is_utc() -> None:
    assert system_clock().tzinfo is UTC
