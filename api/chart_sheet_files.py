"""A chart saved on the workspace as one that is kept: its file as what is sent to be kept.

Groups in the file hold entities and each other; those that are kept name all who are in them.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from comity.api.errors import BadQuestion
from comity.api.wire_charts import BoxBody, ChartKeptBody, GroupBody, NoteBody, SpotKeptBody
from comity.api.wire_drawing import MOST

LARGEST = 64 * 1024 * 1024
NO_CHART = "is no chart saved on the workspace"


class _Kept(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Spot(_Kept):
    entity: str
    x: float
    y: float
    pinned: bool = False
    hidden: bool = False
    note: str = ""


class _Group(_Kept):
    id: str
    name: str
    members: tuple[str, ...]
    open: bool = False


class _Box(_Kept):
    text: str
    shape: str = "box"
    x: float
    y: float


class _Sheet(_Kept):
    entities: tuple[_Spot, ...] = Field(min_length=1, max_length=MOST)
    groups: tuple[_Group, ...] = ()
    boxes: tuple[_Box, ...] = ()


def read_sheet(path: Path, said: Mapping[str, object], handling: str) -> ChartKeptBody:
    """A saved chart as it is sent to be kept, with what is `said` of it; all words under one code.

    Raises BadQuestion for any other file.
    """
    if path.stat().st_size > LARGEST:
        raise BadQuestion(f"{path} is too large for a chart")
    try:
        sheet = _Sheet.model_validate(json.loads(path.read_bytes()))
        return _body(sheet, said, handling)
    except (ValidationError, ValueError, TypeError):
        raise BadQuestion(f"{path} {NO_CHART}") from None


def _body(sheet: _Sheet, said: Mapping[str, object], handling: str) -> ChartKeptBody:
    spots = tuple(SpotKeptBody(**each.model_dump(exclude={"note"})) for each in sheet.entities)
    notes = tuple(
        NoteBody(entity=each.entity, text=each.note, handling=handling)
        for each in sheet.entities
        if each.note
    )
    boxes = tuple(
        BoxBody.model_validate({**each.model_dump(), "handling": handling}) for each in sheet.boxes
    )
    words = {"spots": spots, "notes": notes, "boxes": boxes}
    groups = tuple(_groups(sheet, handling))
    return ChartKeptBody.model_validate({**said, **words, "groups": groups, "handling": handling})


def _groups(sheet: _Sheet, handling: str) -> Iterator[GroupBody]:
    """The groups of a file, those around others before them."""
    groups = {each.id: each for each in sheet.groups}
    around = {one: each.id for each in sheet.groups for one in each.members if one in groups}
    places: dict[str, int] = {}
    for name in sorted(groups, key=lambda one: len(_chain(one, around))):
        places[name] = len(places)
        yield GroupBody(
            name=groups[name].name, members=tuple(_within(name, groups)), handling=handling,
            open=groups[name].open, inside=places.get(around.get(name, "")),
        )  # fmt: skip


def _chain(name: str, around: Mapping[str, str]) -> list[str]:
    """The groups around one; raises ValueError where one lies in itself."""
    chain: list[str] = []
    while name in around:
        name = around[name]
        if name in chain:
            raise ValueError("a group lies in itself")
        chain.append(name)
    return chain


def _within(name: str, groups: Mapping[str, _Group]) -> Iterator[str]:
    for one in groups[name].members:
        if one in groups:
            yield from _within(one, groups)
        else:
            yield one
