"""Paths of every sort, reach and key players over HTTP: what is found, refused and audited."""

import json
from typing import Any

import pytest
from doors import NOBODY, Doors

from comity.api import budgets
from comity.api.wire_paths import Sort

SORTS = ("all_shortest", "shortest", "k_shortest", "evidence", "strongest", "in_time", "disjoint")


def between(doors: Doors, **how: Any) -> list[dict[str, Any]]:
    """The paths between two who used one telephone."""
    body = {"source": doors.at("R1"), "target": doors.at("R2"), **how}
    answer = doors.asker().post("/v1/paths", json=body)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["paths"]
    return found


@pytest.mark.parametrize("sort", SORTS)
def test_each_sort_finds_the_telephone_between_two_with_records_and_grades(
    town_doors: Doors, sort: str
) -> None:
    [path] = between(town_doors, sort=sort)
    assert [each["kind"] for each in path["entities"]] == ["person", "phone", "person"]
    for hop in path["hops"]:
        assert {link["origin"]["agency"] for link in hop["links"]} == {"riverton-pd"}
        assert all(link["origin"]["record"] and "grade" in link["origin"] for link in hop["links"])
    assert set(SORTS) == set(Sort.__args__)


def test_a_cost_a_chance_or_a_time_stands_where_it_was_asked_for(town_doors: Doors) -> None:
    told = {sort: between(town_doors, sort=sort)[0] for sort in SORTS}
    assert told["evidence"]["cost"] >= 2
    assert 0 < told["strongest"]["chance"] < 1
    assert {name for name, path in told.items() if path["cost"] is not None} == {"evidence"}
    assert {name for name, path in told.items() if path["chance"] is not None} == {"strongest"}
    assert [len(hop["links"]) for hop in told["in_time"]["hops"]] == [1, 1]


def test_paths_go_round_what_is_to_be_avoided_and_pass_what_is_named(town_doors: Doors) -> None:
    [usual] = between(town_doors)
    phone = usual["entities"][1]["entity"]
    for avoid in ({"kinds": ["phone"]}, {"entities": [phone]}, {"neighbours_above": 2}):
        assert between(town_doors, avoid=avoid) == []
        assert between(town_doors, avoid=avoid, sort="strongest") == []
    assert between(town_doors, via=phone) == [usual] == between(town_doors, via_kind="phone")


def test_several_targets_are_reached_from_one_question(town_doors: Doors) -> None:
    others = [town_doors.at("R4"), town_doors.at("R5")]
    for sort in SORTS:
        found = between(town_doors, sort=sort, also=others)
        ends = [path["entities"][-1]["entity"] for path in found]
        assert ends == [town_doors.at("R2"), *others], sort


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"via": NOBODY}, 404), ({"avoid": {"entities": [NOBODY]}}, 404), ({"also": [NOBODY]}, 404),
        ({"sort": "strongest", "k": 11}, 400), ({"sort": "shortest", "k": 2}, 400),
        ({"after": "2026-01-01T00:00:00Z"}, 400), ({"sort": "in_time", "after": "soon"}, 400),
        ({"via": NOBODY, "via_kind": "phone"}, 400), ({"sort": "charm"}, 422), ({"k": 51}, 422),
        ({"half_life_years": 0, "sort": "strongest"}, 422), ({"also": [NOBODY] * 20}, 422),
        ({"avoid": {"charm": 1}}, 422),
    ],
)  # fmt: skip
def test_nobody_nonsense_and_too_much_are_refused(
    town_doors: Doors, how: dict[str, Any], status: int
) -> None:
    body = {"source": town_doors.at("R1"), "target": town_doors.at("R2"), **how}
    assert town_doors.asker().post("/v1/paths", json=body).status_code == status


def test_a_network_that_a_question_would_go_through_too_often_is_refused(
    town_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "MOST_LOOKS", 1_000)
    ends = {"source": town_doors.at("R1"), "target": town_doors.at("R2"), "sort": "disjoint"}
    ann = town_doors.asker()
    assert ann.post("/v1/paths", json={**ends, "k": 1}).status_code == 200
    refused = ann.post("/v1/paths", json={**ends, "k": 10})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:comity:problem:too-much")
    assert "fewer paths" in refused.json()["detail"]
    seeds = ann.get("/v1/communities", params={"seeds": 10}).status_code
    assert (seeds, ann.get("/v1/key-players").status_code) == (200, 200)


def test_whoever_is_an_end_cannot_be_passed(town_doors: Doors) -> None:
    ends = {"source": town_doors.at("R1"), "target": town_doors.at("R2")}
    answer = town_doors.asker().post("/v1/paths", json={**ends, "via": town_doors.at("R1")})
    assert answer.status_code == 400


def test_reach_counts_each_hop_and_stops_at_what_is_avoided(town_doors: Doors) -> None:
    ann, source = town_doors.asker(), town_doors.at("R1")
    told = ann.post("/v1/reachable", json={"source": source, "hops": 2, "limit": 2}).json()
    assert (told["counts"][0], len(told["reached"])) == (1, 2)
    assert told["counts"][2] >= 3  # the others at the telephone
    closed = {"source": source, "avoid": {"kinds": ["phone"]}}
    round_it = ann.post("/v1/reachable", json=closed).json()
    assert (round_it["counts"][2], round_it["not_passed"] > 0) == (0, True)


def test_whom_a_network_hangs_on_is_told_with_how_much(town_doors: Doors) -> None:
    ann = town_doors.asker()
    asked = {"through": "shared_phone", "k": 1}
    told = ann.get("/v1/key-players", params=asked).json()
    assert (len(told["players"]), told["best"]) == (1, True)
    assert told["value"] > told["without"]
    reach = ann.get("/v1/key-players", params={**asked, "aim": "reach", "hops": 1}).json()
    assert 0 < reach["value"] <= 1
    assert ann.get("/v1/key-players", params={"k": 11}).status_code == 422


@pytest.mark.parametrize("path", ["/v1/centrality/degree", "/v1/key-players"])
def test_those_left_out_are_ranked_for_a_reason_that_the_audit_keeps(
    town_doors: Doors, path: str
) -> None:
    ann, asked = town_doors.asker(), {"include": ["professional"]}
    before = town_doors.last()
    for why in ("", "%20", "no"):
        refused = ann.get(path, params=asked, headers={"Comity-Include-Reason": why})
        assert (refused.status_code, refused.json()["type"]) == (
            422, "urn:comity:problem:reason-needed",
        )  # fmt: skip
    told = ann.get(path, params=asked, headers={"Comity-Include-Reason": "a complaint %C3%A9"})
    assert set(told.json()["left_out"]) == {"bystander"}
    rows = [stored.row for stored in town_doors.rows(before)]
    assert [row.outcome for row in rows] == [*["reason-needed"] * 3, "answered"]
    said = json.loads(rows[-1].question)["included"]
    assert said == {"include": ["professional"], "include_reason": "a complaint é"}
