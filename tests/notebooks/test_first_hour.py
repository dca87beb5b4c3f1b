"""The notebook of the first hour, run as a reader runs it: a clean kernel and a served demo."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from doors import opened_elsewhere
from nbclient import NotebookClient

Cell = Any
FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOK = FOLDER / "first_hour.ipynb"
AGENCIES = ("riverton-pd", "harbor-so", "superior-court", "state-dmv", "fusion-tf")


@pytest.fixture(scope="module")
def run(made_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cell]:
    """The notebook's cells by their names after they were run, top to bottom."""
    data = Path(shutil.copytree(made_demo / "data", tmp_path_factory.mktemp("hour") / "data"))
    book = nbformat.read(NOTEBOOK, as_version=4)
    with opened_elsewhere(data) as (doors, _), pytest.MonkeyPatch.context() as environment:
        environment.setenv("COMITY_URL", doors.root)
        environment.setenv("COMITY_TOKEN", doors.token("r.alvarez"))
        environment.setenv("PYTHONWARNINGS", "error")
        NotebookClient(book, timeout=120, kernel_name="python3").execute(cwd=str(data.parent))
        actions = [stored.row.action for stored in doors.rows() if stored.row.case]
    return {cell.id: cell for cell in book.cells} | {"actions": actions}


def shown(cell: Cell) -> str:
    """Everything that a cell shows, as text."""
    return json.dumps(cell.outputs, ensure_ascii=False)


def test_every_notebook_is_run_by_a_test() -> None:
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == tests


def test_the_notebook_is_kept_without_outputs_and_each_step_says_what_it_is_for() -> None:
    book = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert "comity token give" in book.cells[0].source
    headings = [cell.source for cell in book.cells if cell.source.startswith(("#", "That is"))]
    assert len(headings) >= 8
    assert "comity_" not in NOTEBOOK.read_text("utf-8")


def test_every_cell_shows_its_result_and_warns_of_nothing(run: dict[str, Cell]) -> None:
    for name, cell in run.items():
        if name != "actions" and cell.cell_type == "code":
            kinds = {output.output_type for output in cell.outputs}
            assert kinds == {"execute_result"}, name


def test_the_search_finds_the_man_and_the_entity_says_who_says_so(run: dict[str, Cell]) -> None:
    assert re.search(r"sem\w*henko", shown(run["search"]).lower())
    told = shown(run["entity"])
    assert sum(agency in told for agency in AGENCIES) >= 3
    assert "regional-mou" in told
    assert all(agency in shown(run["facts"]) for agency in AGENCIES)


def test_the_path_goes_through_him_hop_by_hop(run: dict[str, Cell]) -> None:
    told = shown(run["paths"]).upper()
    assert told.count("SEMCHENKO") + told.count("SEMTCHENKO") >= 2
    assert "HARBOR-SO" in told


def test_communities_and_ranking_name_him_and_count_who_was_left_out(run: dict[str, Cell]) -> None:
    for name in ("communities", "centrality"):
        assert any(each in shown(run[name]).upper() for each in ("SEMCHENKO", "SEMTCHENKO")), name
    left_out = run["left-out"].outputs[0].data["text/plain"]
    assert "'professional'" in left_out
    assert "'bystander'" in left_out


def test_the_chart_is_shown_inline_in_a_sandbox(run: dict[str, Cell]) -> None:
    html = run["chart"].outputs[0].data["text/html"]
    assert html.startswith('<iframe sandbox="allow-scripts" srcdoc="')


def test_the_weakest_joint_is_explained(run: dict[str, Cell]) -> None:
    told = run["why"].outputs[0].data["text/html"]
    assert "<b>same</b>" in told
    assert "family name" in told


def test_each_step_left_its_row_in_the_audit(run: dict[str, Cell]) -> None:
    assert run["actions"] == [
        *("standing", "search", "entity", "neighbours", "paths", "list_communities"),
        *("centrality", "draw", "matches"),
    ]
