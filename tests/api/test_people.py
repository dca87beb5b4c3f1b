"""Accounts at the command line: what is shown once, what is kept, and what a change does."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from doors import Clock
from signing import START, Desk, desk_of

from comity.api.installation import Installation
from comity.api.people import People
from comity.api.person import Person, Training
from comity.graph.view import micros

Command = Callable[..., Any]
ADD = ("user", "add", "ben", "--role", "analyst", "--purpose", "investigation")
CHOSEN = "a river runs through"
ANN = Person(
    "ann", "riverton-pd", "analyst", ("investigation", "oversight"), 5, password="$x",
    provisional=False, totp="T", step=7, subject="s", training=(Training("warrants", 9),),
    cases=("C-1",), task_forces=("river-force",), failures=(1, 2), locked=3, disabled=4, anew=6,
)  # fmt: skip


@pytest.fixture
def desk(town: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A town, served, whose folder the commands find; its clock is the machine's."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    with desk_of(town) as made:
        with Installation.open(town) as other:
            made.clock.now = other.clock()
        yield made


@pytest.fixture
def folder(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A town's folder, which the commands find."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    return town


def code_of(proofs: Any, clock: Clock) -> str:
    """What an app shows that was given the address."""
    [secret] = parse_qs(urlsplit(proofs["totp"]).query)["secret"]
    return pyotp.TOTP(secret).at(clock())


def test_whoever_is_added_signs_in_with_what_was_shown_and_a_password_of_their_own(
    desk: Desk, comity: Command
) -> None:
    proofs = comity(*ADD, "--json").json()
    desk.clock.pass_(seconds=5)
    told = {"password": proofs["password"], "code": code_of(proofs, desk.clock)}
    assert desk.sign_in("ben", **told).status_code == 403
    assert desk.sign_in("ben", **told, new_password=CHOSEN).status_code == 200


def test_what_was_shown_is_kept_nowhere_in_the_clear_but_the_seed_of_codes(
    folder: Path, comity: Command
) -> None:
    told = comity(*ADD)
    password, totp = told.out.splitlines()
    assert totp.startswith("otpauth://totp/Comity%20riverton-pd:ben?secret=")
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert password.encode() not in kept
    rows = _audited(folder)
    assert not any(proof in rows for proof in (password, totp.partition("secret=")[2][:32]))
    listed = comity("user", "list", "--json")
    assert password not in listed.out
    assert "secret" not in listed.out
    assert "argon2" not in listed.out


def test_a_disabled_account_is_shut_at_once_and_opened_again(desk: Desk, comity: Command) -> None:
    desk.add()
    ann = desk.signed_in()
    desk.clock.pass_(seconds=30)
    assert comity("user", "disable", "ann").code == 0
    assert ann.get("/v1/standing").status_code == 401
    assert desk.sign_in().status_code == 401
    assert comity("user", "list", "--json").json()[0]["state"] == "disabled"
    assert comity("user", "enable", "ann").code == 0
    assert ann.get("/v1/standing").status_code == 401
    assert desk.sign_in().status_code == 200


def test_a_new_password_or_second_factor_ends_what_was_signed_in_to(
    desk: Desk, comity: Command
) -> None:
    for words in (("user", "password", "ann"), ("user", "totp", "ann")):
        name = f"ann-{words[1]}"
        desk.add(name)
        client = desk.signed_in(name)
        assert comity(*words[:2], name).code == 0
        assert client.get("/v1/standing").status_code == 401
        assert desk.sign_in(name).status_code == 401


@pytest.mark.usefixtures("folder")
def test_training_cases_and_task_forces_are_given_and_withdrawn(comity: Command) -> None:
    assert comity(*ADD).code == 0
    for words in (
        ("training", "ben", "warrants", "--until", "2027-03-01"),
        ("training", "ben", "warrants", "--until", "2028-03-01"),
        ("case", "ben", "C-1"),
        ("case", "ben", "C-1"),
        ("task-force", "ben", "river-force"),
    ):
        assert comity("user", *words).code == 0
    [told] = comity("user", "list", "--json").json()
    assert told["training"] == ["warrants until 2028-03-01"]
    assert (told["cases"], told["task forces"]) == (["C-1"], ["river-force"])
    for words in (("training", "ben", "warrants"), ("case", "ben", "C-1")):
        assert comity("user", *words, "--withdraw").code == 0
    [told] = comity("user", "list", "--json").json()
    assert (told["training"], told["cases"]) == ([], [])
    assert told["task forces"] == ["river-force"]


def test_training_counts_to_the_end_of_its_last_day(folder: Path, comity: Command) -> None:
    assert comity(*ADD).code == 0
    assert comity("user", "training", "ben", "warrants", "--until", "2026-05-01").code == 0
    with Installation.open(folder) as installation:
        ben = installation.people.find("ben")
    assert ben is not None
    midnight = micros(START.replace(day=2, hour=0))
    assert ben.trained(midnight - 1) == ("warrants",)
    assert ben.trained(midnight) == ()


@pytest.mark.usefixtures("folder")
def test_whom_the_provider_vouches_for_has_no_proofs_here(comity: Command) -> None:
    assert comity(*ADD, "--subject", "248289761001", "--json").json() == {"name": "ben"}
    for words in ("password", "totp"):
        refused = comity("user", words, "ben")
        assert (refused.code, refused.out) == (1, "")
        assert "identity provider" in refused.err
    again = [*ADD[:2], "cleo", *ADD[3:], "--subject", "248289761001"]
    assert "ben is there already" in comity(*again).err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "words",
    [
        ("user", "add", "", "--role", "analyst", "--purpose", "x"),
        ("user", "add", "a\nb", "--role", "analyst", "--purpose", "x"),
        ("user", "add", "ben", "--role", " ", "--purpose", "x"),
        ("user", "add", "ben", "--role", "analyst", "--purpose", " "),
        ("user", "enable", "nobody"),
    ],
)
def test_what_is_no_account_is_refused_in_one_sentence(
    comity: Command, words: tuple[str, ...]
) -> None:
    told = comity(*words)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert comity("user", "list", "--json").json() == []


def test_an_account_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    people = People(tmp_path / "people.db")
    people.add(ANN)
    assert people.find("ann") == people.known_as("s") == ANN
    assert people.everybody() == [ANN]
    assert people.find("s") is None
    assert people.known_as("") is None
    people.close()


def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    people = People(tmp_path / "people.db")
    people.add(ANN)
    with pytest.raises(ZeroDivisionError):
        people.change("ann", lambda _: 1 // 0)  # type: ignore[arg-type, return-value]
    assert people.find("ann") == ANN
    assert people.change("nobody", lambda person: person) is None
    people.close()


@pytest.mark.usefixtures("folder")
def test_people_come_back_from_a_backup_disabled(comity: Command, tmp_path: Path) -> None:
    assert comity(*ADD).code == 0
    (tmp_path / "key").write_text("ab" * 32)
    with_key = (tmp_path / "kept", "--key", tmp_path / "key")
    assert comity("backup", *with_key).code == 0
    restore = ("restore", *with_key, "--no-later-orders", "a test")
    assert comity(*restore, "--folder", tmp_path / "new").code == 0
    [told] = comity("user", "list", "--folder", tmp_path / "new", "--json").json()
    assert (told["name"], told["state"]) == ("ben", "disabled")
    assert (tmp_path / "new" / "people.db").stat().st_mode & 0o077 == 0


def _audited(folder: Path) -> str:
    """Everything that the audit holds, as text."""
    with sqlite3.connect(folder / "audit.db") as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    return dump
