"""The common rules of justice information exchanges, written as an agreement: case by case."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comity.sharing import Label, Viewer, decide, read_agreement

PAGE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "justice-exchange.yaml"
EXCHANGE = replace(read_agreement(PAGE), status="active")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
INCIDENT = Label("city-police", "incident", "NIEM:GREEN")
WARRANT = Label("county-court", "warrant", "NIEM:GREEN")
JUVENILE = Label("city-police", "juvenile_history", "NIEM:GREEN", (), "north-county")
TRAINED = ("warrants-one-day",)


def clause(label: Label, agency: str, role: str = "deputy", **viewer: object) -> str:
    """The clause that lets somebody see a label; empty where none does."""
    told = {"purpose": "law-enforcement", **viewer}
    who = Viewer("ann", agency, role, justification="a stop", **told)  # type: ignore[arg-type]
    permit = decide(who, [label], [EXCHANGE], NOW).permits.get(label)
    return permit.clause if permit else ""


@pytest.mark.parametrize("agency", ["county-court", "north-sheriff", "south-sheriff"])
def test_incidents_are_open_to_every_partner(agency: str) -> None:
    assert clause(INCIDENT, agency) == "1"


def test_a_stranger_or_another_purpose_gets_nothing() -> None:
    assert clause(INCIDENT, "insurance-company") == ""
    assert clause(INCIDENT, "north-sheriff", purpose="licensing") == ""


def test_warrants_are_seen_after_the_training_only() -> None:
    assert clause(WARRANT, "north-sheriff") == ""
    assert clause(WARRANT, "north-sheriff", training=("another",)) == ""
    assert clause(WARRANT, "north-sheriff", training=TRAINED) == "2"


def test_juvenile_history_is_for_court_staff() -> None:
    assert clause(JUVENILE, "county-court", "court-staff") == "3.1"
    assert clause(JUVENILE, "county-court", "visitor") == ""
    assert clause(JUVENILE, "north-sheriff", "court-staff", training=TRAINED) == "3.2"


def test_juvenile_history_is_for_the_sheriff_of_the_county_of_residence() -> None:
    assert clause(JUVENILE, "north-sheriff") == "3.2"
    assert clause(JUVENILE, "south-sheriff") == ""
    moved = replace(JUVENILE, jurisdiction="south-county")
    assert (clause(moved, "north-sheriff"), clause(moved, "south-sheriff")) == ("", "3.3")
    nowhere = replace(JUVENILE, jurisdiction="")
    assert (clause(nowhere, "north-sheriff"), clause(nowhere, "south-sheriff")) == ("", "")


@pytest.mark.parametrize("agency", ["county-court", "north-sheriff", "south-sheriff"])
def test_what_the_rules_do_not_speak_of_is_withheld(agency: str) -> None:
    other = replace(INCIDENT, data_class="internal_affairs")
    assert clause(other, agency, "court-staff", training=TRAINED) == ""


def test_what_the_owner_marks_stricter_than_agreed_stays_with_the_owner() -> None:
    for handling in ("NIEM:YELLOW", "NIEM:RED", "TLP:RED", "EUROPOL:H0"):
        assert clause(replace(INCIDENT, handling=handling), "north-sheriff") == ""
    assert clause(replace(INCIDENT, caveats=("originator-only",)), "north-sheriff") == ""
