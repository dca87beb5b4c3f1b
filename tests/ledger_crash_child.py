"""A process that loads rows and says what is acknowledged, until somebody kills it."""

from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ledger_records import plan, record

from comity.graph import ledger_publish, ledger_settle
from comity.graph.ledger import Ledger
from comity.graph.words import BadRow, Record

ROWS, BATCH, EVERY_BAD = 400, 20, 19
CHUNK = 60


def rows_of(first: int, last: int, text: str) -> tuple[list[Record], list[BadRow]]:
    """Rows `first` to `last` of a file whose every nineteenth row is bad."""
    rows = range(first, last + 1)
    good = [record(f"r{row}", f"{text} {row}", row=row) for row in rows if row % EVERY_BAD]
    bad = [BadRow(row, "", "bad", b"%d" % row) for row in rows if not row % EVERY_BAD]
    return good, bad


def load_and_tell(path: Path, file: str, told: Connection) -> None:
    """Load one file from where it was cut off, telling each step once it is durable."""
    _publish_in_small_steps(told)
    with Ledger.open(path) as ledger:
        opened = ledger.begin(plan(file))
        told.send(("resumed", opened.resume_after_row))
        for after in range(opened.resume_after_row, ROWS, BATCH):
            last = min(after + BATCH, ROWS)
            ledger.append(opened.load, *rows_of(after + 1, last, file), last)
            told.send(("through", last))
        told.send(("published", ledger.publish(opened.load).position))


def _publish_in_small_steps(told: Connection) -> None:
    ledger_settle.CHUNK = ledger_publish.CHUNK = CHUNK
    settle_steps, tidy_all = ledger_publish.settle_steps, ledger_publish.tidy_all

    def steps_told(*args: Any) -> Iterator[None]:
        for step, _ in enumerate(settle_steps(*args)):
            told.send(("settling", step))
            yield

    def tidy_told(*args: Any) -> None:
        told.send(("true", 0))
        tidy_all(*args)

    ledger_publish.settle_steps, ledger_publish.tidy_all = steps_told, tidy_told
