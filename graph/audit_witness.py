"""A witness: countersigns the checkpoints of other agencies' logs, as long as they only grow.

What it signed is kept in a file of its own, on disk before a signature leaves: from one log it
never signs two trees of which neither continues the other, also after a restart.
"""

from pathlib import Path

import apsw

from comity.graph.audit_checkpoint import Checkpoint, Growing
from comity.graph.audit_note import Note, PublicKey, SigningKey
from comity.graph.audit_tree import EMPTY_ROOT, extends
from comity.graph.errors import Forked, NoteRefused
from comity.graph.sqlite_file import SqliteFile
from comity.graph.words import Micros
from comity.graph.written import written

_TABLES = """
CREATE TABLE IF NOT EXISTS witnessed (
    log TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, at INTEGER NOT NULL,
    note TEXT NOT NULL, PRIMARY KEY (log, size)
) STRICT, WITHOUT ROWID;
"""
_NEWEST = "SELECT size, root, at FROM witnessed WHERE log = ? ORDER BY size DESC LIMIT 1"
_SECOND: Micros = 1_000_000
_NOTHING = (0, EMPTY_ROOT, 0)


class Witness:
    """One witness's key and the file of what it signed."""

    def __init__(self, path: Path, key: SigningKey) -> None:
        self._key = key
        self._file = SqliteFile(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
        with self._file.write() as connection:
            connection.execute(_TABLES)

    def reached(self, log: PublicKey) -> int:
        """The size of the last tree of a log that was countersigned here, 0 if none was."""
        found = self._file.read(_NEWEST, (str(log),))
        return int(found[0][0]) if found else 0

    def countersign(self, asked: Growing, log: PublicKey, at: Micros) -> Note:
        """The log's note with a signature more; raises NoteRefused, or Forked and says where."""
        checkpoint = Checkpoint.of(asked.note)
        if checkpoint.origin != log.name or asked.note.signed_at(log) is None:
            raise NoteRefused(f"{log.name} did not sign this checkpoint of {checkpoint.origin}")
        with self._file.write() as connection:
            size, root, then = connection.execute(_NEWEST, (str(log),)).get or _NOTHING
            _check(asked, checkpoint, (size, root), then)
            values = (str(log), *checkpoint.tree, at, str(asked.note))
            connection.execute("INSERT OR IGNORE INTO witnessed VALUES (?, ?, ?, ?, ?)", values)
        return asked.note.with_line(self._key.line(asked.note.text, at // _SECOND))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> "Witness":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _check(asked: Growing, new: Checkpoint, old: tuple[int, bytes], then: Micros) -> None:
    """Whether the new tree continues the last that was signed; where not if it does not."""
    size, root = old
    if new.size < size:
        raise Forked(
            f"{new.origin} counts {new.size} rows and counted {size} on {written(then)}: rows "
            f"{new.size + 1} to {size} were cut off; keep both checkpoints, they prove it"
        )
    if new.size == size and new.root == root:
        return
    if asked.old != size and new.size != size:
        raise NoteRefused(
            f"the last tree countersigned here has {size} rows; ask with "
            f"comity audit prove --from {size}"
        )
    if not extends(old, new.tree, asked.proof):
        raise Forked(
            f"{new.origin} was changed: of the {size} rows countersigned on {written(then)} at "
            f"least one was changed, dropped or put in before the {new.size} rows of now; "
            "keep both checkpoints, they prove it"
        )
