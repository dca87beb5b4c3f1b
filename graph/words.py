"""The words of the graph as frozen values: record, mention, claim, link, judgement.

Times are whole microseconds since 1970 in UTC; an interval is half open. Nothing here
reads a file, a store or a clock.
"""

from dataclasses import dataclass, field
from typing import Literal

from comity.sharing import Label

Micros = int
BEGINNING: Micros = -(2**62)
FOREVER: Micros = 2**62
DAY: Micros = 86_400_000_000

Operation = Literal["insert", "update", "delete"]
Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of time [start, end); BEGINNING and FOREVER stand for unknown ends."""

    start: Micros = BEGINNING
    end: Micros = FOREVER


ALWAYS = Interval()


@dataclass(frozen=True, slots=True)
class Mention:
    """One subject as one record describes it; its label decides whether it exists for a viewer."""

    key: str
    kind: str
    label: Label


@dataclass(frozen=True, slots=True)
class Claim:
    """One property of a mention as its record asserts it."""

    mention: str
    property: str
    value: str
    raw: str
    label: Label
    grade: str = ""
    valid: Interval = ALWAYS


@dataclass(frozen=True, slots=True)
class Link:
    """One link between two mentions as a record asserts it."""

    first: str
    second: str
    kind: str
    role: str
    label: Label
    grade: str = ""
    valid: Interval = ALWAYS


@dataclass(frozen=True, slots=True)
class Record:
    """One row or document of a source, verbatim, with what a mapping read out of it.

    `row` is where it stood in its file, counted from 1.
    """

    id: str
    content: bytes
    row: int
    operation: Operation = "insert"
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row set aside: where it stood, why, and its text so that it can be mended.

    `record` is its record id where that could be read, so that a full export with one bad
    row does not withdraw the record it meant. A reason's detail follows its first ": ".
    `operation` is what was asked for beside the row; None where the row says it itself.
    """

    row: int
    column: str
    reason: str
    content: bytes
    record: str = ""
    operation: Operation | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision on a pair of mentions; withdrawn by another, never overwritten."""

    first: str
    second: str
    verdict: Verdict
    who: str
    reason: str
    label: Label
    at: Micros = 0
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One system of one agency that exports records."""

    id: str
    agency: str
    title: str
    desk: str = ""


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """What a load is about to do.

    `file_hash` with source and mapping names the load, so that a cut-off one is found again.
    `full`: records of the source that the file does not hold are withdrawn. `told`: what each
    row asks for came beside it. `origin`: the load that set aside the rows that run again.
    """

    source: Source
    mapping: str
    mapping_text: str
    file: str
    file_hash: str
    full: bool = False
    told: bool = False
    origin: int = 0


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load came to: rows read = accepted + set aside, always."""

    load: int
    read: int
    accepted: int
    set_aside: int
    unchanged: int
    claims: int
    links: int
    position: int
    reasons: dict[str, int] = field(default_factory=dict)


def mention_key(source: str, record: str, part: str) -> str:
    """The lasting key of a mention: source, record and part, each free of the separator."""
    return f"{_plain(source)}:{_plain(record)}:{_plain(part)}"


def _plain(text: str) -> str:
    return text.replace("%", "%25").replace(":", "%3A")
