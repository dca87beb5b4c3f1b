"""Withheld and absent look alike: the same status, the same bytes, the same headers."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from doors import NOBODY, Doors, without_date

Ask = Callable[[httpx.Client, Doors, str], httpx.Response]
SAID: dict[str, Any] = {"verdict": "same", "reason": "a test"}
AT = {"known_at": "2099-01-01T00:00:00Z"}
BY_ADDRESS: dict[str, Ask] = {
    "entity": lambda ann, _, end: ann.get(f"/v1/entities/{end}"),
    "neighbours": lambda ann, _, end: ann.get(f"/v1/entities/{end}/neighbours"),
    "matches": lambda ann, _, end: ann.get(f"/v1/entities/{end}/matches"),
    "why first": lambda ann, doors, end: ann.get(f"/v1/why/{end}/{doors.at('R1')}"),
    "why second": lambda ann, doors, end: ann.get(f"/v1/why/{doors.at('R1')}/{end}"),
    "path from": lambda ann, doors, end: ann.post(
        "/v1/paths", json={"source": end, "target": doors.at("R1")}
    ),
    "path to": lambda ann, doors, end: ann.post(
        "/v1/paths", json={"source": doors.at("R1"), "target": end, "k": 3}
    ),
    "chart": lambda ann, _, end: ann.get("/v1/chart", params={"entity": end}),
    "draw": lambda ann, doors, end: ann.post("/v1/chart", json={"entities": [doors.at("R1"), end]}),
    "judge first": lambda ann, doors, end: ann.post(
        "/v1/judgements", json={**SAID, "first": end, "second": doors.at("R1")}
    ),
    "judge second": lambda ann, doors, end: ann.post(
        "/v1/judgements", json={**SAID, "first": doors.at("R1"), "second": end}
    ),
    "judge twice itself": lambda ann, _, end: ann.post(
        "/v1/judgements", json={**SAID, "first": end, "second": end}
    ),
}


def told(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, without_date(answer.headers)


@pytest.mark.parametrize("name", sorted(BY_ADDRESS))
@pytest.mark.parametrize("part", ["person", "phone"])
def test_a_hidden_address_is_answered_as_one_that_never_was(
    town_doors: Doors, name: str, part: str
) -> None:
    ann = town_doors.asker()
    hidden = BY_ADDRESS[name](ann, town_doors, town_doors.at("Y1", part))
    absent = BY_ADDRESS[name](ann, town_doors, NOBODY)
    assert hidden.status_code == 404
    assert told(hidden) == told(absent)


def test_the_hidden_address_is_there_for_its_owner(town_doors: Doors) -> None:
    olsen = town_doors.asker(principal="olsen", agency="harbor-so")
    found = olsen.get(f"/v1/entities/{town_doors.at('Y1')}").json()["entity"]
    assert found["name"] == "Zebedee Hollow"


def test_a_hidden_name_is_found_as_little_as_one_that_never_was(town_doors: Doors) -> None:
    ann = town_doors.asker()
    texts = ("Zebedee Hollow", "Ermintrude Nobody")
    hidden, absent = (ann.post("/v1/search", json={"text": text}, params=AT) for text in texts)
    assert hidden.json()["hits"] == []
    assert told(hidden) == told(absent)


def test_anothers_judgement_cannot_be_withdrawn_or_told_from_none(doors: Doors) -> None:
    ends = {"first": doors.at("B1"), "second": doors.at("B3"), "verdict": "same", "reason": "seen"}
    olsen = doors.asker(principal="olsen", agency="harbor-so")
    ref = olsen.post("/v1/judgements", json=ends).json()["ref"]
    ann = doors.asker()
    assert told(ann.delete(f"/v1/judgements/{ref}")) == told(ann.delete(f"/v1/judgements/{NOBODY}"))
    assert olsen.delete(f"/v1/judgements/{ref}").is_success
    assert told(olsen.delete(f"/v1/judgements/{ref}")) == told(
        olsen.delete(f"/v1/judgements/{NOBODY}")
    )


@pytest.mark.parametrize("role", ["writer", "analyst"])
def test_anothers_source_cannot_be_written_to_or_told_from_none(
    town_doors: Doors, role: str
) -> None:
    writer = town_doors.asker(role=role)
    sent = {"json": {"records": [{"row": {"NO": "B9"}}]}, "headers": {"Idempotency-Key": "k"}}
    anothers, absent = (
        writer.post(f"/v1/sources/{source}/records", **sent) for source in ("jail", "nowhere")
    )
    assert anothers.status_code == 404
    assert told(anothers) == told(absent)
