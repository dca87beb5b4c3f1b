"""Pairs a second of resolution and its quality on the demo truth: first figures.

The paired table against peers is a benchmark of its own.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.demo import demo_facts
from benchmarks.timing import Figure, seconds
from comity.resolve import candidate_pairs, compare, default_model, prepare, score


def measure(people: int) -> list[Figure]:
    """Prepare, block, compare and score the persons of a generated demo."""
    with tempfile.TemporaryDirectory() as folder:
        facts = demo_facts(Path(folder), people, "person")
    model = default_model()
    done: dict[str, object] = {}
    preparing = seconds(_keep(done, "prepared", lambda: prepare(facts, model)))
    prepared = done["prepared"]
    blocking = seconds(_keep(done, "pairs", lambda: candidate_pairs(prepared)))
    pairs = done["pairs"]
    comparing = seconds(lambda: score("person", compare(prepared, pairs), model))
    count = len(pairs.first)
    whole = preparing + blocking + comparing
    return [
        Figure("resolution", "mentions", "comity", facts.subjects, ""),
        Figure("resolution", "candidate pairs", "comity", count, ""),
        Figure("resolution", "pairs a mention", "comity", count / facts.subjects, ""),
        Figure("resolution", "compare and score", "comity", count / comparing, "pairs/s"),
        Figure("resolution", "prepare to score", "comity", count / whole, "pairs/s"),
    ]


def _keep(done: dict[str, object], name: str, work: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        done[name] = work()

    return run
