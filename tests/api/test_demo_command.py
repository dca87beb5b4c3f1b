"""The main job as a user runs it: agencies' files in, a chart out; agreements rule what shows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.graph.audit import Audit
from comity.graph.errors import AuditError

Command = Callable[..., Any]
ASKED = ("--as", "r.alvarez", "--justification", "a test")
AGENCIES = {"riverton-pd", "harbor-so", "superior-court", "state-dmv", "fusion-tf"}


@pytest.fixture
def figures(demo: Path) -> Any:
    return json.loads((demo / "figures.json").read_text("utf-8"))


def test_rows_read_are_accepted_or_set_aside_in_every_source(figures: Any) -> None:
    assert {load["agency"] for load in figures["loads"]} == AGENCIES
    assert len({load["source"] for load in figures["loads"]}) == 6
    assert all(load["read"] == load["accepted"] + load["set_aside"] for load in figures["loads"])
    assert all(load["accepted"] for load in figures["loads"])


def test_the_demo_finds_who_is_who_the_broker_and_the_tip(figures: Any) -> None:
    assert figures["quality"]["cluster"]["f1"] >= 0.95
    assert len(figures["broker"]["agencies"]) >= 3
    assert len(figures["tip"]["path"]) == 3
    assert figures["communities"]["modularity"] > 0.5


def test_every_agency_alone_sees_less_than_the_union(figures: Any) -> None:
    seen = {viewer: counts["claims"] for viewer, counts in figures["counts"].items()}
    assert max(seen, key=lambda viewer: seen[viewer]) == "f.oversight"
    assert len(set(seen.values())) == len(seen)


def test_the_files_are_left_where_they_were_asked_for(comity: Command, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ("--no-serve", "--people", "60", "--out", out, "--folder", tmp_path / "small", "--json")
    told = comity("demo", *asked).json()
    assert json.loads((out / "figures.json").read_text("utf-8")) == told
    assert "harbor-so" in (out / "chart.html").read_text("utf-8")


def test_the_demo_never_throws_a_real_installation_away(comity: Command, tmp_path: Path) -> None:
    comity("init", tmp_path / "data", "--agency", "riverton-pd")
    key = (tmp_path / "data" / "id.key").read_bytes()
    told = comity("demo", "--no-serve", "--people", "60", "--folder", tmp_path)
    assert told.code == 1
    assert "installation of its own" in told.err
    assert (tmp_path / "data" / "id.key").read_bytes() == key


def test_an_agreement_turned_off_takes_its_records_out_of_every_answer(
    comity: Command, demo: Path, figures: Any
) -> None:
    broker, booking = _own_address(comity, figures["broker"]["entity"]), _booking(demo)
    found = comity("search", booking, "--kind", "arrest", *ASKED, "--json").json()["hits"]
    asked = (comity, demo, broker, booking, found[0]["entity"])
    before = _answers(*asked)
    assert comity("agreement", "suspend", "regional-mou").code == 0
    without = _answers(*asked)
    for name, answer in without.items():
        assert answer != before[name], name
        assert booking in before[name], name
        assert booking not in answer, name
        assert "harbor-" not in answer, name
    assert json.loads(without["entity"])["entity"]["facts"]
    assert comity("agreement", "activate", "regional-mou").code == 0
    again = _answers(*asked)
    for name in ("entity", "search", "path"):
        told = {**json.loads(again[name]), "standing": ""}
        assert told == {**json.loads(before[name]), "standing": ""}


def test_a_judgement_outranks_the_model_until_it_is_withdrawn(
    comity: Command, figures: Any
) -> None:
    broker = figures["broker"]["entity"]
    joint = comity("resolve", "matches", broker, *ASKED, "--json").json()["matches"][0]
    pair = joint["first"], joint["second"]
    before = comity("entity", broker, *ASKED, "--json").json()["entity"]
    judged = comity("resolve", "judge", *pair, "different", *ASKED, "--json").json()
    parted = comity("entity", pair[0], *ASKED, "--json").json()["entity"]
    assert len(parted["mentions"]) < len(before["mentions"])
    why = comity("resolve", "why", *pair, *ASKED, "--json").json()["why"]
    assert why["verdict"] == "different"
    assert why["decision"] != "same"
    assert comity("resolve", "withdraw", judged["ref"], *ASKED).code == 0
    assert comity("entity", broker, *ASKED, "--json").json()["entity"] == before


def test_every_question_is_in_the_audit_the_refused_ones_too(comity: Command, demo: Path) -> None:
    nobody = "0" * 32
    assert comity("search", "Semchenko", *ASKED, "--case", "C-1").code == 0
    assert comity("entity", nobody, *ASKED).code == 1
    assert comity("path", nobody, nobody, *ASKED).code == 1
    assert comity("chart", demo / "x.html", "--around", nobody, *ASKED).code == 1
    rows = comity("audit", "list", "--limit", 4, "--json").json()
    assert [(row["action"], row["outcome"]) for row in rows] == [
        ("search", "answered"),
        ("entity", "nothing-here"),
        ("paths", "nothing-here"),
        ("draw", "nothing-here"),
    ]
    assert rows[0]["who"] == "r.alvarez (riverton-pd)"
    assert [row["action"] for row in comity("audit", "list", "--limit", 1, "--json").json()] == [
        "draw"
    ]
    assert comity("audit", "verify").code == 0


def test_no_audit_row_no_answer(
    comity: Command, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise AuditError("the disk is full")

    monkeypatch.setattr(Audit, "write", refused)
    told = comity("search", "Semchenko", *ASKED)
    assert (told.code, told.out) == (1, "")
    assert "nothing is shown" in told.err
    assert comity("chart", demo / "x.html", *ASKED).code == 1
    assert not (demo / "x.html").exists()


def test_tables_keep_an_id_in_one_piece(comity: Command, figures: Any) -> None:
    told = comity("search", figures["broker"]["name"], *ASKED)
    assert figures["broker"]["entity"] in told.out
    told = comity("centrality", *ASKED)
    assert told.out.count("\n") >= 20
    assert "left out: " in told.out


def test_scoring_reads_the_truth_only_to_score(comity: Command, demo: Path, figures: Any) -> None:
    asked = ("--agency", "fusion-tf", "--role", "oversight", "--purpose", "oversight")
    told = comity("resolve", "score", "--truth", demo / "files" / "truth.csv", *asked, "--json")
    assert told.json() == figures["quality"]


def _own_address(comity: Command, entity: str) -> str:
    """An address of an entity that lasts whatever others withhold: a mention of one's own."""
    mentions = comity("entity", entity, *ASKED, "--json").json()["entity"]["mentions"]
    return str(next(each["id"] for each in mentions if each["agency"] == "riverton-pd"))


def _booking(demo: Path) -> str:
    """The number of one of the broker's bookings, of which only the jail tells."""
    stories = json.loads((demo / "files" / "stories.json").read_text("utf-8"))
    keys: list[str] = stories["network"]["broker"]
    return next(key for key in keys if key.startswith("harbor-jail")).split(":")[1]


def _answers(comity: Command, demo: Path, broker: str, booking: str, arrest: str) -> dict[str, str]:
    """What one viewer is told of the broker and one booking, by question, as text."""
    assert comity("chart", demo / "around.html", "--around", broker, *ASKED).code == 0
    asked = (*ASKED, "--json")
    return {
        "entity": comity("entity", broker, *asked).out,
        "search": comity("search", booking, "--kind", "arrest", *asked).out,
        "path": comity("path", broker, arrest, *asked).out,
        "chart": (demo / "around.html").read_text("utf-8"),
    }
