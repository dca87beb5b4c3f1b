"""What-if and hidden links at both doors: told, marked, audited, and recorded nowhere."""

from typing import Any

import pytest
from conftest import Command
from doors import Doors

WHO = ("--as", "r.alvarez", "--justification", "a test")


def first_of(comity: Command, many: int) -> list[str]:
    """The best ranked of the demo."""
    told = comity("centrality", "degree", "--limit", many, *WHO, "--json").json()
    return [each["entity"] for each in told["ranking"]]


@pytest.mark.usefixtures("demo")
def test_arrests_are_supposed_and_change_nothing(comity: Command) -> None:
    broker, other = ranked = first_of(comity, 2)
    told = comity("what-if", "--without", broker, "--measure", "degree", *WHO, "--json").json()
    assert told["changes"] == [f"without {broker}"]
    figures = {each["figure"]: each for each in told["effect"]}
    assert figures["entities"]["change"] == -1
    assert figures["cut"]["after"] >= 0
    gone = [each for each in told["entities"] if each["entity"] == broker]
    assert {each["after"] for each in gone} == {None}
    assert told["marking"] is not None
    assert first_of(comity, 2) == ranked
    joined = comity("what-if", "--merged", broker, "--merged", other, *WHO)
    assert joined.code == 0
    assert "recorded nowhere" in joined.out


@pytest.mark.usefixtures("demo")
def test_guesses_are_told_with_whom_both_know(comity: Command) -> None:
    index = ("--method", "adamic_adar_index", "--through", "co_offending")
    told = comity("hidden-links", *index, "--limit", 3, *WHO, "--json").json()
    assert 1 <= len(told["guesses"]) <= 3
    for guess in told["guesses"]:
        assert guess["because"]
        assert guess["one"]["entity"] != guess["other"]["entity"]
    shown = comity("hidden-links", *index, *WHO)
    assert "never what is so" in shown.out


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ({"without": ["0" * 32]}, 404), ({"without": ["x"]}, 422)],
)
def test_nobody_and_nonsense_are_refused(
    town_doors: Doors, body: dict[str, Any], status: int
) -> None:
    assert town_doors.asker().post("/v1/what-if", json=body).status_code == status


def test_measures_and_methods_that_are_not_there_are_refused(town_doors: Doors) -> None:
    ann, someone = town_doors.asker(), town_doors.at("R1")
    wrong = ann.post("/v1/what-if", json={"without": [someone], "measures": ["charm"]})
    assert (wrong.status_code, "betweenness" in wrong.json()["detail"]) == (400, True)
    assert ann.post("/v1/what-if", json={"merged": [someone]}).status_code == 400
    both = {"without": [someone], "merged": [someone]}
    assert ann.post("/v1/what-if", json=both).status_code == 400
    assert ann.get("/v1/hidden-links", params={"method": "charm"}).status_code == 422


def test_both_leave_a_row_of_who_asked_what(town_doors: Doors) -> None:
    before = town_doors.last()
    ann = town_doors.asker()
    ann.post("/v1/what-if", json={"without": [town_doors.at("R1")]})
    ann.get("/v1/hidden-links", params={"method": "common_neighbors"})
    rows = [(stored.row.action, stored.row.outcome) for stored in town_doors.rows(before)]
    assert rows == [("what_if", "answered"), ("hidden_links", "answered")]
