"""Publishing in many short steps: cut off anywhere, crossed by others, it comes out the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from ledger_records import START, live, load, plan, record

from comity.graph import ledger_publish, ledger_settle
from comity.graph.errors import LoadRefused
from comity.graph.ledger import Ledger
from comity.graph.ledger_words import OpenLoad
from comity.graph.words import Record


class CutOff(Exception):
    """The process ends here."""


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_settle, "CHUNK", 2)
    monkeypatch.setattr(ledger_publish, "CHUNK", 2)


def _rows() -> list[Record]:
    """A full export with something of every kind in it."""
    return [
        record("same", row=1),
        record("changed", "Anna", row=2),
        record("twice", row=3),
        record("twice", "Other", row=4),
        record("leans", row=5, to=["nowhere"]),
        record("corrected", "wrong", row=6),
        record("corrected", "right", row=7, operation="update", to=["changed"]),
    ]


def _half_published(ledger: Ledger) -> OpenLoad:
    old = [record("same"), record("changed"), record("gone 1"), record("gone 2"), record("gone 3")]
    load(ledger, plan("f1"), old)
    opened = ledger.begin(plan("f2", full=True))
    ledger.append(opened.load, _rows(), [], 7)
    return opened


def _check(ledger: Ledger, opened: OpenLoad, *more: str) -> None:
    rows = live(ledger.changes(START))
    names = {"same": "Ana", "changed": "Anna", "twice": "Ana", "corrected": "right"}
    names |= dict.fromkeys(more, "Ana")
    assert rows == {("rms", record): [name] for record, name in names.items()}
    assert [row.record for row in ledger.quarantine(opened.load)] == ["twice", "leans"]
    assert ledger.verify().holds


def _cut_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    settle_steps = ledger_publish.settle_steps

    def cut(*args: Any) -> Iterator[None]:
        for step, _ in enumerate(settle_steps(*args), start=1):
            if step == steps:
                raise CutOff
            yield

    monkeypatch.setattr(ledger_publish, "settle_steps", cut)


@pytest.mark.parametrize("steps", range(1, 22))
def test_publishing_cut_off_after_any_step_can_be_done_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    opened = _half_published(ledger)
    with monkeypatch.context() as cutting:
        _cut_after(cutting, steps)
        with pytest.raises(CutOff):
            ledger.publish(opened.load)
    assert ledger.head()[0] == 1
    assert set(live(ledger.changes(START))) >= {("rms", "gone 1"), ("rms", "same")}
    summary = ledger.publish(opened.load)
    assert (summary.read, summary.accepted, summary.unchanged) == (7, 5, 1)
    _check(ledger, opened)


@pytest.mark.parametrize("steps", range(1, 22))
def test_rows_may_still_come_after_a_publishing_that_was_cut_off(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    opened = _half_published(ledger)
    with monkeypatch.context() as cutting:
        _cut_after(cutting, steps)
        with pytest.raises(CutOff):
            ledger.publish(opened.load)
    ledger.append(opened.load, [record("gone 1", row=8), record("new", row=9)], [], 9)
    assert ledger.publish(opened.load).read == 9
    _check(ledger, opened, "gone 1", "new")


def test_a_source_that_changed_meanwhile_is_settled_anew(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _half_published(ledger)
    digest_of_load = ledger_publish.digest_of_load
    crossings = iter([plan("crossing")])

    def crossed(*args: Any) -> str:
        for crossing in crossings:
            load(ledger, crossing, [record("same", "other"), record("late")])
        return digest_of_load(*args)

    monkeypatch.setattr(ledger_publish, "digest_of_load", crossed)
    summary = ledger.publish(opened.load)
    assert (summary.position, summary.unchanged) == (3, 0)
    _check(ledger, opened)


def test_a_source_that_never_stands_still_is_settled_in_one_step_at_last(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _half_published(ledger)
    digest_of_load = ledger_publish.digest_of_load
    crossings = iter(range(99))

    def crossed(*args: Any) -> str:
        load(ledger, plan(f"crossing {next(crossings)}"), [record("late", str(next(crossings)))])
        return digest_of_load(*args)

    monkeypatch.setattr(ledger_publish, "digest_of_load", crossed)
    ledger.publish(opened.load)
    _check(ledger, opened)


def test_two_runs_that_publish_the_same_load_do_not_mix(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _half_published(ledger)
    settle_steps = ledger_publish.settle_steps

    def overtaken(*args: Any) -> Iterator[None]:
        for step, _ in enumerate(settle_steps(*args), start=1):
            if step == 5:
                monkeypatch.setattr(ledger_publish, "settle_steps", settle_steps)
                with ledger._file.write() as connection:
                    connection.execute("UPDATE load SET settling = 1 WHERE state = 'open'")
            yield

    monkeypatch.setattr(ledger_publish, "settle_steps", overtaken)
    with pytest.raises(LoadRefused, match="taken up by another run"):
        ledger.publish(opened.load)
    ledger.publish(opened.load)
    _check(ledger, opened)


def test_a_load_published_by_another_run_meanwhile_is_left_alone(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _half_published(ledger)
    digest_of_load = ledger_publish.digest_of_load

    def overtaken(*args: Any) -> str:
        monkeypatch.setattr(ledger_publish, "digest_of_load", digest_of_load)
        ledger.publish(opened.load)
        return digest_of_load(*args)

    monkeypatch.setattr(ledger_publish, "digest_of_load", overtaken)
    with pytest.raises(LoadRefused, match="published already"):
        ledger.publish(opened.load)
    _check(ledger, opened)


def test_what_a_crash_left_untidied_is_tidied_by_the_next_load(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _half_published(ledger)

    def crash(*_: Any) -> None:
        raise CutOff

    with monkeypatch.context() as cutting:
        cutting.setattr(ledger_publish, "tidy_all", crash)
        with pytest.raises(CutOff):
            ledger.publish(opened.load)
    _check(ledger, opened)
    load(ledger, plan("f3"), [record("next")])
    assert ledger._file.read("SELECT count(*) FROM version WHERE state > 1") == [(0,)]
    assert ledger._file.read("SELECT count(*) FROM need") == [(0,)]
    _check(ledger, opened, "next")
