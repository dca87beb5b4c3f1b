"""Records a second from export files into the ledger, and rows a second on into the graph."""

import tempfile
from collections import defaultdict
from functools import partial
from pathlib import Path

from benchmarks.demo import Shelf, load_export, new_shelf
from benchmarks.timing import Figure, Memory, timed
from comity.graph.projection import project
from comity.graph.words import LoadSummary
from comity.ingest import DemoReport, write_demo

Timed = tuple[float, LoadSummary]


def measure(people: int) -> list[Figure]:
    """Write the demo's files, load each into a fresh ledger, project the ledger once."""
    with tempfile.TemporaryDirectory() as folder:
        report = write_demo(Path(folder) / "files", people=people)
        with new_shelf(Path(folder)) as shelf:
            memory = Memory()
            by_format = _load_all(shelf, report)
            grown = memory.grown()
            projected = _project(shelf)
    loads = [load for part in by_format.values() for load in part]
    return [
        Figure("ingest", "records", "comity", _records(loads), ""),
        _rate("files to ledger", loads),
        _facts("files to ledger, claims and links", loads),
        *(_rate(f"{name} to ledger", part) for name, part in sorted(by_format.items())),
        Figure("ingest", "peak memory above start", "comity", grown, "MiB"),
        projected,
    ]


def _load_all(shelf: Shelf, report: DemoReport) -> dict[str, list[Timed]]:
    """What each file came to and how long it took, by format."""
    loads = defaultdict(list)
    for export in report.exports:
        load = timed(partial(load_export, shelf.ledger, export))
        loads[export.file.suffix[1:].upper()].append(load)
    return loads


def _rate(name: str, loads: list[Timed]) -> Figure:
    return Figure("ingest", name, "comity", _records(loads) / _seconds(loads), "records/s")


def _facts(name: str, loads: list[Timed]) -> Figure:
    facts = sum(summary.claims + summary.links for _, summary in loads)
    return Figure("ingest", name, "comity", facts / _seconds(loads), "facts/s")


def _records(loads: list[Timed]) -> int:
    return sum(summary.accepted for _, summary in loads)


def _seconds(loads: list[Timed]) -> float:
    return sum(taken for taken, _ in loads)


def _project(shelf: Shelf) -> Figure:
    rows: list[int] = []
    taken, _ = timed(lambda: project(shelf.ledger, shelf.store, lambda _, n: rows.append(n)))
    return Figure("ingest", "ledger to graph store", "comity", sum(rows) / taken, "rows/s")
