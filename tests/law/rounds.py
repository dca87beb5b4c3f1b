"""Many worlds on every core, one after the other: resumable, with a bar, and failures shrunk.

What was tried is kept beside the code it was tried on: other code starts anew.
"""

import hashlib
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeVar

from law.core import WIDER, Outcome, case_of, tried
from law.served import run
from law.shrinking import drawn, shrunk
from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".comity" / "law"
ROOMS = ("sharing", "resolve", "graph", "ingest", "analytics", "api", "tests/law")
DEEP_EVERY = 20
In = TypeVar("In")
Out = TypeVar("Out")


def try_worlds(wanted: int) -> list[Outcome]:
    """The outcomes of so many worlds that count, those of an earlier run of the same code too."""
    kept = KEPT / f"{fingerprint()}.jsonl"
    kept.parent.mkdir(parents=True, exist_ok=True)
    outcomes = {each.seed: each for each in _read(kept)}
    missing = wanted - sum(each.counts for each in outcomes.values())
    start = 0
    while missing > 0:
        # Some worlds do not count: go on until enough do.
        seeds = (n if n % 4 else WIDER + n // 4 for n in range(start, start + wanted))
        batch = [seed for seed in seeds if seed not in outcomes]
        for outcome in in_turn(_tried, batch[: missing + missing // 4 + 8], "worlds"):
            outcomes[outcome.seed] = outcome
            with kept.open("a") as file:
                file.write(json.dumps(asdict(outcome)) + "\n")
        start += wanted
        missing = wanted - sum(each.counts for each in outcomes.values())
        if any(each.tells for each in outcomes.values()):
            break
    return list(outcomes.values())


def in_turn(work: Callable[[In], Out], seeds: Sequence[In], what: str) -> Iterable[Out]:
    """Work on seeds on every core; a bar on stderr, if that is a screen."""
    bar = Console(stderr=True)
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        found = pool.imap_unordered(work, seeds)
        yield from track(found, what, len(seeds), console=bar, disable=not bar.is_terminal)


def tell_failures(outcomes: Iterable[Outcome]) -> int:
    """How many worlds tell; each on stderr with its seed, the first one drawn at its smallest."""
    failed = sorted((each for each in outcomes if each.tells), key=lambda each: each.seed)
    for outcome in failed:
        print(f"world {outcome.seed}: {outcome.tells}", file=sys.stderr)
    for outcome in failed[:1]:
        print(drawn(shrunk(case_of(outcome.seed, deep=_is_deep(outcome.seed)))), file=sys.stderr)
    return len(failed)


def served_in_turn(wanted: int, steps: int) -> dict[int, tuple[str, bool]]:
    """The outcomes of so many worlds that count, each served beside its twins."""
    outcomes: dict[int, tuple[str, bool]] = {}
    start = 20_000
    while (missing := wanted - sum(counts for _, counts in outcomes.values())) > 0:
        batch = [(seed, steps) for seed in range(start, start + missing + missing // 2 + 2)]
        start += len(batch)
        outcomes |= dict(in_turn(_served, batch, "servers"))
    return outcomes


def tell_runs(outcomes: Mapping[int, tuple[str, bool]]) -> tuple[int, int]:
    """How many runs count, and how many tell: those with their seeds on stderr."""
    for seed, (tells, _) in sorted(outcomes.items()):
        if tells:
            print(f"world {seed}, served: {tells}", file=sys.stderr)
    told = list(outcomes.values())
    return sum(counts for _, counts in told), sum(bool(tells) for tells, _ in told)


def fingerprint() -> str:
    """A hash of all code that has a part in the answers."""
    digest = hashlib.sha256()
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*")):
        if path.suffix in (".py", ".yaml", ".json"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _served(asked: tuple[int, int]) -> tuple[int, tuple[str, bool]]:
    seed, steps = asked
    folder = Path(tempfile.mkdtemp(prefix="law"))
    try:
        return seed, run(
            replace(case_of(seed), beyond=True), folder, steps, ("dropped", "changed", "added")
        )
    finally:
        shutil.rmtree(folder)


def _tried(seed: int) -> Outcome:
    return tried(case_of(seed, deep=_is_deep(seed)))


def _is_deep(seed: int) -> bool:
    return seed % DEEP_EVERY == 0


def _read(kept: Path) -> Iterable[Outcome]:
    if not kept.exists():
        return []
    lines = kept.read_text("utf-8").splitlines()
    return [Outcome(**{**told, "weighs": tuple(told["weighs"])}) for told in map(_line, lines)
            if told]  # fmt: skip


def _line(text: str) -> dict[str, object] | None:
    """A line of an earlier run; a run that was cut off may leave half of one."""
    try:
        told: dict[str, object] = json.loads(text)
    except json.JSONDecodeError:
        return None
    return told
