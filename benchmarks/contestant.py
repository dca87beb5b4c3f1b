"""One run of one resolver in a process of its own: a set in, clusters and figures out.

It must import nothing that a peer's own environment lacks: neither comity nor its packages.
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.sets import load_set
from benchmarks.timing import peak_mib

Labels = npt.NDArray[np.int64]
CLUSTERS, ACT, FIGURES = "clusters.npy", "act.npy", "figures.json"


@dataclass(frozen=True)
class Task:
    """What to resolve: a set's name, its records, and a model file if not the shipped one."""

    name: str
    frame: pd.DataFrame
    model: Path | None = None


@dataclass(frozen=True)
class Answer:
    """A cluster number a record, and how many of the seconds went into training, if told apart.

    What is asked once the clock has stopped is a function: how many pairs were compared,
    clusters at a stricter threshold, further figures.
    """

    clusters: Labels
    fitting: float | None
    versions: dict[str, str]
    pairs: Callable[[], int]
    act: Callable[[], Labels] | None = None
    more: Callable[[], dict[str, float]] = field(default=dict)


def run(resolve: Callable[[Task], Answer]) -> None:
    """Read a set, resolve it against the clock, and leave what came out in a folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("set")
    parser.add_argument("out", type=Path)
    parser.add_argument("--records", type=int)
    parser.add_argument("--model", type=Path)
    asked = parser.parse_args()
    task = Task(asked.set, read_records(asked.set, asked.records), asked.model)
    started, busy = time.perf_counter(), _cpu()
    answer = resolve(task)
    figures: dict[str, object] = {
        "records": len(task.frame),
        "seconds": time.perf_counter() - started,
        "fitting": answer.fitting,
        "cpu": _cpu() - busy,
        "peak_mib": peak_mib(),
    }
    figures |= {"pairs": answer.pairs(), "versions": _versions(answer), **answer.more()}
    if answer.act is not None:
        np.save(asked.out / ACT, answer.act())
    np.save(asked.out / CLUSTERS, answer.clusters)
    (asked.out / FIGURES).write_text(json.dumps(figures), "utf-8")


def read_records(name: str, most: int | None) -> pd.DataFrame:
    """A set, or about so many records of it: whole people, as they come first in the file."""
    frame = load_set(name)
    if most is None or most >= len(frame):
        return frame
    person, _ = pd.factorize(frame["truth"])
    people = int(np.searchsorted(np.cumsum(np.bincount(person)), most, side="right"))
    return frame[person < people].reset_index(drop=True)


def labels(frame: pd.DataFrame, column: str = "truth") -> Labels:
    """A column as numbers."""
    return np.asarray(pd.factorize(frame[column])[0], dtype=np.int64)


def _versions(answer: Answer) -> dict[str, str]:
    return {"python": platform.python_version(), **answer.versions}


def _cpu() -> float:
    """Seconds that all processors worked for this process and those it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
