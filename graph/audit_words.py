"""The words of the audit: one row a question, answered or refused."""

from dataclasses import dataclass, field

from comity.graph.words import Micros
from comity.sharing import Label

INTENDED = "intended"


@dataclass(frozen=True, slots=True, order=True)
class Disclosed:
    """Records under one label that an answer showed, by their keyed refs, and by what right.

    `label` is its one spelling; `agreement` is empty where the viewer's agency owns it.
    """

    label: str
    agreement: str
    version: int
    clause: str
    refs: tuple[str, ...]

    @property
    def owner(self) -> str:
        """The agency whose records they are."""
        return Label.from_canonical(self.label).owner


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who asked what, for what purpose, on which agreements, and what was shown.

    `question` is JSON, `view` the digest of the view, `shown` the addresses in the answer (cut,
    with a count, where there are too many), `disclosed` every record behind them, never cut.
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
    disclosed: tuple[Disclosed, ...] = ()


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

    `head` is the root over all rows that hold; in a checkpoint kept elsewhere, it proves that
    nothing was cut off the end. `roots` are those at the sizes that were asked about.
    """

    rows: int
    head: str
    broken: str = ""
    roots: dict[int, bytes] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether every row holds."""
        return not self.broken
