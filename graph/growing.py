"""Growing tables: columns with room behind their last row, so that adding a few costs little.

A table sees the rows that were there when it was made. What grows from it writes behind them,
and ends rows in place: to whoever looks as of an earlier moment an ended row is still open.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from comity.graph.columns import Columns, Ints
from comity.graph.words import FOREVER, Micros

ENDS = "known_to"
_ROOM = 1.25
Column = npt.NDArray[Any]


@dataclass
class _Rooms:
    """The arrays that several tables look at, and how far the newest of them goes."""

    arrays: dict[str, Column]
    used: int
    known_at: Micros


class Table(Mapping[str, Column]):
    """Rows up to a size, as known at a moment; an extended one is another table."""

    def __init__(self, rooms: _Rooms) -> None:
        self._rooms, self.size, self._known_at = rooms, rooms.used, rooms.known_at

    def __getitem__(self, name: str) -> Column:
        column = self._rooms.arrays[name][: self.size]
        if name == ENDS and self._rooms.known_at > self._known_at:
            return np.where(column > self._known_at, FOREVER, column)
        return column

    def __iter__(self) -> Iterator[str]:
        return iter(self._rooms.arrays)

    def __len__(self) -> int:
        return len(self._rooms.arrays)

    def extended(self, new: Columns, known_at: Micros) -> "Table":
        """These rows followed by new ones, as known at a later moment."""
        rooms = self._own_rooms()
        size = self.size + len(next(iter(new.values())))
        for name, array in rooms.arrays.items():
            if size > len(array):
                array = rooms.arrays[name] = _larger(array, self.size, size)
            array[self.size : size] = new[name]
        rooms.used, rooms.known_at = size, known_at
        return Table(rooms)

    def end(self, rows: Ints, at: Column) -> None:
        """End rows at moments that no older table reaches."""
        self._rooms.arrays[ENDS][rows] = at

    def _own_rooms(self) -> _Rooms:
        """The arrays to write into; a copy where another table grew from this one already."""
        rooms = self._rooms
        if (rooms.used, rooms.known_at) == (self.size, self._known_at):
            return rooms
        return _Rooms({name: self[name].copy() for name in self}, self.size, self._known_at)


def table(columns: Columns, known_at: Micros) -> Table:
    """A table of some columns, all of one length."""
    return Table(_Rooms(dict(columns), len(next(iter(columns.values()))), known_at))


def _larger(array: Column, used: int, size: int) -> Column:
    larger = np.empty(int(size * _ROOM) + 16, dtype=array.dtype)
    larger[:used] = array[:used]
    return larger
