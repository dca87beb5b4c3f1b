"""Who runs: each resolver in a process of its own, peers in an environment of their own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.contestant import ACT, CLUSTERS, FIGURES, Labels
from benchmarks.sets import SETS

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".peers" / "bin" / "python"
SMALL = tuple(name for name in SETS if not name.startswith("synth"))
ALL_BUT_LARGE = (*SMALL, "synth_100k")
LARGE = "synth_1m"


@dataclass(frozen=True)
class Contender:
    """A resolver by name, the module that runs it, the package it needs, the sets it takes."""

    name: str
    module: str
    package: str
    sets: Sequence[str]
    why_not: str = ""


OURS = Contender("Comity", "benchmarks.ours", "comity", tuple(SETS))
CONTENDERS = (
    OURS,
    Contender("Splink", "benchmarks.peer_splink", "splink", tuple(SETS)),
    Contender("recordlinkage", "benchmarks.peer_recordlinkage", "recordlinkage", ALL_BUT_LARGE,
              "its pairs would not fit in memory"),
    Contender("dedupe, 200 labels", "benchmarks.peer_dedupe", "dedupe", SMALL,
              "does not finish 5,000 records in minutes"),
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """What one contender made of one set; `failed` says why there is nothing."""

    contender: str
    name: str
    figures: dict[str, Any] = field(default_factory=dict)
    clusters: Labels | None = None
    act: Labels | None = None
    failed: str = ""


def run_all(names: Sequence[str], limit: float) -> list[Run]:
    """Every contender on every set in turn."""
    return [run(contender, name, limit) for name in names for contender in CONTENDERS]


def run(contender: Contender, name: str, limit: float, arguments: Sequence[str] = ()) -> Run:
    """One contender on one set, within a limit of seconds."""
    if name not in contender.sets:
        return Run(contender.name, name, failed=f"not run: {contender.why_not}")
    if reason := lacking(contender):
        return Run(contender.name, name, failed=reason)
    with tempfile.TemporaryDirectory() as folder:
        failed = _started(contender, [name, folder, *arguments], limit)
        if failed:
            return Run(contender.name, name, failed=failed)
        return _read(contender, name, Path(folder))


def lacking(contender: Contender) -> str:
    """Why a contender cannot run here; empty if it can."""
    if contender is OURS:
        return ""
    if not PEERS.exists():
        return "not installed: make peers"
    looked = [str(PEERS), "-c", f"import {contender.package}"]
    there = subprocess.run(looked, capture_output=True, check=False).returncode == 0
    return "" if there else "not installed: make peers"


def _started(contender: Contender, arguments: Sequence[str], limit: float) -> str:
    """Run a contender to its end or the limit; what went wrong, if anything."""
    python = sys.executable if contender is OURS else str(PEERS)
    # A session of its own: dedupe starts workers, which must end with it.
    running = subprocess.Popen(
        [python, "-W", "ignore", "-m", contender.module, *arguments],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        _, told = running.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        return f"did not finish in {limit:.0f} s"
    last = told.strip().splitlines()[-1:] or ["killed"]
    return f"failed: {last[0][:160]}" if running.returncode else ""


def _read(contender: Contender, name: str, folder: Path) -> Run:
    figures = json.loads((folder / FIGURES).read_text("utf-8"))
    act = np.load(folder / ACT) if (folder / ACT).exists() else None
    return Run(contender.name, name, figures, np.load(folder / CLUSTERS), act)
