"""Ways to tamper with an audit's file: flip bits, drop, move and cut off rows, fork its history.

Some are clumsy, some work the tree out anew so that the file alone looks whole: those show only
against a checkpoint that others keep.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from types import MappingProxyType

import apsw

from comity.graph.audit import AuditRow, Disclosed
from comity.graph.audit_file import add_rows
from comity.graph.audit_row import COLUMNS
from comity.graph.audit_schema import prepare
from comity.graph.audit_tree import Growth
from comity.sharing import Label

ROWS, EARLIER = 40, 17
_LABEL = Label("harbor-so", "booking", "TLP:AMBER").canonical()
# As in an audit, nothing deleted or moved lies about: a bit of that is no part of the log.
_PRAGMAS = """
PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON
"""
_TRIGGERS = "SELECT sql FROM sqlite_schema WHERE type = 'trigger'"
_NAMES = [name.strip() for name in COLUMNS.split(",")][2:]


@dataclass(frozen=True, slots=True)
class Victim:
    """A file to tamper with, and the rows that it was made of."""

    path: Path
    rows: Sequence[AuditRow]

    def __call__(self, *statements: str) -> None:
        """Change it through SQL, with the triggers out of the way and put back afterwards."""
        connection = _open(self.path)
        kept = [str(sql) for (sql,) in connection.execute(_TRIGGERS)]
        connection.execute("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted")
        for sql in (*statements, *kept):
            connection.execute(sql)
        connection.close()


def rows_of(count: int) -> list[AuditRow]:
    """So many rows, none like another."""
    return [_row(number) for number in range(count)]


def write_log(path: Path, rows: Sequence[AuditRow]) -> None:
    """Make an audit's file of some rows, tree and all."""
    path.unlink(missing_ok=True)
    connection = _open(path)
    with connection:
        prepare(connection, path)
        add_rows(connection, [(row, 0) for row in rows], Growth())
    connection.close()


def _flip(victim: Victim, random: Random) -> None:
    """One bit of the file, somewhere in a row as it lies on disk."""
    content = bytearray(victim.path.read_bytes())
    row = random.choice(victim.rows)
    start = content.index(row.question.encode())
    end = content.index(_LABEL.replace('"', '\\"').encode(), start)
    content[random.randrange(start, end)] ^= 1 << random.randrange(8)
    victim.path.write_bytes(content)


def _flip_in_the_tree(victim: Victim, random: Random) -> None:
    connection = _open(victim.path)
    number = random.randint(1, len(victim.rows))
    tree = bytearray(connection.execute("SELECT tree FROM audit WHERE id = ?", (number,)).get)
    connection.close()
    tree[random.randrange(len(tree))] ^= 1 << random.randrange(8)
    victim(f"UPDATE audit SET tree = x'{tree.hex()}' WHERE id = {number}")


def _change(victim: Victim, random: Random) -> None:
    name = random.choice(_NAMES)
    value = f"{name} + 1" if name in ("at", "known_at") else "7" if name == "valid_at" else "'7'"
    victim(f"UPDATE audit SET {name} = {value} WHERE id = {_some(victim, random)}")


def _drop(victim: Victim, random: Random) -> None:
    victim(f"DELETE FROM audit WHERE id = {random.randint(1, len(victim.rows) - 1)}")


def _drop_and_close_the_gap(victim: Victim, random: Random) -> None:
    number = random.randint(1, len(victim.rows) - 1)
    victim(
        f"DELETE FROM audit WHERE id = {number}",
        f"UPDATE audit SET id = -id WHERE id > {number}",
        "UPDATE audit SET id = -id - 1 WHERE id < 0",
    )


def _reorder(victim: Victim, random: Random) -> None:
    one, two = random.sample(range(1, len(victim.rows) + 1), 2)
    victim(
        f"UPDATE audit SET id = -1 WHERE id = {one}",
        f"UPDATE audit SET id = {one} WHERE id = {two}",
        f"UPDATE audit SET id = {two} WHERE id = -1",
    )


def _truncate(victim: Victim, random: Random) -> None:
    victim(f"DELETE FROM audit WHERE id > {random.randrange(len(victim.rows))}")


def _repeat(victim: Victim, random: Random) -> None:
    one, two = random.sample(range(1, len(victim.rows) + 1), 2)
    names = ", ".join(name for name in _NAMES)
    victim(f"UPDATE audit SET ({names}, tree) = (SELECT {names}, tree FROM audit WHERE id = {two}) "
           f"WHERE id = {one}")  # fmt: skip


def _rewrite(change: Callable[[list[AuditRow], Random], None]) -> Callable[[Victim, Random], None]:
    """A tampering after which the whole tree is worked out anew."""

    def tamper(victim: Victim, random: Random) -> None:
        rows = list(victim.rows)
        change(rows, random)
        write_log(victim.path, rows)

    return tamper


def _fork(rows: list[AuditRow], random: Random) -> None:
    """Another history from some row on, as long or longer."""
    start = random.randrange(len(rows))
    rows[start:] = [replace(row, outcome="other") for row in rows[start:]]
    rows += rows_of(random.randrange(9))


def _alter(rows: list[AuditRow], random: Random) -> None:
    place = random.randrange(len(rows))
    rows[place] = replace(rows[place], justification="another reason")


def _take_out(rows: list[AuditRow], random: Random) -> None:
    del rows[random.randrange(len(rows))]
    rows += rows_of(random.randrange(4))


def _put_in(rows: list[AuditRow], random: Random) -> None:
    rows.insert(random.randrange(len(rows)), _row(999))


def _swap(rows: list[AuditRow], random: Random) -> None:
    one, two = random.sample(range(len(rows)), 2)
    rows[one], rows[two] = rows[two], rows[one]


TAMPERINGS: Mapping[str, Callable[[Victim, Random], None]] = MappingProxyType(
    {
        "flip a bit": _flip,
        "flip a bit of the tree": _flip_in_the_tree,
        "change a value": _change,
        "drop a row": _drop,
        "drop a row and close the gap": _drop_and_close_the_gap,
        "move rows": _reorder,
        "cut rows off": _truncate,
        "put one row in another's place": _repeat,
        "fork the log": _rewrite(_fork),
        "change a row and its tree": _rewrite(_alter),
        "drop a row and its tree": _rewrite(_take_out),
        "put a row in, and its tree": _rewrite(_put_in),
        "move rows and their tree": _rewrite(_swap),
    }
)


def _row(number: int) -> AuditRow:
    ref = f"{number:032x}"
    asked = ("d.reyes", "riverton-pd", "analyst", "investigation", "C-1", f"tip {number}")
    disclosed = (Disclosed(_LABEL, "corridor", 1, "2.1", (ref,)),)
    question = f'{{"text": "number {number:06d}"}}'
    seen = (1, None, "ab" * 32, ("corridor",), (ref,), "answered")
    return AuditRow(1_772_443_800_000_000 + number, *asked, "search", question, *seen, disclosed)


def _some(victim: Victim, random: Random) -> int:
    return random.randint(1, len(victim.rows))


def _open(path: Path) -> apsw.Connection:
    """Open a file of which nobody minds if it is lost."""
    connection = apsw.Connection(str(path))
    connection.execute(_PRAGMAS).fetchall()
    return connection
