"""The change feed over HTTP and on the command line: joins and splits, first of all changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from doors import Doors

Command = Callable[..., Any]


def judged(doors: Doors, first: str, second: str) -> str:
    """Say that two are one, and return the time of the answer before it."""
    ann = doors.asker()
    before = str(ann.get("/v1/standing").json()["standing"]["known_at"])
    ends = {"first": doors.at(first), "second": doors.at(second)}
    body = {**ends, "verdict": "same", "reason": "same tattoo"}
    assert ann.post("/v1/judgements", json=body).is_success
    return before


def test_a_join_since_the_last_answer_is_told_with_ids_that_lead_on(doors: Doors) -> None:
    since = judged(doors, "R3", "B2")
    ann = doors.asker()
    answer = ann.get("/v1/changes", params={"since": since}).json()
    (change,) = answer["changes"]
    assert (answer["total"], change["how"]) == (1, "joined")
    (after,) = change["after"]
    assert {doors.at("R3"), doors.at("B2")} == {one["entity"] for one in change["before"]}
    for one in change["before"]:
        found = ann.get(f"/v1/entities/{one['entity']}").json()["entity"]
        assert found["id"] == after["entity"]
    later = {"since": answer["standing"]["known_at"]}
    assert ann.get("/v1/changes", params=later).json()["changes"] == []


def test_the_total_stands_whatever_the_limit(town_doors: Doors) -> None:
    asked = {"since": "2020-01-01T00:00:00Z", "limit": "2"}
    answer = town_doors.asker().get("/v1/changes", params=asked).json()
    assert len(answer["changes"]) == 2 < answer["total"]
    assert {change["how"] for change in answer["changes"]} == {"came"}


def test_a_since_that_is_no_time_is_a_bad_question_and_audited(town_doors: Doors) -> None:
    ann, before = town_doors.asker(), town_doors.last()
    for since in ("yesterday", "2026-03-02T09:30:00"):
        answer = ann.get("/v1/changes", params={"since": since})
        assert (answer.status_code, answer.json()["type"]) == (
            400, "urn:comity:problem:bad-question",
        )  # fmt: skip
    outcomes = [stored.row.outcome for stored in town_doors.rows(before)]
    assert outcomes == ["bad-question"] * 2


def test_the_row_in_the_audit_names_the_entities_told(doors: Doors) -> None:
    since = judged(doors, "R3", "B2")
    before = doors.last()
    doors.asker().get("/v1/changes", params={"since": since})
    (row,) = doors.rows(before)
    assert {doors.at("R3"), doors.at("B2")} <= set(row.row.shown)


def test_the_command_line_tells_the_same(town: Path, comity: Command) -> None:
    who = ("--as", "ann", "--justification", "a look", "-C", town)
    told = comity("resolve", "changes", "2020-01-01T00:00:00Z", *who, "--json").json()
    assert told["total"] == len(told["changes"]) > 2
    shown = comity("resolve", "changes", "2020-01-01T00:00:00Z", *who)
    assert f"{told['total']} changes" in shown.err + shown.out
