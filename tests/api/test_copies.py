"""At an agreement's end whoever was handed files under it owes their purge, until it says so."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from town import PACT, address

from comity.api.duties import Owed, owed
from comity.api.installation import Installation
from comity.graph.audit_words import AuditFilter

Command = Callable[..., Any]
WHO = ("--as", "ann", "--justification", "a test", "--agency", "riverton-pd")
ALLOWED = ("--approved-by", "harbor-so:memo 7")
SAYS = ("agreement", "purged", "pact", "--reason", "shredded", "--agency")


@pytest.fixture
def town(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town, at the end of whose pact copies are purged."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    with Installation.open(town) as installation:
        text = PACT.replace("version: 1", "version: 2") + "at_end: purge\n"
        installation.ledger.put_agreement(text, "a test")
    return town


def hand_over(comity: Command, town: Path, record: str = "R1", to: str = "court") -> None:
    """Riverton hands a file over, in which facts of the harbor are if the record is R1."""
    with Installation.open(town) as installation:
        entity = address(installation, record)
    out = ("--to", town.parent / "out.csv", "--recipient", to, "--reason", "charges")
    assert comity("export", entity, *out, *WHO, *ALLOWED).code == 0


def copies(town: Path, at: datetime | None = None) -> list[Owed]:
    """What is owed of copies, now or at a moment."""
    clock = (lambda: at) if at else (lambda: datetime.now(UTC))
    with Installation.open(town, clock) as installation:
        return [one for one in owed(installation) if one.duty == "purge copies"]


def test_an_agency_is_late_from_the_end_until_it_says_that_its_copies_are_purged(
    comity: Command, town: Path
) -> None:
    hand_over(comity, town)
    assert copies(town) == []
    assert comity("agreement", "end", "pact").code == 0
    [one] = copies(town)
    assert (one.who, one.agreement, one.last, one.late) == ("riverton-pd", "pact", None, True)
    assert comity(*SAYS, "riverton-pd").code == 0
    [one] = copies(town)
    assert (one.late, one.last is not None) == (False, True)


def test_an_end_by_date_is_an_end_too(comity: Command, town: Path) -> None:
    hand_over(comity, town)
    assert [one.late for one in copies(town, datetime(2099, 1, 2, tzinfo=UTC))] == [True]


def test_who_gave_no_file_out_under_it_owes_nothing(comity: Command, town: Path) -> None:
    hand_over(comity, town, "R3")
    assert comity("agreement", "end", "pact").code == 0
    assert copies(town) == []


def test_a_word_does_not_count_for_what_is_handed_over_after_it(
    comity: Command, town: Path
) -> None:
    hand_over(comity, town)
    assert comity(*SAYS, "riverton-pd").code == 0
    hand_over(comity, town)
    assert comity("agreement", "end", "pact").code == 0
    assert [one.late for one in copies(town)] == [True]


def test_a_renewed_agreement_asks_for_no_purge(comity: Command, town: Path) -> None:
    hand_over(comity, town)
    assert comity("agreement", "end", "pact").code == 0
    with Installation.open(town) as installation:
        text = PACT.replace("version: 1", "version: 3") + "at_end: purge\n"
        installation.ledger.put_agreement(text, "a test")
    assert copies(town) == []


def test_a_word_that_nobody_owes_is_refused_and_does_not_count(comity: Command, town: Path) -> None:
    hand_over(comity, town)
    told = comity(*SAYS, "riverton-pdd")
    assert (told.code, "did you mean 'riverton-pd'?" in told.err) == (1, True)
    told = comity("agreement", "purged", "pact", "--reason", " ", "--agency", "riverton-pd")
    assert (told.code, "what was purged" in told.err) == (1, True)
    told = comity("agreement", "purged", "pakt", "--reason", "x", "--agency", "harbor-so")
    assert (told.code, "no agreement 'pakt'" in told.err) == (1, True)
    assert comity("agreement", "end", "pact").code == 0
    assert [one.late for one in copies(town)] == [True]


def test_a_party_that_was_handed_a_file_owes_its_purge_and_one_that_left_may_give_its_word(
    comity: Command, town: Path
) -> None:
    with Installation.open(town) as installation:
        three = PACT.replace("[riverton-pd,", "[riverton-pd, lake-so,")
        for version, text in ((3, three), (4, PACT)):
            changed = text.replace("version: 1", f"version: {version}") + "at_end: purge\n"
            installation.ledger.put_agreement(changed, "a test")
    hand_over(comity, town, to="lake-so")
    assert comity("agreement", "end", "pact").code == 0
    assert [(one.who, one.late) for one in copies(town)] == [
        ("lake-so", True), ("riverton-pd", True)
    ]  # fmt: skip
    assert comity(*SAYS, "lake-so").code == 0
    assert {one.who: one.late for one in copies(town)} == {"riverton-pd": True, "lake-so": False}


def test_every_page_of_the_audit_is_read(
    comity: Command, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over(comity, town, "R3")
    hand_over(comity, town)
    assert comity("agreement", "end", "pact").code == 0
    monkeypatch.setattr("comity.api.copies.AuditFilter", partial(AuditFilter, limit=1))
    assert [one.who for one in copies(town)] == ["riverton-pd"]


def test_where_copies_may_stay_no_word_is_taken(comity: Command, town: Path) -> None:
    with Installation.open(town) as installation:
        installation.ledger.put_agreement(PACT.replace("version: 1", "version: 3"), "a test")
    told = comity(*SAYS, "riverton-pd")
    assert (told.code, "at_end: hide" in told.err) == (1, True)
