"""Files that commands left: a purge takes those too that still show what went, and no other."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from town import address

from comity.api.installation import Installation
from comity.api.leaving import put_down
from comity.api.left_files import LEFT_FILES

Command = Callable[..., Any]
WHO = ("--as", "ann", "--justification", "a test", "--agency", "riverton-pd")
TO = ("--recipient", "county prosecutor", "--reason", "charging decision")
ORDER = ("--order", "court order 26-1")
SCHEDULE = """\
schedule: river
version: 1
rules: [{rule: incidents, owner: riverton-pd, data_class: incident, basis: agency, years: 1}]
"""


@pytest.fixture
def people(town: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The town's folder is where commands work; the addresses of its people by record."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    with Installation.open(town) as installation:
        return {name: address(installation, name) for name in ("R2", "R3", "R5")}


@pytest.fixture
def leave(comity: Command, people: dict[str, str], tmp_path: Path) -> Callable[[str, str], Path]:
    """Leaves a file of the person of one record."""

    def left(record: str, name: str) -> Path:
        out = tmp_path / name
        assert (
            comity("export", people[record], "--to", out, "--format", "json", *TO, *WHO).code == 0
        )
        return out

    return left


def expunge(comity: Command, record: str) -> str:
    """Expunge one of Riverton's records; what is said beside the result."""
    told = comity("record", "expunge", "rms", record, *ORDER)
    assert told.code == 0, told.err
    return str(told.err)


def test_an_expunged_record_goes_from_every_file_that_showed_it_and_from_no_other(
    comity: Command, people: dict[str, str], leave: Callable[[str, str], Path], tmp_path: Path
) -> None:
    out, other, old = leave("R3", "out.json"), leave("R2", "other.json"), leave("R3", "old.json")
    page, picture, again = (tmp_path / name for name in ("page.html", "why.svg", "again.html"))
    assert comity("chart", page, "--around", people["R3"], "--hops", 0, *WHO).code == 0
    assert comity("chart", "rerun", page, "--to", again, *WHO).code == 0
    pair = (people["R3"], people["R2"])
    assert comity("resolve", "why", *pair, "--picture", picture, *WHO).code == 0
    os.link(out, tmp_path / "second name.json")
    # Another file lies there under its name by now.
    assert leave("R5", "old.json") == old
    said = expunge(comity, "R3")
    for path in (out, page, picture, again):
        assert f"{path} showed it, and is removed\n" in said
        assert not path.exists()
    assert not (tmp_path / "second name.json").read_bytes().strip(b"\0")
    assert (other.exists(), old.exists()) == (True, True)
    assert not {str(other), str(old)} & {line.split(" showed")[0] for line in said.splitlines()}


def test_a_file_that_was_changed_since_stays_and_is_told_each_time(
    comity: Command, people: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    both = (people["R3"], people["R2"])
    assert comity("export", *both, "--to", out, "--format", "json", *TO, *WHO).code == 0
    out.write_text("my own words")
    for record in ("R3", "R2"):
        told = f"{out} showed it, and was changed since: look whether it still does\n"
        assert told in expunge(comity, record)
    assert out.read_text() == "my own words"


def test_a_file_that_is_no_longer_there_is_told_once(
    comity: Command, people: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    both = (people["R3"], people["R2"])
    assert comity("export", *both, "--to", out, "--format", "json", *TO, *WHO).code == 0
    out.unlink()
    assert f"{out} showed it, and is no longer there: find where it went\n" in expunge(comity, "R3")
    assert str(out) not in expunge(comity, "R2")


def test_a_file_that_cannot_be_removed_is_told_and_stays_known(
    comity: Command, leave: Callable[[str, str], Path]
) -> None:
    out = leave("R3", "out.json")
    out.unlink()
    out.mkdir()
    assert f"{out} showed it, and cannot be removed: Is a directory\n" in expunge(comity, "R3")


@pytest.mark.parametrize("order", ["seal", "correct"])
def test_an_order_that_hides_says_which_files_show_it_as_it_was(
    comity: Command, leave: Callable[[str, str], Path], order: str
) -> None:
    out, other = leave("R3", "out.json"), leave("R2", "other.json")
    values = ("--values", '{"BORN": "1990-01-03"}') if order == "correct" else ()
    told = comity("record", order, "rms", "R3", *ORDER, *values)
    assert f"{out} shows it as it was\n" in told.err
    assert (out.exists(), other.exists(), str(other) in told.err) == (True, True, False)


def test_a_run_of_retention_takes_the_files_of_what_it_purges(
    comity: Command, town: Path, leave: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, held = leave("R3", "out.json"), leave("R2", "held.json")
    assert comity("retention", "hold", "rms", "R2", "--reason", "a civil suit").code == 0
    (town / "retention.yaml").write_text(SCHEDULE)
    later = datetime.now(UTC).replace(year=datetime.now(UTC).year + 3, day=1)
    with Installation.open(town, clock=lambda: later) as installation:
        monkeypatch.setattr(Installation, "open", lambda folder, clock=None: installation)
        told = comity("retention", "run", "--by", "j.park")
    assert told.code == 0, told.err
    assert f"{out} showed it, and is removed" in told.err
    assert (out.exists(), held.exists()) == (False, True)


def test_what_was_cut_off_between_ledger_and_files_is_finished_by_the_next_purge(
    comity: Command, town: Path, leave: Callable[[str, str], Path]
) -> None:
    out, kept = leave("R3", "out.json"), leave("R5", "kept.json")
    with Installation.open(town) as installation:
        put_down(installation, [("rms", "R3"), ("rms", "R5")])
        installation.ledger.purge("rms", "R3", "cut off after this")
    assert out.exists()
    assert f"{out} showed it, and is removed" in expunge(comity, "R2")
    assert (out.exists(), kept.exists()) == (False, True)


def test_the_register_names_records_by_keyed_references_and_goes_into_a_backup(
    comity: Command, town: Path, leave: Callable[[str, str], Path], tmp_path: Path
) -> None:
    out = leave("R3", "out.json")
    register = town / LEFT_FILES
    assert register.stat().st_mode & 0o077 == 0
    with Installation.open(town) as installation:
        installation.left_files._file.fold_log()
    content = register.read_bytes()
    assert str(out).encode() in content
    assert b"R3" not in content
    assert b"Orlov" not in content
    key, backup, again = tmp_path / "key", tmp_path / "backup", tmp_path / "again"
    assert comity("backup-key", key).code == 0
    assert comity("backup", backup, "--key", key).code == 0
    assert (
        comity("restore", backup, "--folder", again, "--key", key, "--no-later-orders", "none").code
        == 0
    )
    assert f"{out} showed it, and is removed" in comity(
        "record", "expunge", "rms", "R3", *ORDER, "--folder", again
    ).err  # fmt: skip
