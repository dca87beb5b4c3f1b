"""Print the first figures: `python -m benchmarks [--json] [--only SECTION]...`."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import (
    analytics_first,
    incremental,
    ingest,
    resolution_first,
    servers,
    stores,
    view,
)
from benchmarks.planted import Planted, plant
from benchmarks.report import as_json, as_text, machine, report
from benchmarks.timing import Figure, timed
from comity.graph.sqlite_store import SqliteStore


def main() -> None:
    """Measure every section in turn, one after the other, and print the figures."""
    asked, host = _arguments(), machine()
    figures: list[Figure] = []
    for name, section in SECTIONS.items():
        if name in (asked.only or SECTIONS):
            print(f"measuring {name} …", file=sys.stderr)
            taken, found = timed(partial(section, asked))
            print(f"{name}: {taken:.0f} s", file=sys.stderr)
            figures += found
    told = report(host, figures)
    print(as_json(told) if asked.json else as_text(told))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument(
        "--only", action="append", choices=list(SECTIONS), help="measure this section (repeatable)"
    )
    parser.add_argument("--nodes", type=int, default=200_000)
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=10_000, help="for ingest and resolution")
    parser.add_argument("--mentions", type=int, default=100_000, help="for incremental")
    parser.add_argument("--asks", type=int, default=300, help="questions of each kind")
    return parser.parse_args()


def _graph(asked: argparse.Namespace) -> Planted:
    return plant(asked.nodes, asked.links)


def _stores(asked: argparse.Namespace) -> list[Figure]:
    graph = _graph(asked)
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "graph.db")
        try:
            return [
                *stores.load(store, graph, "SQLite"),
                *stores.read(store, graph, "SQLite", asks=asked.asks),
                *view.measure(store, graph, asks=max(asked.asks // 3, 1)),
            ]
        finally:
            store.close()


def _neo4j(asked: argparse.Namespace) -> list[Figure]:
    graph = _graph(asked)
    with servers.neo4j() as store:
        if store is None:
            return []
        return [
            *stores.load(store, graph, "Neo4j"),
            *stores.read(store, graph, "Neo4j", asks=asked.asks),
        ]


def _analytics(asked: argparse.Namespace) -> list[Figure]:
    return analytics_first.measure(_graph(asked), asks=asked.asks)


def _ingest(asked: argparse.Namespace) -> list[Figure]:
    return ingest.measure(asked.people)


def _resolution(asked: argparse.Namespace) -> list[Figure]:
    return resolution_first.measure(asked.people)


def _incremental(asked: argparse.Namespace) -> list[Figure]:
    return incremental.measure(asked.mentions, asks=asked.asks)


SECTIONS: dict[str, Callable[[argparse.Namespace], list[Figure]]] = {
    "ingest": _ingest,
    "resolution": _resolution,
    "incremental": _incremental,
    "stores": _stores,
    "neo4j": _neo4j,
    "analytics": _analytics,
}

if __name__ == "__main__":
    main()
