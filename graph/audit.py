"""The audit: a row before every answer, durable, in a file of its own.

Many askers share one commit: a single sequencer thread writes whatever has gathered while the
last commit was on its way to the disk. It knows nothing of views or of what may be shown.
"""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from itertools import islice
from pathlib import Path

from comity.graph.audit_file import (
    Numbered,
    add_rows,
    filtered_rows,
    migrate_audit_file,
    open_audit_file,
    rows_at,
    unfinished_rows,
)
from comity.graph.audit_index import AuditIndex, WantedDisclosures
from comity.graph.audit_schema import AuditStep
from comity.graph.audit_tree import Growth
from comity.graph.audit_underway import Underway
from comity.graph.audit_verify import verify_rows
from comity.graph.audit_words import (
    INTENDED,
    AuditFilter,
    AuditReport,
    AuditRow,
    Disclosed,
    StoredAuditRow,
)
from comity.graph.errors import AuditError
from comity.graph.sqlite_file import plain_errors
from comity.graph.words import Micros

__all__ = [
    "Audit",
    "AuditFilter",
    "AuditReport",
    "AuditRow",
    "Disclosed",
    "StoredAuditRow",
    "WantedDisclosures",
]

_LARGEST_GROUP = 500
_EVERYTHING = AuditFilter()
_Waiting = tuple[Sequence[Numbered], "Future[list[int]]"]


class Audit:
    """One audit file and the thread that puts rows into it, one after the other."""

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, open_audit_file(path)
        self._underway = Underway(path.with_suffix(".writing"))
        self._open: set[int] = set()
        self._tree = Growth()
        self._indexing = threading.Lock()
        self._made_index: AuditIndex | None = None
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._closing, self._closed = threading.Lock(), False
        self._sequencer = threading.Thread(target=self._run, name="audit", daemon=True)
        self._sequencer.start()

    @staticmethod
    def migrate(path: Path, at: Micros) -> list[AuditStep]:
        """Bring an older audit up to this release with its rows kept; the steps taken."""
        return migrate_audit_file(path, at)

    def write(self, row: AuditRow) -> int:
        """Add a row; its number once it is on disk, or an AuditError: then do not answer."""
        return self._put(row, 0)

    def write_all(self, rows: Sequence[AuditRow]) -> list[int]:
        """Add many rows in one go, all or none; their numbers once they are on disk."""
        return self._put_all([(row, 0) for row in rows])

    def intend(self, row: AuditRow) -> int:
        """Say what is about to be written, before writing it; the intent's number."""
        with plain_errors(self._path):
            self._underway.begin()
        try:
            intent = self._put(replace(row, outcome=INTENDED), 0)
        except BaseException:
            self._underway.end()
            raise
        self._open.add(intent)
        return intent

    def settle(self, intent: int, row: AuditRow) -> int:
        """Say what came of an intent of this process, once; `row` tells its outcome."""
        if intent not in self._open:
            raise AuditError(f"there is no open intent {intent}; settle the number intend gave")
        self._open.remove(intent)
        try:
            return self._put(row, intent)
        finally:
            self._underway.end()

    def unfinished(self) -> list[StoredAuditRow]:
        """Intents whose outcome was never told: under way, or left behind by a crash."""
        return unfinished_rows(self._file)

    def reconcile(self, came_to: Callable[[AuditRow], AuditRow]) -> int:
        """Settle what stopped processes left behind, unless one is writing now; how many."""
        if not self.unfinished():
            return 0
        with plain_errors(self._path), self._underway.alone() as alone:
            left = self.unfinished() if alone else []
            for stored in left:
                self._put(came_to(stored.row), stored.id)
        return len(left)

    def rows(self, wanted: AuditFilter = _EVERYTHING) -> list[StoredAuditRow]:
        """The rows a filter asks for, oldest first; for the next page set `after`."""
        return filtered_rows(self._file, wanted)

    def disclosures(self, wanted: WantedDisclosures) -> list[StoredAuditRow]:
        """The rows that showed records of one owner, oldest first."""
        return rows_at(self._file.read, self._index.of_owner(wanted))

    def showing(self, refs: Sequence[str]) -> list[StoredAuditRow]:
        """The rows that showed any of these records, oldest first."""
        return rows_at(self._file.read, self._index.showing(refs))

    def verify(self) -> AuditReport:
        """Work out the tree anew from every row; names the first that does not hold."""
        return verify_rows(self._file.read)

    @property
    def _index(self) -> AuditIndex:
        with self._indexing:
            if self._made_index is None:
                self._made_index = AuditIndex(self._path.with_suffix(".index"), self._file.read)
            return self._made_index

    def close(self) -> None:
        """Write what is waiting and let go of the file."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._sequencer.join()
        self._underway.close()
        if self._made_index is not None:
            self._made_index.close()
        self._file.close()

    def __enter__(self) -> "Audit":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _put(self, row: AuditRow, settles: int) -> int:
        return self._put_all([(row, settles)])[0]

    def _put_all(self, rows: Sequence[Numbered]) -> list[int]:
        written: Future[list[int]] = Future()
        with self._closing:
            if self._closed:
                raise AuditError("the audit is closed; nothing may be shown without its row")
            self._queue.put((rows, written))
        return written.result()

    def _run(self) -> None:
        while group := self._gathered():
            self._write_group(group)

    def _gathered(self) -> list[_Waiting]:
        """At least one waiting row and whatever else has come; nothing when closing."""
        group: list[_Waiting] = []
        waiting = self._queue.get()
        while waiting is not None:
            group.append(waiting)
            if len(group) == _LARGEST_GROUP:
                break
            try:
                waiting = self._queue.get_nowait()
            except queue.Empty:
                break
        else:
            if group:
                self._queue.put(None)
        return group

    def _write_group(self, group: list[_Waiting]) -> None:
        rows = [row for part, _ in group for row in part]
        try:
            with self._file.write() as connection:
                numbers, tree = add_rows(connection, rows, self._tree)
        except Exception as error:  # noqa: BLE001 - every asker must hear of it, whatever it was
            for _, written in group:
                written.set_exception(
                    AuditError(f"{error}; nothing may be shown until it is mended")
                )
            return
        self._tree = tree
        after = iter(numbers)
        for part, written in group:
            written.set_result(list(islice(after, len(part))))
