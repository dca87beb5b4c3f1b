"""Whether anybody is writing at this moment, in whatever process; it knows nothing of rows.

SQLite's own file lock is the mark: the system takes it off a process that was killed, so what
is still unfinished while nobody holds it was left behind.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

PATIENCE_MILLISECONDS = 30_000


class Underway:
    """A mark shared by all who write; whoever looks at what was left behind needs it alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock, self._writing = threading.Lock(), 0
        self._file: apsw.Connection | None = None

    def begin(self) -> None:
        """One more writing is on its way."""
        with self._lock:
            if not self._writing:
                self._opened(PATIENCE_MILLISECONDS).execute(
                    "BEGIN; SELECT count(*) FROM sqlite_schema"
                ).fetchall()
            self._writing += 1

    def end(self) -> None:
        """One of them has ended."""
        with self._lock:
            self._writing -= 1
            if not self._writing and self._file is not None:
                self._file.execute("COMMIT")

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody is writing; if so, nobody begins before the block ends."""
        with self._lock:
            alone = not self._writing and self._locked()
            try:
                yield alone
            finally:
                if alone and self._file is not None:
                    self._file.execute("COMMIT")

    def close(self) -> None:
        """Let go of the mark."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _locked(self) -> bool:
        try:
            self._opened(0).execute("BEGIN EXCLUSIVE")
        except apsw.BusyError:
            return False
        return True

    def _opened(self, patience: int) -> apsw.Connection:
        if self._file is None:
            self._file = apsw.Connection(str(self._path))
        self._file.set_busy_timeout(patience)
        return self._file
