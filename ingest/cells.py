"""Finding the cells of a row: columns, paths into nested values, elements of lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comity.ingest.errors import BadValue

SELF = "."
TOP = "/"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a row we read: the element we are at, and the row it lies in."""

    here: Any
    top: Mapping[str, Any]

    def cells(self, column: str) -> list[str]:
        """The texts under a column, none of them empty; `.` is the element, `/` the row's top."""
        try:
            if column == SELF:
                return _texts(self.here)
            if column.startswith(TOP) and isinstance(self.top, Mapping):
                return _texts(_found(self.top, column[1:]))
            return _texts(_found(self.here, column))
        except ValueError as error:
            raise BadValue(column, str(error)) from None

    def elements(self, name: str) -> list[Any]:
        """The elements of a list; one that stands alone is a list of one."""
        found = _found(self.here, name)
        if found is None or found == "":
            return []
        return found if isinstance(found, list) else [found]


def _found(values: Any, column: str) -> Any:
    """The value of a column by its whole name, else by its path; a list gives a list."""
    if isinstance(values, list):
        found = [_found(value, column) for value in values]
        return [value for value in found if value is not None]
    if not isinstance(values, Mapping):
        return None
    if column in values:
        return values[column]
    head, dot, rest = column.partition(".")
    return _found(values[head], rest) if dot and head in values else None


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [_sound(value)] if value.strip() else []
    if value is None:
        return []
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, Mapping):
        return _texts(value.get("#text"))
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value)]


def _sound(text: str) -> str:
    """The text, if it can be written down again; JSON can carry what no file can."""
    if "\0" in text:
        raise ValueError("a character of zero in the text")
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("half a character in the text; the source cut it")
    return text
