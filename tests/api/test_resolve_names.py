"""Name pairs through the command line."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.api.cli_resolve_names import _shown

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


def test_other_columns_come_out_as_they_went_in(comity: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    columns = {"one": ["Ann", "\x1b[31mBo"], "two": ["=A1()", "Bo"], "n": [2**53 + 1, None],
               "all": [["x", "y"], None]}  # fmt: skip
    pq.write_table(pa.table(columns), file)
    out = tmp_path / "out.csv"
    told = comity("resolve", "names", file, "--left", "one", "--right", "two", "--out", out)
    first, second = csv.DictReader(out.read_text().splitlines())
    assert (first["two"], first["n"], first["all"]) == ("=A1()", "9007199254740993", '["x", "y"]')
    assert (second["one"], second["n"]) == ("\x1b[31mBo", "")
    assert "1 different cells begin with =, +, - or @" in told.err


def test_a_terminal_gets_no_control_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\x1b[31mBo\x9b\t\n"
    assert _shown(text) == text
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert _shown(text) == "\\x1b[31mBo\\x9b\t\n"


def test_a_column_of_several_names_is_refused(comity: Command, tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [["x", "y"]], "b": ["x"]}), tmp_path / "a.parquet")
    told = comity("resolve", "names", tmp_path / "a.parquet", "--left", "a", "--right", "b")
    assert "column 'a' holds lists; give one of single names" in told.err
