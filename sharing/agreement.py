"""The agreement: a memorandum of understanding that a machine can enforce.

First clauses only: parties, purposes, data classes, handling ceiling, start and end.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from comity.sharing.document import parse_document, read_document
from comity.sharing.errors import UnknownCode
from comity.sharing.handling import check_handling

EVERYONE = "*"
Status = Literal["draft", "active", "suspended", "ended"]
Name = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Clause:
    """One permission: what these owners share with these parties, up to these codes."""

    number: str
    owners: tuple[str, ...]
    receivers: tuple[str, ...]
    data_classes: tuple[str, ...]
    ceilings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A memorandum of understanding, frozen at one version."""

    id: str
    version: int
    title: str
    status: Status
    parties: tuple[str, ...]
    purposes: tuple[str, ...]
    clauses: tuple[Clause, ...]
    starts: datetime
    ends: datetime

    def in_force(self, at: datetime) -> bool:
        """Whether it permits anything at that moment."""
        return self.status == "active" and self.starts <= at < self.ends


class _Share(BaseModel):
    model_config = ConfigDict(extra="forbid")
    clause: Name
    owners: list[Name] = Field(alias="from", min_length=1)
    receivers: list[Name] = Field(alias="to", min_length=1)
    data_classes: list[Name] = Field(min_length=1)
    handling_ceiling: list[Name] = Field(min_length=1)

    @field_validator("clause", mode="before")
    @classmethod
    def _number_as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int | float) else value

    @field_validator("handling_ceiling", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("handling_ceiling")
    @classmethod
    def _known_codes(cls, value: list[str]) -> list[str]:
        try:
            return [check_handling(code) for code in value]
        except UnknownCode as error:
            raise ValueError(str(error)) from None


class AgreementDocument(BaseModel):
    """The YAML form of an agreement, as its parties write it."""

    model_config = ConfigDict(extra="forbid")
    agreement: Name
    version: int = Field(ge=1)
    title: Name
    status: Status = "active"
    parties: list[Name] = Field(min_length=2)
    purposes: list[Name] = Field(min_length=1)
    starts: date
    ends: date
    shares: list[_Share] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> "AgreementDocument":
        if self.ends <= self.starts:
            raise ValueError(f"it ends ({self.ends}) before it starts ({self.starts})")
        for share in self.shares:
            for party in (*share.owners, *share.receivers):
                if party not in self.parties and party != EVERYONE:
                    raise ValueError(
                        f"clause {share.clause} names {party!r}, who is no party; "
                        f"allowed: {', '.join(self.parties)}, {EVERYONE}"
                    )
        return self

    def frozen(self) -> Agreement:
        """The agreement that decisions are taken by."""
        parties = tuple(self.parties)
        return Agreement(
            id=self.agreement,
            version=self.version,
            title=self.title,
            status=self.status,
            parties=parties,
            purposes=tuple(self.purposes),
            clauses=tuple(_clause(share, parties) for share in self.shares),
            starts=datetime.combine(self.starts, time(), UTC),
            ends=datetime.combine(self.ends, time(), UTC),
        )


def read_agreement(path: Path) -> Agreement:
    """Read one agreement from a YAML file; raises DocumentError with file and line."""
    return read_document(path, AgreementDocument).frozen()


def parse_agreement(text: str, name: str) -> Agreement:
    """Read one agreement from YAML text kept under `name`."""
    return parse_document(text, AgreementDocument, name).frozen()


def _clause(share: _Share, parties: tuple[str, ...]) -> Clause:
    return Clause(
        number=share.clause,
        owners=parties if EVERYONE in share.owners else tuple(share.owners),
        receivers=parties if EVERYONE in share.receivers else tuple(share.receivers),
        data_classes=tuple(share.data_classes),
        ceilings=tuple(share.handling_ceiling),
    )
