"""Which audit rows showed whose records: an index beside the audit, made of it alone.

It may be thrown away at any time. It is caught up when somebody looks, so that no answer waits
for it, and it is made anew where it does not continue the audit that lies there.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import apsw

from comity.graph.audit_file import Read, node_in, rows_after, size_in
from comity.graph.audit_tree import EMPTY_ROOT, grown_to
from comity.graph.audit_words import AuditRow, StoredAuditRow
from comity.graph.errors import FileDamaged
from comity.graph.identity import ID_LENGTH
from comity.graph.sqlite_file import SqliteFile
from comity.graph.words import FOREVER, Micros

_TABLES = """
CREATE TABLE IF NOT EXISTS shown (
    owner TEXT NOT NULL, entry INTEGER NOT NULL, ref TEXT NOT NULL, at INTEGER NOT NULL,
    viewer TEXT NOT NULL, PRIMARY KEY (owner, entry, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shown_by_ref ON shown (ref, entry);
CREATE TABLE IF NOT EXISTS reached (entry INTEGER NOT NULL, root BLOB NOT NULL) STRICT;
"""
_OF_OWNER = """
SELECT DISTINCT entry FROM shown WHERE owner = :owner AND at >= :since AND at < :until
AND (:own OR viewer != :owner)
AND (:refs IS NULL OR ref IN (SELECT value FROM json_each(:refs)))
ORDER BY entry LIMIT :limit OFFSET :past
"""
_SHOWING = """
SELECT DISTINCT entry FROM shown WHERE ref IN (SELECT value FROM json_each(?)) ORDER BY entry
"""
_INSERT = "INSERT OR IGNORE INTO shown VALUES (?, ?, ?, ?, ?)"
_PAGE = 2_000
_LABEL_PARTS = 3


@dataclass(frozen=True, slots=True)
class WantedDisclosures:
    """Which disclosures of an owner's records to list; `past` leaves out so many first ones.

    `own` takes in what the owner's own people looked at; `refs` None does not narrow.
    """

    owner: str
    refs: tuple[str, ...] | None = None
    since: Micros = 0
    until: Micros = FOREVER
    own: bool = False
    past: int = 0
    limit: int = 100


class AuditIndex:
    """The index of one audit, which it reads through `read`."""

    def __init__(self, path: Path, read: Read) -> None:
        self._read = read
        self._file = _opened(path)

    def of_owner(self, wanted: WantedDisclosures) -> list[int]:
        """The numbers of the rows that showed an owner's records, oldest first."""
        self._catch_up()
        refs = None if wanted.refs is None else json.dumps(wanted.refs)
        args = {"owner": wanted.owner, "since": wanted.since, "until": wanted.until, "refs": refs,
                "own": wanted.own, "past": wanted.past, "limit": wanted.limit}  # fmt: skip
        return [entry for (entry,) in self._file.read(_OF_OWNER, args)]

    def showing(self, refs: Sequence[str]) -> list[int]:
        """The numbers of the rows that showed any of these records, oldest first."""
        self._catch_up()
        return [entry for (entry,) in self._file.read(_SHOWING, (json.dumps(list(refs)),))]

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _catch_up(self) -> None:
        while self._caught_up_some():
            pass

    def _caught_up_some(self) -> bool:
        """Take in a page of rows, if there are any that are not; short, so that readers go on."""
        size = size_in(self._read)
        with self._file.write() as connection:
            entry, root = connection.execute("SELECT entry, root FROM reached").get or (
                0,
                EMPTY_ROOT,
            )
            if entry > size or self._root(entry) != root:
                connection.execute("DELETE FROM shown; DELETE FROM reached")
                entry = 0
            page = rows_after(self._read, entry, min(_PAGE, size - entry))
            if page:
                connection.executemany(_INSERT, (line for row in page for line in _lines(row)))
                entry = page[-1].id
                connection.execute("DELETE FROM reached")
                connection.execute("INSERT INTO reached VALUES (?, ?)", (entry, self._root(entry)))
        return entry < size

    def _root(self, size: int) -> bytes:
        return grown_to(lambda level, place: node_in(self._read, level, place), size).root()


def _opened(path: Path) -> SqliteFile:
    try:
        return _made(path)
    except FileDamaged:
        for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            name.unlink(missing_ok=True)
        return _made(path)


def _made(path: Path) -> SqliteFile:
    file = SqliteFile(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
    try:
        with file.write() as connection:
            connection.execute(_TABLES)
    except BaseException:
        file.close()
        raise
    return file


def _lines(stored: StoredAuditRow) -> Iterator[tuple[str, int, str, Micros, str]]:
    row = stored.row
    for owner, ref in _shown(row):
        yield owner, stored.id, ref, row.at, row.agency


def _shown(row: AuditRow) -> Iterator[tuple[str, str]]:
    """Whose records a row showed, by ref; an older row tells labels and addresses apart."""
    if row.disclosed:
        yield from ((each.owner, ref) for each in row.disclosed for ref in each.refs)
        return
    for item in row.shown:
        parts = item.split("/")
        if len(parts) >= _LABEL_PARTS:
            yield parts[0], ""
        elif len(item) == ID_LENGTH:
            yield "", item
