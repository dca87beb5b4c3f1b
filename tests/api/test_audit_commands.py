"""The audit at the command line: signed, countersigned, proved, verified from its file alone."""

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from comity.api.installation import Installation
from comity.api.settings import Settings

Command = Callable[..., Any]
WHO = ("--as", "d.reyes", "--justification", "a tip")


@pytest.fixture
def town(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town's folder is where commands work."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    return town


@pytest.fixture
def harbor(tmp_path: Path) -> Path:
    """Another agency's installation, which can be a witness."""
    Installation.init(tmp_path / "harbor", Settings(agency="harbor-so"), admin="hal")
    return tmp_path / "harbor"


def keys_of(comity: Command, folder: Path) -> dict[str, str]:
    found: dict[str, str] = comity("audit", "key", "--json", "-C", folder).json()
    return found


def countersigned(comity: Command, town: Path, harbor: Path, since: int = 0) -> Path:
    """A checkpoint of the town under the harbor's signature too."""
    growth, note = town.parent / "growth.txt", town.parent / f"note{since}.txt"
    assert comity("audit", "checkpoint").code == 0
    assert comity("audit", "prove", "--from", since, "--out", growth).code == 0
    key = keys_of(comity, town)["audit"]
    done = comity("audit", "witness", growth, "--key", key, "--out", note, "-C", harbor)
    assert done.code == 0, done.err
    return note


def tamper(path: Path, sql: str) -> None:
    connection = apsw.Connection(str(path))
    kept = connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    connection.execute("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted")
    for statement in (sql, *(sql for (sql,) in kept)):
        connection.execute(statement)
    connection.close()


def test_a_checkpoint_is_countersigned_and_the_copied_file_verified_elsewhere(
    town: Path, harbor: Path, comity: Command, tmp_path: Path
) -> None:
    comity("search", "Quillon", *WHO)
    note = countersigned(comity, town, harbor)
    copy = shutil.copy(town / "audit.db", tmp_path / "copy.db")
    given = tmp_path / "keys.txt"
    given.write_text(f"{keys_of(comity, town)['audit']}\n{keys_of(comity, harbor)['witness']}\n")
    words = ("audit", "verify", "--log", copy, "--checkpoint", note, "--key", given)
    told = comity(*words, "--witnesses", 1, "-C", tmp_path / "nowhere")
    assert told.code == 0, told.err
    assert "countersigned by harbor-so/witness" in told.err
    assert "1 witnesses" in comity(*words, "--witnesses", 2).err
    assert comity("audit", "verify", "--log", copy, "--checkpoint", note).code == 1


def test_the_folders_own_checkpoints_show_what_was_cut_and_what_was_forked(
    town: Path, harbor: Path, comity: Command
) -> None:
    for text in ("Quillon", "Mina", "Ottoline"):
        comity("search", text, *WHO)
    first = countersigned(comity, town, harbor)
    size = int(first.read_text().split("\n")[1])
    assert "as riverton-pd/audit signed" in comity("audit", "verify").err
    kept = (town / "audit.db").read_bytes()
    tamper(town / "audit.db", "DELETE FROM audit WHERE id > 2")
    told = comity("audit", "verify")
    assert (told.code, f"rows 3 to {size} were cut off" in told.err) == (1, True)
    assert comity("audit", "checkpoint").code == 1
    (town / "audit.db").write_bytes(kept)
    tamper(town / "audit.db", "UPDATE audit SET principal = 'nobody' WHERE id = 2")
    assert "audit row 2 was changed" in comity("audit", "verify").err


def test_a_witness_signs_on_from_where_it_was_and_refuses_a_fork(
    town: Path, harbor: Path, comity: Command
) -> None:
    twin = town.parent / "twin"
    comity("search", "Quillon", *WHO)
    first = countersigned(comity, town, harbor)
    size = int(first.read_text().split("\n")[1])
    shutil.copytree(town, twin)
    comity("search", "Mina", *WHO)
    countersigned(comity, town, harbor, since=size)
    second = int((town.parent / f"note{size}.txt").read_text().split("\n")[1])
    for _ in range(second):
        comity("search", "Ottoline", *WHO, "-C", twin)
    growth = twin / "growth.txt"
    comity("audit", "checkpoint", "-C", twin)
    comity("audit", "prove", "--from", second, "--out", growth, "-C", twin)
    key = keys_of(comity, town)["audit"]
    told = comity("audit", "witness", growth, "--key", key, "-C", harbor)
    assert told.code == 1
    assert f"of the {second} rows countersigned" in told.err
    stale = comity("audit", "witness", town.parent / "growth.txt", "--key", key, "-C", harbor)
    assert stale.code == 0


def test_a_row_is_proved_to_whoever_has_the_key_alone(
    town: Path, comity: Command, tmp_path: Path
) -> None:
    comity("search", "Quillon", *WHO)
    assert comity("audit", "prove", "--row", 1).code == 1
    assert comity("audit", "checkpoint").code == 0
    proof, key = tmp_path / "proof.json", keys_of(comity, town)["audit"]
    assert comity("audit", "prove", "--row", 1, "--out", proof).code == 0
    told = comity("audit", "check-proof", proof, "--key", key)
    assert (told.code, "row 1 stands in the" in told.out) == (0, True)
    changed = json.loads(proof.read_text())
    changed["leaf"] = changed["leaf"].replace("d.reyes", "nobody")
    proof.write_text(json.dumps(changed))
    told = comity("audit", "check-proof", proof, "--key", key)
    assert (told.code, "does not stand like this" in told.err) == (1, True)
    proof.write_text("{}")
    assert "proves no row" in comity("audit", "check-proof", proof, "--key", key).err


def test_who_looked_her_up_when_and_why(town: Path, comity: Command) -> None:
    found = comity("search", "Quillon Brandt", *WHO, "--json").json()["hits"][0]["entity"]
    comity("search", "Mina Orlov", *WHO)
    comity("chart", town / "chart.html", "--around", found, "--as", "b.tan",
           "--justification", "the briefing", "--case", "C-7")  # fmt: skip
    rows = comity("audit", "who", found, *WHO, "--json").json()
    told = [(row["who"], row["action"], row["why"], row["case"]) for row in rows]
    assert told == [
        ("d.reyes (riverton-pd)", "search", "a tip", ""),
        ("b.tan (riverton-pd)", "draw", "the briefing", "C-7"),
    ]
    assert rows[0]["at"][-4] == "."
    assert comity("audit", "who", "0" * 32, *WHO).code == 1


@pytest.mark.usefixtures("town")
def test_an_agency_lists_who_saw_its_records(comity: Command) -> None:
    comity("search", "Quillon Brandt", "--limit", 1, *WHO)
    told = comity("audit", "disclosures", "--agency", "harbor-so", "--json").json()
    (found,) = told["disclosures"]
    assert (found["agency"], found["asking"]) == ("riverton-pd", None)
    assert [each["record"] for each in found["records"]] == ["B1"]
    shown = comity("audit", "disclosures", "--agency", "harbor-so").out
    assert "pact 1, 1" in shown
    assert "a tip" not in shown
    own = comity("audit", "disclosures", "--limit", 1).out
    assert "a tip" in own


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_keys_are_private_files_and_one_that_others_may_read_is_refused(
    town: Path, comity: Command
) -> None:
    first = keys_of(comity, town)
    assert keys_of(comity, town) == first
    for name in ("audit.key", "witness.key"):
        path = town / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.read_bytes().hex() not in json.dumps(first)
    (town / "audit.key").chmod(0o644)
    told = comity("audit", "key")
    assert (told.code, "lets others read it" in told.err) == (1, True)
    (town / "audit.key").chmod(0o600)
    (town / "audit.key").write_bytes(b"short")
    assert "is damaged" in comity("audit", "key").err


def test_a_backup_brings_keys_checkpoints_and_what_was_witnessed(
    town: Path, harbor: Path, comity: Command, tmp_path: Path
) -> None:
    first = countersigned(comity, town, harbor)
    size, kept = int(first.read_text().split("\n")[1]), tmp_path / "kept"
    (tmp_path / "key").write_text("ab" * 32)
    for folder in (town, harbor):
        made = keys_of(comity, folder)
        with_key = (kept / folder.name, "--key", tmp_path / "key")
        assert comity("backup", *with_key, "-C", folder).code == 0
        again = tmp_path / "again" / folder.name
        restore = ("restore", *with_key, "--no-later-orders", "a test", "-C", again)
        assert comity(*restore).code == 0
        assert keys_of(comity, again) == made
    told = comity("audit", "verify", "-C", tmp_path / "again" / town.name)
    assert f"the first {size} as riverton-pd/audit signed them" in told.err
    growth = town.parent / "growth.txt"
    words = ("audit", "witness", growth, "--key", keys_of(comity, town)["audit"])
    assert comity(*words, "-C", tmp_path / "again" / "harbor").code == 0
