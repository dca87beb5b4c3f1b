"""Files that commands left of what somebody saw, so that a purge reaches them.

Of each stand its path, its SHA-256, the keyed references of the records that it shows, and a
position of the ledger from before it was made: what was purged later may be in it.
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
_BLOCK = 1 << 20
_TABLES = """
CREATE TABLE IF NOT EXISTS file (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL, digest TEXT NOT NULL, position INTEGER NOT NULL,
    told TEXT NOT NULL DEFAULT '', UNIQUE (path, digest)
) STRICT;
CREATE TABLE IF NOT EXISTS shows (
    ref TEXT NOT NULL, file INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    PRIMARY KEY (ref, file)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shows_of_file ON shows (file);
"""
_SHOWING = (
    "SELECT DISTINCT f.id, f.path, f.digest, f.told FROM json_each(?) p "
    "JOIN shows s ON s.ref = p.value ->> 1 JOIN file f ON f.id = s.file "
    "WHERE f.position < p.value ->> 0 ORDER BY f.path, f.id"
)


@dataclass(frozen=True, slots=True)
class Left:
    """A file as it was left: its place, its SHA-256, the position, and which records it shows."""

    path: Path
    digest: str
    position: int
    refs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reached:
    """A file that shows a purged record, and what became of it."""

    path: Path
    outcome: str


class LeftFiles:
    """The register of one installation."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
        try:
            if not self._file.read("SELECT 1 FROM sqlite_master WHERE name = 'shows'"):
                path.chmod(0o600)
                with self._file.write() as connection:
                    connection.execute(_TABLES)
        except BaseException:
            self._file.close()
            raise

    def note(self, left: Left) -> None:
        """Keep what a file will be, before it is; what lies there until then stays known."""
        with self._file.write() as connection:
            _put(connection, left)

    def settle(self, left: Left) -> None:
        """Now it is: what lay there before under its name is gone."""
        try:
            if digest_of(left.path) != left.digest:
                return  # another program was quicker, and keeps what it wrote
        except FileNotFoundError:
            return  # a purge was
        with self._file.write() as connection:
            connection.execute("DELETE FROM file WHERE path = ?", (os.fsencode(left.path),))
            _put(connection, left)

    def oldest(self) -> int | None:
        """The first position that a file was made at; None without any."""
        found: int | None = self._file.read("SELECT min(position) FROM file")[0][0]
        return found

    def showing(self, refs: Iterable[str]) -> list[Path]:
        """The files that show any of some records."""
        sql = (
            "SELECT DISTINCT f.path FROM shows s JOIN file f ON f.id = s.file "
            "WHERE s.ref IN (SELECT value FROM json_each(?)) ORDER BY f.path"
        )
        rows = self._file.read(sql, (json.dumps(list(refs)),))
        return [Path(os.fsdecode(row[0])) for row in rows]

    def take_away(self, purged: Iterable[tuple[int, str]]) -> list[Reached]:
        """Remove each file that shows what was purged at a position after its own.

        One that is no longer what was written stays. What became of each, where that is news.
        """
        found = self._file.read(_SHOWING, (json.dumps(list(purged)),))
        reached = [self._reach(*row) for row in found]
        if found:
            self._file.fold_log()
        return [each for each in reached if each is not None]

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _reach(self, number: int, place: bytes, digest: str, told: str) -> Reached | None:
        path = Path(os.fsdecode(place))
        outcome = _removed(path, digest)
        with self._file.write() as connection:
            if outcome == REMOVED:
                connection.execute("DELETE FROM file WHERE id = ?", (number,))
            else:
                connection.execute("UPDATE file SET told = ? WHERE id = ?", (outcome, number))
        return None if outcome == told else Reached(path, outcome)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(connection: apsw.Connection, left: Left) -> None:
    found = connection.execute(
        "INSERT INTO file (path, digest, position) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET position = excluded.position, told = '' RETURNING id",
        (os.fsencode(left.path), left.digest, left.position),
    ).get
    rows = ((ref, found) for ref in left.refs)
    connection.executemany("INSERT OR IGNORE INTO shows VALUES (?, ?)", rows)


def _removed(path: Path, digest: str) -> str:
    """What becomes of a file; one that somebody worked on is theirs to look at."""
    # Under a name of ours first: what was cut off is finished, and never on somebody's new file.
    doomed = path.with_name(f".purged-{digest}")
    try:
        if not doomed.exists():
            if digest_of(path) != digest:
                return CHANGED
            path.rename(doomed)
        doomed.chmod(0o600)
        _overwrite(doomed)
        doomed.unlink()
    except FileNotFoundError:
        return ELSEWHERE
    except OSError as error:
        return f"cannot be removed: {error.strerror or error}"
    return REMOVED


def _overwrite(path: Path) -> None:
    """Taking a name away leaves the bytes on the disk, and under the file's other names."""
    with path.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, _BLOCK)))
        file.flush()
        os.fsync(file.fileno())
