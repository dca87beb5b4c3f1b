"""The clock of duties: an agency is late once its time is over, and not before."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from town import PACT

from comity.api.duties import owed
from comity.api.installation import Installation

Command = Callable[..., Any]
DUTIES = """duties:
  - {clause: "5", who: [harbor-so], duty: update, within: 24h}
  - {clause: "6", who: ["*"], duty: answer, within: 5d}
review: 2090-01-01
"""
NOW = datetime.now(UTC)


@pytest.fixture
def bound(town: Path) -> Path:
    """The town, whose pact has duties."""
    with Installation.open(town) as installation:
        text = re.sub("duties: .*\n", "", PACT).replace("version: 1", "version: 2") + DUTIES
        installation.ledger.put_agreement(text, "a test")
    return town


def late(town: Path, at: datetime) -> list[tuple[str, str, str]]:
    """Who is late with what, at a moment."""
    with Installation.open(town, lambda: at) as installation:
        return [(one.who, one.duty, one.about) for one in owed(installation) if one.late]


def test_a_source_is_late_once_its_time_is_over(bound: Path) -> None:
    assert late(bound, NOW) == []
    assert late(bound, NOW + timedelta(hours=23)) == []
    assert late(bound, NOW + timedelta(hours=26)) == [
        ("harbor-so", "update", "jail"),
        ("harbor-so", "update", "youth"),
    ]


def test_an_agreement_is_late_for_its_review(bound: Path) -> None:
    told = late(bound, datetime(2090, 1, 2, tzinfo=UTC))
    assert ("all parties", "review", "the agreement") in told


def test_what_nothing_measures_is_listed_and_nobody_is_called_late(bound: Path) -> None:
    with Installation.open(bound) as installation:
        answers = [one for one in owed(installation) if one.duty == "answer"]
    assert {one.who for one in answers} == {"riverton-pd", "harbor-so"}
    assert not any(one.late or one.due for one in answers)


def test_a_suspended_agreement_asks_nothing_of_anybody(bound: Path) -> None:
    with Installation.open(bound) as installation:
        installation.ledger.set_agreement_status("pact", "suspended", "a test")
        assert owed(installation) == []


def test_the_list_is_told_at_the_command_line(
    bound: Path, comity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMITY_FOLDER", str(bound))
    rows = comity("agreement", "duties", "--json").json()
    assert {row["duty"] for row in rows} == {"update", "answer", "review"}
    assert "nobody is late" in comity("agreement", "duties", "--late").err
