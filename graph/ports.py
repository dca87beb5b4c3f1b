"""The seams of the graph room: what a ledger and a graph store must do, and no more.

A store's reading verbs take a scope on every call; the keeper's verbs are maintenance and
hand out nothing that a door can serialise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import pyarrow as pa

from comity.graph.ledger_words import OpenLoad
from comity.graph.words import BEGINNING, BadRow, LoadPlan, LoadSummary, Micros, Record
from comity.sharing import Label

Table = Literal["mentions", "claims", "links"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows a read may touch: allowed label numbers, and the two times.

    `valid_at` None means at any time in the world. Claims of a property under a label that
    `redacted` names do not show, though the label does. Made by a view from a clearance.
    """

    labels: tuple[int, ...]
    known_at: Micros
    valid_at: Micros | None = None
    redacted: tuple[tuple[str, int], ...] = ()

    @property
    def redacted_names(self) -> list[str]:
        """What is redacted, as the stores' queries compare it: `property/label`."""
        return [f"{prop}/{label}" for prop, label in self.redacted]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who said it, in which record, read by which mapping, known from when to when."""

    agency: str
    source: str
    record: str
    mapping: str
    known_from: Micros
    known_to: Micros


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A mention as a graph store holds it; `label` is the ledger's number for it."""

    key: str
    kind: str
    label: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A property claim as a graph store holds it."""

    mention: str
    property: str
    value: str
    raw: str
    label: int
    grade: str
    valid_from: Micros
    valid_to: Micros
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link claim as a graph store holds it."""

    first: str
    second: str
    kind: str
    role: str
    label: int
    grade: str
    valid_from: Micros
    valid_to: Micros
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a projection has come.

    Readers see `known_at` and before. `cursor` names the last batch applied of the
    position that is being projected, so that a crash resumes there.
    """

    position: int
    known_at: Micros
    cursor: str = ""


NOWHERE = Reached(0, BEGINNING)


@dataclass(frozen=True, slots=True)
class Changes:
    """One batch of the ledger for a projection; applying it twice changes nothing more.

    `closed`: records whose open rows end at `at`. `dropped`: purged records, of which every
    row goes, open or ended. `reached` is what the store stands at once the batch is in;
    position and known_at move only with a load's last batch. A store that does not stand at
    `after` leaves the batch alone: another process has projected meanwhile.
    """

    at: Micros
    reached: Reached
    labels: Sequence[tuple[int, Label]] = ()
    closed: Sequence[tuple[str, str]] = ()
    mentions: Sequence[MentionRow] = ()
    claims: Sequence[ClaimRow] = ()
    links: Sequence[LinkRow] = ()
    dropped: Sequence[tuple[str, str]] = ()
    after: Reached | None = None

    def follows(self, stands: Reached) -> bool:
        """Whether a store that stands there may take this batch in."""
        return stands != self.reached and self.after in (None, stands)


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """What a store holds as of the position it reached, counted by the store's own query."""

    mentions: int
    claims: int
    links: int
    kinds: dict[str, int]
    link_kinds: dict[str, int]
    dangling: int


class GraphReader(Protocol):
    """The scoped reading verbs; every read is compiled with the scope, never filtered after."""

    def claims_of(self, key: str, scope: Scope) -> list[ClaimRow]:
        """The visible claims of one mention, in the order of property and value."""

    def neighbours(self, key: str, scope: Scope, limit: int) -> list[LinkRow]:
        """The visible links of one mention, ordered by the other end's key."""

    def expand(self, key: str, hops: int, scope: Scope, limit: int) -> list[str]:
        """Keys of the mentions within `hops` links, nearest first, then by key."""

    def shortest_path(self, first: str, second: str, max_hops: int, scope: Scope) -> list[LinkRow]:
        """One shortest chain of visible links, the least by key; empty if there is none."""

    def find(self, prop: str, prefix: str, scope: Scope, limit: int) -> list[str]:
        """Keys of mentions with a visible value that starts so (case-folded), by key."""


class GraphKeeper(Protocol):
    """The maintenance verbs: projection and rebuilding."""

    def reached(self) -> Reached:
        """How far the projection has come."""

    def apply(self, changes: Changes) -> None:
        """Take one batch in, durably and at once."""

    def scan(self, table: Table, since: Micros) -> Iterator[pa.RecordBatch]:
        """Rows opened or closed after `since`, in columns named as the row's fields."""

    def labels(self) -> list[tuple[int, Label]]:
        """Every label number with its label."""

    def counts(self) -> StoreCounts:
        """What it holds, by the store's own query language."""

    def clear(self) -> None:
        """Forget everything; a projection can be made anew."""

    def close(self) -> None:
        """Let go of files and connections."""


class GraphStore(GraphReader, GraphKeeper, Protocol):
    """A whole store, as the projection and the view's builder hold it."""


class LedgerWriter(Protocol):
    """What those who add records get: it can write, and read no fact."""

    def begin(self, plan: LoadPlan) -> OpenLoad:
        """Start a load, or find the cut-off one of the same source, file and mapping again."""

    def append(
        self, load: int, records: Sequence[Record], bad: Sequence[BadRow], through_row: int
    ) -> None:
        """Stage rows durably and unseen; `through_row` is the file's last row among them."""

    def publish(self, load: int) -> LoadSummary:
        """Make a load visible at once."""

    def abandon(self, load: int) -> None:
        """Give a load up; nothing of it was ever seen."""
