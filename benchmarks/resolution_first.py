"""Pairs a second of resolution, and how good it is where the truth is known: first figures.

The paired table against peers is a benchmark of its own.
"""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.demo import demo_snapshot
from benchmarks.seeing import all_seeing
from benchmarks.sets import FOLDER, SETS, load_set
from benchmarks.timing import Figure, timed
from comity.api.truth import score_view
from comity.graph.facts import facts_of, members_of
from comity.graph.matching import index_matches
from comity.graph.snapshot import Snapshot
from comity.graph.view import open_view
from comity.resolve import (
    Facts,
    candidate_pairs,
    compare,
    default_model,
    prepare,
    score,
    score_table,
)

PUBLIC = "synth_100k"


def measure(people: int) -> list[Figure]:
    """Resolve a generated demo and the shared set with a truth, where that is there."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot, truth = demo_snapshot(Path(folder), people)
    return [*_rates(_persons(snapshot)), *_demo_quality(snapshot, truth), *_public_quality()]


def _persons(snapshot: Snapshot) -> Facts:
    everything = np.ones(len(snapshot.claims["mention"]), dtype=np.bool_)
    return facts_of(snapshot, "person", members_of(snapshot, "person"), everything)


def _rates(facts: Facts) -> list[Figure]:
    model = default_model()
    preparing, prepared = timed(lambda: prepare(facts, model))
    blocking, pairs = timed(lambda: candidate_pairs(prepared))
    comparing, _ = timed(lambda: score("person", compare(prepared, pairs), model))
    count, whole = len(pairs), preparing + blocking + comparing
    return [
        _figure("person mentions", facts.subjects, ""),
        _figure("candidate pairs", count, ""),
        _figure("pairs a mention", count / facts.subjects, ""),
        _figure("compare and score", count / comparing, "pairs/s"),
        _figure("prepare to score", count / whole, "pairs/s"),
        _figure("prepare to score, mentions", facts.subjects / whole, "mentions/s"),
    ]


def _demo_quality(snapshot: Snapshot, truth: pd.DataFrame) -> list[Figure]:
    """Quality of what a viewer sees to whom everything shows."""
    view = open_view(index_matches(snapshot, default_model()), all_seeing(snapshot))
    found = score_view(view, truth)
    return _quality("demo, all kinds", found) + _quality("demo, persons", found, "person ")


def _public_quality() -> list[Figure]:
    if not (FOLDER / "data" / PUBLIC).is_dir():
        print(f"no figures of {PUBLIC}: set COMITY_SHARED", file=sys.stderr)
        return []
    frame, columns = load_set(PUBLIC), SETS[PUBLIC].columns
    taken, found = timed(lambda: score_table(frame, columns, "truth", default_model()))
    speed = _figure(f"{PUBLIC}, all steps", len(frame) / taken, "records/s")
    return [speed, *_quality(PUBLIC, found)]


def _quality(name: str, found: Mapping[str, Any], prefix: str = "") -> list[Figure]:
    return [
        _figure(f"{name}, cluster {part}", found[f"{prefix}cluster"][part], "")
        for part in ("precision", "recall", "f1")
    ] + [_figure(f"{name}, B-cubed f1", found[f"{prefix}bcubed"]["f1"], "")]


def _figure(name: str, value: float, unit: str) -> Figure:
    return Figure("resolution", name, "comity", value, unit)
