"""The mapping: how one source's files become mentions, claims and links, without code.

Reads and checks the YAML document; reading rows is others' work.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Self

from pydantic import BaseModel, Field, field_validator, model_validator

from comity.graph.vocabulary import vocabulary
from comity.graph.words import Source
from comity.ingest.errors import WrongFile
from comity.ingest.mapping_checks import Text, known_region, known_zone, plain_name, refuse
from comity.ingest.mapping_tables import BodySpec, EndSpec, TableSpec
from comity.ingest.mapping_values import LabelSpec, Strict
from comity.sharing.document import parse_document, read_document
from comity.sharing.errors import unknown

Where = tuple[str | int, ...]


class SourceSpec(Strict):
    """The system that exports the files, and the agency that owns it."""

    id: Text
    agency: Text = Field(min_length=1)
    title: Text = Field(min_length=1)
    desk: Text = ""

    _id = field_validator("id")(plain_name)


class MappingDocument(TableSpec):
    """The YAML form of a mapping: one table written at the top, or several under `tables`."""

    mapping: Text
    version: int = Field(default=1, ge=1)
    vocabulary: int = 1
    source: SourceSpec
    timezone: str = "UTC"
    region: str = "US"
    tables: list[TableSpec] = Field(default_factory=list)

    _name = field_validator("mapping")(plain_name)
    _zone = field_validator("timezone")(known_zone)
    _region = field_validator("region")(known_region)

    @field_validator("vocabulary")
    @classmethod
    def _same_vocabulary(cls, value: int) -> int:
        shipped = vocabulary()
        if value not in shipped.reads:
            reads = " and ".join(map(str, shipped.reads))
            raise ValueError(f"written for vocabulary {value}; this release reads {reads}")
        return value

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        own = bool(self.mentions or self.links or self.each)
        if own == bool(self.tables):
            raise ValueError("give mentions and links at the top, or tables, and not both")
        if self.tables and "files" in self.model_fields_set:
            raise refuse(("files",), "each of the tables names its own files")
        for where, table in self.shapes():
            _check_table(where, table, len(self.tables))
            _check_ends(where, table, frozenset(), frozenset(self._all_parts()))
        return self

    def shapes(self) -> Iterator[tuple[Where, TableSpec]]:
        """Each table with everything it takes over from the top, and where it stands."""
        if not self.tables:
            yield (), self
        for index, table in enumerate(self.tables):
            yield ("tables", index), table.model_copy(update=self._inherited(table))

    def _inherited(self, table: TableSpec) -> dict[str, object]:
        taken: dict[str, object] = {
            name: getattr(self, name)
            for name in ("format", "record", "grade", "valid", "suspicion")
            if getattr(table, name) is None
        }
        if "export" not in table.model_fields_set:
            taken["export"] = self.export
        label = self.label.under(table.label) if self.label else table.label
        return {
            **taken,
            "label": label,
            "empty": [*self.empty, *table.empty],
            "dates": table.dates or self.dates,
        }

    def _all_parts(self) -> Iterator[str]:
        for _, table in self.shapes():
            yield from _parts(table)


@dataclass(frozen=True)
class SourceMapping:
    """A mapping that was read and checked, with its text and where it came from."""

    name: str
    text: str
    document: MappingDocument

    @property
    def id(self) -> str:
        """Name, version and a hash of the text: what claims say they were made by."""
        digest = hashlib.sha256(self.text.encode()).hexdigest()[:8]
        return f"{self.document.mapping}@{self.document.version}-{digest}"

    @property
    def source(self) -> Source:
        """The source it reads."""
        spec = self.document.source
        return Source(spec.id, spec.agency, spec.title, spec.desk)

    @property
    def tables(self) -> tuple[TableSpec, ...]:
        """Its tables, complete with what they take over from the top."""
        return tuple(table for _, table in self.document.shapes())

    @property
    def is_wholly_own(self) -> bool:
        """Whether all that it reads belongs to the source's own agency."""
        return not any(label.owner for label in _labels_in(self.document))

    def table_for(self, file: str) -> TableSpec:
        """The first table whose pattern fits a file's name; raises WrongFile."""
        name = Path(file).name
        bare = name.removesuffix(".gz")
        for table in self.tables:
            if any(fnmatch(n, pattern) for n in (name, bare) for pattern in table.files):
                return table
        patterns = [pattern for table in self.tables for pattern in table.files]
        raise WrongFile(file, self.name, patterns)


def _labels_in(part: object) -> Iterator[LabelSpec]:
    """Every label that a part of a mapping gives, however deep."""
    if isinstance(part, LabelSpec):
        yield part
    elif isinstance(part, BaseModel | Mapping | list | tuple):
        inner = part.values() if isinstance(part, Mapping) else part
        for each in inner:
            # A model goes through its fields as pairs of name and value.
            yield from _labels_in(each[1] if isinstance(part, BaseModel) else each)


def read_mapping(path: Path) -> SourceMapping:
    """Read a mapping from a YAML file; raises DocumentError with file, line and what is allowed."""
    document = read_document(path, MappingDocument)
    return SourceMapping(str(path), path.read_text("utf-8-sig"), document)


def parse_mapping(text: str, name: str) -> SourceMapping:
    """Read a mapping from YAML text kept under `name`."""
    return SourceMapping(name, text, parse_document(text, MappingDocument, name))


def _check_table(where: Where, table: TableSpec, tables: int) -> None:
    if table.format is None:
        raise refuse((*where, "format"), "missing; say csv, xlsx, json, jsonl or xml")
    if table.record is None:
        raise refuse((*where, "record"), "missing; name the id column, or say {hash: true}")
    if table.export.kind == "full" and tables > 1:
        problem = "a full export of one of several tables would withdraw the others; say append"
        raise refuse((*where, "export"), problem)
    label = table.label or LabelSpec()
    for name in ("data_class", "handling"):
        if getattr(label, name) is None:
            raise refuse((*where, "label"), f"{name} is missing; silence would mean no one")


def _check_ends(where: Where, body: BodySpec, outer: frozenset[str], every: frozenset[str]) -> None:
    """Each link end names a part in sight, or a part of another record of this source."""
    twice = outer & body.mentions.keys()
    if twice:
        part = min(twice)
        raise refuse((*where, "mentions", part), f"part {part!r} stands twice; name it otherwise")
    seen = outer | body.mentions.keys()
    for index, link in enumerate(body.links):
        for key, end in (("from", link.first), ("to", link.second)):
            _check_end((*where, "links", index, key), end, every if end.record else seen)
    for index, each in enumerate(body.each):
        _check_ends((*where, "each", index), each, seen, every)


def _check_end(where: Where, end: EndSpec, allowed: frozenset[str]) -> None:
    bare = end.part.split(".")[0] if end.record else end.part
    if bare not in allowed:
        raise refuse(where, unknown("part", end.part, sorted(allowed)))


def _parts(body: BodySpec) -> Iterator[str]:
    yield from body.mentions
    for each in body.each:
        yield from _parts(each)
