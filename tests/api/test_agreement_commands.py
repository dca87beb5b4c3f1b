"""Agreements at the command line: from a draft to the signatures under it, and what they open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pacts import pact_text
from town import PACT

from comity.api.installation import Installation
from comity.sharing import DocumentError

Command = Callable[..., Any]
PARTIES = ("city", "sheriff", "court")


@pytest.fixture
def strict(tmp_path: Path, comity: Command, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new installation as `comity init` makes it, and a draft beside it."""
    monkeypatch.setenv("COMITY_FOLDER", str(tmp_path / "data"))
    assert comity("init", tmp_path / "data", "--agency", "city").code == 0
    (tmp_path / "pact.yaml").write_text(pact_text(status="draft"))
    return tmp_path


def key_of(comity: Command, folder: Path, agency: str) -> Path:
    """A key of an agency that the installation takes its signatures by."""
    path = folder / f"{agency}.key"
    public = comity("agreement", "key", path).out.strip()
    assert comity("agreement", "trust", agency, public).code == 0
    return path


def listed(comity: Command, *options: str) -> list[tuple[int, str, list[str]]]:
    """Version, state and signatures of what is listed."""
    rows = comity("agreement", "list", "--json", *options).json()
    return [(row["version"], row["status"], row["signed"]) for row in rows]


def test_an_agreement_is_in_force_once_every_party_has_signed_it(
    strict: Path, comity: Command
) -> None:
    assert comity("agreement", "put", strict / "pact.yaml").code == 0
    assert comity("agreement", "offer", "pact").code == 0
    for agency in PARTIES:
        refused = comity("agreement", "activate", "pact")
        assert (refused.code, "not signed by" in refused.err, agency in refused.err) == (
            *(1, True, True),
        )
        key = key_of(comity, strict, agency)
        assert comity("agreement", "sign", "pact", "--agency", agency, "--key", key).code == 0
    assert listed(comity) == [(1, "signed", list(PARTIES))]
    assert comity("agreement", "activate", "pact").code == 0
    assert listed(comity) == [(1, "active", list(PARTIES))]


def test_what_is_kept_and_signed_is_the_file_as_it_was_written(
    strict: Path, comity: Command
) -> None:
    text = pact_text(status="draft").replace("\n", "\r\n")
    (strict / "pact.yaml").write_bytes(text.encode())
    assert comity("agreement", "put", strict / "pact.yaml").code == 0
    with Installation.open(strict / "data") as installation:
        (stored,) = installation.ledger.agreement_versions()
    assert stored.text == text


def test_a_text_that_calls_itself_active_is_refused_where_signatures_are_required(
    strict: Path, comity: Command
) -> None:
    (strict / "pact.yaml").write_text(pact_text(status="active"))
    told = comity("agreement", "put", strict / "pact.yaml")
    assert (told.code, "nobody has signed it; write status: draft" in told.err) == (1, True)
    assert listed(comity) == []


def test_a_key_that_nobody_vouched_for_signs_for_nobody(strict: Path, comity: Command) -> None:
    comity("agreement", "put", strict / "pact.yaml")
    comity("agreement", "offer", "pact")
    key_of(comity, strict, "city")
    stolen = strict / "other.key"
    comity("agreement", "key", stolen)
    told = comity("agreement", "sign", "pact", "--agency", "city", "--key", stolen)
    assert (told.code, "is not known as city's key" in told.err) == (1, True)
    assert listed(comity) == [(1, "offered", [])]


def test_a_private_key_is_its_owners_alone_and_never_written_over(
    strict: Path, comity: Command
) -> None:
    path = key_of(comity, strict, "city")
    before = path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    told = comity("agreement", "key", path)
    assert (told.code, told.out, path.read_bytes()) == (1, "", before)


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("agency", ["../tokens", "", "a/b", ".hidden"])
def test_a_key_is_kept_for_agencies_and_no_other_path(comity: Command, agency: str) -> None:
    told = comity("agreement", "trust", agency, "ab" * 32)
    assert (told.code, "no agency's id" in told.err) == (1, True)


def test_the_words_and_the_schema_of_an_agreement_are_shown(strict: Path, comity: Command) -> None:
    assert "## What is shared" in comity("agreement", "show", strict / "pact.yaml").out
    comity("agreement", "put", strict / "pact.yaml")
    assert "Pact of the region" in comity("agreement", "show", "pact").out
    assert comity("agreement", "schema").json()["title"] == "AgreementDocument"
    told = comity("agreement", "show", "nothing")
    assert (told.code, "neither a file nor the id" in told.err) == (1, True)


def test_a_diff_tells_each_change_and_equal_texts_none(strict: Path, comity: Command) -> None:
    comity("agreement", "put", strict / "pact.yaml")
    (strict / "new.yaml").write_text(pact_text(status="draft", version=2, notice_days=30))
    rows = comity("agreement", "diff", "pact", strict / "new.yaml", "--json").json()
    assert rows == [
        {"where": "version", "before": "1", "after": "2"},
        {"where": "notice", "before": "60 days", "after": "30 days"},
    ]
    same = comity("agreement", "diff", "pact", strict / "pact.yaml")
    assert (same.code, "they say the same" in same.err) == (0, True)


@pytest.fixture
def town_folder(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town, where commands find its data, and a text that shares nothing with anybody new."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    return town


@pytest.mark.usefixtures("town_folder")
def test_a_simulation_counts_facts_for_their_owner_alone(comity: Command, tmp_path: Path) -> None:
    path = tmp_path / "less.yaml"
    path.write_text(PACT.replace("version: 1", "version: 2").replace("[incident]", "[nothing]"))
    ours = comity("agreement", "simulate", path, "--json").json()
    assert [(row["agency"], row["owner"], row["becomes"], row["role"]) for row in ours] == [
        ("harbor-so", "riverton-pd", "hidden", "any")
    ]
    assert ours[0]["facts"] > 0
    theirs = comity("agreement", "simulate", path, "--for", "harbor-so", "--json").json()
    assert [row["facts"] for row in theirs] == [None]


@pytest.mark.usefixtures("town_folder")
def test_a_simulation_of_what_stands_changes_nothing_and_decides_nothing(
    comity: Command, tmp_path: Path
) -> None:
    path = tmp_path / "same.yaml"
    path.write_text(PACT)
    told = comity("agreement", "simulate", path, "--json")
    assert (told.json(), "nothing appears" in told.err) == ([], True)
    assert listed(comity) == [(1, "active", [])]


@pytest.mark.usefixtures("town_folder")
def test_what_a_simulation_says_is_what_happens(comity: Command, tmp_path: Path) -> None:
    path = tmp_path / "more.yaml"
    path.write_text(PACT.replace("version: 1", "version: 2").replace("[booking]", "[juvenile]"))
    rows = comity("agreement", "simulate", path, "--for", "harbor-so", "--json").json()
    told = {(row["data_class"], row["becomes"]) for row in rows if row["agency"] == "riverton-pd"}
    assert told == {("booking", "hidden"), ("juvenile", "visible")}
    assert found(comity, "Zebedee Hollow") == 0
    assert comity("agreement", "put", path).code == 0
    assert found(comity, "Zebedee Hollow") == 1


def found(comity: Command, name: str) -> int:
    """How many entities the town's analyst finds."""
    words = ("--as", "r.alvarez", "--justification", "a test", "--json")
    return len(comity("search", name, *words).json()["hits"])


@pytest.mark.usefixtures("town_folder")
def test_conflicts_and_audiences_are_told(comity: Command, tmp_path: Path) -> None:
    path = tmp_path / "strict.yaml"
    text = PACT.replace("agreement: pact", "agreement: strict")
    path.write_text(text.replace("[booking],", "[booking], training: [jail],"))
    (row, *others) = comity("agreement", "conflicts", path, "--json").json()
    assert (row["stricter"], row["asks"], row["milder"]) == (
        *("strict 1", "training in jail", "pact 1"),
    )
    assert others == []
    words = ("--owner", "harbor-so", "--data-class", "booking", "--handling")
    (seen,) = comity("agreement", "who-sees", *words, "TLP:GREEN", "--json").json()
    assert (seen["agency"], seen["clause"], seen["sees"]) == ("riverton-pd", "1", "the facts")
    assert comity("agreement", "who-sees", *words, "TLP:RED", "--json").json() == []
    wrong = comity("agreement", "who-sees", *words, "TPL:RED")
    assert (wrong.code, "unknown handling code" in wrong.err) == (1, True)


def test_the_agreement_in_force_stays_when_a_broken_one_is_put(
    town_folder: Path, comity: Command, tmp_path: Path
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(PACT.replace("version: 1", "version: 2").replace("from:", "form:"))
    told = comity("agreement", "put", path)
    line = PACT[: PACT.index("from:")].count("\n") + 1
    assert (told.code, f"line {line}" in told.err, "did you mean 'from'" in told.err) == (
        1,
        True,
        True,
    )
    with Installation.open(town_folder) as installation:
        (standing,) = installation.ledger.agreements()
        assert (standing.version, standing.status) == (1, "active")
        with pytest.raises(DocumentError):
            installation.ledger.put_agreement(path.read_text(), "ana")


@pytest.mark.usefixtures("strict")
def test_a_known_key_is_given_up_only_by_who_names_it(comity: Command) -> None:
    old, new = "ab" * 32, "cd" * 32
    for key in (old, old):
        assert comity("agreement", "trust", "lake-so", key).code == 0
    told = comity("agreement", "trust", "lake-so", new)
    assert told.code == 1
    assert f"--instead-of {old}" in told.err
    assert comity("agreement", "trust", "lake-so", new, "--instead-of", new).code == 1
    assert comity("agreement", "trust", "lake-so", new, "--instead-of", old).code == 0
