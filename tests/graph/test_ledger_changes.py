"""The stream for projections: in batches, resumable inside a load, one time a position."""

from pathlib import Path

import pytest
from ledger_records import OPEN, START, live, load, person, plan, record

from comity.graph import ledger_changes
from comity.graph.ledger import Ledger
from comity.graph.ports import Reached
from comity.graph.words import Judgement

JUDGEMENT = Judgement(person("1"), person("2"), "same", "ana", "met him", OPEN)


def test_position_and_time_move_only_with_the_last_batch(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record(str(number)) for number in range(5)])
    changes = list(ledger.changes(START, batch=2))
    assert [len(change.mentions) for change in changes] == [2, 2, 1]
    assert [(c.reached.position, c.reached.known_at) for c in changes[:2]] == [(0, 0), (0, 0)]
    assert changes[-1].reached == Reached(*ledger.head())
    assert len({change.at for change in changes}) == 1


def test_a_batch_holds_no_more_facts_than_a_store_takes_at_once(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_changes, "MOST_FACTS", 5)
    ends = ["a", "b"], [], ["a"], ["a", "b", "c", "d", "e"], []
    rows = [record(name, to=to) for name, to in zip("abcde", ends, strict=True)]
    load(ledger, plan("f1"), rows)
    changes = list(ledger.changes(START))
    assert [[row.key for row in change.mentions] for change in changes] == [
        [person("a")], [person("b"), person("c")], [person("d")], [person("e")],
    ]  # fmt: skip
    assert changes[-1].reached == Reached(*ledger.head())
    assert live(changes) == {("rms", name): ["Ana"] for name in "abcde"}


def test_every_batch_can_be_the_last_before_a_crash(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record(str(number)) for number in range(4)])
    load(ledger, plan("f2"), [record(str(number), "Anna") for number in range(3)])
    ledger.judge(JUDGEMENT)
    whole = list(ledger.changes(START, batch=2))
    for cut in range(len(whole)):
        rest = list(ledger.changes(whole[cut].reached, batch=2))
        assert live([*whole[: cut + 1], *rest]) == live(whole)
        assert [change.reached for change in rest] == [c.reached for c in whole[cut + 1 :]]


def test_positions_without_records_move_the_position(ledger: Ledger) -> None:
    ledger.judge(JUDGEMENT)
    (change,) = ledger.changes(START)
    assert change.reached == Reached(*ledger.head())
    assert [*change.closed, *change.mentions, *change.claims, *change.links] == []


def test_position_times_rise_even_if_the_clock_stands_still(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "ledger.db", clock=lambda: 7) as ledger:
        for number in range(3):
            load(ledger, plan(f"f{number}"), [record(str(number))])
        assert [change.at for change in ledger.changes(START)] == [7, 8, 9]


def test_a_label_comes_with_the_batch_that_uses_it(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1")])
    first = list(ledger.changes(START))
    load(ledger, plan("f2"), [record("2")])
    (second,) = ledger.changes(first[-1].reached)
    assert second.labels == first[0].labels == ledger.labels()
