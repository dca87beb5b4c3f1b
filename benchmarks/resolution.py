"""Comity and its peers in turn on the same files: `python -m benchmarks.resolution [--json]`.

Each run has a process of its own, so that seconds and memory are its own. Seconds are from
the table in memory to clusters; memory is the most that the process ever held, its imports
and the table included.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.contenders import ALL_BUT_LARGE, LARGE, OURS, ROOT, Run, run, run_all
from benchmarks.contestant import labels, read_records
from benchmarks.report import machine
from benchmarks.resolution_text import as_text
from benchmarks.sets import FOLDER
from benchmarks.wrong_merges import wrong_merges
from comity.resolve import Quality, bcubed, clustered_pairs

LIMIT = 300.0
SIZES = {"synth_100k": (10_000, 30_000, 100_000), LARGE: (300_000, 1_000_000)}
# The febrl sets come from one generator.
TRAINED_ON = {
    **dict.fromkeys(("febrl1", "febrl2", "febrl3", "febrl4"), "febrl4"),
    "fake_1000": "fake_1000",
    "psp_census2x": "psp_census2x",
}
Row = dict[str, Any]


def main() -> None:
    """Run, measure and print."""
    asked = _asked()
    missing = [name for name in asked.sets if not (FOLDER / "data" / name).is_dir()]
    if missing:
        sys.exit(f"no set {missing[0]!r} in {FOLDER.name}/data: set COMITY_SHARED")
    told = measure(asked.sets, asked.limit, held_out=asked.held_out, cost=asked.cost)
    print(json.dumps(told, indent=1, allow_nan=False) if asked.json else as_text(told))


def measure(names: Sequence[str], limit: float, *, held_out: bool, cost: bool) -> Row:
    """Every table as rows."""
    host = machine()
    runs = run_all(names, limit)
    if held_out:
        runs += _held_out(names, limit)
    ours = [done for done in runs if done.contender == OURS.name and not done.failed]
    return {
        "machine": host,
        "date": datetime.now(UTC).date().isoformat(),
        "runs": [row(done) for done in runs],
        "act": [_act(done) for done in runs if done.act is not None],
        "wrong_merges": [line for done in ours for line in _wrong(done)],
        "cost": [_cost(name, size, limit) for name in names for size in SIZES.get(name, ())]
        if cost
        else [],
    }


def row(done: Run) -> Row:
    """One run: what it found against the truth, and what it cost."""
    head: Row = {"set": done.name, "contender": done.contender}
    if done.clusters is None:
        return head | {"failed": done.failed}
    truth = labels(read_records(done.name, None))
    return {
        **head,
        "cluster": _plain(clustered_pairs(done.clusters, truth)),
        "bcubed": _plain(bcubed(done.clusters, truth)),
        **done.figures,
    }


def _act(done: Run) -> Row:
    """Quality where only clusters that are safe to act on are made."""
    assert done.act is not None
    truth = labels(read_records(done.name, None))
    quality = _plain(clustered_pairs(done.act, truth))
    return {"set": done.name, "contender": done.contender, "cluster": quality}


def _wrong(done: Run) -> list[Row]:
    assert done.clusters is not None
    assert done.act is not None
    frame = read_records(done.name, None)
    found = {"same": done.clusters, "act": done.act}
    return wrong_merges(done.name, frame, labels(frame), found)


def _held_out(names: Sequence[str], limit: float) -> list[Run]:
    """Ours again on every set that the shipped model saw, with a model made without it."""
    with tempfile.TemporaryDirectory() as folder:
        models = {
            left_out: trained_without(left_out, Path(folder))
            for left_out in sorted({TRAINED_ON[name] for name in names if name in TRAINED_ON})
        }
        return [
            _renamed(run(OURS, name, limit, ["--model", str(models[TRAINED_ON[name]])]))
            for name in names
            if name in TRAINED_ON
        ]


def _renamed(done: Run) -> Run:
    name = f"Comity, made without {TRAINED_ON[done.name]}"
    return Run(name, done.name, done.figures, done.clusters, done.act, done.failed)


def trained_without(name: str, folder: Path) -> Path:
    out = folder / f"without-{name}.json"
    training = [sys.executable, "-m", "benchmarks.train", str(out), "--without", name]
    subprocess.run(training, cwd=ROOT, check=True)
    return out


def _cost(name: str, size: int, limit: float) -> Row:
    """What so many records cost us."""
    done = run(OURS, name, limit, ["--records", str(size)])
    return {"set": name} | (done.figures or {"records": size, "failed": done.failed})


def _plain(quality: Quality) -> Mapping[str, float]:
    return {"precision": quality.precision, "recall": quality.recall, "f1": quality.f1}


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--large", action="store_true", help=f"{LARGE} as well: minutes more")
    parser.add_argument("--sets", nargs="+", choices=[*ALL_BUT_LARGE, LARGE])
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds a run may take")
    parser.add_argument("--held-out", action="store_true", help="models made without the set too")
    parser.add_argument("--no-cost", dest="cost", action="store_false", help="no table of sizes")
    asked = parser.parse_args()
    asked.sets = asked.sets or [*ALL_BUT_LARGE, *([LARGE] if asked.large else [])]
    return asked


if __name__ == "__main__":
    main()
