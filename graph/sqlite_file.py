"""One SQLite file, opened durably, with its errors in plain words."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from comity.graph.errors import FileBusy, FileDamaged, FileError, FileFull, FileMissing

BUSY_MILLISECONDS = 30_000
Row = tuple[Any, ...]

# WAL lets readers go on beside a writer; FULL makes a commit survive a power cut;
# secure_delete overwrites what is deleted, also copies of a record that is purged later.
# The log is folded into the file in small parts: a large one at once holds up all other commits.
_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -65536;
PRAGMA wal_autocheckpoint = 1000;
PRAGMA journal_size_limit = 67108864;
"""


def connect(path: Path, flags: int) -> apsw.Connection:
    """Open one connection with the house's settings."""
    connection = apsw.Connection(str(path), flags)
    try:
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        # Read to the end: a statement that gives a row would hold up those behind it.
        connection.execute(_PRAGMAS).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Let one program and thread after the other into the block, by an empty file that stays."""
    with plain_errors(path):
        lock = apsw.Connection(str(path))
    try:
        with plain_errors(path):
            lock.set_busy_timeout(BUSY_MILLISECONDS)
            lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite reports into an error that says what to do."""
    try:
        yield
    except apsw.FullError:
        raise FileFull(
            path, "the disk is full and nothing of this step was kept; make room and run it again"
        ) from None
    except (apsw.BusyError, apsw.LockedError):
        raise FileBusy(path, "another process is writing to it; try again in a while") from None
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise FileDamaged(path, f"it is damaged ({error}); restore a backup") from None
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise FileError(path, f"it cannot be opened for writing ({error}); check rights") from None
    except apsw.IOError as error:
        raise FileError(path, f"reading or writing failed ({error}); check the disk") from None


class SqliteFile:
    """One writing and one reading connection, each used by one thread at a time."""

    def __init__(self, path: Path, flags: int) -> None:
        self.path = path
        self._writing, self._reading = threading.RLock(), threading.Lock()
        with plain_errors(path):
            self._writer = connect(path, flags)
        try:
            with plain_errors(path):
                self._reader = connect(path, apsw.SQLITE_OPEN_READWRITE)
        except BaseException:
            self._writer.close()
            raise

    @classmethod
    def existing(cls, path: Path) -> "SqliteFile":
        """Open a file that is there."""
        if not path.is_file():
            raise FileMissing(path, "no such file; create it first")
        return cls(path, apsw.SQLITE_OPEN_READWRITE)

    @contextmanager
    def write(self) -> Iterator[apsw.Connection]:
        """One short durable transaction: everything in it, or nothing."""
        with self._writing, plain_errors(self.path):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def read(self, sql: str, args: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        """The rows of one query, all fetched, so that no reader holds the log open."""
        with self._reading, plain_errors(self.path):
            return list(self._reader.execute(sql, args))

    def fold_log(self) -> None:
        """Bring the write-ahead log into the file and empty it."""
        with self._writing, plain_errors(self.path):
            self._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)

    def close(self) -> None:
        """Let go of both connections."""
        with self._reading:
            self._reader.close()
        with self._writing:
            self._writer.close()
