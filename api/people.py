"""The people who sign in: one row each in a file of their own, changed one change at a time."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import apsw

from comity.api.errors import AccountError
from comity.api.person import Person, Training, disabled
from comity.graph.sqlite_file import SqliteFile
from comity.graph.words import Micros

PEOPLE_FILE = "people.db"
_TABLE = """
CREATE TABLE IF NOT EXISTS person (
    name TEXT PRIMARY KEY, subject TEXT UNIQUE, told TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
_PUT = (
    "INSERT INTO person VALUES (?, ?, ?) "
    "ON CONFLICT (name) DO UPDATE SET subject = excluded.subject, told = excluded.told"
)
_TUPLES = ("purposes", "cases", "task_forces", "failures")


class People:
    """The accounts of one installation."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
        path.chmod(0o600)
        with self._file.write() as connection:
            connection.execute(_TABLE)

    def add(self, person: Person) -> None:
        """Keep somebody new; raises AccountError if the name or the subject is taken."""
        _check(person)
        with self._file.write() as connection:
            taken = "SELECT name FROM person WHERE name = ? OR subject = ?"
            found = connection.execute(taken, (person.name, person.subject or None)).get
            if found:
                raise AccountError(f"{found} is there already; comity user list shows everybody")
            _put(connection, person)

    def find(self, name: str) -> Person | None:
        """The person of that name."""
        found = self._file.read("SELECT told FROM person WHERE name = ?", (name,))
        return _person(found[0][0]) if found else None

    def known_as(self, subject: str) -> Person | None:
        """The person whom the identity provider calls so."""
        found = self._file.read("SELECT told FROM person WHERE subject = ?", (subject,))
        return _person(found[0][0]) if found and subject else None

    def everybody(self) -> list[Person]:
        """Everybody by name, disabled people too."""
        return [_person(told) for (told,) in self._file.read("SELECT told FROM person")]

    def change(self, name: str, how: Callable[[Person], Person]) -> Person | None:
        """Change somebody, with no other change between reading and writing; who it was before.

        None if there is nobody of that name.
        """
        with self._file.write() as connection:
            told = connection.execute("SELECT told FROM person WHERE name = ?", (name,)).get
            if told is None:
                return None
            before = _person(told)
            after = how(before)
            _check(after)
            _put(connection, after)
            return before

    def disable_all(self, at: Micros) -> None:
        """Let nobody in until they are enabled one by one."""
        for person in self.everybody():
            self.change(person.name, lambda each: disabled(each, at))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _put(connection: apsw.Connection, person: Person) -> None:
    told = json.dumps(asdict(person), ensure_ascii=False)
    connection.execute(_PUT, (person.name, person.subject or None, told))


def _person(told: Any) -> Person:
    found = json.loads(told)
    found |= {name: tuple(found[name]) for name in _TUPLES}
    return Person(**found | {"training": tuple(Training(**each) for each in found["training"])})


def _check(person: Person) -> None:
    for name in ("name", "agency", "role"):
        text = getattr(person, name)
        if not text.strip() or not text.isprintable():
            raise AccountError(f"an account needs a {name} without control signs")
    if not person.purposes or not all(purpose.strip() for purpose in person.purposes):
        raise AccountError("an account needs at least one purpose, such as investigation")
