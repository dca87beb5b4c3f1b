"""Settling grows with the rows of a load, not with their square: counted in SQLite's own steps."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_records import load, plan, record

from comity.graph.ledger import Ledger
from comity.graph.words import Record

FEW, TIMES = 100, 4
EVERY = 20
Story = tuple[list[Record], list[Record], bool]


def _names(many: int) -> list[str]:
    return [f"r{number:05}" for number in range(many)]


def _ends_elsewhere(many: int) -> Story:
    """Every record links to one of an earlier load."""
    links = [record(f"x{name}", to=[name]) for name in _names(many)]
    return [record(name) for name in _names(many)], links, False


def _ends_in_the_load(many: int) -> Story:
    """Every record links to the one before it."""
    names = _names(many)
    links = [record(name, to=[before]) for name, before in zip(names[1:], names, strict=False)]
    return [], [record(names[0]), *links], False


def _no_end(many: int) -> Story:
    """The first record lacks its end, so that each falls after the one it leans on."""
    names = ["nowhere", *_names(many)]
    links = [record(name, to=[before]) for name, before in zip(names[1:], names, strict=False)]
    return [], links, False


def _all_changed(many: int) -> Story:
    """A full export that changes every record."""
    names = _names(many)
    return [record(name) for name in names], [record(name, "Bea") for name in names], True


def _all_the_same(many: int) -> Story:
    """A full export that says everything again."""
    records = [record(name) for name in _names(many)]
    return records, [*records, record("new")], True


def _all_gone(many: int) -> Story:
    """A full export that holds none of the former records."""
    return [record(name) for name in _names(many)], [record("new")], True


STORIES = [_ends_elsewhere, _ends_in_the_load, _no_end, _all_changed, _all_the_same, _all_gone]


def _steps(folder: Path, story: Story) -> int:
    """The steps that publishing the second load of a story takes, in units of EVERY."""
    first, second, full = story
    counted = [0]

    def count() -> bool:
        counted[0] += 1
        return False

    with Ledger.create(folder / f"{len(first)}-{len(second)}.db") as ledger:
        if first:
            load(ledger, plan("first"), first)
        with ledger._file.write() as connection:
            connection.set_progress_handler(count, EVERY)
        load(ledger, plan("second", full=full), second)
    return counted[0]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__.strip("_"))
def test_four_times_the_rows_take_about_four_times_the_steps(
    tmp_path: Path, story: Callable[[int], Story]
) -> None:
    few, many = (_steps(tmp_path, story(number)) for number in (FEW, FEW * TIMES))
    assert few > FEW / EVERY, "nothing was counted"
    assert many < few * TIMES * 1.5
