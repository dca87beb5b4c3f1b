"""Kept charts and drawn things at the command line: the questions, law and audit of HTTP."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pacts import PACT_OF_CHARTS

from comity.api.installation import ID_KEY, Installation
from comity.graph.identity import mention_id

Command = Callable[..., Any]
ANN = ("--as", "ann", "--justification", "a test", "--case", "C-1")
HAL = ("--as", "hal", "--agency", "harbor-so", "--justification", "a test", "--case", "H-1")
GREEN = ("--handling", "TLP:GREEN")


@pytest.fixture
def town(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town's folder is where commands work; its charts are shared."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    with Installation.open(town) as installation:
        installation.ledger.put_agreement(PACT_OF_CHARTS, "administrator")
    return town


def at(town: Path, record: str) -> str:
    """The address of somebody in Riverton's records."""
    return mention_id((town / ID_KEY).read_bytes(), f"rms:{record}:person")


def sheet(town: Path, **more: Any) -> Path:
    """A chart saved on the workspace."""
    spots = [{"entity": at(town, one), "x": 1.5, "y": 2.0, "pinned": one == "R1",
              "hidden": False, "note": f"of {one}"} for one in ("R1", "R2")]  # fmt: skip
    groups = [
        {"id": "group 1", "name": "inner", "members": [at(town, "R2")], "open": False},
        {"id": "group 2", "name": "outer", "members": ["group 1", at(town, "R1")], "open": True},
    ]
    boxes = [{"id": "box 1", "text": "who?", "shape": "diamond", "x": 5, "y": 6}]
    told = {"format": "comity-chart", "version": 1, "entities": spots, "groups": groups}
    file = town.parent / "chart.comity.json"
    file.write_text(json.dumps({**told, "boxes": boxes, **more}))
    return file


def test_a_saved_chart_is_kept_shared_said_something_of_and_put_away(
    town: Path, comity: Command
) -> None:
    kept = comity("chart", "keep", sheet(town), "--title", "pier", *GREEN, *ANN, "--json").json()
    ref, show = kept["ref"], ("chart", "show", kept["ref"])
    told = comity(*show, *ANN, "--json").json()
    assert [(g["name"], g["inside"], len(g["members"])) for g in told["groups"]] == [
        ("outer", None, 2), ("inner", 0, 1)]  # fmt: skip
    assert [note["text"] for note in told["notes"]] == ["of R1", "of R2"]
    assert "diamond: who?" in comity(*show, *ANN).out
    assert comity(*show, *HAL).code == 1
    assert comity("chart", "share", ref, "--with", "harbor-so", *HAL).code == 1
    shared = comity("chart", "share", ref, "--with", "harbor-so", *ANN, "--json").json()
    assert (shared["ref"], shared["number"]) == (ref, 2)
    theirs = comity(*show, "--number", "2", *HAL, "--json").json()
    assert theirs["chart"]["shared"] == ["harbor-so"]
    assert theirs["groups"][0]["name"] == "outer"
    assert comity("chart", "comment", ref, "sold in May", *HAL).code == 0
    assert "harbor-so: sold in May" in comity(*show, *ANN).out
    assert comity("chart", "away", ref, *HAL).code == 1
    assert comity("chart", "away", ref, *ANN).code == 0
    assert ref not in comity("chart", "list", *ANN).out
    with Installation.open(town) as installation:
        done = {stored.row.action for stored in installation.audit.rows()}
        assert installation.audit.unfinished() == []
    assert {"save_chart", "share_chart", "open_chart", "open_chart_version",
            "comment_chart", "end_chart", "list_charts"} <= done  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"entities": []},
        {"entities": [{"entity": "x", "x": 1, "y": 2}]},
        {"groups": [{"id": "group 1", "name": "loop", "members": ["group 1"]}]},
        {"boxes": [{"text": "x", "shape": "cloud", "x": 1, "y": 2}]},
    ],
)
def test_a_file_that_is_no_saved_chart_is_refused_in_one_line(
    town: Path, comity: Command, wrong: dict[str, Any]
) -> None:
    told = comity("chart", "keep", sheet(town, **wrong), "--title", "pier", *ANN)
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert "no chart saved on the workspace" in told.err


def test_what_is_drawn_is_listed_and_taken_back(town: Path, comity: Command) -> None:
    said = ("--reason", "seen together", "--strength", "tentative")
    drawn = ("drawn", "link", at(town, "R1"), at(town, "R2"), "--kind", "associate_of")
    link = comity(*drawn, *said, *ANN, "--json").json()["ref"]
    value = ("--kind", "phone", "--value", "phone_number=(217) 555-0199")
    phone = comity("drawn", "entity", *value, *said, *ANN, "--json").json()
    listed = comity("drawn", "list", *ANN).out
    assert link in listed
    assert "phone_number=" in listed
    assert comity("entity", phone["entity"], *ANN).code == 0
    assert comity("drawn", "list", *HAL, "--json").json()["drawn"] == []
    assert comity("drawn", "back", link, *HAL).code == 1
    assert comity("drawn", "back", link, *ANN).code == 0
    assert link not in comity("drawn", "list", *ANN).out
