"""What the audit promises: tamperings found, rows a second, and how long ingest holds one up.

`python -m benchmarks.law_audit [--count 10000] [--json]` measures all three; `make law` calls the
functions.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import apsw

from benchmarks.tampering import EARLIER, ROWS, TAMPERINGS, Victim, rows_of, write_log
from benchmarks.timing import seconds
from comity.graph.audit import Audit, AuditRow
from comity.graph.audit_checkpoint import Checkpoint
from comity.graph.audit_row import leaf_of, values_of
from comity.graph.audit_verify import AuditLog, compare
from comity.graph.errors import GraphError
from comity.graph.sqlite_file import connect

SEED = 6962
GOALS = {"tamperings": 10_000, "one by one": 0.8, "grouped": 50_000.0, "delay ms": 50.0}
_COMMITS, _ROUNDS, _GROUP, _GROUPS = 100, 9, 2_000, 40
_ASKS_APART = 0.002
_INGEST = """
import sys, tempfile
from pathlib import Path
from benchmarks.ingest import measure
tempfile.tempdir = sys.argv[1]
measure(int(sys.argv[2]))
"""


def tampering_found(count: int = 10_000, seed: int = SEED) -> int:
    """How many of so many tamperings with a log are found, each in a fresh copy of it.

    The finder has the file, and two checkpoints of before.
    """
    return count - sum(_missed(count, seed).values())


def append_rates() -> dict[str, float]:
    """Rows a second: `grouped`, and `one by one` as a share of bare commits of SQLite.

    Of the groups the best counts, since whatever else the machine does only slows one down; each
    is one durable commit.
    """
    with tempfile.TemporaryDirectory() as folder, Audit(Path(folder) / "audit.db") as audit:
        grouped = max(_grouped(audit) for _ in range(_GROUPS))
        bare = _bare(Path(folder) / "bare.db")
        rounds = [(_rate(bare), _rate(lambda: audit.write(_typical()))) for _ in range(_ROUNDS)]
    return {
        "grouped": grouped,
        "one by one": statistics.median(ours / theirs for theirs, ours in rounds),
        "one by one, rows a second": statistics.median(ours for _, ours in rounds),
        "bare commits a second": statistics.median(theirs for theirs, _ in rounds),
    }


def ingest_delay(people: int = 4_000) -> dict[str, float]:
    """Milliseconds that an audit row takes at worst while a load is taken in beside it.

    `delay ms` is by how much the worst is worse than the worst without a load.
    """
    with tempfile.TemporaryDirectory() as folder, Audit(Path(folder) / "audit.db") as audit:
        quiet = _waits(audit, time.monotonic() + 5)
        words = [sys.executable, "-c", _INGEST, folder, str(people)]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL) as loading:
            busy = _waits_while(audit, lambda: loading.poll() is None)
    worst, p99 = max(busy), statistics.quantiles(busy, n=100)[98]
    return {"delay ms": max(0.0, worst - max(quiet)), "worst ms": worst, "p99 ms": p99,
            "worst without ms": max(quiet), "rows": len(busy)}  # fmt: skip


def main() -> None:
    """Measure and print; exit code 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.law_audit", description=__doc__)
    parser.add_argument("--count", type=int, default=GOALS["tamperings"], help="tamperings")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    rates, delay = append_rates(), ingest_delay()
    missed = _missed(asked.count, SEED)
    found = asked.count - sum(missed.values())
    told = {"tamperings": asked.count, "found": found, "missed": missed, **rates, **delay}
    lines = "\n".join(f"{name}: {value}" for name, value in told.items())
    print(json.dumps(told) if asked.json else lines)
    fast = rates["one by one"] >= GOALS["one by one"] and rates["grouped"] >= GOALS["grouped"]
    sys.exit(not (found == asked.count and fast and delay["delay ms"] <= GOALS["delay ms"]))


def _missed(count: int, seed: int) -> Counter[str]:
    """The tamperings that nobody found, by kind."""
    random, kinds = Random(seed), sorted(TAMPERINGS)
    missed: Counter[str] = Counter()
    rows = rows_of(ROWS)
    with tempfile.TemporaryDirectory() as folder:
        whole, copy = Path(folder) / "whole.db", Path(folder) / "copy.db"
        write_log(whole, rows)
        kept = _checkpoints(whole)
        if wrong := wrong_with(whole, kept):
            raise AssertionError(f"an untouched log does not hold: {wrong}")
        for number in range(count):
            kind = kinds[number % len(kinds)]
            shutil.copyfile(whole, copy)
            TAMPERINGS[kind](Victim(copy, rows), random)
            missed[kind] += not wrong_with(copy, kept)
    return +missed


def _checkpoints(path: Path) -> list[Checkpoint]:
    with AuditLog.open(path) as log:
        return [Checkpoint("log", size, log.root(size)) for size in (EARLIER, ROWS)]


def wrong_with(path: Path, kept: list[Checkpoint]) -> str:
    """What a finder says who has the file and some checkpoints of before; nothing if it holds."""
    try:
        with AuditLog.open(path) as log:
            report = log.verify({each.size for each in kept})
    except GraphError as error:
        return str(error)
    return report.broken or compare(report, kept)


def _typical() -> AuditRow:
    return rows_of(1)[0]


def _grouped(audit: Audit) -> float:
    row = _typical()
    rows = [replace(row, at=row.at + number) for number in range(_GROUP)]
    return _GROUP / seconds(lambda: audit.write_all(rows))


def _bare(path: Path) -> Callable[[], object]:
    """One commit of one row as long as ours, with the same settings and nothing else."""
    connection = connect(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")
    body = leaf_of(values_of(1, 0, _typical()))

    def commit() -> None:
        with connection:
            connection.execute("INSERT INTO bare (body) VALUES (?)", (body,))

    return commit


def _rate(write: Callable[[], object]) -> float:
    return _COMMITS / seconds(lambda: [write() for _ in range(_COMMITS)])


def _waits(audit: Audit, until: float) -> list[float]:
    return _waits_while(audit, lambda: time.monotonic() < until)


def _waits_while(audit: Audit, goes_on: Callable[[], bool]) -> list[float]:
    """How long each row takes, in milliseconds, as long as something goes on."""
    waits, row = [], _typical()
    while goes_on():
        waits.append(seconds(lambda: audit.write(row)) * 1000)
        time.sleep(_ASKS_APART)
    return waits


if __name__ == "__main__":
    main()
