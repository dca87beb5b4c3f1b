"""The clearance: the frozen decision of every label for one viewer at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from comity.sharing.errors import NoPurpose
from comity.sharing.labels import Label
from comity.sharing.permits import OWN, Grant, Permit


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, and for what. A purpose and a justification are part of the question.

    `cases` are those the principal is a member of, `training` what they passed and still hold,
    `task_force` the one they act for. In an `emergency` they break the glass: the clauses made
    for it open too.
    """

    principal: str
    agency: str
    role: str
    purpose: str
    justification: str
    case: str = ""
    training: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    task_force: str = ""
    emergency: bool = False

    def __post_init__(self) -> None:
        for missing in ("principal", "agency", "purpose", "justification"):
            if not getattr(self, missing).strip():
                raise NoPurpose(missing)


@dataclass(frozen=True)
class Clearance:
    """Which labels one viewer may see, and by what right; a label not listed is withheld.

    `apart` are the permits of properties that some clause redacts (see `Grant`). Of a fact under
    one of the `pointers` a viewer may know whom to ask, of one under the `ties` that entities are
    one by it, and nothing else.
    """

    viewer: Viewer
    decided_at: datetime
    permits: Mapping[Label, Permit]
    apart: Mapping[str, Mapping[Label, Permit]] = field(default_factory=dict)
    pointers: Mapping[Label, Permit] = field(default_factory=dict)
    ties: Mapping[Label, Permit] = field(default_factory=dict)

    @property
    def grant(self) -> Grant:
        """What may be seen and by what right, without who asks."""
        return Grant(self.permits, self.apart)

    def allows(self, label: Label) -> bool:
        """Whether facts under this label may be seen."""
        return label in self.permits

    def allows_whole(self, label: Label) -> bool:
        """Whether facts under this label may be seen with every property they have."""
        return self.allows(label) and all(label in permits for permits in self.apart.values())

    def digest(self) -> str:
        """A hash of the allowed set: views with equal digests see the same facts."""
        return self.grant.allowed_digest()

    def agreements(self) -> tuple[str, ...]:
        """The agreements it rests on, sorted; own records are not an agreement."""
        used = (self.permits, *self.apart.values())
        return tuple(sorted({p.agreement for by in used for p in by.values() if p != OWN}))
