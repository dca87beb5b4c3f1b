"""`comity analyse table`: anybody's file in, a table out, without an installation."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

Command = Callable[..., Any]


@pytest.fixture
def edges(tmp_path: Path) -> Path:
    """A star of four with one line that holds no link."""
    file = tmp_path / "edges.csv"
    file.write_text("from,to,weight\nmid,a,1\nmid,b,1\nmid,c,5\nmid,,1\n")
    return file


def test_a_table_is_measured_best_first_and_what_was_left_out_is_told(
    comity: Command, edges: Path
) -> None:
    told = comity("analyse", "table", edges)
    assert told.code == 0
    assert told.out.index("mid") < told.out.index(" a ")
    assert "4 entities, 3 links between 3 pairs" in told.out
    assert "1 of 4 lines hold no link" in told.err
    assert "line 5: an end is empty" in told.err


def test_the_answer_is_written_whole_and_as_json(comity: Command, edges: Path) -> None:
    out = edges.parent / "measures.csv"
    told = comity(
        "analyse", "table", edges, "--measure", "pagerank", "--measure", "core", "--weighted",
        "--top", 1, "--out", out, "--json",
    )  # fmt: skip
    assert told.code == 0
    summary = json.loads(told.out)
    assert (summary["entities"], summary["left_out"]) == (4, 1)
    assert summary["columns"] == {"from": "from", "to": "to", "weight": "weight"}
    assert [row["entity"] for row in summary["top"]] == ["mid"]
    frame = pd.read_csv(out)
    assert list(frame.columns) == ["entity", "pagerank", "core"]
    assert frame["entity"].tolist() == ["mid", "c", "a", "b"]


def test_what_cannot_be_measured_is_one_sentence(comity: Command, edges: Path) -> None:
    for words, said in (
        (["--measure", "fame"], "no measure 'fame'"),
        (["--from", "caller"], "no column 'caller' among from, to, weight"),
        (["--out", edges], "is read"),
    ):
        told = comity("analyse", "table", edges, *words)
        assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
        assert said in told.err
    assert comity("analyse", "table", edges.parent / "none.csv").code == 1
