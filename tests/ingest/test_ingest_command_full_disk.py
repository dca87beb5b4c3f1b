"""`comity ingest` on a full disk: one line, nothing loaded, and it works with room again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.api.cli import run
from comity.graph.ledger import Ledger

ROWS = 24_000
MAPPING = """\
mapping: people
source: {id: rms, agency: riverton-pd, title: Records}
format: csv
record: ID
label: {data_class: incident, handling: "TLP:GREEN"}
mentions:
  p: {kind: person, properties: {name: NAME, birth_date: BORN}}
"""
# Runs the command in a process whose files may not grow: as a full disk to SQLite.
_LIMITED = """
import resource, sys
from comity.api.cli import run
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(run(sys.argv[2:]))
"""


def mount(disk: Path, *options: str) -> str:
    """Mount a small disk in memory; why it cannot be done, or nothing."""
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", ",".join(options), "comity-test", str(disk)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        return "there is no mount command here"
    return done.stderr.strip()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes, or the reason why there is none."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if problem := mount(disk, "size=6m"):
        pytest.skip(f"no small disk can be mounted here: {problem}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """The command that loads a file too large for the disk; the data folder follows."""
    (tmp_path / "people.yaml").write_text(MAPPING)
    with (tmp_path / "people.csv").open("w") as file:
        file.write("ID,NAME,BORN\n")
        file.writelines(f"{row},Name {row},1980\n" for row in range(ROWS))
    return ["ingest", "-m", str(tmp_path / "people.yaml"), str(tmp_path / "people.csv"), "-C"]


def nothing_is_seen(data: Path) -> bool:
    with Ledger.open(data / "ledger.db") as ledger:
        return ledger.head()[0] == 0 and not list(ledger.kept_records("rms"))


def all_is_seen_once(data: Path) -> bool:
    with Ledger.open(data / "ledger.db") as ledger:
        assert ledger.verify().holds
        return sum(1 for _ in ledger.kept_records("rms")) == ROWS


def test_a_full_disk_is_one_line_and_with_room_the_same_command_works(
    small_disk: Path, command: list[str]
) -> None:
    data = small_disk / "data"
    assert run(["init", str(data), "--agency", "riverton-pd"]) == 0
    comity = [str(Path(sys.executable).with_name("comity")), *command, str(data)]
    told = subprocess.run(comity, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert "the disk is full" in told.stderr
    assert "make room" in told.stderr
    assert not mount(small_disk, "remount", "size=64m")
    assert nothing_is_seen(data)
    assert run([*command, str(data)]) == 0
    assert all_is_seen_once(data)


def test_a_disk_with_no_room_at_all_is_one_line(
    small_disk: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    data = small_disk / "data"
    assert run(["init", str(data), "--agency", "riverton-pd"]) == 0
    _fill(small_disk / "other")
    capsys.readouterr()
    assert run([*command, str(data)]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert str(data) in said.err
    (small_disk / "other").unlink()
    assert not mount(small_disk, "remount", "size=64m")
    assert nothing_is_seen(data)
    assert run([*command, str(data)]) == 0


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_a_file_that_may_not_grow_is_one_line_and_the_same_command_works_later(
    tmp_path: Path, command: list[str]
) -> None:
    data = tmp_path / "data"
    assert run(["init", str(data), "--agency", "riverton-pd"]) == 0
    limited = [sys.executable, "-c", _LIMITED, str(3 << 20), *command, str(data)]
    told = subprocess.run(limited, capture_output=True, text=True, check=False, env=os.environ)
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert str(data / "ledger.db") in told.stderr
    assert nothing_is_seen(data)
    assert run([*command, str(data)]) == 0
    assert all_is_seen_once(data)
