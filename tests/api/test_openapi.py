"""The OpenAPI document: an example that holds of every body and answer, and nothing outside."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from doors import OF_RECORDS, Doors, role_for, sample, samples
from jsonschema import Draft202012Validator

from comity.api.app import QUESTIONS
from comity.api.problems import MEDIA_TYPE

Json = dict[str, Any]
OPERATIONS = sorted((question.answer.__name__, question.status) for question in QUESTIONS)
DRAFTS = ("check_draft", "compare_draft", "simulate_draft")
WITH_BODY = sorted(
    (
        "disseminate",
        "pointers_to",
        "search",
        "paths",
        "reachable",
        "draw",
        "save_chart",
        "save_chart_version",
        "share_chart",
        "comment_chart",
        "draw_link",
        "draw_entity",
        "drawing",
        "drawing_groups",
        "judge",
        "add_records",
        "open_emergency",
        "review_emergency",
        "register_target",
        "register_action",
        "send_request",
        "answer_request",
        "what_if",
        *DRAFTS,
        *OF_RECORDS,
    )
)

PAGES = ("chart", "disseminate", "draw", "live", "why_picture")


@pytest.fixture(scope="module")
def document(town_doors: Doors) -> Json:
    """The document as the server gives it."""
    found: Json = town_doors.client().get("/openapi.json").json()
    return found


def operation(document: Json, name: str) -> Json:
    """One operation by its id."""
    every = [each for path in document["paths"].values() for each in path.values()]
    [found] = [each for each in every if each["operationId"] == name]
    return dict(found)


def errors(document: Json, media: Json, value: Any) -> list[str]:
    """Why a value does not hold against the schema of a body or an answer."""
    schema = {**media["schema"], "components": document["components"]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


def examples(document: Json) -> Iterator[tuple[str, Json]]:
    """Every place for content in the document, with where it is."""
    for name, _ in OPERATIONS:
        each = operation(document, name)
        parts = {**each["responses"], "body": each.get("requestBody", {"content": {}})}
        for part, inner in parts.items():
            for media, content in inner["content"].items():
                yield f"{name} {part} {media}", content


def test_the_document_lists_every_question_and_no_more(document: Json) -> None:
    ids = [each["operationId"] for path in document["paths"].values() for each in path.values()]
    assert sorted(ids) == [name for name, _ in OPERATIONS]
    assert document["openapi"].startswith("3.1")


def test_every_body_and_answer_has_an_example_that_holds_against_its_schema(
    document: Json,
) -> None:
    found = dict(examples(document))
    assert len(found) == len(OPERATIONS) * 3 + len(WITH_BODY)
    for where, media in found.items():
        Draft202012Validator.check_schema(media["schema"])
        assert media["example"] not in (None, {}, []), where
        assert errors(document, media, media["example"]) == [], where


def test_every_example_of_a_field_holds_against_the_field(document: Json) -> None:
    for name, schema in document["components"]["schemas"].items():
        for field, inner in schema.get("properties", {}).items():
            for example in inner.get("examples", ()):
                assert errors(document, {"schema": inner}, example) == [], (name, field)


@pytest.mark.parametrize(("name", "status"), OPERATIONS)
def test_a_real_answer_is_what_the_document_says(
    document: Json, town_doors: Doors, name: str, status: int
) -> None:
    method, path, sent = sample(town_doors, name)
    answer = town_doors.asker(role=role_for(name)).request(method, path, **sent)
    assert answer.status_code == status
    [(media, content)] = operation(document, name)["responses"][str(status)]["content"].items()
    assert answer.headers["content-type"].split(";")[0] == media
    value = answer.text if name in PAGES else answer.json()
    assert errors(document, content, value) == []


@pytest.mark.parametrize("name", WITH_BODY)
def test_the_example_of_a_body_is_understood_by_the_server(
    document: Json, town_doors: Doors, name: str
) -> None:
    body = operation(document, name)["requestBody"]
    example = body["content"]["application/json"]["example"]
    nobodys = {
        "review_emergency": ("POST", f"/v1/emergencies/{'0' * 32}/review", {}),
        "answer_request": ("POST", f"/v1/requests/{'0' * 32}/answer", {}),
        "save_chart_version": ("POST", f"/v1/charts/{'0' * 32}/versions", {}),
        "share_chart": ("POST", f"/v1/charts/{'0' * 32}/sharing", {}),
        "comment_chart": ("POST", f"/v1/charts/{'0' * 32}/comments", {}),
        **{name: sample(town_doors, name) for name in OF_RECORDS},
    }
    method, path, _ = (samples(town_doors) | nobodys)[name]
    answer = town_doors.asker(role=role_for(name)).request(
        method, path, json=example, headers={"Idempotency-Key": "example"}
    )
    # Its ids are of nobody, which is an answer; another form would be a 422.
    assert answer.status_code in (200, 201, 404), answer.text


@pytest.mark.parametrize(("name", "status"), OPERATIONS)
def test_a_question_is_told_with_its_token_its_problems_and_its_words(
    document: Json, name: str, status: int
) -> None:
    told = operation(document, name)
    assert told["security"] == [{"HTTPBearer": []}]
    assert set(told["responses"]) == {str(status), "4XX", "5XX"}
    assert list(told["responses"]["4XX"]["content"]) == [MEDIA_TYPE]
    assert told["description"]
    headers = {each["name"] for each in told["parameters"] if each["in"] == "header"}
    assert headers >= {"comity-purpose", "comity-justification", "comity-case"}


def test_the_document_refers_to_nothing_outside_itself(document: Json) -> None:
    text = json.dumps(document)
    assert re.findall(r"https?://", text) == []
    assert "servers" not in document
    for reference in re.findall(r'"\$ref": "([^"]*)"', text):
        assert reference.startswith("#/components/schemas/")
        assert reference.rpartition("/")[2] in document["components"]["schemas"]


def test_no_ready_made_page_is_served_that_loads_scripts_from_elsewhere(town_doors: Doors) -> None:
    for path in ("/docs", "/redoc", "/docs/oauth2-redirect"):
        assert town_doors.asker().get(path).status_code == 404


def test_every_schema_says_what_it_is(document: Json) -> None:
    silent = [
        name
        for name, schema in document["components"]["schemas"].items()
        if not schema.get("description") and name != "JsonValue"
    ]
    assert silent == []
