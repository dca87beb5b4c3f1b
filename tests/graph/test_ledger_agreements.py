"""Agreements in the ledger: versions, states, signatures, and what of them is in force."""

from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from comity.graph import ledger_schema
from comity.graph.errors import AgreementRefused, UnknownRef
from comity.graph.ledger import Ledger
from comity.graph.ledger_schema import MIGRATIONS
from comity.graph.words import Judgement
from comity.sharing import (
    DocumentError,
    Label,
    SharingError,
    Signature,
    new_key,
    parse_agreement,
    sign,
)

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
THIRD = SECOND.replace("version: 2", "version: 3\nstatus: draft")
KEYS = {"a": new_key(), "b": new_key()}


def signature(text: str, agency: str) -> Signature:
    """One agency's signature under a text."""
    return sign(parse_agreement(text, "x"), text, agency, KEYS[agency])


def stands(ledger: Ledger) -> tuple[int, str]:
    """Version and state of the one agreement that is in force."""
    (agreement,) = ledger.agreements()
    return agreement.version, agreement.status


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
    with pytest.raises(
        AgreementRefused, match="allowed: draft, offered, signed, active, suspended, ended"
    ):
        ledger.set_agreement_status("mou-1", "off", "ben")
    with pytest.raises(UnknownRef, match="no agreement 'mou-9'"):
        ledger.set_agreement_status("mou-9", "ended", "ben")


def test_a_new_text_leaves_the_old_one_in_force_until_it_is_active(ledger: Ledger) -> None:
    ledger.put_agreement(TEXT, "ana")
    ledger.put_agreement(THIRD, "ana")
    assert stands(ledger) == (1, "active")
    for status in ("offered", "signed", "active"):
        assert stands(ledger) == (1, "active")
        if status == "signed":
            ledger.add_signature(signature(THIRD, "a"), "ana")
            ledger.add_signature(signature(THIRD, "b"), "ben")
        ledger.set_agreement_status("mou-1", status, "ana", signed=True)
    assert stands(ledger) == (3, "active")


def test_while_a_new_text_is_offered_the_old_one_can_be_suspended(ledger: Ledger) -> None:
    ledger.put_agreement(TEXT, "ana")
    ledger.put_agreement(THIRD, "ana")
    ledger.set_agreement_status("mou-1", "suspended", "ana")
    assert stands(ledger) == (1, "suspended")


def test_what_was_suspended_is_turned_on_again_whatever_is_offered_meanwhile(
    ledger: Ledger,
) -> None:
    ledger.put_agreement(TEXT, "ana")
    ledger.set_agreement_status("mou-1", "suspended", "ana")
    ledger.put_agreement(THIRD, "ana")
    for status in ("draft", "offered"):
        ledger.set_agreement_status("mou-1", status, "ana")
        ledger.set_agreement_status("mou-1", "active", "ana", signed=True)
        assert stands(ledger) == (1, "active")
        ledger.set_agreement_status("mou-1", "suspended", "ana")


FORCE = """
agreement: force
version: 1
title: A force
parties: [p, q]
task_forces: [{id: tf, lead: p, members: [p, q], ends: 2029-01-01}]
purposes: [investigation]
starts: 2020-01-01
ends: 2030-01-01
shares:
  - {clause: "1", from: [tf], to: [p], data_classes: [x], handling_ceiling: ['TLP:AMBER']}
"""


def test_a_task_force_never_bears_the_name_of_an_agency(ledger: Ledger) -> None:
    """It would open to its members what that agency never agreed to share."""
    ledger.put_agreement(TEXT, "ana")
    label = Label("lonely", "x", "TLP:AMBER")
    ledger.judge(Judgement("m1", "m2", "same", "ana", "a test", label))
    for name in ("a", "lonely"):
        with pytest.raises(AgreementRefused, match=f"'{name}' would be a task force and an agency"):
            ledger.put_agreement(FORCE.replace("tf", name), "ana")
    ledger.put_agreement(FORCE, "ana")
    other = FORCE.replace("agreement: force", "agreement: other")
    party = TEXT.replace("mou-1", "mou-2").replace("[a, b]", "[a, b, tf]")
    for text in (other, party):
        with pytest.raises(AgreementRefused, match="'tf' would be a task force"):
            ledger.put_agreement(text, "ana")
    assert [one.id for one in ledger.agreements()] == ["force", "mou-1"]


def test_a_task_force_with_facts_of_its_own_stays_in_the_next_version(ledger: Ledger) -> None:
    ledger.put_agreement(FORCE, "ana")
    label = Label("tf", "x", "TLP:AMBER")
    ledger.judge(Judgement("m1", "m2", "same", "ana", "a test", label))
    assert ledger.put_agreement(FORCE.replace("version: 1", "version: 2"), "ana").version == 2


@pytest.mark.parametrize(
    ("way", "refused"),
    [
        (["ended"], "active"),
        (["suspended", "ended"], "active"),
        ([], "draft"),
        ([], "offered"),
        (["suspended"], "signed"),
    ],
)
def test_a_state_that_does_not_follow_is_refused_and_says_what_does(
    ledger: Ledger, way: list[str], refused: str
) -> None:
    ledger.put_agreement(TEXT, "ana")
    for status in way:
        ledger.set_agreement_status("mou-1", status, "ana")
    before = stands(ledger)
    with pytest.raises(AgreementRefused, match=r"it can become|renew it by a new version"):
        ledger.set_agreement_status("mou-1", refused, "ana")
    assert stands(ledger) == before


def test_an_ended_agreement_is_renewed_by_its_next_version(ledger: Ledger) -> None:
    ledger.put_agreement(TEXT, "ana")
    ledger.set_agreement_status("mou-1", "ended", "ana")
    ledger.put_agreement(SECOND, "ana")
    assert stands(ledger) == (2, "active")


def test_the_last_signature_makes_an_offer_signed(ledger: Ledger) -> None:
    ledger.put_agreement(THIRD, "ana")
    ledger.set_agreement_status("mou-1", "offered", "ana")
    with pytest.raises(AgreementRefused, match="is not signed by a, b"):
        ledger.set_agreement_status("mou-1", "active", "ana", signed=True)
    assert ledger.add_signature(signature(THIRD, "b"), "ben").status == "offered"
    with pytest.raises(AgreementRefused, match="is not signed by a"):
        ledger.set_agreement_status("mou-1", "signed", "ana")
    assert ledger.add_signature(signature(THIRD, "a"), "ana").status == "signed"
    (stored,) = ledger.agreement_versions()
    assert stored.signed_by() == ("b", "a")
    assert ledger.set_agreement_status("mou-1", "active", "ana", signed=True).status == "active"
    assert [event.status for event in ledger.agreement_events()] == [
        *("put", "offered", "signed by b", "signed by a", "signed", "active")
    ]
    assert ledger.verify().holds


def test_only_what_is_offered_is_signed_once_and_as_it_stands(ledger: Ledger) -> None:
    ledger.put_agreement(THIRD, "ana")
    with pytest.raises(AgreementRefused, match="is draft; parties sign what is offered"):
        ledger.add_signature(signature(THIRD, "a"), "ana")
    ledger.set_agreement_status("mou-1", "offered", "ana")
    with pytest.raises(SharingError, match="changed after it was signed"):
        ledger.add_signature(signature(THIRD + "\n", "a"), "ana")
    with pytest.raises(SharingError, match="does not hold"):
        ledger.add_signature(replace(signature(THIRD, "a"), agency="b"), "ana")
    ledger.add_signature(signature(THIRD, "a"), "ana")
    with pytest.raises(AgreementRefused, match="a has signed 'mou-1' already"):
        ledger.add_signature(signature(THIRD, "a"), "ana")


def test_a_signature_that_was_changed_in_the_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.create(path) as ledger:
        ledger.put_agreement(THIRD, "ana")
        ledger.set_agreement_status("mou-1", "offered", "ana")
        ledger.add_signature(signature(THIRD, "a"), "ana")
        assert ledger.verify().holds
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE agreement_signature SET agency = 'b'")
    connection.close()
    with Ledger.open(path) as ledger:
        assert ledger.verify().broken == "position 3: the signature of a was changed"


def test_a_ledger_from_before_signatures_takes_them_once_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    with monkeypatch.context() as earlier:
        earlier.setattr(ledger_schema, "MIGRATIONS", MIGRATIONS[:2])
        earlier.setattr(ledger_schema, "KNOWN", 2)
        Ledger.create(path).close()
    assert 3 in [step.version for step in Ledger.migrate(path)]
    with Ledger.open(path) as ledger:
        ledger.put_agreement(THIRD, "ana")
        ledger.set_agreement_status("mou-1", "offered", "ana")
        ledger.add_signature(signature(THIRD, "a"), "ana")
        assert ledger.verify().holds
