"""The page of comparators: its examples are compared, and it names every level there is."""

import re
from pathlib import Path

import pytest
from people import Person, facts, pairs_of

from comity.resolve import compare, default_model, prepare
from comity.resolve.comparators import COMPARATORS
from comity.resolve.compare import comparisons, unpacked
from comity.resolve.joint import SILENT

PAGE = Path(__file__).resolve().parents[2] / "docs" / "comparators.md"
Row = tuple[str, str, str, str, str]
_KIND = re.compile(r"^<!-- kind: (\w+) -->$")
_ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| `(.+)` \| `(.+)` \|$")


def rows() -> list[Row]:
    """Kind, comparison, level and the two records of each line of the tables."""
    kind, found = "", []
    for line in PAGE.read_text("utf-8").splitlines():
        if named := _KIND.match(line):
            kind = named[1]
        elif row := _ROW.match(line):
            found.append((kind, row[1], row[2], row[3], row[4]))
    return found


def record(cell: str) -> Person:
    """`city=Ham; postcode=12345` as values by property."""
    said: dict[str, list[str]] = {}
    for part in cell.split("; "):
        prop, _, value = part.partition("=")
        said.setdefault(prop, []).append(value)
    return said


def level_of(row: Row, *, turned: bool = False) -> str:
    kind, name, _, *cells = row
    sides = [record(cell) for cell in (cells[::-1] if turned else cells)]
    pattern = compare(prepare(facts(sides, kind), default_model()), pairs_of((0, 1)))
    level = int(unpacked(kind, pattern)[name][0])
    return comparisons(kind)[name][level - 1] if level else ""


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}")
def test_an_example_comes_to_its_level_whichever_record_is_first(row: Row) -> None:
    assert (level_of(row), level_of(row, turned=True)) == (row[2], row[2])


def test_every_level_of_every_comparison_has_an_example_in_its_order() -> None:
    """What several kinds compare alike is shown once."""
    told: dict[tuple[str, str], list[str]] = {}
    for kind, name, level, _, _ in rows():
        told.setdefault((kind, name), []).append(level)
    shown = {made(kind, name): levels for (kind, name), levels in told.items()}
    for kind in sorted(COMPARATORS):
        for name, levels in comparisons(kind).items():
            assert shown[made(kind, name)] == list(levels), (kind, name)
    assert not any(name in SILENT.get(kind, ()) for kind, name in told)


def made(kind: str, name: str) -> object:
    """What tells a comparison apart: how it is made, or its name where it is a joint one."""
    return COMPARATORS[kind].get(name, name)
