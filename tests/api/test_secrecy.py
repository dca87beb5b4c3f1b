"""No value of a question or of a record gets into the log, a refusal or an address."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import MADE, OF_RECORDS, Doors, Sample, log_kept, opened_elsewhere, sample, samples
from town import ROWS

MARK = "Zanzibar77"
SENT = {"json": {"records": [{"row": {"NO": "1"}}]}}
# Everything that stands in an address: numbers, times, ids, and words of the house.
IN_ADDRESSES = {
    "agreement", "aim", "attribute", "before_known_at", "before_valid_at", "best", "by", "card",
    "cursor", "draws", "entity", "first", "hops", "hours", "id", "include", "k", "kind",
    "known_at", "limit", "measure", "members", "method", "metres", "number", "other", "past",
    "places", "pointer", "quality", "ref", "resolution", "second", "seeds", "since", "through",
    "ticks", "tolerance", "until", "valid_at", "version", "window", "zone",
}  # fmt: skip


def wrong(doors: Doors) -> Iterator[Sample]:
    """Questions that are refused, with the mark wherever a value can stand."""
    entity, ends = doors.at("R1"), {"first": doors.at("R1"), "second": doors.at("R2")}
    yield "POST", "/v1/search", {"json": {"text": "x", MARK: MARK}}
    yield "POST", "/v1/search", {"json": {"text": [MARK]}}
    yield "POST", "/v1/search", {"json": MARK}
    yield "POST", "/v1/search", {"content": '{"text": "' + MARK, "headers": JSON}
    yield "POST", "/v1/search", {"content": MARK, "headers": {"Content-Type": MARK}}
    yield "POST", "/v1/search", {"json": {"text": "x", "kind": MARK * 9}}
    yield "POST", "/v1/search", {"json": {"text": "x"}, "headers": {"Origin": f"http://{MARK}"}}
    yield "POST", "/v1/search", {"json": {"text": "x"}, "headers": {"Comity-Purpose": MARK}}
    yield "GET", "/v1/standing", {"headers": {"Authorization": f"Bearer comity_{MARK}"}}
    yield "GET", "/v1/standing", {"headers": {"Host": MARK}}
    yield "GET", "/v1/standing", {"headers": {"Comity-Justification": f"{MARK}%ff"}}
    yield "GET", "/v1/standing", {"params": {"known_at": MARK}}
    yield "GET", "/v1/standing", {"params": {"valid_at": MARK * 9}}
    yield "GET", f"/v1/entities/{MARK}", {}
    yield "GET", f"/v1/entities/{entity}/neighbours", {"params": {"cursor": MARK}}
    yield "GET", f"/v1/entities/{entity}/neighbours", {"params": {"limit": MARK}}
    yield "GET", f"/v1/centrality/{MARK}", {}
    yield "GET", "/v1/centrality/degree", {"params": {"include": MARK}}
    yield "GET", "/v1/chart", {"params": {"entity": MARK}}
    yield "GET", f"/v1/{MARK}", {}
    yield "PUT", f"/v1/entities/{MARK}", {}
    yield "POST", "/v1/chart", {"json": {"entities": [MARK]}}
    yield "POST", "/v1/drawing", {"json": {"held": [{"entity": MARK, "x": 0, "y": MARK}]}}
    yield "GET", f"/workspace/{MARK}", {}
    yield "POST", "/v1/paths", {"json": {"source": MARK, "target": MARK}}
    yield "POST", "/v1/judgements", {"json": {**ends, "verdict": MARK, "reason": MARK}}
    yield (
        "POST",
        "/v1/judgements",
        {"json": {**ends, "verdict": "same", "reason": MARK, "handling": MARK}},
    )
    yield "POST", f"/v1/sources/{MARK}/records", {**SENT, "headers": {"Idempotency-Key": "k"}}
    yield "POST", "/v1/sources/rms/records", {**SENT, "headers": {"Idempotency-Key": MARK * 30}}
    yield "POST", "/v1/sources/rms/records", {
        "json": SENT["json"] | {"table": MARK}, "headers": {"Idempotency-Key": MARK},
    }  # fmt: skip
    yield "POST", "/v1/sources/rms/records", {
        "json": {"records": [{"operation": MARK, "row": {}}]}, "headers": {"Idempotency-Key": "k"},
    }  # fmt: skip
    yield "DELETE", f"/v1/judgements/{MARK}", {}


JSON = {"Content-Type": "application/json"}


def ask(client: httpx.Client, asked: Sample) -> httpx.Response:
    method, path, sent = asked
    return client.request(method, path, **sent)


def test_no_refusal_repeats_what_was_sent_and_no_log_does(town_doors: Doors) -> None:
    writer = town_doors.asker(role="writer")
    with log_kept() as said:
        for asked in wrong(town_doors):
            answer = ask(writer, asked)
            assert 400 <= answer.status_code < 500, (asked, answer.text)
            told = answer.text + "".join(f"{name}: {value}" for name, value in
                                         answer.headers.multi_items())  # fmt: skip
            assert MARK.casefold() not in told.casefold(), asked
    assert len(said) >= len(list(wrong(town_doors)))
    assert MARK.casefold() not in "\n".join(said).casefold()


def test_the_log_names_routes_and_statuses_and_nothing_of_any_record(town_doors: Doors) -> None:
    writer = town_doors.asker("a tip about the harbor", role="writer")
    office = town_doors.asker(role="records")
    asked = {name: sample(town_doors, name) for name in (*samples(town_doors), *MADE)}
    with log_kept() as said:
        for name, each in asked.items():
            assert ask(office if name in OF_RECORDS else writer, each).is_success
    log = "\n".join(said)
    assert "POST /v1/search 200" in log
    assert "GET /v1/entities/{id} 200" in log
    for secret in _secrets(town_doors, writer):
        assert secret.casefold() not in log.casefold(), secret


def test_a_crash_leaves_a_reference_and_where_it_was_and_no_word_of_the_record(
    doors: Doors,
) -> None:
    writer = doors.asker(role="writer")
    (doors.installation.folder / "mappings" / "rms.yaml").write_text(f"{MARK}: 1")
    with log_kept() as said:
        answer = ask(writer, samples(doors)["add_records"])
    reference = answer.json()["reference"]
    [line] = [line for line in said if reference in line]
    assert "writing.py" in line
    assert MARK not in "\n".join(said)
    assert not any(secret in "\n".join(said) for secret in _secrets(doors, writer))


def test_a_server_says_nothing_on_its_own_while_it_answers_and_refuses(town: Path) -> None:
    with opened_elsewhere(town) as (doors, server):
        writer = doors.asker(role="writer")
        for name in samples(doors):
            assert ask(writer, sample(doors, name)).is_success
        for asked in wrong(doors):
            ask(writer, asked)
        assert server.interrupt() == (0, "stopped\n")


def test_a_server_that_is_asked_to_logs_a_line_a_request_without_what_was_asked(
    town: Path,
) -> None:
    with opened_elsewhere(town, "--log") as (doors, server):
        writer = doors.asker(role="writer")
        for name in samples(doors):
            ask(writer, sample(doors, name))
        asked = list(wrong(doors))
        for each in asked:
            ask(writer, each)
        secrets = _secrets(doors, writer)
        code, log = server.interrupt()
    lines = log.splitlines()
    assert (code, lines.pop()) == (0, "stopped")
    assert len(lines) == len(samples(doors)) + len(asked)
    assert any("INFO GET /v1/entities/{id} 200 " in line for line in lines)
    for secret in (*secrets, MARK):
        assert secret.casefold() not in log.casefold(), secret


def test_nothing_but_ids_times_and_numbers_stands_in_an_address(town_doors: Doors) -> None:
    document = town_doors.client().get("/openapi.json").json()
    found: dict[str, Any] = {
        parameter["name"]: parameter["schema"]
        for path in document["paths"].values()
        for operation in path.values()
        for parameter in operation["parameters"]
        if parameter["in"] in ("path", "query")
    }
    assert set(found) == IN_ADDRESSES


@pytest.mark.parametrize("name", ["search", "paths", "draw", "judge", "add_records"])
def test_what_may_hold_a_name_is_sent_in_a_body(town_doors: Doors, name: str) -> None:
    method, path, sent = samples(town_doors)[name]
    assert method == "POST"
    assert "?" not in path
    assert json.dumps(sent["json"])


def _secrets(doors: Doors, client: httpx.Client) -> list[str]:
    """What no log may hold: values of records, addresses, the token, the reason."""
    values = {value for rows in ROWS.values() for each in rows for value in each[1:]}
    words = {word for value in values for word in value.split()}
    token = client.headers["authorization"].split()[1]
    return sorted({*words, doors.at("R1"), doors.at("B1"), token, "harbor", "tattoo", "k1"})
