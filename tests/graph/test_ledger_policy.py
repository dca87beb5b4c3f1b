"""What people decide: agreements by version and status, judgements and their withdrawal."""

from pathlib import Path

import pytest
from ledger_records import OPEN, person

from comity.graph.errors import AgreementRefused, GraphError, UnknownRef
from comity.graph.ledger import Ledger
from comity.graph.words import FOREVER, Judgement
from comity.sharing import DocumentError

TEXT = """
agreement: mou-1
version: 1
title: Sharing
parties: [a, b]
purposes: [investigation]
starts: 2020-01-01
ends: 2030-01-01
shares:
  - {clause: "1", from: [a], to: [b], data_classes: [x], handling_ceiling: ['TLP:AMBER']}
"""
SECOND = TEXT.replace("version: 1", "version: 2").replace("Sharing", "Sharing more")
PAIR = Judgement(person("1"), person("2"), "same", "ana", "met him", OPEN)


def test_an_agreement_stands_at_its_latest_version(ledger: Ledger) -> None:
    assert ledger.put_agreement(TEXT, "ana").version == 1
    ledger.put_agreement(SECOND, "ana")
    (agreement,) = ledger.agreements()
    assert (agreement.version, agreement.title, agreement.status) == (2, "Sharing more", "active")


def test_the_same_agreement_again_changes_nothing(ledger: Ledger) -> None:
    ledger.put_agreement(TEXT, "ana")
    ledger.put_agreement(TEXT, "ana")
    assert ledger.head()[0] == 1


def test_a_changed_text_needs_a_higher_version(ledger: Ledger) -> None:
    ledger.put_agreement(SECOND, "ana")
    for text in (TEXT, SECOND.replace("more", "less")):
        with pytest.raises(AgreementRefused, match="give the changed text version 3"):
            ledger.put_agreement(text, "ana")


def test_an_agreement_that_cannot_be_understood_is_not_kept(ledger: Ledger) -> None:
    with pytest.raises(DocumentError, match="line 3"):
        ledger.put_agreement(TEXT.replace("version: 1", "version: one"), "ana")
    assert ledger.agreements() == []


def test_a_status_stands_until_the_next_one_or_the_next_version(ledger: Ledger) -> None:
    ledger.put_agreement(TEXT, "ana")
    assert ledger.set_agreement_status("mou-1", "suspended", "ben").status == "suspended"
    assert ledger.agreements()[0].status == "suspended"
    ledger.set_agreement_status("mou-1", "suspended", "ben")
    ledger.put_agreement(SECOND, "ana")
    assert ledger.agreements()[0].status == "active"
    events = [(e.version, e.status, e.who) for e in ledger.agreement_events()]
    assert events == [(1, "put", "ana"), (1, "suspended", "ben"), (2, "put", "ana")]


def test_only_known_statuses_and_agreements_are_taken(ledger: Ledger) -> None:
    ledger.put_agreement(TEXT, "ana")
    with pytest.raises(AgreementRefused, match="allowed: draft, active, suspended, ended"):
        ledger.set_agreement_status("mou-1", "off", "ben")
    with pytest.raises(UnknownRef, match="no agreement 'mou-9'"):
        ledger.set_agreement_status("mou-9", "ended", "ben")


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
