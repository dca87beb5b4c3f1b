"""What a token is given for: scopes, and the task forces that its holder may act for."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from doors import Doors, sample

from comity.api.app import QUESTIONS
from comity.api.errors import TokenError
from comity.api.tokens import AUDIT, READ, SCOPES, WRITE, Grant, Tokens
from comity.graph.view import micros

Command = Callable[..., Any]
NEEDS = {question.answer.__name__: question.needs for question in QUESTIONS}


def asker(doors: Doors, **told: Any) -> httpx.Client:
    """A client with a token of its own."""
    now = doors.installation.clock()
    ends = micros(now + timedelta(days=1))
    grant = Grant("ann", "riverton-pd", "writer", ("investigation",), micros(now), ends, **told)
    _, secret = doors.installation.tokens.give(grant)
    return doors.client(**{"Authorization": f"Bearer {secret}", "Comity-Justification": "a"})


def test_what_changes_something_needs_write_and_who_saw_what_needs_audit() -> None:
    assert {name for name, scope in NEEDS.items() if scope == AUDIT} == {
        "disclosures",
        "who_received",
    }
    writes = {question.answer.__name__ for question in QUESTIONS if question.writes}
    assert {name for name, scope in NEEDS.items() if scope == WRITE} == writes
    assert {"judge", "withdraw", "add_records"} <= writes


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_a_token_without_the_scope_of_a_question_is_refused_and_audited(
    town_doors: Doors, name: str
) -> None:
    method, path, sent = sample(town_doors, name)
    scopes = tuple(scope for scope in SCOPES if scope != NEEDS[name])
    before = town_doors.last()
    answer = asker(town_doors, scopes=scopes).request(method, path, **sent)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:comity:problem:not-allowed")
    row = town_doors.rows(before)[-1].row
    assert (row.action, row.outcome, row.view) == (name, "not-allowed", "")


@pytest.mark.parametrize("name", ["standing", "judge", "disclosures"])
def test_a_token_with_the_scope_of_a_question_needs_no_other(town_doors: Doors, name: str) -> None:
    method, path, sent = sample(town_doors, name)
    assert asker(town_doors, scopes=(NEEDS[name],)).request(method, path, **sent).is_success


def test_a_token_given_at_the_command_line_may_read_unless_more_is_said(
    doors: Doors, comity: Command
) -> None:
    words = ("token", "give", "cleo", "--role", "writer", "--purpose", "investigation")
    place = ("-C", doors.installation.folder, "--json")
    more = ("--scope", WRITE, "--scope", READ, "--training", "warrants", "--case", "C-1",
            "--task-force", "river-force")  # fmt: skip
    grants = []
    for options in ((), more):
        secret = comity(*words, *options, *place).json()["token"]
        grants.append(doors.installation.gate.admit(secret))
    assert grants[0].scopes == (READ,)
    assert grants[1].scopes == (WRITE, READ)
    viewer = grants[1].viewer("", "a test", "C-1", "river-force")
    assert (viewer.training, viewer.cases) == (("warrants",), ("C-1",))
    told = json.loads(doors.rows()[-1].row.question)
    assert (told["scopes"], told["task_forces"]) == ([WRITE, READ], ["river-force"])


@pytest.mark.parametrize("scopes", [(), ("all",), ("read", "")])
def test_a_scope_that_nobody_knows_is_refused(tmp_path: Any, scopes: tuple[str, ...]) -> None:
    grant = Grant("ann", "riverton-pd", "analyst", ("investigation",), 10, 20, scopes=scopes)
    with pytest.raises(TokenError, match="scope"):
        Tokens(tmp_path / "tokens").give(grant)


def test_one_acts_only_for_a_task_force_that_the_token_allows(town_doors: Doors) -> None:
    ann = asker(town_doors, task_forces=("river-force", "дорога"))
    for force, status in (
        ("", 200), ("river-force", 200), ("%D0%B4%D0%BE%D1%80%D0%BE%D0%B3%D0%B0", 200),
        ("harbor-force", 403), ("river", 403),
    ):  # fmt: skip
        before = town_doors.last()
        answer = ann.get("/v1/standing", headers={"Comity-Task-Force": force})
        assert answer.status_code == status, force
        [row] = town_doors.rows(before)
        assert row.row.outcome == ("answered" if status == 200 else "not-allowed")
