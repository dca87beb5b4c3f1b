"""Every answer that combines facts says how it is marked, by what is in it and shows."""

from typing import Any

import pytest
from doors import Doors, sample
from town import PACT

from comity.api.app import QUESTIONS
from comity.api.wire import Marked

MARKED = sorted(
    question.answer.__name__
    for question in QUESTIONS
    if isinstance(told := question.answer.__annotations__["return"], type)
    and issubclass(told, Marked)
)


def marking(doors: Doors, name: str) -> Any:
    method, path, sent = sample(doors, name)
    answer = doors.asker().request(method, path, **sent)
    assert answer.is_success, answer.text
    return answer.json()["marking"]


@pytest.mark.parametrize("name", MARKED)
def test_an_answer_carries_codes_caveats_owners_and_what_may_be_done_with_it(
    town_doors: Doors, name: str
) -> None:
    found = marking(town_doors, name)
    if found is None:  # a queue or list that is empty here
        assert name in ("review", "board")
        return
    assert found["codes"] == ["TLP:AMBER"]
    assert found["caveats"] == []
    assert set(found["owners"]) <= {"harbor-so", "riverton-pd"}
    assert (found["onward"], found["evidence"]) in {("ask", "ask"), ("free", "free")}


def test_the_answers_that_are_marked_are_those_that_combine() -> None:
    assert {"entity", "neighbours", "paths", "search", "why", "matches"} <= set(MARKED)
    assert {"centrality", "list_communities"} <= set(MARKED)


def test_a_measure_is_marked_by_all_that_shows_and_an_entity_by_its_own_facts(
    town_doors: Doors,
) -> None:
    assert marking(town_doors, "centrality")["owners"] == ["harbor-so", "riverton-pd"]
    mina = town_doors.asker().get(f"/v1/entities/{town_doors.at('R3')}").json()["marking"]
    assert (mina["owners"], mina["onward"]) == (["riverton-pd"], "free")


def test_nothing_found_is_not_marked(town_doors: Doors) -> None:
    told = town_doors.asker().post("/v1/search", json={"text": "Zzyzx Qwrt"}).json()
    assert (told["hits"], told["marking"]) == ([], None)


def test_a_clause_that_is_stricter_than_the_code_marks_what_it_permits(doors: Doors) -> None:
    text = PACT.replace('TLP:AMBER"}', 'TLP:AMBER", onward: never, verify_first: true}')
    text = text.replace("version: 1", "version: 2")
    doors.installation.ledger.put_agreement(text, "administrator")
    found = marking(doors, "entity")
    assert (found["onward"], found["evidence"]) == ("never", "ask")
    assert found["verify_first"] == ["harbor-so"]


def test_a_chart_bears_its_marking_as_a_banner(town_doors: Doors) -> None:
    page = town_doors.asker().get("/v1/chart", params={"entity": town_doors.at("R1")}).text
    banner = page.split('<p class="marking">')[1].split("</p>")[0]
    assert banner.startswith("TLP:AMBER · passing on: ask")


def test_the_picture_of_a_match_is_marked_by_what_both_rest_on(town_doors: Doors) -> None:
    first, second = town_doors.at("R1"), town_doors.at("B1")
    found = town_doors.asker().get(f"/v1/why/{first}/{second}/picture")
    assert "TLP:AMBER · passing on: ask" in found.text


def test_who_explains_a_match_is_told_to_the_owners_of_both_sides(doors: Doors) -> None:
    before = doors.last()
    doors.asker().get(f"/v1/why/{doors.at('R1')}/{doors.at('B1')}")
    (stored,) = doors.rows(before)
    assert {each.owner for each in stored.row.disclosed} == {"harbor-so", "riverton-pd"}
