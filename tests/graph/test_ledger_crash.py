"""Killed at any moment, a load loses nothing it acknowledged, doubles nothing, and goes on."""

import multiprocessing
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from ledger_crash_child import ROWS, load_and_tell, rows_of
from ledger_records import START, live

from comity.graph.ledger import Ledger

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")

_START = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
_START.set_forkserver_preload(["comity.graph.ledger"])
MOST_MESSAGES = 45


@dataclass
class Heard:
    """What one killed process had told before it died."""

    resumed: int = -1
    through: int = 0
    killed: bool = False
    steps: set[str] = field(default_factory=set)


@pytest.mark.parametrize("seed", range(5))
def test_ten_kills_lose_nothing_and_double_nothing(tmp_path: Path, seed: int) -> None:
    steps = _kill_many_times(tmp_path / "ledger.db", kills=10, seed=seed)
    assert "through" in steps


@pytest.mark.campaign
def test_two_hundred_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    steps = _kill_many_times(tmp_path / "ledger.db", kills=200, seed=99)
    assert steps >= {"resumed", "through", "settling", "true"}


def _kill_many_times(path: Path, kills: int, seed: int) -> set[str]:
    """Load file after file, killing on the way; the steps at which a process died."""
    Ledger.create(path).close()
    chance, died_at = random.Random(seed), set[str]()
    file, acknowledged = 1, 0
    while kills:
        heard = _run_and_kill(path, f"f{file}", chance.randint(1, MOST_MESSAGES))
        assert heard.resumed >= acknowledged or heard.resumed == -1
        acknowledged = max(acknowledged, heard.through)
        kills -= heard.killed
        died_at |= heard.steps if heard.killed else set()
        if _check(path, file, acknowledged):
            file, acknowledged = file + 1, 0
    with Ledger.open(path) as ledger:
        assert ledger.verify().holds
    return died_at


def _run_and_kill(path: Path, file: str, messages: int) -> Heard:
    """Start a load and kill it right after it told so many things; it may finish first."""
    ours, theirs = _START.Pipe(duplex=False)
    process = _START.Process(target=load_and_tell, args=(path, file, theirs))
    process.start()
    theirs.close()
    heard = Heard()
    try:
        for _ in range(messages):
            step, number = ours.recv()
            heard.steps = {step}
            if step in ("resumed", "through"):
                setattr(heard, step, number)
        process.kill()
        _hear_the_rest(ours, heard)
    except EOFError:
        pass
    process.join()
    heard.killed = process.exitcode == -9
    assert heard.killed or process.exitcode == 0
    process.close()
    ours.close()
    return heard


def _hear_the_rest(ours: object, heard: Heard) -> None:
    """What it told between our decision and its death is acknowledged too."""
    while True:
        step, number = ours.recv()  # type: ignore[attr-defined]
        heard.steps = {step}
        if step == "through":
            heard.through = number


def _check(path: Path, file: int, acknowledged: int) -> bool:
    """Whether the file is published; what is on disk must hold either way."""
    with Ledger.open(path) as ledger:
        done = ledger.head()[0]
        assert done in (file - 1, file)
        assert live(ledger.changes(START)) == _expected(done)
        loads = ledger.loads()
        assert sum(one.through_row for one in loads) >= (file - 1) * ROWS + acknowledged
        for one in loads:
            assert one.summary.read == one.through_row
            good, bad = rows_of(1, one.through_row, "")
            assert len(ledger.quarantine(one.load)) == len(bad)
            assert _staged(ledger, one.load) == [row.id for row in good]
        return done == file


def _staged(ledger: Ledger, load: int) -> list[str]:
    """The records a load holds on disk, seen or unseen, in their order."""
    rows = ledger._file.read(
        "SELECT record FROM version WHERE version >> 32 = ? ORDER BY version", (load,)
    )
    return [row[0] for row in rows]


def _expected(file: int) -> dict[tuple[str, str], list[str]]:
    good, _ = rows_of(1, ROWS, f"f{file}")
    return {("rms", one.id): [one.content.decode()] for one in good} if file else {}
