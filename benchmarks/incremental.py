"""Latency of one record, from the call to the durable change of who is who in an open view."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.demo import new_shelf
from benchmarks.planted_reports import MENTIONS_A_REPORT, REPORTS_A_PERSON, SOURCE, Reports
from benchmarks.seeing import ID_KEY, VIEWER
from benchmarks.timing import Figure, latencies, timed
from comity.graph.desk import Desk
from comity.graph.ledger import Ledger
from comity.graph.words import LoadPlan, Record
from comity.resolve import default_model

AT_ONCE = 5_000


def measure(mentions: int, *, asks: int) -> list[Figure]:
    """Load reports with so many mentions, open a view of all, then tell record after record."""
    reports = max(int(mentions / MENTIONS_A_REPORT), 3 * asks)
    world = Reports(max(int(reports * 2 / REPORTS_A_PERSON), 2))
    with tempfile.TemporaryDirectory() as folder, new_shelf(Path(folder)) as shelf:
        tell(shelf.ledger, "first", world.records(0, reports))
        desk = Desk(shelf.ledger, shelf.store, ID_KEY, default_model())
        opening, shown = timed(lambda: desk.open(VIEWER).counts()["mentions"])
        _one(desk, shelf.ledger, "warm", world.record(reports + asks))
        return [
            Figure("incremental", "mentions", "comity", shown, ""),
            Figure("incremental", "first opening", "comity", opening, "s"),
            *_each_way(desk, shelf.ledger, world, reports, asks),
        ]


def tell(ledger: Ledger, name: str, records: Iterator[Record]) -> None:
    """Load records under a name."""
    load = ledger.begin(LoadPlan(SOURCE, "bench@1", "a mapping", name, name)).load
    through = 0
    while some := list(islice(records, AT_ONCE)):
        numbered = [replace(record, row=through + n) for n, record in enumerate(some, 1)]
        through += len(some)
        ledger.append(load, numbered, [], through)
    ledger.publish(load)


def _each_way(
    desk: Desk, ledger: Ledger, world: Reports, reports: int, asks: int
) -> Iterator[Figure]:
    """New records, records that change, and records that go; each told by itself."""
    ways: dict[str, Sequence[Record]] = {
        "new record": [world.record(reports + n) for n in range(asks)],
        "changed record": [world.record(n, "update", edition=1) for n in range(asks)],
        "deleted record": [world.record(asks + n, "delete") for n in range(asks)],
    }
    for way, records in ways.items():
        calls = [partial(_one, desk, ledger, f"{way} {n}", r) for n, r in enumerate(records)]
        yield from latencies("incremental", way, "comity", calls)


def _one(desk: Desk, ledger: Ledger, name: str, record: Record) -> None:
    tell(ledger, name, iter([record]))
    desk.open(VIEWER)
