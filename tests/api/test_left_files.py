"""Files that commands left: a purge takes those too that still show what went, and no other."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from doors import opened
from town import address, row

from comity.api import left_files
from comity.api.export import Export
from comity.api.installation import Installation
from comity.api.left_files import LEFT_FILES
from comity.api.records import expunge as expunge_record
from comity.ingest import ingest_records

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
        assert f"{path} showed a record that is purged, and is removed\n" in said
        assert not path.exists()
    assert not (tmp_path / "second name.json").read_bytes().strip(b"\0")
    assert (other.exists(), old.exists()) == (True, True)
    assert not {str(other), str(old)} & {line.split(" showed")[0] for line in said.splitlines()}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda out: out.write_text("my own words"),
            "was changed since: look whether it still does",
        ),
        (lambda out: out.unlink(), "is no longer there: find where it went"),
        (lambda out: (out.unlink(), out.mkdir()), "cannot be removed: Is a directory"),
    ],
)
def test_what_cannot_be_removed_stays_and_is_told_once(
    comity: Command, leave: Callable[[str, str], Path], change: Callable[[Path], object], told: str
) -> None:
    out = leave("R3", "out.json")
    change(out)
    before = out.exists() and out.is_file() and out.read_text()
    assert f"{out} showed a record that is purged, and {told}\n" in expunge(comity, "R3")
    assert (out.exists() and out.is_file() and out.read_text()) == before
    assert str(out) not in expunge(comity, "R2")


def test_a_file_that_is_back_by_the_next_purge_goes_then(
    comity: Command, leave: Callable[[str, str], Path], tmp_path: Path
) -> None:
    out = leave("R3", "out.json")
    out.rename(tmp_path / "on another disk")
    expunge(comity, "R3")
    (tmp_path / "on another disk").rename(out)
    assert f"{out} showed a record that is purged, and is removed\n" in expunge(comity, "R2")
    assert not out.exists()


def test_what_was_cut_off_is_finished_and_a_new_file_of_that_name_stays(
    comity: Command, leave: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = leave("R3", "out.json")
    size = out.stat().st_size

    def cut_off(path: Path) -> None:
        path.write_bytes(path.read_bytes()[: size // 2])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(left_files, "_overwrite", cut_off)
        assert comity("record", "expunge", "rms", "R3", *ORDER).code != 0
    out.write_text("my own words")
    assert f"{out} showed a record that is purged, and is removed\n" in expunge(comity, "R2")
    assert out.read_text() == "my own words"
    assert [each.name for each in out.parent.iterdir() if "purged" in each.name] == []


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
    later = datetime.now(UTC) + timedelta(days=3 * 366)
    with Installation.open(town, clock=lambda: later) as installation:
        monkeypatch.setattr(Installation, "open", lambda folder, clock=None: installation)
        told = comity("retention", "run", "--by", "j.park")
    assert told.code == 0, told.err
    assert f"{out} showed a record that is purged, and is removed" in told.err
    assert (out.exists(), held.exists()) == (False, True)


def test_a_purge_that_was_cut_off_before_the_files_is_finished_by_whatever_leaves_the_next(
    town: Path, leave: Callable[[str, str], Path]
) -> None:
    out = leave("R3", "out.json")
    with Installation.open(town) as installation:
        installation.ledger.purge("rms", "R3", "cut off after this")
    assert out.exists()
    assert leave("R5", "other.json").exists()
    assert not out.exists()


def test_what_is_purged_while_a_file_is_written_is_not_left_in_it(
    comity: Command, town: Path, people: dict[str, str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    out, write = tmp_path / "out.json", Export.write

    def purged_meanwhile(self: Export, file: BinaryIO) -> None:
        write(self, file)
        with Installation.open(town) as installation:
            expunge_record(installation, "rms", "R3", "meanwhile")

    monkeypatch.setattr(Export, "write", purged_meanwhile)
    told = comity("export", people["R3"], "--to", out, "--format", "json", *TO, *WHO)
    assert f"{out} showed a record that is purged, and is removed\n" in told.err
    assert not out.exists()


def test_the_same_id_taken_in_again_is_another_record(
    comity: Command, town: Path, leave: Callable[[str, str], Path]
) -> None:
    leave("R5", "older.json")
    leave("R3", "out.json")
    expunge(comity, "R3")
    with Installation.open(town) as installation:
        rows = [("insert", row("R3", "Mina Orlov", "1990-01-02", "+12175550103"))]
        mapping = installation.mappings()["rms"]
        ingest_records(installation.ledger, mapping, rows, name="again")  # type: ignore[arg-type]
    again = leave("R3", "again.json")
    assert str(again) not in expunge(comity, "R2")
    assert again.exists()


def test_a_record_of_a_link_alone_is_reached_too(
    comity: Command, people: dict[str, str], tmp_path: Path
) -> None:
    out, alone = tmp_path / "out.json", tmp_path / "alone.json"
    both = (people["R2"], people["R3"])
    ref = comity("drawn", "link", *both, "--kind", "associate_of", "--reason", "seen", *WHO,
                 "--json").json()["ref"]  # fmt: skip
    assert comity("export", *both, "--to", out, "--format", "json", *TO, *WHO).code == 0
    assert comity("export", both[0], "--to", alone, "--format", "json", *TO, *WHO).code == 0
    told = comity("record", "expunge", "drawn/riverton-pd", ref, *ORDER)
    assert f"{out} showed a record that is purged, and is removed\n" in told.err
    assert (out.exists(), alone.exists()) == (False, True)


@pytest.mark.parametrize("order", ["seal", "expunge"])
def test_a_register_that_cannot_be_read_holds_up_no_order(
    comity: Command, town: Path, leave: Callable[[str, str], Path], order: str
) -> None:
    leave("R3", "out.json")
    for name in ("left.db", "left.db-wal"):
        (town / name).write_bytes(b"no database at all, by now" * 400)
    told = comity("record", order, "rms", "R3", *ORDER)
    assert told.code == 0
    assert "left.db: it is damaged" in told.err
    assert "Files that commands left were not looked at, and may show the record\n" in told.err
    with Installation.open(town) as installation:
        assert len(installation.ledger.orders()) == 1


def test_a_records_office_over_http_learns_nothing_of_files_that_others_left(
    town: Path, leave: Callable[[str, str], Path]
) -> None:
    out = leave("R3", "out.json")
    with opened(town) as doors:
        body = {"source": "rms", "record": "R3", "order": "O-1"}
        told = doors.asker(role="records").post("/v1/records/expunge", json=body)
    assert told.is_success
    assert not out.exists()
    assert "out.json" not in told.text


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
    assert f"{out} showed a record that is purged, and is removed" in comity(
        "record", "expunge", "rms", "R3", *ORDER, "--folder", again
    ).err  # fmt: skip
