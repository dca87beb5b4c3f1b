"""What the OpenAPI document says beside the routes: problems, pages, and an example of each."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field

from comity.api.problems import MEDIA_TYPE

Schema = Mapping[str, Any]


class ProblemOut(BaseModel):
    """A refusal, as RFC 9457 has it."""

    type: str = Field(examples=["urn:comity:problem:nothing-here"])
    title: str = Field(examples=["Nothing here"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["there is nothing here that this view may see"])


PROBLEM: dict[str, Any] = {
    "description": "A problem (RFC 9457)",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
}
PROBLEMS: dict[int | str, dict[str, Any]] = {"4XX": PROBLEM, "5XX": PROBLEM}
PAGE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {"example": '<!doctype html><html lang="en">…</html>'}}}
}
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "image/svg+xml": {
                "schema": {"type": "string"},
                "example": '<svg role="img">…</svg>',
            }
        }
    }
}
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "example": "event: changes\ndata: {...}\n\n",
            }
        }
    }
}
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string"},
                "example": "what,entity,kind,name,...",
            }
        }
    }
}


def document_of(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with an example for every body and answer."""
    if app.openapi_schema is None:
        document = FastAPI.openapi(app)
        schemas = document["components"]["schemas"]
        schemas["ProblemOut"] = ProblemOut.model_json_schema()
        for media in _media(document):
            media.setdefault("example", example_of(media["schema"], schemas))
    assert app.openapi_schema is not None
    return app.openapi_schema


def example_of(schema: Schema, schemas: Schema) -> Any:
    """A value of this schema, made of the examples, defaults and allowed values in it."""
    for word in ("examples", "enum"):
        if word in schema:
            return schema[word][0]
    for word in ("const", "default"):
        if word in schema:
            return schema[word]
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "items" in schema:
        return [example_of(schema["items"], schemas)]
    inner = schema.get("properties", {})
    return {name: example_of(part, schemas) for name, part in inner.items()}


def _media(document: Schema) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        for operation in path.values():
            bodies = [operation["requestBody"]] if "requestBody" in operation else []
            for part in (*bodies, *operation["responses"].values()):
                yield from part["content"].values()
