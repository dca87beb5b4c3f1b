"""The ledger's file with its clock and its small numbers for labels, sources and mappings."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from time import time_ns

import apsw

from comity.graph.errors import FileTaken, LoadRefused
from comity.graph.ledger_schema import Migration, check_schema, migrate_schema
from comity.graph.sqlite_file import SqliteFile, plain_errors
from comity.graph.words import LoadPlan, Micros, Source
from comity.sharing import Label

Clock = Callable[[], Micros]


def wall_clock() -> Micros:
    """Now, in microseconds."""
    return time_ns() // 1000


class LedgerFile:
    """What every part of the ledger works on: the file, the clock, and the label numbers."""

    def __init__(self, file: SqliteFile, clock: Clock) -> None:
        self.file, self.clock = file, clock
        self.write, self.read = file.write, file.read
        self._numbers: dict[Label, int] = {}
        self._labels: dict[int, Label] = {}
        self._lock = threading.Lock()

    @classmethod
    def create(cls, path: Path, clock: Clock) -> "LedgerFile":
        """Make an empty ledger; never over something that is there."""
        if path.exists():
            raise FileTaken(path, "something is there already; open it, or choose another path")
        with plain_errors(path):
            file = SqliteFile(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
        try:
            with file.write() as connection:
                migrate_schema(connection, path, clock())
        except BaseException:
            file.close()
            raise
        return cls(file, clock)

    @classmethod
    def open(cls, path: Path, clock: Clock) -> "LedgerFile":
        """Open a ledger of exactly the schema this release knows."""
        file = SqliteFile.existing(path)
        try:
            with file.write() as connection:
                check_schema(connection, path)
        except BaseException:
            file.close()
            raise
        return cls(file, clock)

    @classmethod
    def migrate(cls, path: Path, clock: Clock) -> list[Migration]:
        """Bring a ledger to this release's schema; the steps that were taken."""
        file = SqliteFile.existing(path)
        try:
            with file.write() as connection:
                return migrate_schema(connection, path, clock())
        finally:
            file.close()

    def number_of(self, connection: apsw.Connection, label: Label) -> int:
        """The number of a label, given now if it has none."""
        found = self._numbers.get(label)
        if found is None:
            text = label.canonical()
            connection.execute("INSERT OR IGNORE INTO label (canonical) VALUES (?)", (text,))
            found = int(connection.execute("SELECT id FROM label WHERE canonical = ?", (text,)).get)
            self._numbers[label] = found
        return found

    def forget_numbers(self) -> None:
        """After a transaction that was rolled back: numbers it gave were never given."""
        self._numbers.clear()

    def label(self, number: int) -> Label:
        """The label behind a number."""
        if number not in self._labels:
            self.labels()
        return self._labels[number]

    def labels(self) -> list[tuple[int, Label]]:
        """Every label by number; those read before are the same objects, for none ever changes."""
        with self._lock:
            last = max(self._labels, default=0)
            rows = self.read("SELECT id, canonical FROM label WHERE id > ? ORDER BY id", (last,))
            self._labels |= {number: Label.from_canonical(text) for number, text in rows}
            return list(self._labels.items())

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()


def number_of_source(connection: apsw.Connection, source: Source) -> int:
    """The number of a source, given now if it is new; an agency cannot take another's."""
    found = connection.execute("SELECT id, agency FROM source WHERE name = ?", (source.id,)).get
    if found is None:
        connection.execute(
            "INSERT INTO source (name, agency, title, desk) VALUES (?, ?, ?, ?)",
            (source.id, source.agency, source.title, source.desk),
        )
        return connection.last_insert_rowid()
    number, agency = found
    if agency != source.agency:
        raise LoadRefused(
            f"source {source.id!r} belongs to agency {agency!r}, not {source.agency!r}; "
            "give the source another id, or correct the mapping's agency"
        )
    connection.execute(
        "UPDATE source SET title = ?1, desk = ?2 WHERE id = ?3 AND (title, desk) <> (?1, ?2)",
        (source.title, source.desk, number),
    )
    return int(number)


def number_of_mapping(connection: apsw.Connection, plan: LoadPlan) -> int:
    """The number of a mapping; the same name with another text is another mapping."""
    text_hash = hashlib.sha256(plan.mapping_text.encode()).digest()
    connection.execute(
        "INSERT OR IGNORE INTO mapping (name, text, text_hash) VALUES (?, ?, ?)",
        (plan.mapping, plan.mapping_text, text_hash),
    )
    return int(
        connection.execute(
            "SELECT id FROM mapping WHERE name = ? AND text_hash = ?", (plan.mapping, text_hash)
        ).get
    )
