"""The demo agencies' files in a new ledger and a new store."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.seeing import ID_KEY
from comity.graph.growth import empty_snapshot, extend_snapshot
from comity.graph.ledger import Ledger
from comity.graph.projection import project
from comity.graph.snapshot import Snapshot
from comity.graph.sqlite_store import SqliteStore
from comity.graph.words import LoadSummary
from comity.ingest import ingest_file, read_mapping, write_demo
from comity.ingest.demo import Export


@dataclass(frozen=True)
class Shelf:
    """A ledger and a graph store side by side."""

    ledger: Ledger
    store: SqliteStore


@contextmanager
def new_shelf(folder: Path) -> Iterator[Shelf]:
    """An empty ledger and an empty store in a folder, closed in the end."""
    with (
        Ledger.create(folder / "ledger.db") as ledger,
        closing(SqliteStore(folder / "graph.db")) as store,
    ):
        yield Shelf(ledger, store)


def load_export(ledger: Ledger, export: Export) -> LoadSummary:
    """Load one file of the demo."""
    return ingest_file(ledger, read_mapping(export.mapping), export.file)


def demo_snapshot(folder: Path, people: int) -> tuple[Snapshot, pd.DataFrame]:
    """The snapshot of a whole demo, and the truth about its mentions."""
    report = write_demo(folder / "files", people=people)
    with new_shelf(folder) as shelf:
        for export in report.exports:
            load_export(shelf.ledger, export)
        project(shelf.ledger, shelf.store)
        snapshot = extend_snapshot(empty_snapshot(ID_KEY), shelf.store)
    return snapshot, pd.read_csv(report.out / "truth.csv", dtype=str)
