"""Rows sent over HTTP: taken in as the source instructs, set aside with a reason, seen at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from doors import Doors
from town import row

Json = dict[str, Any]
FINCH = row("R4", "Tobiah Finch", "1975-08-19", "+12175550101")


@pytest.fixture
def writer(doors: Doors) -> httpx.Client:
    """A program of Riverton that sends records."""
    return doors.asker(principal="feed", role="writer")


def send(
    writer: httpx.Client, *rows: Json, operation: str = "insert", key: str = "k", **more: str
) -> httpx.Response:
    records = [{"operation": operation, "row": each} for each in rows]
    return writer.post(
        "/v1/sources/rms/records",
        json={"records": records, **more},
        headers={"Idempotency-Key": key},
    )


def names(doors: Doors, text: str) -> set[str]:
    answer = doors.asker().post("/v1/search", json={"text": text, "kind": "person"})
    return {hit["name"] for hit in answer.json()["hits"]}


def test_an_inserted_row_shows_in_the_next_answer(doors: Doors, writer: httpx.Client) -> None:
    answer = send(writer, row("R9", "Ivo Stahl", "1970-01-01", "+12175550109"))
    assert answer.status_code == 201
    told = answer.json()
    assert told.pop("load") > 0
    assert told == {
        "read": 1, "accepted": 1, "unchanged": 0, "set_aside": 0,
        "claims": 3, "links": 1, "problems": [],
    }  # fmt: skip
    assert names(doors, "Ivo Stahl") == {"Ivo Stahl"}


def test_an_updated_row_supersedes_its_earlier_version_which_stays_as_history(
    doors: Doors, writer: httpx.Client
) -> None:
    ann, finch = doors.asker(), f"/v1/entities/{doors.at('R4')}"
    before = ann.get(finch).json()
    told = send(writer, FINCH | {"NAME": "Tobias Fink"}, operation="update").json()
    assert (told["accepted"], told["unchanged"]) == (1, 0)
    assert ann.get(finch).json()["entity"]["name"] == "Tobias Fink"
    earlier = ann.get(finch, params={"known_at": before["standing"]["known_at"]}).json()
    assert earlier == before


def test_a_deleted_row_is_gone_from_the_next_answer(doors: Doors, writer: httpx.Client) -> None:
    ann, finch = doors.asker(), f"/v1/entities/{doors.at('R4')}"
    known = ann.get(finch).json()["standing"]["known_at"]
    assert send(writer, {"NO": "R4"}, operation="delete").json()["accepted"] == 1
    assert ann.get(finch).status_code == 404
    assert names(doors, "Tobiah Finch") == set()
    assert ann.get(finch, params={"known_at": known}).status_code == 200


def test_half_a_character_sets_its_own_row_aside_and_no_other(
    doors: Doors, writer: httpx.Client
) -> None:
    rows = [row("R8", "Ivo \ud800", "1970-01-01", ""), row("R9", "Ivo Stahl", "1970-01-01", "")]
    rows[1]["NEVER READ \ud801"] = "\ud802"
    body = json.dumps({"records": [{"row": each} for each in rows]})
    told = {"Idempotency-Key": "half", "Content-Type": "application/json"}
    first, again = (
        writer.post("/v1/sources/rms/records", content=body, headers=told) for _ in range(2)
    )
    assert (first.status_code, again.content) == (201, first.content)
    [problem] = first.json()["problems"]
    assert (first.json()["accepted"], problem["row"], problem["column"]) == (1, 1, "NAME")
    assert problem["reason"] == "half a character in the text; the source cut it"
    other = writer.post("/v1/sources/rms/records", content=body.replace("802", "803"), headers=told)
    assert other.json()["type"] == "urn:comity:problem:key-reused"
    assert doors.installation.ledger.verify().holds


def test_a_row_that_says_nothing_new_changes_nothing(doors: Doors, writer: httpx.Client) -> None:
    head = doors.installation.ledger.head()
    told = send(writer, FINCH, operation="update").json()
    assert (told["read"], told["accepted"], told["unchanged"], told["claims"]) == (1, 1, 1, 0)
    assert doors.installation.ledger.head() == head


def test_rows_are_taken_in_the_order_in_which_they_happened(
    doors: Doors, writer: httpx.Client
) -> None:
    records = [
        {"operation": "insert", "row": row("R9", "Ivo Stahl", "", "")},
        {"operation": "update", "row": row("R9", "Ivo Stahlmann", "", "")},
        {"operation": "delete", "row": {"NO": "R4"}},
        {"operation": "insert", "row": row("R8", "Uma Reyes", "", "")},
        {"operation": "delete", "row": {"NO": "R8"}},
    ]
    answer = writer.post(
        "/v1/sources/rms/records", json={"records": records}, headers={"Idempotency-Key": "k"}
    )
    assert answer.json()["accepted"] == 5
    assert names(doors, "Ivo Stahl") == {"Ivo Stahlmann"}
    assert names(doors, "Uma Reyes") == set()
    assert names(doors, "Tobiah Finch") == set()


def test_a_bad_row_is_listed_with_its_place_and_reason_and_waits(
    doors: Doors, writer: httpx.Client
) -> None:
    good = row("R9", "Ivo Stahl", "1970-01-01", "")
    told = send(writer, good, row("R8", "Uma Reyes", "31/31/1980", ""), {"NAME": "x"}).json()
    assert (told["read"], told["accepted"], told["set_aside"]) == (3, 1, 2)
    assert [(each["row"], each["column"]) for each in told["problems"]] == [(2, "BORN"), (3, "NO")]
    assert "31/31/1980" in told["problems"][0]["reason"]
    waiting = doors.installation.ledger.quarantine()
    assert [(each.row, each.state) for each in waiting] == [(2, "waiting"), (3, "waiting")]


def test_of_very_many_bad_rows_the_first_are_listed_and_all_are_counted(
    writer: httpx.Client,
) -> None:
    told = send(writer, *({"NAME": str(number)} for number in range(500))).json()
    assert (told["read"], told["set_aside"], len(told["problems"])) == (500, 500, 200)


def test_only_a_writer_of_the_sources_agency_sends_records(doors: Doors) -> None:
    for role in ("analyst", "administrator", "Writer"):
        answer = send(doors.asker(role=role), FINCH)
        assert (answer.status_code, answer.json()["type"]) == (
            403, "urn:comity:problem:not-allowed",
        )  # fmt: skip
    assert send(doors.asker(agency="harbor-so", role="writer"), FINCH).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {}, {"records": []}, {"records": [{}]}, {"records": [{"row": {}}]},
        {"records": [{"row": {"NO": "1"}, "operation": "upsert"}]},
        {"records": [{"row": {"NO": "1"}}], "label": "TLP:CLEAR"},
        {"records": [{"row": {"NO": "1"}, "agency": "harbor-so"}]},
        {"records": {"row": {"NO": "1"}}},
    ],
)  # fmt: skip
def test_a_body_of_another_form_is_refused_and_nothing_of_it_kept(
    doors: Doors, writer: httpx.Client, body: Json
) -> None:
    loads = doors.installation.ledger.loads()
    answer = writer.post("/v1/sources/rms/records", json=body, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 422
    assert doors.installation.ledger.loads() == loads


@pytest.mark.parametrize("key", [None, "", "k" * 201])
def test_records_need_a_key_to_be_safe_to_send_again(writer: httpx.Client, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    body = {"records": [{"row": FINCH}]}
    assert writer.post("/v1/sources/rms/records", json=body, headers=headers).status_code == 422


@pytest.mark.parametrize(
    "value",
    ["\x00", "a" * 100_000, 1e308, True, None, [1, [2]], {"a": {"b": 1}}, "\u202e", "\ufeff", -1],
    ids=lambda value: ascii(value)[:12],
)
def test_any_value_is_taken_in_or_set_aside_and_never_a_500(
    writer: httpx.Client, value: object
) -> None:
    answer = send(writer, {"NO": "R9", "NAME": value, "BORN": value, "PHONE": value})
    assert answer.status_code == 201
    told = answer.json()
    assert told["read"] == told["accepted"] + told["set_aside"] == 1


def test_a_row_nested_past_all_sense_is_refused_in_few_words(writer: httpx.Client) -> None:
    deep = b'{"records": [{"row": {"NO": "R9", "Stahl": ' + b"[" * 900 + b"]" * 900 + b"}}]}"
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = writer.post("/v1/sources/rms/records", content=deep, headers=headers)
    assert answer.status_code == 422
    assert "Stahl" not in answer.text
    assert len(answer.text) < 1000


def test_rows_name_a_table_that_the_mapping_reads(writer: httpx.Client) -> None:
    new = row("R9", "Ivo Stahl", "1970-01-01", "")
    assert send(writer, new, table="rms_2026.csv", key="a").json()["accepted"] == 1
    answer = send(writer, new, table="stahl.xlsx", key="b")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:comity:problem:no-such-table")
    assert "stahl" not in answer.text


def test_records_sent_at_once_by_many_are_all_there(doors: Doors) -> None:
    writers = [doors.asker(principal=f"feed{n}", role="writer") for n in range(4)]

    def send_some(number: int) -> list[int]:
        rows = [row(f"R{number}{n}", f"Feed {number} {n}", "", "") for n in range(5)]
        return [
            send(writers[number], each, key=f"{each['NO']}").json()["accepted"] for each in rows
        ]

    with ThreadPoolExecutor(4) as pool:
        assert sum(map(sum, pool.map(send_some, range(4)))) == 20
    mentions = doors.asker().get("/v1/standing").json()["counts"]["mentions"]
    assert mentions == 16 + 20
    assert doors.installation.ledger.verify().holds
