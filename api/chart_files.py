"""Charts' files: what a page or a saved chart says of how it was made, and what is on it.

A file comes from anywhere: nothing in it is believed but what can be asked anew.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from comity.analytics import ChartQuery
from comity.api.errors import BadQuestion
from comity.api.wire_drawing import MOST, Pixels
from comity.api.wire_questions import Id

Ends = tuple[str, str, str]  # two ids, and what is written on the link
LARGEST = 64 * 1024 * 1024
_DATA = re.compile(r'<script type="application/json" id="chart-data">(.*?)</script>', re.DOTALL)


class _Kept(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class QueryKept(_Kept):
    """What a page was asked for."""

    entities: tuple[Id, ...] = Field(max_length=MOST)
    hops: int = Field(ge=0, le=4)
    limit: int = Field(ge=0, le=MOST)
    layout: Literal["forces"] = "forces"
    seed: int = Field(ge=0, lt=2**32)
    received: bool

    def query(self) -> ChartQuery:
        """The same as a question of a view."""
        return ChartQuery(**self.model_dump())


class PageKept(_Kept):
    """How a page was made."""

    format: Literal["comity-chart-page"]
    version: Literal[1]
    title: str
    notes: tuple[str, ...]
    query: QueryKept
    known_at: AwareDatetime
    valid_at: AwareDatetime | None
    digest: str


class SpotKept(_Kept):
    """An entity of a saved chart, where it lies, and what somebody wrote beside it."""

    entity: Id
    x: Pixels
    y: Pixels


class SavedKept(_Kept):
    """A chart that was saved on the workspace: places and notes, no fact."""

    format: Literal["comity-chart"]
    version: Literal[1]
    known_at: AwareDatetime | None
    valid_at: AwareDatetime | None = None
    digest: str
    entities: Annotated[tuple[SpotKept, ...], Field(min_length=1, max_length=MOST)]


@dataclass(frozen=True)
class ChartFile:
    """A file as it is, what it says of itself, and the content of each thing on it by its id."""

    body: bytes
    kept: PageKept | SavedKept
    nodes: Mapping[str, str]
    links: Mapping[Ends, str]


def read_chart_file(path: Path) -> ChartFile:
    """Read a page or a saved chart; raises BadQuestion for any other file."""
    if path.stat().st_size > LARGEST:
        raise BadQuestion(f"{path} is too large for a chart")
    body = path.read_bytes()
    try:
        return page_file(body) if b"<script" in body else _saved_file(body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fields = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ()
        where = f" ({'.'.join(map(str, fields))})" if fields else ""
        raise BadQuestion(f"{path} is no chart that keeps how it was made{where}") from None


def page_file(body: bytes) -> ChartFile:
    """A chart's page; raises ValueError and its like for any other."""
    found = _DATA.search(body.decode())
    told = json.loads(found[1] if found else "")
    nodes = {str(node["id"]): _content(node) for node in told["nodes"]}
    links: dict[Ends, list[str]] = {}
    for edge in told["edges"]:
        ends = (str(edge["from"]), str(edge["to"]), str(edge["lines"][0]))
        links.setdefault(ends, []).append(_content(edge))
    joined = {key: "\n".join(each) for key, each in links.items()}
    return ChartFile(body, PageKept.model_validate(told["file"]), nodes, joined)


def _saved_file(body: bytes) -> ChartFile:
    kept = SavedKept.model_validate(json.loads(body))
    return ChartFile(body, kept, {spot.entity: "" for spot in kept.entities}, {})


def _content(thing: Mapping[str, Any]) -> str:
    """What somebody reads of it: where it lies, and how its line bends, is no news."""
    return json.dumps([thing["label"], thing["lines"]])
