"""The YAML form of an agreement, as its parties write and sign it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema

from comity.sharing.agreement import (
    EVERYONE,
    Agreement,
    AtEnd,
    Clause,
    Duty,
    DutyKind,
    Gives,
    OwnersLearn,
    Party,
    Status,
    TaskForce,
)
from comity.sharing.document import parse_document, read_document
from comity.sharing.errors import UnknownCode
from comity.sharing.handling import Allowance, check_handling

SCHEMA_ID = "urn:comity:agreement:2"
# Cautions that keep people alive: what a person carries, has, or has done to officers.
OFFICER_SAFETY = "officer_safety"
_WITHIN = "[1-9][0-9]{0,3} ?[hd]"


def _within(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(_WITHIN, value):
        raise ValueError("write a time as 24h or 5d")
    return timedelta(hours=int(value[:-1]) * (1 if value.endswith("h") else 24))


def _number_as_text(value: object) -> object:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if number else value


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _one_line(value: str) -> str:
    """Names and desks stand inside sentences that people sign; a line break would forge some."""
    if not value.strip().isprintable():
        raise ValueError("write it on one line, without control signs")
    return value


Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_one_line)]
Words = Annotated[str, AfterValidator(_one_line)]
Names = Annotated[list[Name], Field(min_length=1)]
Number = Annotated[
    Name,
    BeforeValidator(_number_as_text),
    WithJsonSchema({"type": ["string", "number"], "description": "The clause's number: 2.1"}),
]
Codes = Annotated[
    list[Name],
    Field(min_length=1),
    BeforeValidator(_one_or_many),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
            ]
        }
    ),
]
Within = Annotated[
    timedelta,
    BeforeValidator(_within),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": f"^{_WITHIN}$"}),
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PartyDocument(_Part):
    """A party, with the desk that answers for it; the agency's id alone will do."""

    agency: Name
    desk: Words = ""
    contact: Words = ""
    signatory: Words = ""

    @model_validator(mode="before")
    @classmethod
    def _id_alone(cls, value: object) -> object:
        return {"agency": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(core)]}


class TaskForceDocument(_Part):
    """A task force of some parties; its own records are a compartment of its own."""

    id: Name
    lead: Name
    members: Names
    ends: date


class ShareDocument(_Part):
    """One clause that permits."""

    clause: Number
    owners: Names = Field(alias="from")
    receivers: Names = Field(alias="to")
    data_classes: Names
    handling_ceiling: Codes
    purposes: list[Name] = Field(default_factory=list)
    roles: list[Name] = Field(default_factory=list)
    training: list[Name] = Field(default_factory=list)
    areas: list[Name] = Field(default_factory=list)
    case_member: bool = False
    emergency: bool = False
    onward: Allowance = "ask"
    evidence: Allowance = "ask"
    verify_first: bool = False
    gives: Gives = "facts"
    redact: list[Name] = Field(default_factory=list)

    @field_validator("handling_ceiling")
    @classmethod
    def _known_codes(cls, value: list[str]) -> list[str]:
        try:
            return [check_handling(code) for code in value]
        except UnknownCode as error:
            raise ValueError(str(error)) from None


class DutyDocument(_Part):
    """What somebody owes, and within what time: 24h, 5d."""

    clause: Number
    who: Names
    duty: DutyKind
    within: Within


class AgreementDocument(_Part):
    """A memorandum of understanding between agencies, enforced as it is written."""

    agreement: Name
    version: int = Field(ge=1, le=1_000_000, strict=True)
    title: Name
    status: Status = "active"
    binding: bool = True
    objectives: str = ""
    parties: list[PartyDocument] = Field(min_length=2)
    task_forces: list[TaskForceDocument] = Field(default_factory=list)
    purposes: Names
    starts: date
    ends: date
    review: date | None = None
    notice_days: int = Field(default=0, ge=0, le=3650)
    at_end: AtEnd = "hide"
    owners_learn: OwnersLearn = "use"
    officer_safety: bool = True
    deconflict: bool = False
    shares: list[ShareDocument] = Field(min_length=1)
    duties: list[DutyDocument] = Field(default_factory=list)

    @model_validator(mode="after")
    def _holds_together(self) -> "AgreementDocument":
        for problem in self._problems():
            raise ValueError(problem)
        return self

    def _problems(self) -> Iterator[str]:
        if self.ends <= self.starts:
            yield f"it ends ({self.ends}) before it starts ({self.starts})"
        if self.review and not self.starts <= self.review <= self.ends:
            yield f"its review ({self.review}) lies outside its time"
        agencies = [party.agency for party in self.parties]
        forces = [force.id for force in self.task_forces]
        yield from _twice("party", [*agencies, *forces])
        yield from _twice("clause", self._numbers())
        for force in self.task_forces:
            yield from _strangers(f"task force {force.id}", [force.lead, *force.members], agencies)
            if force.lead not in force.members:
                yield f"task force {force.id} is led by {force.lead!r}, who is no member of it"
        for duty in self.duties:
            yield from _strangers(f"clause {duty.clause}", duty.who, [*agencies, EVERYONE])
        for share in self.shares:
            known = [*agencies, *forces, EVERYONE]
            yield from _strangers(f"clause {share.clause}", share.owners + share.receivers, known)
            strange = sorted({*share.purposes} - {*self.purposes})
            if strange:
                told = ", ".join(self.purposes)
                yield f"clause {share.clause} is for {strange[0]!r}; the agreement's are {told}"
            if share.redact and share.gives != "facts":
                yield f"clause {share.clause} gives no facts, so it has nothing to redact"

    def _numbers(self) -> list[str]:
        return [share.clause for share in self.shares] + [duty.clause for duty in self.duties]

    def frozen(self) -> Agreement:
        """The agreement that decisions are taken by."""
        desks = tuple(Party(**party.model_dump()) for party in self.parties)
        parties = tuple(party.agency for party in desks)
        return Agreement(
            id=self.agreement,
            version=self.version,
            title=self.title,
            status=self.status,
            parties=parties,
            purposes=tuple(self.purposes),
            clauses=(
                *(_clause(share, parties) for share in self.shares),
                *([_safety_clause(parties)] if self.officer_safety else []),
            ),
            starts=_midnight(self.starts),
            ends=_midnight(self.ends),
            desks=desks,
            task_forces=tuple(map(_task_force, self.task_forces)),
            duties=tuple(_duty(duty, parties) for duty in self.duties),
            binding=self.binding,
            objectives=self.objectives,
            review=_midnight(self.review) if self.review else None,
            notice=timedelta(days=self.notice_days),
            at_end=self.at_end,
            owners_learn=self.owners_learn,
            deconflict=self.deconflict,
        )


def read_agreement(path: Path) -> Agreement:
    """Read one agreement from a YAML file; raises DocumentError with file and line."""
    return read_document(path, AgreementDocument).frozen()


def parse_agreement(text: str, name: str) -> Agreement:
    """Read one agreement from YAML text kept under `name`."""
    return parse_document(text, AgreementDocument, name).frozen()


def agreement_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the document, for editors and other programs."""
    schema = AgreementDocument.model_json_schema(by_alias=True)
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "$id": SCHEMA_ID, **schema}


def _clause(share: ShareDocument, parties: tuple[str, ...]) -> Clause:
    return Clause(
        number=share.clause,
        owners=_everyone(share.owners, parties),
        receivers=_everyone(share.receivers, parties),
        data_classes=tuple(share.data_classes),
        ceilings=tuple(share.handling_ceiling),
        purposes=tuple(share.purposes),
        roles=tuple(share.roles),
        training=tuple(share.training),
        areas=tuple(share.areas),
        case_member=share.case_member,
        emergency=share.emergency,
        onward=share.onward,
        evidence=share.evidence,
        verify_first=share.verify_first,
        gives=share.gives,
        redact=tuple(share.redact),
    )


def _safety_clause(parties: tuple[str, ...]) -> Clause:
    """What every agreement says that does not say `officer_safety: false`."""
    return Clause(
        number=OFFICER_SAFETY,
        owners=parties,
        receivers=parties,
        data_classes=(OFFICER_SAFETY,),
        ceilings=("TLP:AMBER+STRICT", "NIEM:GREEN", "EUROPOL:H2", "UK:C"),
        evidence="never",
    )


def _task_force(told: TaskForceDocument) -> TaskForce:
    return TaskForce(told.id, told.lead, tuple(told.members), _midnight(told.ends))


def _duty(told: DutyDocument, parties: tuple[str, ...]) -> Duty:
    return Duty(told.clause, _everyone(told.who, parties), told.duty, told.within)


def _everyone(names: list[str], parties: tuple[str, ...]) -> tuple[str, ...]:
    """The names, with every party where `*` stands; task forces named beside it stay."""
    if EVERYONE not in names:
        return tuple(names)
    others = (name for name in names if name != EVERYONE and name not in parties)
    return (*parties, *others)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _twice(what: str, names: list[str]) -> Iterator[str]:
    for name in sorted(name for name, times in Counter(names).items() if times > 1):
        yield f"{what} {name!r} stands twice; keep one"


def _strangers(where: str, names: list[str], known: list[str]) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"{where} names {name!r}, who is no party; allowed: {', '.join(known)}"
