"""The agreement: a memorandum of understanding that a machine can enforce."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from comity.sharing.handling import Allowance

EVERYONE = "*"
Status = Literal["draft", "offered", "signed", "active", "suspended", "ended"]
DutyKind = Literal["update", "answer", "validate", "notify"]
AtEnd = Literal["hide", "purge"]
OwnersLearn = Literal["use", "question"]
Gives = Literal["facts", "pointer", "link_disclosure"]


@dataclass(frozen=True, slots=True)
class Party:
    """An agency that is bound, with the desk that answers for it."""

    agency: str
    desk: str = ""
    contact: str = ""
    signatory: str = ""


@dataclass(frozen=True, slots=True)
class TaskForce:
    """Members who act together until a day; its own records are a compartment of its own."""

    id: str
    lead: str
    members: tuple[str, ...]
    ends: datetime

    def holds(self, agency: str, at: datetime) -> bool:
        """Whether an agency's people may act for it at that moment."""
        return at < self.ends and agency in self.members


@dataclass(frozen=True, slots=True)
class Clause:
    """One permission: what these owners share with these receivers, and on what conditions.

    `purposes` narrows those of the agreement; an empty tuple of purposes, roles, training or
    areas sets no condition. An `emergency` clause opens only to who breaks the glass.
    It `gives` the facts but for the properties it redacts; or a pointer, which says whom to ask;
    or, as `link_disclosure`, no more than that two entities are one by them.
    """

    number: str
    owners: tuple[str, ...]
    receivers: tuple[str, ...]
    data_classes: tuple[str, ...]
    ceilings: tuple[str, ...]
    purposes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    case_member: bool = False
    emergency: bool = False
    onward: Allowance = "ask"
    evidence: Allowance = "ask"
    verify_first: bool = False
    gives: Gives = "facts"
    redact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody owes under an agreement, and within what time."""

    number: str
    who: tuple[str, ...]
    kind: DutyKind
    within: timedelta


@dataclass(frozen=True, slots=True)
class Agreement:
    """A memorandum of understanding, frozen at one version.

    Owners learn of each use of their records; `owners_learn` says whether of the question too.
    Under `deconflict` the parties' targets and planned actions are compared with each other's.
    """

    id: str
    version: int
    title: str
    status: Status
    parties: tuple[str, ...]
    purposes: tuple[str, ...]
    clauses: tuple[Clause, ...]
    starts: datetime
    ends: datetime
    desks: tuple[Party, ...] = ()
    task_forces: tuple[TaskForce, ...] = ()
    duties: tuple[Duty, ...] = ()
    binding: bool = True
    objectives: str = ""
    review: datetime | None = None
    notice: timedelta = timedelta(0)
    at_end: AtEnd = "hide"
    owners_learn: OwnersLearn = "use"
    deconflict: bool = False

    def in_force(self, at: datetime) -> bool:
        """Whether it permits anything at that moment."""
        return self.status == "active" and self.starts <= at < self.ends

    def party(self, agency: str) -> Party:
        """An agency as the text names it; of one that it does not name no desk is known."""
        named = (party for party in self.desks if party.agency == agency)
        return next(named, Party(agency))

    def task_force(self, name: str) -> TaskForce | None:
        """The task force of that name, if this agreement makes it."""
        return next((force for force in self.task_forces if force.id == name), None)
