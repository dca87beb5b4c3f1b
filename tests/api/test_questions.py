"""Every route by the application's own list: token, purpose, one audit row before the answer."""

import pytest
from doors import MADE, Doors, role_for, sample, samples
from fastapi.routing import APIRoute
from starlette.routing import Route

from comity.api.app import QUESTIONS, create_app
from comity.api.questions import Question, audited
from comity.graph.audit_handed import handed_over

NAMES = sorted(question.answer.__name__ for question in QUESTIONS)
WRITES = {question.answer.__name__ for question in QUESTIONS if question.writes}
# These show no fact; everything else must be a question.
OPEN = {
    "/healthz", "/", "/viewer", "/openapi.json", "/v1/sign-in", "/v1/sign-out",
    "/workspace", "/workspace/{file}",
}  # fmt: skip


def test_there_is_a_sample_of_every_question(town_doors: Doors) -> None:
    assert sorted([*samples(town_doors), *MADE]) == NAMES


def test_every_other_route_is_known_to_show_no_fact(town_doors: Doors) -> None:
    app = create_app(town_doors.installation)
    paths = {route.path for route in app.routes if isinstance(route, APIRoute | Route)}
    assert paths - OPEN == {question.path for question in QUESTIONS}


@pytest.mark.parametrize("name", NAMES)
def test_a_question_leaves_one_row_that_says_who_asked_what_and_why(
    town_doors: Doors, name: str
) -> None:
    ann = town_doors.asker("a tip about the harbor", role=role_for(name))
    method, path, sent = sample(town_doors, name)
    before = town_doors.last()
    answer = ann.request(method, path, **sent)
    assert answer.is_success, answer.text
    *intents, row = (kept for kept in town_doors.rows(before) if handed_over(kept.row) is None)
    assert len(town_doors.rows(row.id)) == (name == "disseminate")  # one more for the one owner
    assert [stored.row.outcome for stored in intents] == ["intended"] * (name in WRITES)
    assert row.settles == (intents[0].id if intents else 0)
    told = row.row
    assert (told.action, told.outcome, told.principal) == (name, "answered", "ann")
    assert (told.purpose, told.justification) == ("investigation", "a tip about the harbor")
    if name != "add_records":  # it shows nothing, so it opens no view
        assert told.agreements == ("pact",)
        assert told.view


@pytest.mark.parametrize("name", NAMES)
def test_a_question_without_a_token_is_refused_and_asks_nothing(
    town_doors: Doors, name: str
) -> None:
    method, path, sent = sample(town_doors, name)
    before = town_doors.last()
    for client in (
        town_doors.client(**{"Comity-Justification": "none"}),
        town_doors.client(Authorization="Bearer comity_" + "x" * 43),
        town_doors.client(Authorization="Basic YTpi"),
    ):
        answer = client.request(method, path, **sent)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert town_doors.rows(before) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_question_states_why_it_is_asked(town_doors: Doors, name: str) -> None:
    token = town_doors.token(role="writer")
    method, path, sent = sample(town_doors, name)
    before = town_doors.last()
    for why in ("", "%20%20"):
        headers = {"Authorization": f"Bearer {token}", "Comity-Justification": why}
        answer = town_doors.client(**headers).request(method, path, **sent)
        assert answer.status_code == 400
        assert answer.json()["type"] == "urn:comity:problem:no-purpose"
    assert town_doors.rows(before) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_question_keeps_to_the_purposes_of_its_token(town_doors: Doors, name: str) -> None:
    method, path, sent = sample(town_doors, name)
    before = town_doors.last()
    ann = town_doors.asker(role="writer", purposes=("investigation", "licensing"))
    headers = {**sent.pop("headers", {}), "Comity-Purpose": "oversight"}
    answer = ann.request(method, path, headers=headers, **sent)
    assert answer.status_code == 403
    [row] = town_doors.rows(before)
    assert (row.row.action, row.row.purpose, row.row.outcome) == (
        "sign_in", "oversight", "not-allowed",
    )  # fmt: skip


def test_a_refused_question_leaves_its_row_too(town_doors: Doors) -> None:
    ann = town_doors.asker()
    before = town_doors.last()
    ann.get(f"/v1/entities/{'0' * 32}")
    ann.get("/v1/centrality/fame")
    ann.get("/v1/standing", params={"known_at": "yesterday"})
    ann.get(f"/v1/entities/{town_doors.at('R1')}/neighbours", params={"cursor": "forged"})
    outcomes = [stored.row.outcome for stored in town_doors.rows(before)]
    assert outcomes == ["nothing-here", *["bad-question"] * 3]


def test_a_row_names_what_was_shown(town_doors: Doors) -> None:
    before = town_doors.last()
    shown = town_doors.asker().get(f"/v1/entities/{town_doors.at('R1')}").json()["entity"]
    [row] = town_doors.rows(before)
    labels = {"riverton-pd/incident/TLP:AMBER", "harbor-so/booking/TLP:AMBER"}
    assert labels < set(row.row.shown)
    assert {shown["id"], *(fact["ref"] for fact in shown["facts"])} < set(row.row.shown)


def test_a_long_body_stands_in_its_row_by_hash_and_size_beside_its_key(doors: Doors) -> None:
    writer = doors.asker(role="writer")
    rows = [{"row": {"NO": f"R{n}", "NAME": "x" * 50, "BORN": "", "PHONE": ""}} for n in range(400)]
    sent = {"json": {"records": rows}, "headers": {"Idempotency-Key": "night"}}
    assert writer.post("/v1/sources/rms/records", **sent).status_code == 201
    question = doors.rows()[-1].row.question
    assert "xxx" not in question
    assert '"idempotency_key": "night"' in question
    assert '"sha256"' in question


def test_a_route_that_would_not_know_who_asks_cannot_be_made() -> None:
    def nameless() -> None:
        """Takes no asker."""

    with pytest.raises(TypeError, match="nameless"):
        audited(Question("GET", "/v1/nameless", nameless))
