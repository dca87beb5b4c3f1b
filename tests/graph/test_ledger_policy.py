"""What people decide of a pair: judgements and their withdrawal."""

from pathlib import Path

import pytest
from ledger_records import OPEN, person

from comity.graph.errors import GraphError, UnknownRef
from comity.graph.ledger import Ledger
from comity.graph.words import FOREVER, Judgement

PAIR = Judgement(person("1"), person("2"), "same", "ana", "met him", OPEN)


def test_a_judgement_is_known_until_it_is_withdrawn(ledger: Ledger) -> None:
    ref = ledger.judge(PAIR)
    (stored,) = ledger.judgements()
    assert (stored.judgement.ref, stored.judgement.verdict) == (ref, "same")
    assert (stored.known_from, stored.known_to) == (ledger.head()[1], FOREVER)
    ledger.withdraw(ref, "ana", "was wrong")
    (stored,) = ledger.judgements()
    assert stored.known_to == ledger.head()[1]
    assert stored.judgement.label == OPEN


def test_a_judgement_is_withdrawn_once_and_must_exist(ledger: Ledger) -> None:
    ref = ledger.judge(PAIR)
    ledger.withdraw(ref, "ana", "was wrong")
    with pytest.raises(GraphError, match="withdrawn already"):
        ledger.withdraw(ref, "ana", "again")
    with pytest.raises(UnknownRef, match="no judgement 'x'"):
        ledger.withdraw("x", "ana", "?")


def test_a_judgement_that_says_nothing_is_refused(ledger: Ledger) -> None:
    maybe = Judgement(person("1"), person("2"), "maybe", "ana", "", OPEN)  # type: ignore[arg-type]
    with pytest.raises(GraphError, match="say same, different, unsure"):
        ledger.judge(maybe)
    with pytest.raises(GraphError, match="twice"):
        ledger.judge(Judgement(person("1"), person("1"), "same", "ana", "", OPEN))
    assert ledger.head()[0] == 0


def test_a_judgement_told_again_under_its_ref_is_refused(ledger: Ledger) -> None:
    ref = ledger.judge(PAIR)
    again = Judgement(person("1"), person("2"), "same", "ana", "met him", OPEN, ref=ref)
    with pytest.raises(GraphError, match="there already"):
        ledger.judge(again)
    assert ledger.head()[0] == 1


def test_answers_are_kept_for_retries_also_after_a_restart(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "ledger.db") as ledger:
        assert ledger.answered("key") is None
        ledger.remember_answer("key", b"first")
        ledger.remember_answer("key", b"second")
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        assert ledger.answered("key") == b"first"
