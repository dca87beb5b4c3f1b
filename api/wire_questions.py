"""The bodies that questions and writings have on the wire, and what writing answers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from comity.api.wire import ENTITY, OTHER, REF, Answer, Wire

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=[ENTITY])]


class Body(BaseModel):
    """Base of every body: a key that is not known is refused, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    # What a purge takes away where it is kept; named as pydantic's `exclude` is.
    purgeable: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    def in_audit(self) -> Any:
        """What the audit keeps of it, for good."""
        return self.model_dump(mode="json", exclude={**self.purgeable})


class SearchBody(Body):
    """A name or an identifier, spelled as well as one can."""

    text: str = Field(min_length=1, max_length=400, examples=["Jon Smyth"])
    kind: str | None = Field(default=None, max_length=40, examples=["person"])
    limit: int = Field(default=20, ge=1, le=200)


class ChartBody(Body):
    """Which part to draw: around these entities, or around who matters most if none is named."""

    entities: tuple[Id, ...] = Field(default=(), max_length=50, examples=[[ENTITY]])
    hops: int = Field(default=1, ge=0, le=4)
    limit: int = Field(default=200, ge=1, le=2000, description="how many entities at most")


class RowBody(Body):
    """One row, in the columns of the source's own export."""

    operation: Literal["insert", "update", "delete"] = "insert"
    row: dict[str, JsonValue] = Field(min_length=1, examples=[{"BOOKING_NO": "B-1"}])

    def in_audit(self) -> Any:
        """Which columns; half a character in a name cannot be kept as it is."""
        names = (name.encode(errors="backslashreplace").decode() for name in sorted(self.row))
        return {"operation": self.operation, "row": [*names]}


class RecordsBody(Body):
    """Rows of one source, in the order in which they happened.

    `table` names a file as the source would, where its mapping reads several shapes of file.
    """

    table: str = Field(default="", max_length=200, description="such as harbor_bookings.xlsx")

    records: tuple[RowBody, ...] = Field(
        min_length=1,
        max_length=100_000,
        examples=[[{"operation": "insert", "row": {"BOOKING_NO": "B-1", "LAST": "SMITH"}}]],
    )

    def in_audit(self) -> Any:
        """Which columns came: what they hold goes with the record when it is purged."""
        return {"table": self.table, "records": [each.in_audit() for each in self.records]}


class SetAsideOut(Wire):
    """One row that was not taken in, and why; it waits in the quarantine."""

    row: int = Field(examples=[2])
    column: str = Field(examples=["DOB"])
    reason: str = Field(examples=["'31/31/1980' is not a date as MM/DD/YYYY"])


class RecordsAnswer(Wire):
    """What became of the rows: read = accepted + set aside, durable when this is sent.

    `load` counts the loads of this source alone.
    """

    load: int = Field(examples=[12])
    read: int = Field(examples=[3])
    accepted: int = Field(examples=[2])
    unchanged: int = Field(examples=[0])
    set_aside: int = Field(examples=[1])
    claims: int = Field(examples=[14])
    links: int = Field(examples=[2])
    problems: tuple[SetAsideOut, ...]


class JudgementBody(Body):
    """A person's decision on two mentions that they both see."""

    first: Id
    second: Annotated[Id, Field(examples=[OTHER])]
    verdict: Literal["same", "different", "unsure"]
    reason: str = Field(min_length=3, max_length=2000, examples=["same tattoo on both bookings"])
    handling: str = Field(default="TLP:AMBER", examples=["TLP:AMBER"])


class JudgementAnswer(Answer):
    """The judgement's address: withdraw it by DELETE /v1/judgements/{ref}."""

    ref: str = Field(examples=[REF])
    verdict: str = Field(examples=["same"])


class WithdrawnAnswer(Answer):
    """A judgement that no longer holds; what it joined or parted is as before."""

    ref: str = Field(examples=[REF])
