"""Every refusal is a problem (RFC 9457) with a lasting name; none tells of the server's inside."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from cards import card_text
from doors import NOBODY, Doors
from town import row

from comity.api.guard import WRONG_HOST, WRONG_ORIGIN
from comity.api.problems import (
    FAILED,
    INVALID,
    MEDIA_TYPE,
    PLAIN,
    STATUSES,
    problem_of,
    refusal_response,
)
from comity.graph.errors import FileDamaged, GraphError
from comity.graph.ledger_words import Mark

ALL = {*STATUSES.values(), *PLAIN.values(), FAILED, INVALID, WRONG_HOST, WRONG_ORIGIN}
LONG = b'{"text": "%s"}' % (b"x" * 20 * 2**20)


def send(client: httpx.Client, *numbers: str, table: str = "") -> httpx.Response:
    rows = [{"row": row(number, "Ivo Stahl", "1970-01-01", "")} for number in numbers]
    body, key = {"records": rows, "table": table}, {"Idempotency-Key": "k"}
    return client.post("/v1/sources/rms/records", json=body, headers=key)


def page_of_another_view(ann: httpx.Client, doors: Doors) -> httpx.Response:
    path = f"/v1/entities/{doors.at('R1')}/neighbours"
    cursor = ann.get(path, params={"limit": 1}).json()["next_cursor"]
    doors.installation.ledger.set_agreement_status("pact", "suspended", "a test")
    return ann.get(path, params={"limit": 1, "cursor": cursor})


def sent_twice_with_other_rows(ann: httpx.Client, _: Doors) -> httpx.Response:
    send(ann, "R8")
    return send(ann, "R8", "R9")


def with_a_code(ann: httpx.Client, doors: Doors) -> httpx.Response:
    ends = {"first": doors.at("R1"), "second": doors.at("R2"), "verdict": "same"}
    return ann.post("/v1/judgements", json={**ends, "reason": "why", "handling": "TLP:BLUE"})


def hand_over(ann: httpx.Client, entity: str) -> httpx.Response:
    told = {"entities": [entity], "recipient": "prosecutor", "reason": "trial"}
    return ann.post("/v1/exports", json=told)


MAKE: dict[str, Callable[[httpx.Client, Doors], httpx.Response]] = {
    "not-signed-in": lambda _, doors: doors.client().get("/v1/standing"),
    "not-allowed": lambda ann, _: ann.get("/v1/standing", headers={"Comity-Purpose": "gossip"}),
    "not-to-be-passed-on": lambda ann, doors: hand_over(ann, doors.at("B2")),
    "no-score": lambda ann, doors: _asked_of_an_unsigned_card(ann, doors),
    "no-authority": lambda ann, _: ann.get("/v1/events/contacts"),
    "reason-needed": lambda ann, _: ann.get("/v1/centrality/core", params={"include": "bystander"}),
    "too-much": lambda ann, doors: _paths_to_many(ann, doors),
    "nothing-here": lambda ann, _: ann.get(f"/v1/entities/{NOBODY}"),
    "bad-question": lambda ann, _: ann.get("/v1/standing", params={"valid_at": "soon"}),
    "no-purpose": lambda ann, _: ann.get("/v1/standing", headers={"Comity-Justification": ""}),
    "unknown-code": with_a_code,
    "no-such-table": lambda ann, _: send(ann, "R8", table="x.pdf"),
    "view-changed": page_of_another_view,
    "key-reused": sent_twice_with_other_rows,
    "too-large": lambda ann, _: ann.post("/v1/search", content=LONG),
    "failed": lambda ann, doors: _with_a_spoilt_mapping(ann, doors),
    "invalid": lambda ann, _: ann.post("/v1/search", json={"text": ""}),
    "held": lambda _, doors: _expunged_under_a_hold(doors),
    "wrong-method": lambda ann, _: ann.put("/v1/search"),
    "wrong-host": lambda ann, _: ann.get("/v1/standing", headers={"Host": "comity.example"}),
    "wrong-origin": lambda ann, _: ann.post("/v1/search", headers={"Origin": "http://x.example"}),
}
# These need a full disk, a store that goes away, another program that writes for long, or people
# who sign in.
ELSEWHERE = {
    *("not-audited", "full", "busy", "no-store"),
    *("no-order-list", "not-listed"),
    *("sign-in-failed", "new-password", "weak-password", "no-provider"),
}


def _asked_of_an_unsigned_card(ann: httpx.Client, doors: Doors) -> httpx.Response:
    doors.installation.score_cards.put(card_text(), "trial", "ana")
    return ann.get(f"/v1/scores/trial/1/entities/{doors.at('R1')}")


def _expunged_under_a_hold(doors: Doors) -> httpx.Response:
    doors.installation.ledger.mark(Mark("hold", "rms", "R4", "civil suit 26-3", "ana"))
    said = {"source": "rms", "record": "R4", "order": "court order 26-2"}
    return doors.asker(role="records").post("/v1/records/expunge", json=said)


def _paths_to_many(ann: httpx.Client, doors: Doors) -> httpx.Response:
    ends = {"source": doors.at("R1"), "target": doors.at("R2"), "k": 50}
    return ann.post("/v1/paths", json={**ends, "also": [doors.at("R3"), doors.at("R4")]})


def _with_a_spoilt_mapping(ann: httpx.Client, doors: Doors) -> httpx.Response:
    mapping = doors.installation.folder / "mappings" / "rms.yaml"
    mapping.write_text("mapping: [secret of the house")
    return send(ann, "R8")


def test_every_problem_is_met_here_or_elsewhere() -> None:
    assert {problem.name for problem in ALL} == set(MAKE) | ELSEWHERE


@pytest.mark.parametrize("name", sorted(MAKE))
def test_a_refusal_is_a_problem_with_its_status_title_and_detail(doors: Doors, name: str) -> None:
    answer = MAKE[name](doors.asker(role="writer"), doors)
    [problem] = [problem for problem in ALL if problem.name == name]
    told = answer.json()
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.status_code == told["status"] == problem.status
    assert told["type"] == f"urn:comity:problem:{name}"
    assert told["title"] == problem.title
    assert told["detail"]
    assert set(told) <= {"type", "title", "status", "detail", "errors", "reference"}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("kind", sorted(STATUSES, key=lambda kind: kind.__name__))
def test_an_error_that_may_tell_of_the_inside_is_told_in_other_words(kind: type[Exception]) -> None:
    if not issubclass(kind, GraphError):
        return
    error = kind.__new__(kind)
    error.args = ("/var/lib/comity/ledger.db",)
    assert b"/var/lib" not in refusal_response(error).body


def test_an_error_that_nobody_expected_is_a_500_that_keeps_its_text_to_itself(
    doors: Doors,
) -> None:
    answer = _with_a_spoilt_mapping(doors.asker(role="writer"), doors)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert str(doors.installation.folder) not in answer.text
    assert answer.json()["reference"]


def test_one_that_the_table_does_not_know_is_the_servers_own_fault() -> None:
    assert problem_of(FileDamaged(Path("ledger.db"), "torn")) is FAILED
    assert problem_of(ZeroDivisionError()) is FAILED


def test_an_address_that_is_no_route_is_answered_as_an_entity_that_is_not_there(
    town_doors: Doors,
) -> None:
    ann = town_doors.asker()
    nothing = ann.get(f"/v1/entities/{NOBODY}")
    for path in ("/v1/nowhere", "/admin", "/docs", "/redoc", "/v1/standing/"):
        answer = ann.get(path)
        assert (answer.status_code, answer.content) == (404, nothing.content), path


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"x"', b'{"text": 1}', b'{"text": "x", "limit": 1e99}',
        b'{"text": "\\ud800"}', b"\xff\xfe", b'{"text": "x", "kind": "\\udfff"}',
        b'{"text": "a", "limit": NaN}', b'{"text": ' * 10_000,
    ],
)  # fmt: skip
def test_a_body_that_makes_no_sense_is_refused_and_never_a_500(
    town_doors: Doors, body: bytes
) -> None:
    answer = town_doors.asker().post(
        "/v1/search", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == MEDIA_TYPE


@pytest.mark.parametrize(
    "query",
    [
        "known_at=2026-03-02T09:30:00", "known_at=9999-12-31T23:59:59-14:00", "valid_at=%00",
        "known_at=0001-01-01T00:00:00%2B14:00", "valid_at=x&known_at=y", "known_at=%ed%a0%80",
        "known_at=" + "9" * 50,
    ],
)  # fmt: skip
def test_a_time_at_the_end_of_the_world_is_answered_or_refused_and_never_a_500(
    town_doors: Doors, query: str
) -> None:
    answer = town_doors.asker().get(f"/v1/standing?{query}")
    assert answer.status_code in (200, 400, 422)
