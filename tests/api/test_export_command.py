"""`comity export`, and how what it wrote comes back: in disclosures, and in orders on a record."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from town import address

from comity.api.installation import Installation

Command = Callable[..., Any]
WHO = ("--as", "ann", "--justification", "a test", "--agency", "riverton-pd")
TO = ("--recipient", "county prosecutor", "--reason", "charging decision")


@pytest.fixture
def people(town: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The town's folder is where commands work; the addresses of its people by record."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    with Installation.open(town) as installation:
        return {name: address(installation, name) for name in ("R1", "R3", "B1", "B2")}


def test_a_file_is_written_whole_and_the_owner_reads_to_whom_and_why(
    comity: Command, people: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    allowed = ("--approved-by", "harbor-so:memo 7")
    told = comity("export", people["R1"], "--to", out, "--format", "json", *TO, *WHO, *allowed)
    assert (told.code, told.out) == (0, "")
    assert told.err == f"{out}: 1 entities for county prosecutor\n"
    written = json.loads(out.read_text("utf-8"))
    assert written["heading"]["recipient"] == "county prosecutor"
    assert {fact["origin"]["agency"] for fact in written["entities"][0]["facts"]} == {
        *("harbor-so", "riverton-pd"),
    }
    (found,) = comity("audit", "disclosures", "--agency", "harbor-so", "--json").json()[
        "disclosures"
    ]
    assert found["handed_over"]["reason"] == "charging decision"
    table = comity("audit", "disclosures", "--agency", "harbor-so").out
    assert "county prosecutor" in table


@pytest.mark.parametrize("order", ["seal", "expunge", "correct"])
def test_an_order_on_a_record_lists_to_whom_it_was_handed(
    comity: Command, people: dict[str, str], tmp_path: Path, order: str
) -> None:
    assert comity("export", people["R3"], "--to", tmp_path / "x.csv", *TO, *WHO).code == 0
    values = ("--values", '{"BORN": "1990-01-03"}') if order == "correct" else ()
    (before,) = comity("record", order, "rms", "R3", "--order", "O-1", *values, "--json").json()
    assert (before["action"], before["agency"]) == ("handed_over", "riverton-pd")
    assert (before["recipient"], before["reason"]) == ("county prosecutor", "charging decision")


def test_what_is_refused_leaves_no_file_and_the_one_that_was_there(
    comity: Command, people: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("as it was")
    told = comity("export", people["B2"], "--to", out, *TO, *WHO)
    assert (told.code, out.read_text()) == (1, "as it was")
    assert "only with an approval: ask harbor-so" in told.err
    assert [each.name for each in tmp_path.iterdir() if "out" in each.name] == ["out.csv"]


def test_what_may_not_go_is_left_out_and_only_the_asker_is_told_how_much(
    comity: Command, people: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out.html"
    told = comity("export", people["R1"], "--to", out, "--format", "html-chart", *TO, *WHO,
                  "--only-free")  # fmt: skip
    assert told.err == f"{out}: 1 entities for county prosecutor; left out: 1 records, 2 facts\n"
    assert "harbor-so" not in out.read_text("utf-8")
    assert "Handed over to county prosecutor" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--format", "docx"), "format"),
        (("--approved-by", "harbor-so"), "OWNER:REF"),
        (("--to", "nowhere/x.csv"), "make the folder"),
    ],
)
def test_wrong_use_is_told_in_a_line_and_asks_nothing(
    comity: Command, people: dict[str, str], tmp_path: Path, more: tuple[str, str], says: str
) -> None:
    told = comity("export", people["R3"], "--to", tmp_path / "x.csv", *TO, *WHO, *more)
    assert told.code != 0
    assert says in told.err
    assert told.err.count("\n") == 1
    assert comity("audit", "list", "--json").json() == []


def test_commands_that_ask_say_how_their_answer_is_marked(
    comity: Command, people: dict[str, str]
) -> None:
    marked = "TLP:AMBER · passing on: ask · use in court: ask"
    both = f"{marked} (facts of harbor-so, riverton-pd)"
    assert both in comity("entity", people["R1"], *WHO).out
    assert both in comity("search", "Quillon Brandt", *WHO).out
    assert both in comity("centrality", "degree", *WHO).out
    own = comity("entity", people["R3"], "--json", *WHO).json()["marking"]
    assert (own["codes"], own["onward"], own["owners"]) == (["TLP:AMBER"], "free", ["riverton-pd"])
