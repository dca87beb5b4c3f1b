"""`comity chart rerun`: the same bytes of the same view, or what came and went as one sees it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from town import MAPPING, PACT, address, row

from comity.api.chart_files import read_chart_file
from comity.api.errors import BadQuestion
from comity.api.installation import Installation
from comity.ingest import ingest_records, parse_mapping

Command = Callable[..., Any]
WHO = ("--as", "ann", "--justification", "a test", "--agency", "riverton-pd")
NOTHING = {"came": [], "gone": [], "changed": [], "links_came": 0, "links_gone": 0,
           "links_changed": 0}  # fmt: skip


@pytest.fixture
def people(town: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The town's folder is where commands work; the ids of its people by record."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    with Installation.open(town) as installation:
        return {name: address(installation, name) for name in ("R1", "R3", "B1", "B2", "Y1")}


def say(town: Path, *values: str) -> None:
    """Riverton takes one more record in."""
    text = MAPPING.format(source="rms", agency="riverton-pd", data_class="incident")
    with Installation.open(town) as installation:
        rows = [("insert", row(*values))]
        ingest_records(installation.ledger, parse_mapping(text, "rms"), rows, name="later")  # type: ignore[arg-type]


def suspend(town: Path) -> None:
    with Installation.open(town) as installation:
        installation.ledger.put_agreement(
            PACT.replace("version: 1", "version: 2").replace("active", "suspended"), "administrator"
        )


def rerun(comity: Command, file: Path, *more: Any) -> dict[str, Any]:
    """What making a chart again tells."""
    told = comity("chart", "rerun", file, "--json", *more, *WHO)
    assert told.code == 0, told.err
    found: dict[str, Any] = told.json()
    return found


def saved(town: Path, *entities: str) -> Path:
    """A chart as the workspace saves it."""
    spots = [{"entity": entity, "x": at * 90.5, "y": 12, "pinned": at == 0, "hidden": False,
              "note": "é" * at} for at, entity in enumerate(entities)]  # fmt: skip
    told = {"format": "comity-chart", "version": 1, "known_at": None, "valid_at": None,
            "digest": "", "query": {"hops": 0}, "entities": spots}  # fmt: skip
    file = town.parent / "saved.json"
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return file


def test_the_same_view_makes_the_same_bytes_and_a_new_record_is_told_as_known_now(
    comity: Command, town: Path, people: dict[str, str]
) -> None:
    page, again = town.parent / "chart.html", town.parent / "again.html"
    assert comity("chart", page, "--around", people["R1"], "--hops", "2", *WHO).code == 0
    told = rerun(comity, page, "--to", again)
    assert (told["same"], told["then"], told["now"]) == (True, NOTHING, NOTHING)
    assert again.read_bytes() == page.read_bytes()

    say(town, "R8", "Ivo Stahl", "1970-01-01", "+12175550101")
    told = rerun(comity, page)
    assert (told["same"], told["then"]) == (True, NOTHING)
    assert (len(told["now"]["came"]), told["now"]["gone"]) == (1, [])
    assert told["now"]["links_came"] == 1
    out = comity("chart", "rerun", page, *WHO).out
    assert "the same, byte for byte" in out
    assert "1 came" in out
    assert "Ivo" not in out


def test_what_an_agreement_showed_is_gone_with_it_as_if_it_had_never_been_there(
    comity: Command, town: Path, people: dict[str, str]
) -> None:
    page = town.parent / "chart.html"
    assert comity("chart", page, "--around", people["B2"], "--hops", "1", *WHO).code == 0
    on_it = sorted(read_chart_file(page).nodes)
    assert len(on_it) == 2
    suspend(town)
    told = rerun(comity, page)
    assert told["same"] is False
    assert told["then"] == told["now"] == {**NOTHING, "gone": on_it, "links_gone": 1}

    never = town.parent / "never.html"
    text = page.read_text("utf-8")
    for at, entity in enumerate(on_it):
        text = text.replace(entity, f"{at:032x}")
    never.write_text(text, "utf-8")
    other = rerun(comity, never)
    assert other["then"] == {**told["then"], "gone": [f"{at:032x}" for at in (0, 1)]}


def test_a_saved_chart_is_made_again_too_and_keeps_places_pins_and_notes(
    comity: Command, town: Path, people: dict[str, str]
) -> None:
    file = saved(town, people["R3"], people["B2"])
    first = town.parent / "first.json"
    assert rerun(comity, file, "--to", first)["then"] == NOTHING
    told = rerun(comity, first)
    assert (told["same"], told["then"], told["now"]) == (True, NOTHING, NOTHING)
    kept = json.loads(first.read_text("utf-8"))
    assert kept["entities"] == json.loads(file.read_text("utf-8"))["entities"]
    suspend(town)
    assert rerun(comity, first)["now"] == {**NOTHING, "gone": [people["B2"]]}


def test_a_page_that_was_handed_over_is_made_again_with_its_heading(
    comity: Command, town: Path, people: dict[str, str]
) -> None:
    page = town.parent / "handed.html"
    to = ("--recipient", "county prosecutor", "--reason", "charging decision")
    assert (
        comity("export", people["R3"], "--to", page, "--format", "html-chart", *to, *WHO).code == 0
    )
    assert rerun(comity, page)["same"] is True


def test_another_file_is_no_chart(comity: Command, town: Path, people: dict[str, str]) -> None:
    bad = town.parent / "bad.json"
    page = '<script type="application/json" id="chart-data">{"nodes": []}</script>'
    spot = '{"format": "comity-chart", "version": 1, "entities": [{"entity": "x"}]}'
    for text in ("{}", "no json", "<script>", page, spot):
        bad.write_text(text)
        with pytest.raises(BadQuestion, match="is no chart"):
            read_chart_file(bad)
    told = comity("chart", "rerun", bad, *WHO)
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert people
