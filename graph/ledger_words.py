"""The words a ledger answers with: open loads, figures, stored judgements, set-aside rows."""

from dataclasses import dataclass
from typing import Literal

from comity.graph.words import Judgement, LoadSummary, Micros, Operation
from comity.resolve import ModelFile
from comity.sharing import Agreement, Label, Signature

LoadState = Literal["open", "published", "abandoned"]
QuarantineState = Literal["waiting", "mended", "rerun", "dismissed"]
MarkKind = Literal["seal", "unseal", "hold", "release", "validate", "suspicion"]


@dataclass(frozen=True, slots=True)
class OpenLoad:
    """A load to append to; rows up to `resume_after_row` are already on disk."""

    load: int
    resume_after_row: int


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """One load of the past or in progress."""

    load: int
    source: str
    mapping: str
    file: str
    state: LoadState
    began: Micros
    through_row: int
    summary: LoadSummary


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row set aside: where it stood, why, and its text, mended or not.

    `record` is empty where the row was too broken to tell its record id; `note` is why it
    was dismissed, or which load ran it again. `operation` is what was asked for beside the row.
    """

    id: int
    load: int
    source: str
    mapping: str
    file: str
    row: int
    record: str
    column: str
    reason: str
    content: bytes
    state: QuarantineState
    note: str = ""
    operation: Operation | None = None


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row set aside that waits for its own agency, without its text.

    `load` is the how-manieth load of its source; `record` is empty where it could not be told;
    `mapping` is the number of the mapping that could not read it.
    """

    source: str
    load: int
    file: str
    row: int
    record: str
    column: str
    reason: str
    state: QuarantineState
    mapping: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record's newest words first came from; row 0 is a withdrawal by a full export."""

    load: int
    row: int


@dataclass(frozen=True, slots=True)
class StoredJudgement:
    """A judgement and when the ledger knew it; `known_to` ends when it was withdrawn."""

    judgement: Judgement
    known_from: Micros
    known_to: Micros


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model that was put in force, and from when; `known_to` ends when that was taken back.

    `labels` are those of what it was trained on: whoever lacks one of them does not get it.
    """

    file: ModelFile
    labels: tuple[Label, ...]
    who: str
    reason: str
    known_from: Micros
    known_to: Micros


@dataclass(frozen=True, slots=True)
class StoredAgreement:
    """One version of an agreement: its state, its text, and who signed it.

    `was_active` is whether this version ever permitted anything.
    """

    agreement: Agreement
    text: str
    signatures: tuple[Signature, ...]
    was_active: bool

    def signed_by(self) -> tuple[str, ...]:
        """The agencies whose signatures are there."""
        return tuple(signature.agency for signature in self.signatures)


@dataclass(frozen=True, slots=True)
class EmergencyReview:
    """What an owner said afterwards of an emergency in which its facts could be seen."""

    ref: str
    agency: str
    who: str
    verdict: str
    reason: str
    at: Micros


@dataclass(frozen=True, slots=True)
class Emergency:
    """That somebody broke the glass: who, for what, why, until when, and whose facts it opened."""

    ref: str
    principal: str
    agency: str
    role: str
    purpose: str
    case: str
    reason: str
    until: Micros
    owners: tuple[str, ...]
    at: Micros
    reviews: tuple[EmergencyReview, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What was said of a record as a whole: an order's reference or a reason, by whom and when.

    `spared` are the agencies that the order of a seal names; `at` is 0 before it is kept.
    """

    kind: MarkKind
    source: str
    record: str
    words: str
    who: str
    spared: tuple[str, ...] = ()
    at: Micros = 0


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record as retention sees it: its owner, its data classes and when it was received.

    `mappings` are the numbers of the mappings that read its versions.
    """

    source: str
    record: str
    agency: str
    data_classes: tuple[str, ...]
    received: Micros
    mappings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementEvent:
    """One thing that happened to an agreement: a version put, or a status set."""

    agreement: str
    version: int
    status: str
    who: str
    at: Micros


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What verifying found: `broken` is empty, or names the first thing that does not hold.

    `head` is the last entry's hash; kept elsewhere, it proves that nothing was cut off.
    """

    positions: int
    versions: int
    purged: int
    head: str
    broken: str = ""

    @property
    def holds(self) -> bool:
        """Whether every entry and every commitment holds."""
        return not self.broken
