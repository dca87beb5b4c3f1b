"""The words of the audit: one row a question, answered or refused."""

from dataclasses import dataclass

from comity.graph.words import Micros

INTENDED = "intended"


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who asked what, for what purpose, on which agreements, and what was shown.

    `question` is JSON, `view` the digest of the view, `shown` the labels and keyed refs of
    what the answer held (cut, with a count, where there are too many).
    """

    at: Micros
    principal: str
    agency: str
    role: str
    purpose: str
    case: str
    justification: str
    action: str
    question: str
    known_at: Micros | None
    valid_at: Micros | None
    view: str
    agreements: tuple[str, ...]
    shown: tuple[str, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class StoredAuditRow:
    """A row with its number; `settles` is the intent whose outcome it tells, or 0."""

    id: int
    settles: int
    row: AuditRow


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows to list; what is None does not narrow. `after` is a row's number."""

    principal: str | None = None
    agency: str | None = None
    case: str | None = None
    action: str | None = None
    since: Micros | None = None
    until: Micros | None = None
    after: int = 0
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What verifying found: `broken` names the first row that does not hold, or is empty.

    `head` is the last row's hash; kept elsewhere, it proves that no row was cut off the end.
    """

    rows: int
    head: str
    broken: str = ""

    @property
    def holds(self) -> bool:
        """Whether every row holds."""
        return not self.broken
