"""What every graph library is asked, from arrays of ends, and how its answers are kept.

A library is a mapping from the name of a task to a function of the edges. Run as a process of
its own, it prints for each task the seconds, those of the processor too, and a value by which
answers are compared. A small graph goes before, so that no first call loads code, and what is
over soon is done three times, of which the middle one counts: the first fetches new memory.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.planted import plant

Ints = npt.NDArray[np.int32]
SOURCES, PAIRS, K = 5, 40, 5
TOLERANCE = 1e-8  # of PageRank, where a library can be told
SOON, WARM = 2.0, (400, 2_000)
TASKS = ("components", "PageRank", "k-core", "communities", "betweenness", "one path", "k=5 paths")


@dataclass(frozen=True)
class Edges:
    """A simple undirected graph as arrays; every task builds its own graph from them."""

    size: int
    low: Ints
    high: Ints

    @property
    def sources(self) -> list[int]:
        """The sources that sampled betweenness is taken from."""
        drawn = np.random.default_rng(5).choice(self.size, SOURCES, replace=False)
        return [int(each) for each in np.sort(drawn)]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The ends between which paths are looked for."""
        drawn = np.random.default_rng(3).integers(0, self.size, (PAIRS, 2)).tolist()
        return [(a, b) for a, b in drawn]


Task = Callable[[Edges], Any]


@dataclass(frozen=True)
class Waits:
    """What one question after the other took, in seconds, beside the building before them."""

    each: list[float]
    value: float


def main(library: Mapping[str, Task], prepare: Task | None = None) -> None:
    """Run a library's tasks: `python -m benchmarks.graph_X NODES LINKS`.

    What is prepared is what the library takes as given, as names of nodes.
    """
    warm, edges = edges_of(*WARM), edges_of(int(sys.argv[1]), int(sys.argv[2]))
    if prepare is not None:
        prepare(edges)
    for task in library.values():
        task(warm)
    print(json.dumps({name: measured(library[name], edges) for name in TASKS if name in library}))


def edges_of(nodes: int, links: int) -> Edges:
    """The planted graph of so many."""
    graph = plant(nodes, links)
    return Edges(graph.nodes, graph.first, graph.second)


def measured(task: Task, edges: Edges) -> dict[str, float]:
    """What a task takes: the middle one of three where it is over soon."""
    taken = [_once(task, edges)]
    if taken[0].get("seconds", SOON) < SOON:
        taken += [_once(task, edges) for _ in range(2)]
    return sorted(taken, key=lambda told: told.get("cpu", 0.0))[len(taken) // 2]


def _once(task: Task, edges: Edges) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = task(edges)
    taken = {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    if isinstance(answer, Waits):
        milliseconds = np.array(answer.each[len(answer.each) // 10 :]) * 1000
        median, p95 = np.percentile(milliseconds, [50, 95]).tolist()
        return {"median": median, "p95": p95, "value": answer.value}
    return {**taken, "value": float(_value(answer, edges))}


def _value(answer: Any, edges: Edges) -> float:
    """A number as it is; of labels the modularity."""
    return float(answer) if np.ndim(answer) == 0 else modularity_of(answer, edges)


def modularity_of(answer: Any, edges: Edges) -> float:
    """Modularity (Newman and Girvan 2004), one yardstick for whoever made the communities."""
    label = np.unique(np.asarray(answer), return_inverse=True)[1]
    inside = float((label[edges.low] == label[edges.high]).sum())
    degree = np.bincount(np.concatenate([edges.low, edges.high]), minlength=edges.size)
    ends = np.bincount(label, weights=degree)
    whole = len(edges.low)
    return inside / whole - float(((ends / (2 * whole)) ** 2).sum())


def asked(pairs: list[tuple[int, int]], ask: Callable[[int, int], int]) -> Waits:
    """One question a pair, and the sum of the answers."""
    each, total = [], 0
    for source, target in pairs:
        start = time.perf_counter()
        total += ask(source, target)
        each.append(time.perf_counter() - start)
    return Waits(each, total)
