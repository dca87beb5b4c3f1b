"""Files that commands left of what somebody saw: a purge takes them too, where they still are.

The register knows where each lies, what it was (SHA-256) and, by keyed references, which records
it shows. A record is put down as going before it is purged, so that the next purge finishes what
was cut off between the ledger and the files.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import apsw

from comity.graph.sqlite_file import SqliteFile

LEFT_FILES = "left.db"
REMOVED, CHANGED, ELSEWHERE = "removed", "changed since", "no longer there"
Place = tuple[str, str]
_BLOCK = 1 << 20
_TABLES = """
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shows (
    ref TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (ref, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shows_by_path ON shows (path);
CREATE TABLE IF NOT EXISTS going (
    source TEXT NOT NULL, record TEXT NOT NULL, ref TEXT NOT NULL,
    PRIMARY KEY (source, record, ref)
) STRICT, WITHOUT ROWID;
"""

_PLACES = "SELECT value ->> 0, value ->> 1 FROM json_each(?)"
_SHOWING = (
    "SELECT s.path FROM going g JOIN shows s ON s.ref = g.ref "
    f"WHERE (g.source, g.record) IN ({_PLACES})"
)


@dataclass(frozen=True, slots=True)
class Reached:
    """One file that showed a purged record, and what became of it."""

    path: str
    outcome: str


class LeftFiles:
    """The register of one installation."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
        path.chmod(0o600)
        with self._file.write() as connection:
            connection.execute(_TABLES)

    def note(self, path: Path, digest: str, refs: Iterable[str]) -> None:
        """Keep what a file is and shows; whatever lay there under its name is gone."""
        with self._file.write() as connection:
            _forget(connection, str(path))
            connection.execute("INSERT INTO file VALUES (?, ?)", (str(path), digest))
            rows = ((ref, str(path)) for ref in refs)
            connection.executemany("INSERT OR IGNORE INTO shows VALUES (?, ?)", rows)

    def is_empty(self) -> bool:
        """Whether no file is known."""
        return not self._file.read("SELECT 1 FROM file LIMIT 1")

    def showing(self, refs: Iterable[str]) -> list[str]:
        """The files that were left of any of these records, by path."""
        sql = "SELECT DISTINCT path FROM shows WHERE ref IN (SELECT value FROM json_each(?))"
        return sorted(row[0] for row in self._file.read(sql, (json.dumps(list(refs)),)))

    def put_down(self, going: Iterable[tuple[Place, str]]) -> None:
        """Before records are purged: each with what the files show it by, if any does."""
        with self._file.write() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO going SELECT ?, ?, ref FROM shows WHERE ref = ? LIMIT 1",
                ((*place, ref) for place, ref in going),
            )

    def going(self) -> list[Place]:
        """The records that were put down."""
        rows = self._file.read("SELECT DISTINCT source, record FROM going ORDER BY 1, 2")
        return [(row[0], row[1]) for row in rows]

    def take_away(self, gone: Iterable[Place]) -> list[Reached]:
        """Remove each file that shows a purged record and still is what was written."""
        places = json.dumps(list(gone))
        with self._file.write() as connection:
            files = connection.execute(
                f"SELECT path, digest FROM file WHERE path IN ({_SHOWING}) ORDER BY path", (places,)
            ).fetchall()
            named = [(str(path), str(digest)) for path, digest in files]
            reached = [Reached(path, _removed(Path(path), digest)) for path, digest in named]
            for each in reached:
                if each.outcome in (REMOVED, ELSEWHERE):
                    _forget(connection, each.path)
            connection.execute(
                f"DELETE FROM going WHERE (source, record) IN ({_PLACES})", (places,)
            )
        self._file.fold_log()
        return reached

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(connection: apsw.Connection, path: str) -> None:
    for table in ("shows", "file"):
        connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))


def _removed(path: Path, digest: str) -> str:
    """What becomes of a file; one that somebody worked on is theirs to look at."""
    try:
        if digest_of(path) != digest:
            return CHANGED
        _overwrite(path)
        path.unlink()
    except FileNotFoundError:
        return ELSEWHERE
    except OSError as error:
        return f"cannot be removed: {error.strerror or error}"
    return REMOVED


def _overwrite(path: Path) -> None:
    """A name that is taken away leaves the bytes on the disk, and under other names."""
    with path.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, _BLOCK)))
        file.flush()
        os.fsync(file.fileno())
