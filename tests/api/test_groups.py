"""A network as groups: all of it once, named after whom most are linked to, nothing withheld."""

from typing import Any

import httpx
import pytest
from doors import NOBODY, Doors


@pytest.fixture
def ann(town_doors: Doors) -> httpx.Client:
    return town_doors.asker()


def grouped(client: httpx.Client, **body: Any) -> Any:
    answer = client.post("/v1/drawing/groups", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def members(told: Any) -> list[str]:
    return [each["entity"] for group in told["groups"] for each in group["members"]]


@pytest.mark.parametrize("by", ["community", "kind"])
def test_every_entity_that_shows_is_in_one_group(ann: httpx.Client, by: str) -> None:
    told = grouped(ann, by=by)
    found = members(told)
    assert len(found) == len(set(found)) > 5
    assert told["omitted"] == 0
    for group in told["groups"]:
        assert sum(each["count"] for each in group["kinds"]) == len(group["members"])
        assert group["entity"] in {each["entity"] for each in group["members"]}
    sizes = [len(group["members"]) for group in told["groups"]]
    assert sizes == sorted(sizes, reverse=True)
    assert told == grouped(ann, by=by) | {"standing": told["standing"]}
    assert told["marking"]["owners"]


def test_a_group_opens_as_a_drawing_and_those_beyond_the_limit_are_counted(
    ann: httpx.Client,
) -> None:
    whole = grouped(ann)
    first = members({"groups": whole["groups"][:1]})
    drawn = ann.post("/v1/drawing", json={"entities": first, "limit": 2000}).json()
    assert {node["entity"] for node in drawn["nodes"]} == set(first)
    assert len(drawn["edges"]) >= whole["groups"][0]["links"]
    less = grouped(ann, limit=3)
    assert (len(members(less)), less["omitted"]) == (3, len(members(whole)) - 3)


def test_what_is_withheld_is_in_no_group_like_what_never_was(
    town_doors: Doors, ann: httpx.Client
) -> None:
    here, hidden = town_doors.at("R1"), town_doors.at("Y1")
    told, plain = (grouped(ann, entities=[here, other]) for other in (hidden, NOBODY))
    for each in (told, plain):
        each["standing"].pop("known_at")
    assert told == plain
    assert grouped(ann, entities=[hidden])["groups"] == []
