"""How a mapping says where one value comes from: columns, constants, maps, dates, labels.

Pydantic models at the door; they say what may be written and compute nothing.
"""

import re
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from comity.ingest.mapping_checks import (
    Text,
    known_format,
    known_grade,
    known_handling,
    known_region,
    known_zone,
    one_or_many,
    shorthand,
)

Texts = Annotated[list[Text], BeforeValidator(one_or_many)]
Formats = Annotated[
    list[Annotated[Text, AfterValidator(known_format)]], BeforeValidator(one_or_many)
]
Otherwise = Literal["keep", "drop", "reject"]


class Strict(BaseModel):
    """A part of a mapping: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid")


class ValueSpec(Strict):
    """One value of a row: from a column, several columns joined, or a constant."""

    column: Text | None = None
    columns: Texts | None = None
    join: str = " "
    constant: Text | None = None
    extract: str | None = None
    split: str | None = Field(default=None, min_length=1)
    values: dict[str, Text] = Field(default_factory=dict)
    otherwise: Otherwise = "keep"
    default: Text | None = None
    prefix: Text = ""
    formats: Formats | None = None
    timezone: str | None = None
    region: str | None = None

    _zone = field_validator("timezone")(known_zone)
    _region = field_validator("region")(known_region)

    @field_validator("extract")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        return value

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        given = [n for n in ("column", "columns", "constant") if getattr(self, n) is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of column, columns, constant")
        return self

    def sources(self) -> list[str]:
        """The columns it reads."""
        return [self.column] if self.column is not None else list(self.columns or [])

    def outcomes(self) -> list[str]:
        """The values it can come to that are written in the mapping itself, none of them empty."""
        found = [self.constant, *self.values.values(), self.default]
        return [self.prefix + text for text in found if text]


ColumnValue = Annotated[ValueSpec, shorthand("column")]
FixedValue = Annotated[ValueSpec, shorthand("constant")]


class WhenSpec(Strict):
    """A condition on the row: the column is not empty, or equals one of these."""

    column: Text
    equals: Texts | None = None
    unless: Texts | None = None


When = Annotated[WhenSpec, shorthand("column")]


class ValidSpec(Strict):
    """When a fact held in the world: at one (partial) date, or from one to another."""

    at: ColumnValue | None = None
    start: ColumnValue | None = Field(default=None, alias="from")
    end: ColumnValue | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _at_or_range(self) -> Self:
        if (self.at is None) == (self.start is None and self.end is None):
            raise ValueError("give either at, or from and to (or one of the two)")
        return self


class LabelSpec(Strict):
    """What decides who may see a fact; what is not said here comes from the level above."""

    owner: FixedValue | None = None
    data_class: FixedValue | None = None
    handling: FixedValue | None = None
    caveats: Annotated[list[FixedValue], BeforeValidator(one_or_many)] | None = None
    jurisdiction: FixedValue | None = None

    @field_validator("handling")
    @classmethod
    def _known_codes(cls, value: ValueSpec | None) -> ValueSpec | None:
        for code in value.outcomes() if value else []:
            known_handling(code)
        return value

    def under(self, nearer: Self | None) -> Self:
        """This label where the nearer one says nothing."""
        if nearer is None:
            return self
        return self.model_copy(
            update={name: getattr(nearer, name) for name in nearer.model_fields_set}
        )


def check_grades(value: ValueSpec | None) -> ValueSpec | None:
    """A grade's fixed values belong to a loaded scheme."""
    for code in value.outcomes() if value else []:
        known_grade(code)
    return value


class PropertySpec(ValueSpec):
    """One property of a mention, with its own label, grade and valid time where they differ."""

    label: LabelSpec | None = None
    grade: FixedValue | None = None
    valid: ValidSpec | None = None

    _grades = field_validator("grade")(check_grades)
