"""The sharing story: what goes with an agreement comes back with it, and the audit proves it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.api.installation import Installation

Command = Callable[..., Any]


@pytest.fixture
def story(demo: Path, comity: Command) -> Any:
    """What the story told of a demo of one's own."""
    return comity("demo", "sharing", "--folder", demo, "--json").json()


def test_two_agencies_lose_chart_path_community_and_merge_and_get_them_back(
    story: Any, demo: Path
) -> None:
    assert [each["agency"] for each in story["viewers"]] == ["riverton-pd", "harbor-so"]
    for each in story["viewers"]:
        before, without, again = each["before"], each["suspended"], each["again"]
        assert again == before
        assert without["joined"] < before["joined"]
        assert set(without["records"]) < set(before["records"])
        assert without["chart"] < before["chart"]
        assert set(before["community"]) - set(without["community"])
        assert before["hops"] == 1
        assert without["hops"] is None or without["hops"] > 1  # a longer way round may be left
    lost = set(story["viewers"][0]["before"]["records"]) - set(
        story["viewers"][0]["suspended"]["records"]
    )
    chart = (demo / "sharing" / "riverton-pd-suspended.html").read_text("utf-8")
    whole = (demo / "sharing" / "riverton-pd-before.html").read_text("utf-8")
    for record in lost:
        number = record.split(" ")[1]
        assert number in whole
        assert number not in chart


def test_the_owner_reads_who_saw_its_records_and_anyone_can_check_the_proof(
    story: Any, demo: Path, comity: Command
) -> None:
    proof = story["proof"]
    assert proof["owner"] == "harbor-so"
    assert {each["agency"] for each in proof["disclosures"]} == {"riverton-pd"}
    assert all(each["records"] for each in proof["disclosures"])
    checked = comity("audit", "check-proof", demo / "sharing" / "row.proof", "--key", proof["key"])
    assert checked.code == 0
    assert "r.alvarez" in (demo / "sharing" / "row.proof").read_text("utf-8")
    with Installation.open(demo / "data") as installation:
        assert installation.audit.verify().holds
        assert all(one.status == "active" for one in installation.ledger.agreements())


def test_an_installation_that_is_no_demo_is_left_alone(tmp_path: Path, comity: Command) -> None:
    assert comity("init", tmp_path / "data", "--agency", "city").code == 0
    told = comity("demo", "sharing", "--folder", tmp_path)
    assert (told.code, "is no demo" in told.err) == (1, True)
