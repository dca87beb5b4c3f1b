"""Edges from a CSV file, read line by line; what is wrong in a line is told with its number."""

import csv
import gzip
import io
import math
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from comity.analytics.edge_arrays import network_of_codes
from comity.analytics.errors import BadTable
from comity.graph.network import Network

ENDS = (("from", "to"), ("source", "target"), ("src", "dst"), ("first", "second"))
WEIGHT = "weight"
DELIMITERS = ",;\t|"
TOLD_EVERY = 100_000
MOST_TOLD = 20
Progress = Callable[[str], None]


@dataclass(frozen=True)
class EdgeColumns:
    """Which columns hold what; an empty name is looked for among those usual for it."""

    source: str = ""
    target: str = ""
    weight: str = ""


@dataclass(frozen=True)
class EdgeFile:
    """The network of a file, how many lines were left out, and why the first of them were."""

    network: Network
    columns: EdgeColumns
    lines: int
    left_out: int
    reasons: tuple[str, ...]


def read_edges(
    file: Path, columns: EdgeColumns | None = None, *, progress: Progress | None = None
) -> EdgeFile:
    """Read edges; a line that cannot be one is left out and told."""
    try:
        with _opened(file) as text:
            return _read(file.name, text, columns or EdgeColumns(), progress or (lambda _: None))
    except UnicodeDecodeError as error:
        raise BadTable(file.name, 0, f"not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except (EOFError, gzip.BadGzipFile) as error:
        raise BadTable(file.name, 0, f"cannot be unpacked: {error}") from None


def _opened(file: Path) -> io.TextIOBase:
    if file.suffix.lower() == ".gz":
        return gzip.open(file, "rt", encoding="utf-8-sig", newline="")
    return file.open(encoding="utf-8-sig", newline="")


class _Edges:
    """The edges so far, names as numbers, and what was wrong."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.source, self.target, self.weight = array("i"), array("i"), array("d")
        self.lines = self.left_out = 0
        self.reasons: list[str] = []

    def code(self, name: str) -> int:
        """The number of a name, given now if it has none."""
        return self.codes.setdefault(name, len(self.codes))

    def refuse(self, line: int, reason: str) -> None:
        """Count a line that is left out, and keep why if there is room."""
        self.left_out += 1
        if len(self.reasons) < MOST_TOLD:
            self.reasons.append(f"line {line:,}: {reason}")


def _read(name: str, text: io.TextIOBase, asked: EdgeColumns, progress: Progress) -> EdgeFile:
    header = text.readline()
    if not header.strip():
        raise BadTable(name, 1, "no header; the first line names the columns, as in from,to,weight")
    delimiter = max(DELIMITERS, key=header.count)
    heads = [head.strip() for head in next(csv.reader([header], delimiter=delimiter))]
    columns, places = _places(name, heads, asked)
    edges = _Edges()
    for line, row in _rows(name, text, delimiter):
        edges.lines += 1
        _add(edges, line, row, places)
        if edges.lines % TOLD_EVERY == 0:
            progress(f"reading: {edges.lines:,} lines")
    if edges.left_out and not len(edges.source):
        raise BadTable(name, 0, f"no line holds an edge; {edges.reasons[0]}")
    return EdgeFile(_network(edges), columns, edges.lines, edges.left_out, tuple(edges.reasons))


def _rows(name: str, text: io.TextIOBase, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with the line it ends on."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadTable(name, reader.line_num + 1, f"{error}; is a quote left open?") from None
        if row:
            yield reader.line_num + 1, row


def _places(
    name: str, heads: list[str], asked: EdgeColumns
) -> tuple[EdgeColumns, tuple[int, int, int]]:
    lower = [head.lower() for head in heads]
    usual = next((pair for pair in ENDS if {*pair} <= {*lower}), ("", ""))
    found = []
    for option, given, guess in (
        ("--from", asked.source, usual[0]), ("--to", asked.target, usual[1]),
        ("--weight", asked.weight, WEIGHT),
    ):  # fmt: skip
        at = heads.index(given) if given in heads else -1
        if not given and guess in lower:
            at = lower.index(guess)
        if at < 0 and (given or option != "--weight"):
            raise BadTable(
                name, 1, f"no column {given or guess or 'from'!r} among {', '.join(heads)}; "
                f"name it with {option}"
            )  # fmt: skip
        found.append(at)
    source, target, weight = found
    named = EdgeColumns(heads[source], heads[target], heads[weight] if weight >= 0 else "")
    return named, (source, target, weight)


def _add(edges: _Edges, line: int, row: list[str], places: tuple[int, int, int]) -> None:
    source, target, weight = places
    if len(row) <= max(places):
        edges.refuse(line, f"{len(row)} cells, too few")
        return
    ends = row[source].strip(), row[target].strip()
    if not all(ends):
        edges.refuse(line, "an end is empty")
        return
    heavy = _weight(row[weight]) if weight >= 0 else 1.0
    if heavy is None:
        edges.refuse(line, f"weight {row[weight]!r} is no number above 0")
        return
    edges.source.append(edges.code(ends[0]))
    edges.target.append(edges.code(ends[1]))
    edges.weight.append(heavy)


def _weight(cell: str) -> float | None:
    try:
        weight = float(cell)
    except ValueError:
        return None
    return weight if 0 < weight < math.inf else None


def _network(edges: _Edges) -> Network:
    """Names in their order, so that the order of lines changes nothing."""
    names = sorted(edges.codes)
    place = np.empty(len(names), dtype=np.int32)
    place[[edges.codes[name] for name in names]] = np.arange(len(names))
    source, target = (np.array(end, dtype=np.int32) for end in (edges.source, edges.target))
    return network_of_codes(
        names, place[source], place[target], np.array(edges.weight, dtype=np.float64)
    )
