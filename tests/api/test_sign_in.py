"""Signing in: name, password and code give a token for some hours; every refusal sounds alike."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import log_kept
from signing import HASHED, PASSWORD, SECRET, Desk, desk_of

from comity.api.person import DAY, Training, enabled

WRONG = {
    "nobody": {"name": "nobody"},
    "wrong password": {"password": "correct horse batterz"},
    "no password": {"password": ""},
    "wrong code": {"code": "000000"},
    "no code": {"code": ""},
    "code in other digits": {"code": "٠٠٠٠٠٠"},
}


@pytest.fixture
def desk(town: Path) -> Iterator[Desk]:
    """A town where ann may sign in."""
    with desk_of(town) as made:
        made.add()
        yield made


def last_row(desk: Desk) -> Any:
    return desk.doors.rows()[-1].row


def test_name_password_and_code_give_a_token_that_asks_as_its_person(desk: Desk) -> None:
    ann = desk.signed_in()
    row = last_row(desk)
    assert (row.principal, row.action, row.outcome) == ("ann", "sign_in", "answered")
    told = ann.get("/v1/standing").json()["standing"]
    assert (told["viewer"], told["agency"], told["purpose"]) == (
        "ann", "riverton-pd", "investigation",
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(WRONG))
def test_every_wrong_proof_is_refused_in_the_same_words(desk: Desk, name: str) -> None:
    desk.add("locked", locked=desk.at)
    expected = desk.sign_in("locked")
    answer = desk.sign_in(**WRONG[name])
    assert answer.status_code == 401
    assert answer.content == expected.content
    assert answer.json()["type"] == "urn:comity:problem:sign-in-failed"
    row = last_row(desk)
    assert (row.action, row.outcome) == ("sign_in", "sign-in-failed")
    assert json.loads(row.question)["why"]


def test_closed_accounts_are_refused_in_the_same_words_too(desk: Desk) -> None:
    desk.add("disabled", disabled=desk.at)
    desk.add("away", seen=desk.at - 90 * DAY)
    desk.add("elsewhere", subject="248289761001", password="", totp="")
    wrong = desk.sign_in(code="000000")
    for name, why in (
        ("disabled", "disabled"),
        ("away", "idle"),
        ("elsewhere", "wrong password"),
    ):
        answer = desk.sign_in(name)
        assert (answer.status_code, answer.content) == (401, wrong.content)
        assert json.loads(last_row(desk).question) == {"why": why}


def test_a_stranger_costs_the_work_of_a_wrong_password(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []
    kind = "argon2.PasswordHasher.verify"
    monkeypatch.setattr(
        kind, lambda hasher, kept, _: worked.append(kept.rpartition("$")[0][:30]) or False
    )
    desk.sign_in("nobody")
    desk.sign_in("ann", password="no")
    stranger, known = worked
    assert stranger.split("$")[:4] == known.split("$")[:4] == HASHED.split("$")[:4]


def test_the_name_of_a_stranger_may_be_a_password_and_stays_out_of_the_audit(desk: Desk) -> None:
    desk.sign_in("hunter2-is-my-password")
    row = last_row(desk)
    assert row.principal == "unknown"
    assert "hunter2" not in repr(row)


def test_a_code_is_good_once_also_for_two_at_the_same_time(desk: Desk) -> None:
    answers: list[httpx.Response] = []
    askers = [threading.Thread(target=lambda: answers.append(desk.sign_in())) for _ in range(3)]
    for each in askers:
        each.start()
    for each in askers:
        each.join()
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401]
    desk.clock.pass_(seconds=30)
    assert desk.sign_in(code=desk.code(-1)).status_code == 401
    assert desk.sign_in().status_code == 200


def test_codes_of_the_neighbouring_steps_are_taken_and_no_further_ones(desk: Desk) -> None:
    assert desk.sign_in(code=desk.code(-2)).status_code == 401
    assert desk.sign_in(code=desk.code(2)).status_code == 401
    assert desk.sign_in(code=desk.code(-1)).status_code == 200
    assert desk.sign_in(code=desk.code(1)).status_code == 200
    assert desk.sign_in().status_code == 401  # it is older than the one just used


def test_five_failures_within_fifteen_minutes_lock_until_an_administrator_unlocks(
    desk: Desk,
) -> None:
    for _ in range(4):
        assert desk.sign_in(password="wrong").status_code == 401
    assert desk.sign_in().status_code == 200  # the fifth is right, and the four are forgiven
    for _ in range(5):
        desk.clock.pass_(minutes=2)
        desk.sign_in(password="wrong")
    desk.clock.pass_(days=7)
    assert desk.sign_in().status_code == 401
    assert json.loads(last_row(desk).question) == {"why": "locked"}


def test_failures_further_apart_do_not_lock(desk: Desk) -> None:
    for _ in range(9):
        desk.clock.pass_(minutes=4)
        assert desk.sign_in(password="wrong").status_code == 401
    assert desk.sign_in().status_code == 200


def test_guesses_at_the_same_time_cannot_pass_the_lock(desk: Desk) -> None:
    answers: list[int] = []
    guesses = [{"password": f"guess {n}"} for n in range(20)]
    threads = [
        threading.Thread(target=lambda g=guess: answers.append(desk.sign_in(**g).status_code))
        for guess in guesses
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == [401] * 20
    whys = [json.loads(stored.row.question)["why"] for stored in desk.doors.rows()[-20:]]
    assert whys.count("wrong password") == 5
    assert desk.sign_in().status_code == 401


def test_a_session_lies_unused_for_half_an_hour_at_most(desk: Desk) -> None:
    ann = desk.signed_in()
    for _ in range(3):
        desk.clock.pass_(minutes=29, seconds=59)
        assert ann.get("/v1/standing").status_code == 200
    desk.clock.pass_(minutes=30)
    assert ann.get("/v1/standing").status_code == 401
    assert ann.get("/v1/standing").status_code == 401


def test_a_session_lasts_twelve_hours_however_busy(desk: Desk) -> None:
    ann = desk.signed_in()
    for _ in range(35):
        desk.clock.pass_(minutes=20)
        assert ann.get("/v1/standing").status_code == 200
    desk.clock.pass_(minutes=20)
    assert ann.get("/v1/standing").status_code == 401
    assert desk.signed_in().get("/v1/standing").status_code == 200


def test_ninety_days_without_signing_in_close_an_account_until_it_is_enabled(
    desk: Desk,
) -> None:
    desk.clock.pass_(days=89)
    assert desk.sign_in().status_code == 200
    desk.clock.pass_(days=90)
    assert desk.sign_in().status_code == 401
    assert json.loads(last_row(desk).question) == {"why": "idle"}
    desk.doors.installation.people.change("ann", lambda person: enabled(person, desk.at))
    assert desk.sign_in().status_code == 200


def test_signing_out_ends_the_session_and_no_other(desk: Desk) -> None:
    first = desk.signed_in()
    desk.clock.pass_(seconds=30)
    second = desk.signed_in()
    assert first.post("/v1/sign-out").status_code == 204
    assert last_row(desk).action == "sign_out"
    assert first.get("/v1/standing").status_code == 401
    assert second.get("/v1/standing").status_code == 200


def test_signing_out_answers_alike_and_leaves_the_tokens_of_programs(desk: Desk) -> None:
    program, before = desk.doors.asker(), desk.doors.last()
    for client in (program, desk.doors.client(), desk.doors.client(Authorization="Bearer x")):
        assert client.post("/v1/sign-out").status_code == 204
    assert desk.doors.rows(before) == []
    assert program.get("/v1/standing").status_code == 200


def test_a_given_password_is_good_for_choosing_ones_own_only(desk: Desk) -> None:
    desk.add("new", provisional=True)
    refused = desk.sign_in("new")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:comity:problem:new-password")
    chosen = "a river runs through"
    for weak in ("short", "newnewnewnewnewnew", "a" * 20, PASSWORD):
        answer = desk.sign_in("new", new_password=weak)
        assert (answer.status_code, answer.json()["type"]) == (
            422, "urn:comity:problem:weak-password",
        ), weak  # fmt: skip
    assert desk.sign_in("new", new_password=chosen).status_code == 200
    desk.clock.pass_(seconds=30)
    assert desk.sign_in("new").status_code == 401
    assert desk.sign_in("new", password=chosen).status_code == 200


def test_another_password_ends_the_sessions_of_the_former(desk: Desk) -> None:
    ann = desk.signed_in()
    desk.clock.pass_(seconds=30)
    answer = desk.sign_in(new_password="a river runs through")
    assert answer.status_code == 200
    assert ann.get("/v1/standing").status_code == 401
    token = answer.json()["token"]
    again = desk.doors.client(Authorization=f"Bearer {token}", **{"Comity-Justification": "x"})
    assert again.get("/v1/standing").status_code == 200


def test_what_an_account_says_now_holds_for_the_next_question(desk: Desk) -> None:
    ann, people = desk.signed_in(), desk.doors.installation.people
    assert ann.get("/v1/standing").status_code == 200
    people.change("ann", lambda person: replace(person, purposes=("licensing",)))
    assert ann.get("/v1/standing").json()["standing"]["purpose"] == "licensing"
    people.change("ann", lambda person: replace(person, disabled=desk.at, anew=desk.at))
    assert ann.get("/v1/standing").status_code == 401


def test_training_cases_and_task_forces_of_an_account_reach_the_decision(desk: Desk) -> None:
    passed = (Training("warrants", desk.at + DAY), Training("old", desk.at - DAY))
    told = {"training": passed, "cases": ("C-1",), "task_forces": ("river-force",)}
    desk.doors.installation.people.change("ann", lambda person: replace(person, **told))
    grant = desk.doors.installation.gate.admit(desk.sign_in().json()["token"])
    assert grant is not None
    viewer = grant.viewer("", "a test", "C-1", "river-force")
    assert (viewer.training, viewer.cases) == (("warrants",), ("C-1",))
    assert (viewer.case, viewer.task_force) == ("C-1", "river-force")


def test_an_account_without_a_second_factor_is_let_in_only_where_settings_say_so(
    desk: Desk,
) -> None:
    desk.add("ben", totp="")
    assert desk.sign_in("ben").status_code == 401
    assert json.loads(last_row(desk).question)["why"] == "no second factor is set up"
    rules = desk.doors.installation.settings.people.model_copy(update={"second_factor": "optional"})
    told = desk.doors.installation.settings.model_copy(update={"people": rules})
    desk.doors.installation.settings = told
    assert desk.sign_in("ben", code="").status_code == 200
    assert desk.sign_in("ann", code="").status_code == 401


def test_no_secret_gets_into_log_audit_or_refusal(desk: Desk) -> None:
    chosen = "a river runs through"
    with log_kept() as said:
        token = desk.sign_in(new_password=chosen).json()["token"]
        answers = [
            desk.sign_in(password="Zanzibar77 is wrong"),
            desk.sign_in(password="Zanzibar77", code="Zanzibar77" * 9),
            desk.doors.client().post("/v1/sign-in", json={"Zanzibar77": "Zanzibar77"}),
            desk.doors.client().post("/v1/sign-in", content=b'{"name": "Zanzibar77'),
            desk.doors.client().post(
                "/v1/sign-in",
                content=b'{"name": "ann", "password": "Zanzibar77\\ud800"}',
                headers={"Content-Type": "application/json"},
            ),
        ]
    assert [answer.status_code for answer in answers] == [401, 422, 422, 422, 401]
    rows = repr([stored.row for stored in desk.doors.rows()])
    told = "\n".join(answer.text for answer in answers)
    for secret in ("Zanzibar77", chosen, token, SECRET, HASHED):
        assert secret not in "\n".join(said)
        assert secret not in rows
        assert secret not in told
    assert any("POST /v1/sign-in 401" in line for line in said)
    person = desk.doors.installation.people.find("ann")
    assert not any(secret in repr(person) for secret in (SECRET, "argon2"))


def test_a_page_of_another_site_cannot_sign_anybody_in(desk: Desk) -> None:
    body = {"name": "ann", "password": PASSWORD, "code": desk.code()}
    headers = {"Origin": "https://evil.example"}
    assert desk.doors.client().post("/v1/sign-in", json=body, headers=headers).status_code == 403


def test_only_the_hash_of_a_session_is_kept_and_only_for_its_owner(desk: Desk) -> None:
    token = desk.sign_in().json()["token"]
    folder = desk.doors.installation.folder
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept
    assert (folder / "people.db").stat().st_mode & 0o077 == 0
