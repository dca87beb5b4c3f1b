"""How a mapping describes one shape of file: its format, record, mentions, links and lists.

Pydantic models at the door; they check words and compute nothing.
"""

from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationError,
    field_validator,
    model_validator,
)

from comity.graph.vocabulary import vocabulary
from comity.ingest.mapping_checks import (
    Text,
    inside,
    known_kind,
    known_link,
    known_role,
    one_or_many,
    refuse,
    shorthand,
)
from comity.ingest.mapping_values import (
    ColumnValue,
    FixedValue,
    Formats,
    LabelSpec,
    PropertySpec,
    Strict,
    Texts,
    ValidSpec,
    ValueSpec,
    When,
    check_grades,
)
from comity.sharing.errors import unknown

FormatName = Literal["csv", "xlsx", "json", "jsonl", "xml"]


class FormatSpec(Strict):
    """How a file is written down; gzip is seen by itself."""

    type: FormatName
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    quote: str = Field(default='"', max_length=1)
    encoding: str = "utf-8"
    header: bool = True
    columns: list[Text] | None = None
    optional: Texts = Field(default_factory=list)
    sheet: Text | None = None
    header_row: int = Field(default=1, ge=1)
    items: str = ""
    namespaces: dict[str, str] = Field(default_factory=dict)
    max_record_mb: float = Field(default=16, gt=0, le=1024)
    max_opened_mb: float = Field(default=256, gt=0)

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str) -> str:
        try:
            "".encode(value)
        except LookupError:
            raise ValueError(f"unknown encoding {value!r}; usual: utf-8, cp1252") from None
        return value

    @model_validator(mode="after")
    def _has_columns(self) -> Self:
        if not self.header and not self.columns:
            raise ValueError("without a header line, list the columns")
        if self.type == "xml" and not self.items:
            raise ValueError("name the record's element in items, such as Reports/Report")
        return self


class RecordSpec(Strict):
    """What names a record: its columns, or `hash` for rows that have no number of their own."""

    columns: Texts | None = None
    join: str = "-"
    prefix: Text = ""
    hash: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.hash == bool(self.columns):
            raise ValueError("give either columns or hash: true")
        return self


class ExportSpec(Strict):
    """What a file holds: all records (full), instructions (delta), or more records (append)."""

    kind: Literal["full", "delta", "append"] = "append"
    operation: ColumnValue | None = None

    @model_validator(mode="after")
    def _instructions(self) -> Self:
        if (self.kind == "delta") != (self.operation is not None):
            raise ValueError("a delta names its operation column, and only a delta does")
        for value in self.operation.values.values() if self.operation else []:
            if value not in {"insert", "update", "delete"}:
                raise ValueError(unknown("operation", value, ["insert", "update", "delete"]))
        return self


def _properties(value: object) -> dict[str, list[PropertySpec]]:
    """Each property as a list; one value needs no list, and a bare word is a column."""
    if not isinstance(value, dict):
        raise ValueError("properties are a list of `name: column`")
    return {
        name: [_property(name, i, v) for i, v in enumerate(given)]
        if isinstance(given, list)
        else [_property(name, None, given)]
        for name, given in value.items()
    }


def _property(name: str, index: int | None, value: object) -> PropertySpec:
    where = (name,) if index is None else (name, index)
    try:
        plain = value if isinstance(value, dict) else {"column": value}
        return PropertySpec.model_validate(plain)
    except ValidationError as error:
        raise inside(where, error) from None


Properties = Annotated[dict[str, list[PropertySpec]], PlainValidator(_properties)]


class MentionSpec(Strict):
    """One subject of a record: its kind, whether the row has it, and what is said of it."""

    kind: str
    when: When | None = None
    properties: Properties = Field(default_factory=dict)
    label: LabelSpec | None = None
    grade: FixedValue | None = None
    valid: ValidSpec | None = None

    _kind = field_validator("kind")(known_kind)
    _grades = field_validator("grade")(check_grades)

    @model_validator(mode="after")
    def _known_properties(self) -> Self:
        allowed = vocabulary().kinds[self.kind]
        for name in self.properties:
            if name not in allowed:
                problem = unknown(f"property of {self.kind}", name, sorted(allowed))
                raise refuse(("properties", name), problem)
        return self


class EndSpec(Strict):
    """One end of a link: a mention of this record, or one of another record of this source."""

    part: str
    record: Annotated[RecordSpec, shorthand("columns")] | None = None


End = Annotated[EndSpec, shorthand("part")]


class LinkSpec(Strict):
    """A link between two mentions; left out where the row lacks an end."""

    first: End = Field(alias="from")
    second: End = Field(alias="to")
    kind: str
    role: FixedValue | None = None
    when: When | None = None
    label: LabelSpec | None = None
    grade: FixedValue | None = None
    valid: ValidSpec | None = None

    _kind = field_validator("kind")(known_link)
    _grades = field_validator("grade")(check_grades)

    @field_validator("role")
    @classmethod
    def _known_roles(cls, value: ValueSpec | None) -> ValueSpec | None:
        for role in value.outcomes() if value else []:
            known_role(role)
        return value


class BodySpec(Strict):
    """What is read out of a row, or out of one element of a list in it."""

    mentions: dict[str, MentionSpec] = Field(default_factory=dict)
    links: list[LinkSpec] = Field(default_factory=list)
    each: list["EachSpec"] = Field(default_factory=list)


class EachSpec(BodySpec):
    """A list inside the row: its elements are read one by one."""

    list_: str = Field(alias="list")
    split: str | None = Field(default=None, min_length=1)
    key: Text | None = None


class TableSpec(BodySpec):
    """One shape of file of a source."""

    files: Annotated[list[str], BeforeValidator(one_or_many)] = Field(default_factory=lambda: ["*"])
    format: Annotated[FormatSpec, shorthand("type")] | None = None
    record: Annotated[RecordSpec, shorthand("columns")] | None = None
    export: Annotated[ExportSpec, shorthand("kind")] = Field(default_factory=ExportSpec)
    empty: Texts = Field(default_factory=list)
    dates: Formats = Field(default_factory=list)
    label: LabelSpec | None = None
    grade: FixedValue | None = None
    valid: ValidSpec | None = None
    suspicion: ColumnValue | None = None

    _grades = field_validator("grade")(check_grades)

    @field_validator("suspicion")
    @classmethod
    def _stated_record_by_record(cls, value: ValueSpec | None) -> ValueSpec | None:
        if value and (value.constant or value.default):
            raise ValueError("a reasonable suspicion is stated record by record: name its column")
        return value
