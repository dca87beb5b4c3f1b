"""Writes the generated files row by row: CSV, text lines and the truth beside them.

Holds no more than one row; knows nobody in them.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from comity.graph.words import mention_key

TRUTH_COLUMNS = ("mention", "kind", "truth")


class CsvFile:
    """A CSV file that is written as its rows come."""

    def __init__(self, path: Path, columns: Sequence[str], delimiter: str = ",") -> None:
        self._file: TextIO = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.DictWriter(
            self._file, columns, delimiter=delimiter, lineterminator="\n", restval=""
        )
        self._writer.writeheader()
        self.rows = 0

    def write(self, row: Mapping[str, object]) -> None:
        """One row; a column it lacks stays empty."""
        self._writer.writerow(row)
        self.rows += 1

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class LineFile:
    """A text file that is written line by line, between a head and a foot."""

    def __init__(self, path: Path, head: str = "", foot: str = "") -> None:
        self._file: TextIO = path.open("w", encoding="utf-8", newline="\n")
        self._file.write(head)
        self._foot = foot
        self.rows = 0

    def write(self, line: str) -> None:
        """One line."""
        self._file.write(line + "\n")
        self.rows += 1

    def close(self) -> None:
        """Write the foot and finish the file."""
        self._file.write(self._foot)
        self._file.close()


class Truth:
    """Which mention is whom. Keys of the people in `watched` are also kept for the stories."""

    def __init__(self, path: Path, watched: str) -> None:
        self._file = CsvFile(path, TRUTH_COLUMNS)
        self._watched = watched
        self.keys: dict[str, list[str]] = {}

    def add(self, source: str, record: str, part: str, kind: str, ident: str) -> None:
        """One mention and its true identity."""
        key = mention_key(source, record, part)
        self._file.write({"mention": key, "kind": kind, "truth": ident})
        if ident.startswith(self._watched):
            self.keys.setdefault(ident, []).append(key)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()
