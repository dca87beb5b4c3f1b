"""Name pairs through the command line."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
PAIRS = """\
one,two,right
Marta Kowalczyk,"KOWALCZYK, Marta",yes
Marta Kowalczyk,Anna Kowalczyk,no
Nordwind AG,Nordwind Aktiengesellschaft,yes
Bo Chan,,
"""


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Four pairs, one of them without a truth."""
    path = tmp_path / "pairs.csv"
    path.write_text(PAIRS)
    return path


def test_scores_stand_behind_the_other_columns(comity: Command, pairs: Path) -> None:
    told = comity("resolve", "names", pairs, "--left", "one", "--right", "two")
    rows = list(csv.DictReader(told.out.splitlines()))
    assert list(rows[0]) == ["one", "two", "right", "score", "same"]
    assert [row["same"] for row in rows] == ["true", "false", "true", "false"]
    assert float(rows[3]["score"]) == 0.0


def test_scores_are_written_to_a_file(comity: Command, pairs: Path) -> None:
    out = pairs.with_name("scored.csv")
    told = comity("resolve", "names", pairs, "--left", "one", "--right", "two", "--out", out)
    assert (told.code, told.out) == (0, "")
    assert len(out.read_text().splitlines()) == 5


def test_figures_leave_out_pairs_without_a_truth(comity: Command, pairs: Path) -> None:
    told = comity("resolve", "names", pairs, "--left", "one", "--right", "two",
                  "--truth", "right", "--json")  # fmt: skip
    found = told.json()
    assert found["default"] == found["best"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert "1 pairs have no truth and are not scored" in told.err
    assert {"pairs", "best_threshold", "seconds", "peak_rss_mb"} <= set(found)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--left", "on", "--right", "two"], "no column 'on'; did you mean 'one'"),
        (["--left", "one", "--right", "two", "--kind", "persn"], "did you mean 'person'"),
        (["--left", "one", "--right", "two", "--truth", "two"], "is neither true nor false"),
    ],
)
def test_what_is_wrong_is_one_line(
    comity: Command, pairs: Path, options: list[str], said: str
) -> None:
    told = comity("resolve", "names", pairs, *options)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert said in told.err
