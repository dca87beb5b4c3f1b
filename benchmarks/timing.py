"""How figures are taken: median and p95 of many calls, seconds of long ones, memory."""

import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

Answer = TypeVar("Answer")
MEBIBYTE = 2**20
_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


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
    return timed(work)[0]


def processor_seconds(work: Callable[[], object]) -> float:
    """How much of the processor one call takes, all its threads together."""
    start = time.process_time()
    work()
    return time.process_time() - start


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """How long one call takes, and its answer."""
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def latencies(
    section: str, name: str, peer: str, calls: Iterable[Callable[[], object]]
) -> list[Figure]:
    """Median and 95th percentile of calls, in milliseconds; the first tenth warms up."""
    taken = [seconds(call) * 1000 for call in calls]
    warm = np.array(taken[len(taken) // 10 :])
    return [
        Figure(section, f"{name}, median", peer, float(np.median(warm)), "ms"),
        Figure(section, f"{name}, p95", peer, float(np.percentile(warm, 95)), "ms"),
    ]


class Kept(Generic[Answer]):
    """A call whose answer is kept, so that what was timed can be compared afterwards."""

    def __init__(self, work: Callable[[], Answer]) -> None:
        self._work = work
        self.answer: Answer

    def __call__(self) -> None:
        self.answer = self._work()


class Memory:
    """How far this process's memory grows above what it held when this was made."""

    def __init__(self) -> None:
        self._start = _resident()
        if _FORGET.exists():  # only Linux can forget an earlier peak
            _FORGET.write_text("5")

    def grown(self) -> float:
        """The peak since then above the start, in MiB."""
        return (_peak() - self._start) / MEBIBYTE


def peak_mib() -> float:
    """The most that this process ever held, in MiB.

    Linux hands `ru_maxrss` down from the process that started this one, its own record not.
    """
    return _peak() / MEBIBYTE


def _resident() -> int:
    return _status("VmRSS:") or _most_ever()


def _peak() -> int:
    return _status("VmHWM:") or _most_ever()


def _most_ever() -> int:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _status(field: str) -> int:
    if not _STATUS.exists():
        return 0
    lines = _STATUS.read_text("ascii", "replace").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(field)), 0)
