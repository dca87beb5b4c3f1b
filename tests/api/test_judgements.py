"""A person's word outranks the model, and withdrawing it restores the earlier answers exactly."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from doors import NOBODY, Doors

Json = dict[str, Any]


def judge(
    who: httpx.Client, doors: Doors, first: str, second: str, verdict: str, **more: str
) -> httpx.Response:
    ends = {"first": doors.at(first), "second": doors.at(second)}
    return who.post("/v1/judgements", json={**ends, "verdict": verdict, "reason": "seen", **more})


def answers(ann: httpx.Client, doors: Doors) -> dict[str, Any]:
    """Everything that a judgement could change, without the line that says when it was asked."""
    asked: dict[str, httpx.Response] = {
        **{f"entity {n}": ann.get(f"/v1/entities/{doors.at(n)}") for n in ("R1", "B1", "R3", "B2")},
        **{f"matches {n}": ann.get(f"/v1/entities/{doors.at(n)}/matches") for n in ("R1", "R3")},
        "why": ann.get(f"/v1/why/{doors.at('R1')}/{doors.at('B1')}"),
        "search": ann.post("/v1/search", json={"text": "Mina Orlov"}),
        "paths": ann.post("/v1/paths", json={"source": doors.at("R3"), "target": doors.at("B2")}),
        "standing": ann.get("/v1/standing"),
        "communities": ann.get("/v1/communities"),
        "centrality": ann.get("/v1/centrality/betweenness"),
    }
    told = {name: {**answer.json(), "standing": ""} for name, answer in asked.items()}
    at = {"known_at": "2999-01-01T00:00:00Z"}
    return told | {"chart": ann.get("/v1/chart", params=at).text}


def entity(who: httpx.Client, doors: Doors, record: str) -> Json:
    found: Json = who.get(f"/v1/entities/{doors.at(record)}").json()["entity"]
    return found


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [("R1", "B1", "different"), ("R3", "B2", "same"), ("R1", "B1", "unsure")],
)
def test_withdrawing_a_judgement_restores_every_answer_exactly(
    doors: Doors, first: str, second: str, verdict: str
) -> None:
    ann = doors.asker()
    before = answers(ann, doors)
    ref = judge(ann, doors, first, second, verdict).json()["ref"]
    judged = answers(ann, doors)
    changed = {name for name in before if judged[name] != before[name]}
    assert f"entity {first}" in changed or verdict == "unsure"
    assert ann.delete(f"/v1/judgements/{ref}").json()["ref"] == ref
    assert answers(ann, doors) == before


def test_different_parts_what_the_model_holds_to_be_one(doors: Doors) -> None:
    ann = doors.asker()
    together = entity(ann, doors, "R1")
    assert {mention["record"] for mention in together["mentions"]} == {"R1", "B1"}
    assert judge(ann, doors, "R1", "B1", "different").status_code == 201
    assert [mention["record"] for mention in entity(ann, doors, "R1")["mentions"]] == ["R1"]
    assert [mention["record"] for mention in entity(ann, doors, "B1")["mentions"]] == ["B1"]
    why = ann.get(f"/v1/why/{doors.at('R1')}/{doors.at('B1')}").json()["why"]
    assert (why["verdict"], why["score"] > why["threshold"]) == ("different", True)
    assert why["decision"] != "same"


def test_same_joins_what_the_model_keeps_apart(doors: Doors) -> None:
    ann = doors.asker()
    apart = ann.get(f"/v1/why/{doors.at('R3')}/{doors.at('B2')}").json()["why"]
    assert apart["decision"] != "same"
    judge(ann, doors, "R3", "B2", "same")
    joined = entity(ann, doors, "R3")
    assert joined == entity(ann, doors, "B2")
    assert {mention["record"] for mention in joined["mentions"]} == {"R3", "B2"}
    path = {"source": doors.at("R3", "phone"), "target": doors.at("B2", "phone")}
    [found] = ann.post("/v1/paths", json=path).json()["paths"]
    assert len(found["hops"]) == 2


def test_the_latest_word_on_a_pair_counts(doors: Doors) -> None:
    ann = doors.asker()
    refs = [
        judge(ann, doors, "R3", "B2", verdict).json()["ref"] for verdict in ("same", "different")
    ]
    why = f"/v1/why/{doors.at('R3')}/{doors.at('B2')}"
    assert ann.get(why).json()["why"]["verdict"] == "different"
    ann.delete(f"/v1/judgements/{refs[1]}")
    assert ann.get(why).json()["why"]["verdict"] == "same"
    ann.delete(f"/v1/judgements/{refs[0]}")
    assert ann.get(why).json()["why"]["verdict"] == ""


def test_what_was_known_before_a_judgement_is_still_told_as_it_was_known(doors: Doors) -> None:
    ann, address = doors.asker(), f"/v1/entities/{doors.at('R1')}"
    before = ann.get(address).json()
    judge(ann, doors, "R1", "B1", "different")
    earlier = {"known_at": before["standing"]["known_at"]}
    assert ann.get(address, params=earlier).json() == before


def test_different_is_heard_by_whoever_sees_both_and_same_only_where_it_is_shared(
    doors: Doors,
) -> None:
    ann, olsen = doors.asker(), doors.asker(principal="olsen", agency="harbor-so")
    judge(ann, doors, "R1", "B1", "different", handling="TLP:RED")
    judge(ann, doors, "R3", "B2", "same", handling="TLP:RED")
    for who, records in ((ann, ["B2", "R3"]), (olsen, ["R3"])):
        assert [m["record"] for m in entity(who, doors, "R1")["mentions"]] == ["R1"]
        assert sorted(m["record"] for m in entity(who, doors, "R3")["mentions"]) == records


def test_who_judged_and_why_are_told_to_nobody(doors: Doors) -> None:
    ann = doors.asker(principal="ann.the.judge")
    judge(ann, doors, "R1", "B1", "different", reason="an informer told us so")
    olsen = doors.asker(principal="olsen", agency="harbor-so")
    told = olsen.get(f"/v1/why/{doors.at('R1')}/{doors.at('B1')}").text
    assert "ann.the.judge" not in told
    assert "informer" not in told


def test_a_colleague_may_withdraw_and_says_why(doors: Doors) -> None:
    ref = judge(doors.asker(), doors, "R1", "B1", "different").json()["ref"]
    ben = doors.asker(principal="ben", why="mixed them up")
    assert ben.delete(f"/v1/judgements/{ref}").is_success
    [(action, who, why)] = {
        (stored.row.action, stored.row.principal, stored.row.justification)
        for stored in doors.rows()
        if stored.row.action == "withdraw"
    }
    assert (action, who, why) == ("withdraw", "ben", "mixed them up")
    assert ben.delete(f"/v1/judgements/{ref}").status_code == 404


def test_of_many_who_withdraw_at_once_one_does(doors: Doors) -> None:
    ref = judge(doors.asker(), doors, "R1", "B1", "different").json()["ref"]
    start, askers = threading.Barrier(4), [doors.asker() for _ in range(4)]

    def withdraw(who: httpx.Client) -> int:
        start.wait()
        return who.delete(f"/v1/judgements/{ref}").status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(withdraw, askers)) == [200, 404, 404, 404]


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "maybe"}, {"reason": ""}, {"reason": "no"}, {"reason": "x" * 2001},
        {"first": "R1"}, {"second": NOBODY.upper() + "G"}, {"who": "ann"}, {"handling": "RED"},
    ],
)  # fmt: skip
def test_a_judgement_of_another_form_is_refused_and_not_kept(
    town_doors: Doors, wrong: Json
) -> None:
    good = {"first": town_doors.at("R1"), "second": town_doors.at("B1"), "verdict": "same"}
    answer = town_doors.asker().post("/v1/judgements", json={**good, "reason": "seen"} | wrong)
    assert answer.status_code == 422
    assert town_doors.installation.ledger.judgements() == []
