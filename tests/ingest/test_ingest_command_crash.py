"""`comity ingest` killed at any moment: nothing acknowledged is lost or doubled."""

import json
import multiprocessing
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from ingest_crash_child import command
from ledger_records import START, live

from comity.api.cli import run
from comity.api.installation import Installation
from comity.graph.ledger import Ledger

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL"),
]

_START = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
_START.set_forkserver_preload(["comity.api.cli"])
ROWS, EVERY_BAD = 5_000, 19
MAPPING = """\
mapping: people
source: {id: rms, agency: riverton-pd, title: Records}
format: csv
record: ID
label: {data_class: incident, handling: "TLP:GREEN"}
mentions:
  p: {kind: person, properties: {name: NAME, birth_date: BORN}}
"""


def write_export(folder: Path, number: int) -> Path:
    """One export: every nineteenth row is bad, every other person is renamed in each export."""
    path = folder / f"export_{number}.csv"
    with path.open("w") as file:
        file.write("ID,NAME,BORN\n")
        for row in range(number * 10, number * 10 + ROWS):
            name = f"Name {row} {number if row % 2 else ''}"
            file.write(f"{row},{name},{'soon' if row % EVERY_BAD == 0 else 1980}\n")
    return path


def arguments(folder: Path, number: int) -> list[str]:
    """Every third export is full, so that those who left are withdrawn."""
    whole = "--full" if number % 3 == 2 else "--no-full"
    mapping, data = folder / "people.yaml", folder / "data"
    return [
        "ingest",
        "-m",
        str(mapping),
        whole,
        str(folder / f"export_{number}.csv"),
        "-C",
        str(data),
    ]


def prepared(folder: Path) -> Path:
    folder.mkdir()
    (folder / "people.yaml").write_text(MAPPING)
    assert run(["init", str(folder / "data"), "--agency", "riverton-pd"]) == 0
    return folder


@dataclass
class Killing:
    """A folder whose loads are killed, and what was seen on the way."""

    folder: Path
    chance: random.Random
    longest: float  # seconds to wait before a kill, more after kills that came too early
    kills: int = 0
    early: int = 0
    done: int = 0  # exports that are in
    reached: int = 0  # rows of the export being loaded that are on disk
    resumed: set[int] = field(default_factory=set)
    died_at: set[str] = field(default_factory=set)

    def run_and_kill(self) -> None:
        """Start the command and kill it at some moment; it may finish first."""
        out = str(self.folder / "told.txt")
        write_export(self.folder, self.done)
        process = _START.Process(target=command, args=(arguments(self.folder, self.done), out))
        process.start()
        self._wait_for_the_moment(process)
        process.kill()
        process.join()
        killed = process.exitcode == -9
        assert killed or process.exitcode == 0, Path(out).read_text()
        process.close()
        self.kills += killed
        self._check(finished=not killed)

    def _wait_for_the_moment(self, process: multiprocessing.process.BaseProcess) -> None:
        """Until some more rows are on disk, or for some time: publishing has no rows to go by."""
        if self.reached < ROWS and self.chance.random() < 0.5:
            wanted = self.chance.randrange(self.reached, ROWS)
            with Ledger.open(self.folder / "data" / "ledger.db") as ledger:
                while process.is_alive() and _through_row(ledger, self.done) <= wanted:
                    time.sleep(0.002)
        else:
            process.join(self.chance.uniform(0, self.longest * (1 + self.early)))

    def _check(self, *, finished: bool) -> None:
        """What is on disk holds, whenever the process died; whether the export is in."""
        with Ledger.open(self.folder / "data" / "ledger.db") as ledger:
            through, published = _through_row(ledger, self.done), ledger.head()[0]
            assert through >= self.reached
            assert (
                published == self.done + 1 if finished else published in (self.done, self.done + 1)
            )
            if self.reached and not finished:
                self.resumed.add(self.reached)
            self.died_at.add("done" if published > self.done else "loading" if through else "start")
            _check_staged(ledger, self.done, through)
            moved = through > self.reached or published > self.done
            self.early, self.reached = 0 if moved else self.early + 1, through
            if published > self.done:
                self.done, self.reached = self.done + 1, 0


def _through_row(ledger: Ledger, number: int) -> int:
    """How far the load of an export has come; its rows begin at line 2."""
    loads = [one for one in ledger.loads() if one.file == f"export_{number}.csv"]
    assert len(loads) <= 1
    return max(0, loads[0].through_row - 1) if loads else 0


def _check_staged(ledger: Ledger, number: int, through: int) -> None:
    """Each row up to the last acknowledged one is there once: staged, or set aside."""
    for one in ledger.loads():
        if one.file != f"export_{number}.csv" or one.state != "open":
            continue
        rows = range(number * 10, number * 10 + through)
        staged = ledger._file.read(
            "SELECT record FROM version WHERE version >> 32 = ? AND operation < 3 ORDER BY version",
            (one.load,),
        )
        assert [row[0] for row in staged] == [str(row) for row in rows if row % EVERY_BAD]
        aside = [row.record for row in ledger.quarantine(one.load)]
        assert aside == [str(row) for row in rows if not row % EVERY_BAD]


def _kill(folder: Path, kills: int, seed: int) -> Killing:
    """Load export after export, killing on the way; the last one is let be."""
    quiet = prepared(folder.with_name("quiet"))
    write_export(quiet, 0)
    start = time.perf_counter()
    assert run(arguments(quiet, 0)) == 0
    took = time.perf_counter() - start
    killing = Killing(prepared(folder), random.Random(seed), longest=took * 0.6)
    while killing.kills < kills:
        killing.run_and_kill()
    write_export(folder, killing.done)
    assert run(arguments(folder, killing.done)) == 0
    _same_as_undisturbed(folder, quiet, range(1, killing.done + 1))
    return killing


def _same_as_undisturbed(folder: Path, other: Path, exports: range) -> None:
    """Whether two ledgers hold the same once the quiet one has these exports too."""
    for number in exports:
        write_export(other, number)
        assert run(arguments(other, number)) == 0
    with (
        Ledger.open(folder / "data" / "ledger.db") as killed,
        Ledger.open(other / "data" / "ledger.db") as quiet,
    ):
        assert killed.verify().holds
        assert live(killed.changes(START)) == live(quiet.changes(START))
        assert list(_figures(killed)) == list(_figures(quiet))
        assert [row.content for row in killed.quarantine()] == [
            row.content for row in quiet.quarantine()
        ]
        kept = [{one.id: one.content for one in ledger.kept_records("rms")}
                for ledger in (killed, quiet)]  # fmt: skip
        assert kept[0] == kept[1]


def _figures(ledger: Ledger) -> Iterator[tuple[object, ...]]:
    for one in ledger.loads():
        told = one.summary
        yield (one.file, one.state, told.read, told.accepted, told.set_aside, told.unchanged,
               told.claims, told.position)  # fmt: skip


def test_fifty_kills_lose_nothing_double_nothing_and_end_as_if_nobody_had_killed(
    tmp_path: Path,
) -> None:
    killing = _kill(tmp_path / "killed", kills=50, seed=3)
    assert killing.resumed
    assert "loading" in killing.died_at
    with Installation.open(killing.folder / "data") as installation:
        assert installation.audit.verify().holds


@pytest.mark.campaign
def test_three_hundred_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    killing = _kill(tmp_path / "killed", kills=300, seed=99)
    assert killing.died_at == {"start", "loading", "done"}


def test_the_installed_command_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    folder = prepared(tmp_path / "killed")
    write_export(folder, 0)
    line = [str(Path(sys.executable).with_name("comity")), *arguments(folder, 0), "--json"]
    with (
        subprocess.Popen(line, stdout=subprocess.DEVNULL) as process,
        Ledger.open(folder / "data" / "ledger.db") as ledger,
    ):
        while not _through_row(ledger, 0) and process.poll() is None:
            time.sleep(0.005)
        process.kill()
        reached = _through_row(ledger, 0)
        assert process.wait() == -9
        assert reached > 0
        assert ledger.head()[0] == 0
        cut = ledger.loads()[0].load
    told = subprocess.run(line, check=True, capture_output=True, text=True)
    [summary] = json.loads(told.stdout)
    assert (summary["load"], summary["read"]) == (cut, ROWS)
    _same_as_undisturbed(folder, prepared(tmp_path / "quiet"), range(1))
