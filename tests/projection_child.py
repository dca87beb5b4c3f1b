"""A process that projects a ledger into a store and waits at every step, to go on or to die."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import wraps
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from comity.graph import neo4j_writing, sqlite_writing
from comity.graph.ledger import Ledger
from comity.graph.neo4j_store import Neo4jStore
from comity.graph.ports import Changes, GraphStore, Reached
from comity.graph.projection import project
from comity.graph.sqlite_store import SqliteStore

BATCH = 5


@dataclass(frozen=True)
class Place:
    """Where a store is: a file, or a server's address with its password."""

    where: str
    password: str = ""

    def open(self) -> GraphStore:
        """Open the store there."""
        if self.password:
            return Neo4jStore(self.where, ("neo4j", self.password))
        return SqliteStore(Path(self.where))


class SmallBatches(Ledger):
    """A ledger that hands itself out a few records at a time."""

    def changes(self, after: Reached, batch: int = BATCH) -> Iterator[Changes]:
        return super().changes(after, batch)


def project_and_wait(path: Path, place: Place, told: Connection) -> None:
    """Project, telling of each step inside and between batches and waiting for a word."""

    def step(where: str) -> None:
        told.send(where)
        told.recv()

    _stop_inside(lambda: step("inside"))
    store = place.open()
    with SmallBatches.open(path) as ledger:
        project(ledger, store, lambda _reached, _rows: step("between"))
    store.close()
    told.send("done")


def _stop_inside(step: Any) -> None:
    """Wait once in the middle of every batch, before its links are written."""
    write_links, each = sqlite_writing._write_links, neo4j_writing._each

    @wraps(write_links)
    def slow_links(*given: Any) -> None:
        step()
        write_links(*given)

    @wraps(each)
    def slow_each(transaction: Any, statement: str, *rest: Any, **given: Any) -> None:
        if statement == neo4j_writing._LINKS:
            step()
        each(transaction, statement, *rest, **given)

    sqlite_writing._write_links, neo4j_writing._each = slow_links, slow_each
