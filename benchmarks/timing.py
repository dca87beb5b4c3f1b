"""How figures are taken and printed: median and p95 of many calls, rates of long ones."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure with its unit; `peer` names who was measured."""

    section: str
    name: str
    peer: str
    value: float
    unit: str


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def latencies(
    section: str, name: str, peer: str, calls: Iterable[Callable[[], object]]
) -> list[Figure]:
    """Median and 95th percentile of calls, in milliseconds; the first tenth warms up."""
    taken = [seconds(call) * 1000 for call in calls]
    warm = np.array(taken[len(taken) // 10 :])
    return [
        Figure(section, f"{name} median", peer, float(np.median(warm)), "ms"),
        Figure(section, f"{name} p95", peer, float(np.percentile(warm, 95)), "ms"),
    ]


def show(figures: list[Figure], *, as_json: bool) -> str:
    """The figures as a table, or as JSON."""
    if as_json:
        return json.dumps([asdict(figure) for figure in figures], indent=1)
    lines = [
        f"{f.section:<12} {f.name:<34} {f.peer:<22} {f.value:>14,.3f} {f.unit}" for f in figures
    ]
    return "\n".join(lines)
