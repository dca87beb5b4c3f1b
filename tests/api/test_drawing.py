"""A chart as data: what a page draws, places that stay, and nothing of what is withheld."""

from typing import Any

import httpx
import pytest
from doors import NOBODY, Doors


@pytest.fixture
def ann(town_doors: Doors) -> httpx.Client:
    return town_doors.asker()


def drawn(client: httpx.Client, **body: Any) -> Any:
    answer = client.post("/v1/drawing", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_entity_is_drawn_with_what_lies_near_and_every_link_names_its_records(
    town_doors: Doors, ann: httpx.Client
) -> None:
    told = drawn(ann, entities=[town_doors.at("R1")], hops=1)
    names = {node["entity"]: node for node in told["nodes"]}
    assert "Quillon Brandt" in {node["name"] for node in names.values()}
    assert len(names) > 1
    for edge in told["edges"]:
        assert {edge["first"], edge["second"]} <= names.keys()
        assert edge["count"] >= len(edge["agencies"]) > 0
        assert edge["lines"]
    assert told["marking"]["owners"]


def test_what_lies_on_the_chart_stays_when_more_comes(town_doors: Doors, ann: httpx.Client) -> None:
    first = drawn(ann, entities=[town_doors.at("R1")])
    [node] = first["nodes"]
    held = [{"entity": node["entity"], "x": 333.5, "y": -71.0}]
    more = drawn(ann, entities=[node["entity"]], held=held, hops=1)
    spots = {each["entity"]: (each["x"], each["y"]) for each in more["nodes"]}
    assert spots.pop(node["entity"]) == (333.5, -71.0)
    assert all(abs(x - 333.5) < 400 and abs(y + 71) < 400 for x, y in spots.values())


def test_an_entity_counts_all_that_it_is_linked_to_drawn_or_not(
    town_doors: Doors, ann: httpx.Client
) -> None:
    alone = drawn(ann, entities=[town_doors.at("R1")])["nodes"][0]
    beside = ann.get(f"/v1/entities/{town_doors.at('R1')}/neighbours").json()["neighbours"]
    assert alone["links"] == len(beside) > 0


def test_an_address_that_leads_elsewhere_says_so_and_takes_its_place_along(
    town_doors: Doors, ann: httpx.Client
) -> None:
    entity = ann.get(f"/v1/entities/{town_doors.at('R1')}").json()["entity"]
    others = [each["id"] for each in entity["mentions"] if each["id"] != entity["id"]]
    assert others
    told = drawn(ann, entities=others[:1], held=[{"entity": others[0], "x": 9.0, "y": 8.0}])
    assert told["leads"] == [{"asked": others[0], "entity": entity["id"]}]
    assert [(each["x"], each["y"]) for each in told["nodes"]] == [(9.0, 8.0)]


def test_what_is_withheld_is_left_out_like_what_never_was(
    town_doors: Doors, ann: httpx.Client
) -> None:
    here, hidden = town_doors.at("R1"), town_doors.at("Y1")
    assert ann.get(f"/v1/entities/{hidden}").status_code == 404
    held = [{"entity": address, "x": 1.0, "y": 2.0} for address in (here, hidden)]
    never = [{"entity": address, "x": 1.0, "y": 2.0} for address in (here, NOBODY)]
    told, plain = (
        drawn(ann, entities=[here, hidden], held=held),
        drawn(ann, entities=[here, NOBODY], held=never),
    )
    for each in (told, plain):
        each["standing"].pop("known_at")
    assert told == plain
    assert drawn(ann, entities=[hidden])["nodes"] == []


def test_without_entities_those_who_matter_are_drawn(ann: httpx.Client) -> None:
    told = drawn(ann, limit=3)
    assert len(told["nodes"]) == 3
    assert told["omitted"] > 0


@pytest.mark.parametrize(
    "body",
    [
        {"entities": ["x"]},
        {"entities": [NOBODY] * 5001},
        {"hops": 9},
        {"held": [{"entity": NOBODY, "x": "left", "y": 0}]},
        {"held": [{"entity": NOBODY, "x": 1e300, "y": 0}]},
    ],
    ids=["no address", "too many", "too far", "no number", "out of the picture"],
)
def test_a_body_that_is_wrong_is_refused(ann: httpx.Client, body: Any) -> None:
    assert ann.post("/v1/drawing", json=body).status_code == 422


@pytest.mark.parametrize("layout", ["circular", "hierarchical", "map", "time"])
def test_with_a_layout_all_is_placed_anew_but_what_is_held(
    town_doors: Doors, ann: httpx.Client, layout: str
) -> None:
    here = ann.get(f"/v1/entities/{town_doors.at('R1')}").json()["entity"]["id"]
    held = [{"entity": here, "x": 77.0, "y": 88.0}]
    told = drawn(ann, entities=[here], hops=1, held=held, layout=layout)
    spots = {each["entity"]: (each["x"], each["y"]) for each in told["nodes"]}
    assert spots.pop(here) == (77.0, 88.0)
    assert spots
