"""Tokens: bound to one viewer, for a time, until revoked; seen at the very next question."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from doors import Doors, opened

from comity.api.errors import TokenError
from comity.api.tokens import Grant, Tokens

Command = Callable[..., Any]
NOW = datetime(2026, 5, 1, tzinfo=UTC)
GRANT = Grant("ann", "riverton-pd", "analyst", ("investigation",), 10, 20)


def test_a_token_asks_as_its_viewer_whoever_holds_it(doors: Doors) -> None:
    for principal, agency, seen in (("ann", "riverton-pd", 8), ("olsen", "harbor-so", 9)):
        told = doors.asker(principal=principal, agency=agency).get("/v1/standing").json()
        assert (told["standing"]["viewer"], told["standing"]["agency"]) == (principal, agency)
        assert told["counts"]["mentions"] == 2 * seen


def test_the_first_purpose_of_a_token_holds_where_a_question_names_none(doors: Doors) -> None:
    ann = doors.asker(purposes=("licensing", "investigation"))
    asked = [{}, {"Comity-Purpose": "investigation"}]
    told = [ann.get("/v1/standing", headers=headers).json()["standing"] for headers in asked]
    assert [(each["purpose"], each["agreements"]) for each in told] == [
        ("licensing", []),
        ("investigation", ["pact"]),
    ]


def test_a_token_holds_until_it_expires(town: Path) -> None:
    now = NOW
    with opened(town, lambda: now) as doors:
        ann = doors.asker(days=2)
        assert ann.get("/v1/standing").status_code == 200
        now = NOW + timedelta(days=2) - timedelta(microseconds=1)
        assert ann.get("/v1/standing").status_code == 200
        now = NOW + timedelta(days=2)
        assert ann.get("/v1/standing").status_code == 401
        now = NOW - timedelta(microseconds=1)
        assert ann.get("/v1/standing").status_code == 401


def test_a_revoked_token_is_useless_from_the_next_question_on(
    doors: Doors, comity: Command
) -> None:
    ann, ben = doors.asker(principal="ann"), doors.asker(principal="ben")
    assert ann.get("/v1/standing").status_code == 200
    listed = comity("token", "list", "-C", doors.installation.folder, "--json").json()
    number = next(each["number"] for each in listed if each["principal"] == "ann")
    assert comity("token", "revoke", number, "-C", doors.installation.folder).code == 0
    assert ann.get("/v1/standing").status_code == 401
    assert ben.get("/v1/standing").status_code == 200


def test_revoked_expired_and_unknown_tokens_are_refused_alike(town: Path) -> None:
    now = NOW
    with opened(town, lambda: now) as doors:
        expired, revoked = doors.asker(principal="a", days=1), doors.asker(principal="b")
        unknown = doors.client(Authorization="Bearer comity_nobody")
        doors.installation.tokens.revoke(_number(doors, "b"), 0)
        now = NOW + timedelta(days=1)
        answers = [client.get("/v1/standing") for client in (expired, revoked, unknown)]
        assert {answer.status_code for answer in answers} == {401}
        assert len({answer.content for answer in answers}) == 1


def test_a_token_given_at_the_command_line_asks_a_running_server(
    doors: Doors, comity: Command
) -> None:
    asked = ("--role", "analyst", "--purpose", "investigation", "-C", doors.installation.folder)
    secret = comity("token", "give", "cleo", *asked, "--json").json()["token"]
    headers = {"Authorization": f"Bearer {secret}", "Comity-Justification": "first%20day"}
    told = doors.client(**headers).get("/v1/standing").json()["standing"]
    assert told["viewer"] == "cleo"


def test_reasons_and_cases_are_percent_encoded_utf_8(doors: Doors) -> None:
    ann = doors.asker(why="rüdes Verhör, дело 7")
    assert ann.get("/v1/standing", headers={"Comity-Case": "C%2F7"}).is_success
    told = doors.rows()[-1].row
    assert (told.justification, told.case) == ("rüdes Verhör, дело 7", "C/7")


@pytest.mark.parametrize("text", ["%ff", "a%00b", "a%0Ab", "%1b%5b2J", "%e2%80%ae"])
def test_a_reason_that_could_garble_a_list_is_refused(town_doors: Doors, text: str) -> None:
    answer = town_doors.asker().get("/v1/standing", headers={"Comity-Justification": text})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:comity:problem:bad-question")


def test_only_the_hash_of_a_token_is_kept(tmp_path: Path) -> None:
    number, secret = Tokens(tmp_path / "tokens").give(GRANT)
    [file] = (tmp_path / "tokens").iterdir()
    assert secret.removeprefix("comity_") not in file.read_text() + file.name
    assert file.name.startswith(number)
    assert file.stat().st_mode & 0o077 == 0


def test_a_grant_comes_back_as_it_was_given(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "tokens")
    number, secret = tokens.give(GRANT)
    assert tokens.find(secret) == GRANT
    assert tokens.granted() == [(number, GRANT)]
    assert tokens.revoke(number, 15).revoked == 15
    assert tokens.revoke(number, 17).revoked == 15
    found = tokens.find(secret)
    assert found is not None
    assert not found.holds(15)


@pytest.mark.parametrize("number", ["", "0" * 12, "../../x", "*", "A" * 12])
def test_a_token_that_is_not_there_cannot_be_revoked(tmp_path: Path, number: str) -> None:
    tokens = Tokens(tmp_path / "tokens")
    tokens.give(GRANT)
    with pytest.raises(TokenError, match="no token"):
        tokens.revoke(number, 15)


@pytest.mark.parametrize(
    "wrong",
    [{"principal": " "}, {"agency": ""}, {"role": ""}, {"purposes": ()}, {"purposes": (" ",)},
     {"expires": 10}],
)  # fmt: skip
def test_a_token_needs_a_holder_a_purpose_and_an_end(tmp_path: Path, wrong: dict[str, Any]) -> None:
    given = {name: getattr(GRANT, name) for name in Grant.__dataclass_fields__} | wrong
    with pytest.raises(TokenError):
        Tokens(tmp_path / "tokens").give(Grant(**given))
    assert not (tmp_path / "tokens").exists()


def test_a_foreign_secret_finds_nothing(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "tokens")
    _, secret = tokens.give(GRANT)
    for wrong in ("", "comity_", secret[:-1], secret + "x", secret.upper(), "\udcff", "../x"):
        assert tokens.find(wrong) is None


def test_the_list_shows_no_secret(doors: Doors, comity: Command) -> None:
    secret = doors.token()
    told = comity("token", "list", "-C", doors.installation.folder, "--json")
    assert secret not in told.out
    assert {"principal": "ann", "role": "analyst"}.items() <= json.loads(told.out)[-1].items()


def _number(doors: Doors, principal: str) -> str:
    granted = doors.installation.tokens.granted()
    return next(number for number, grant in granted if grant.principal == principal)
