"""Verifying an audit from its file alone: every row, the tree over them, and the file itself."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from comity.graph.audit_checkpoint import Checkpoint
from comity.graph.audit_file import Read, node_in, size_in
from comity.graph.audit_row import COLUMNS, leaf_of
from comity.graph.audit_schema import check, kept_tables, made_tables
from comity.graph.audit_tree import (
    HASH_LENGTH,
    Growth,
    consistency_proof,
    grown_to,
    inclusion_proof,
    leaf_hash,
)
from comity.graph.audit_words import AuditReport
from comity.graph.errors import AuditError, FileDamaged, FileMissing
from comity.graph.sqlite_file import plain_errors

UNREADABLE = (ValueError, TypeError, FileDamaged, apsw.Error)
_PAGE = 2_000
_BEFORE_ALL = -(1 << 63)  # a row put in before the first must not go unseen
_ROWS = f"SELECT {COLUMNS}, tree FROM audit WHERE id > ? ORDER BY id LIMIT ?"
_LEAF = f"SELECT {COLUMNS} FROM audit WHERE id = ?"


class AuditLog:
    """An audit's file opened to be looked at: nothing in it or beside it is changed."""

    def __init__(self, path: Path, connection: apsw.Connection) -> None:
        self._path, self._connection = path, connection

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator["AuditLog"]:
        """Open a file that is there, a copy on a disk that cannot be written to as well."""
        if not path.is_file():
            raise FileMissing(path, "no such file; name an audit's file")
        # A log beside it holds rows too; without one, SQLite would make one to read.
        how = "mode=ro" if Path(f"{path}-wal").exists() else "immutable=1"
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        with plain_errors(path):
            connection = apsw.Connection(f"{path.absolute().as_uri()}?{how}", flags)
        try:
            with plain_errors(path):
                check(connection, path)
            yield cls(path, connection)
        finally:
            connection.close()

    def read(self, sql: str, args: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of one query."""
        with plain_errors(self._path):
            return list(self._connection.execute(sql, args))

    def size(self) -> int:
        """How many rows there are."""
        return size_in(self.read)

    def node(self, level: int, place: int) -> bytes:
        """A node of the tree."""
        return node_in(self.read, level, place)

    def root(self, size: int) -> bytes:
        """The root over the first rows, as the file keeps it."""
        return grown_to(self.node, size).root()

    def leaf(self, number: int) -> bytes:
        """The leaf of one row."""
        found = self.read(_LEAF, (number,))
        if not found:
            raise AuditError(f"there is no audit row {number}; comity audit list shows them")
        return leaf_of(found[0])

    def prove_row(self, number: int, size: int) -> list[bytes]:
        """What proves that a tree of this size holds a row."""
        return inclusion_proof(self.node, number - 1, size)

    def prove_growth(self, old: int, new: int) -> list[bytes]:
        """What proves that the tree of one size continues the other; from nothing, nothing."""
        return consistency_proof(self.node, old, new) if old else []

    def verify(self, sizes: Collection[int] = ()) -> AuditReport:
        """Work out every hash anew; with the roots at some sizes, to compare elsewhere."""
        report = verify_rows(self.read, sizes)
        wrong = report.broken or self._wrong_file()
        return AuditReport(report.rows, report.head, wrong, report.roots)

    def _wrong_file(self) -> str:
        with plain_errors(self._path):
            found = self._connection.execute("PRAGMA integrity_check(1)").get
            if found != "ok":
                return f"the file is damaged: {found}"
            if kept_tables(self._connection) != made_tables():
                return "the file's tables, indexes or triggers are not those of an audit"
        return ""


def verify_rows(read: Read, sizes: Collection[int] = ()) -> AuditReport:
    """Work out the tree anew from every row; names the first that does not hold."""
    growth = Growth()
    roots: dict[int, bytes] = {0: growth.root()} if 0 in sizes else {}
    broken = ""
    try:
        for values in _rows(read):
            broken = _wrong(growth, values)
            if broken:
                break
            if growth.size in sizes:
                roots[growth.size] = growth.root()
    except UNREADABLE as error:
        broken = f"audit row {growth.size + 1} cannot be read: {error}"
    return AuditReport(growth.size, growth.root().hex(), broken, roots)


def compare(report: AuditReport, checkpoints: Iterable[Checkpoint]) -> str:
    """What checkpoints show to be wrong with a log of which a report tells, and where; or nothing.

    The report must hold the roots at their sizes.
    """
    agreed = 0
    for checkpoint in sorted(checkpoints, key=lambda each: each.size):
        size = checkpoint.size
        if report.rows < size:
            told = f"a checkpoint counts {size} and the file has {report.rows}"
            return f"rows {report.rows + 1} to {size} were cut off: {told}"
        if report.roots[size] != checkpoint.root:
            return (
                f"of rows {agreed + 1} to {size} at least one was changed, dropped or put in "
                f"since the checkpoint of {size} rows was signed"
            )
        agreed = size
    return ""


def _rows(read: Read) -> Iterator[tuple[Any, ...]]:
    after, limit = _BEFORE_ALL, _PAGE
    while True:
        try:
            rows = read(_ROWS, (after, limit))
        except UNREADABLE:
            if limit == 1:
                raise
            limit //= 2  # as far as the row that cannot be read, to name it
            continue
        if not rows:
            return
        yield from rows
        after = rows[-1][0]


def _wrong(growth: Growth, values: tuple[Any, ...]) -> str:
    """What is wrong with the next row; it joins the tree if nothing is."""
    number = growth.size + 1
    if values[0] != number:
        return f"audit row {number} is missing"
    leaf, kept = leaf_hash(leaf_of(values[:-1])), values[-1]
    if leaf != kept[:HASH_LENGTH]:
        return f"audit row {number} was changed"
    if growth.add(leaf) != kept:
        return f"the tree over audit row {number} was changed"
    return ""
