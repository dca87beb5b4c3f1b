"""The ledger: records, judgements and agreements, added and never overwritten.

The system of record: everything else on disk can be made anew from it. It is not a door:
what it hands out is for writers and for maintenance, never for a viewer.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from comity.graph import (
    ledger_agreements,
    ledger_casework,
    ledger_changes,
    ledger_emergencies,
    ledger_kept,
    ledger_loads,
    ledger_marks,
    ledger_models,
    ledger_orders,
    ledger_origin,
    ledger_policy,
    ledger_publish,
    ledger_purge,
    ledger_quarantine,
    ledger_verify,
)
from comity.graph.casework_words import Registration, Request, RequestAnswer
from comity.graph.kept_charts import KeptCharts
from comity.graph.ledger_file import Clock, LedgerFile, wall_clock
from comity.graph.ledger_orders import RecordOrder
from comity.graph.ledger_schema import Migration
from comity.graph.ledger_words import (
    AgreementEvent,
    ChainReport,
    Emergency,
    KeptRecord,
    LoadFigures,
    Mark,
    OpenLoad,
    Origin,
    QuarantinedRow,
    StoredAgreement,
    StoredJudgement,
    StoredModel,
    WaitingRow,
)
from comity.graph.ports import Changes, Reached
from comity.graph.words import BadRow, Judgement, LoadPlan, LoadSummary, Micros, Record, Source
from comity.resolve import ModelFile
from comity.sharing import Agreement, Label, Signature


class Ledger(KeptCharts):
    """One ledger file, safe to use from many threads and beside other processes."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    @classmethod
    def create(cls, path: Path, *, clock: Clock = wall_clock) -> "Ledger":
        """Make an empty ledger where nothing is yet."""
        return cls(LedgerFile.create(path, clock))

    @classmethod
    def open(cls, path: Path, *, clock: Clock = wall_clock) -> "Ledger":
        """Open a ledger; one of a newer or older schema is refused."""
        return cls(LedgerFile.open(path, clock))

    @staticmethod
    def migrate(path: Path, *, clock: Clock = wall_clock) -> list[Migration]:
        """Bring a ledger to this release's schema; the steps that were taken."""
        return LedgerFile.migrate(path, clock)

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._file.file.path

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- loads ---

    def begin(self, plan: LoadPlan) -> OpenLoad:
        """Start a load, or find the cut-off one of the same source, file and mapping again."""
        return ledger_loads.begin(self._file, plan)

    def append(
        self, load: int, records: Sequence[Record], bad: Sequence[BadRow], through_row: int
    ) -> None:
        """Stage rows in one short durable transaction; on return they are on disk, unseen."""
        ledger_loads.append(self._file, load, records, bad, through_row)

    def publish(self, load: int) -> LoadSummary:
        """Make a load visible at once; a load that changes nothing takes no position (0)."""
        return ledger_publish.publish(self._file, load)

    def abandon(self, load: int) -> None:
        """Give a load up; nothing of it was ever seen."""
        ledger_loads.abandon(self._file, load)

    def published(self, source: str, begins: str) -> tuple[str, LoadSummary] | None:
        """The first published load of a source whose file hash begins so, with that hash."""
        return ledger_publish.published(self._file, source, begins)

    def place_in_source(self, load: int) -> int:
        """The how-manieth load of its source a load is."""
        return ledger_loads.place_in_source(self._file, load)

    def loads(self) -> list[LoadFigures]:
        """Every load with its figures, newest first."""
        return ledger_loads.figures(self._file)

    # --- rows set aside ---

    def quarantine(self, load: int | None = None) -> list[QuarantinedRow]:
        """The rows set aside, of one load or of all."""
        return ledger_quarantine.quarantined(self._file, load)

    def waiting_of(self, agency: str) -> list[WaitingRow]:
        """The rows of an agency's loads that wait to be mended or dismissed, without their text."""
        return ledger_quarantine.waiting_of(self._file, agency)

    def quarantined(self, row: int) -> QuarantinedRow:
        """One row set aside, by its number."""
        return ledger_quarantine.quarantined_row(self._file, row)

    def mend(self, row: int, content: bytes | None) -> None:
        """Let a row run again, with a corrected text or (None) as it is."""
        ledger_quarantine.mend(self._file, row, content)

    def dismiss(self, row: int, note: str) -> None:
        """Say why a row will not run again; it stays on the list."""
        ledger_quarantine.dismiss(self._file, row, note)

    def mark_rerun(self, rows: Sequence[int], load: int) -> None:
        """Note which load ran these rows again."""
        ledger_quarantine.mark_rerun(self._file, rows, load)

    def first_load(self, load: int) -> int:
        """The load that first set aside the rows of a load: itself, unless it ran rows again."""
        return ledger_origin.first_load(self._file, load)

    def newest_origin(self, source: str, record: str) -> Origin | None:
        """Where a record's newest published words, or its deletion, first came from."""
        return ledger_origin.newest_origin(self._file, source, record)

    # --- what projections and maintenance read ---

    def head(self) -> tuple[int, Micros]:
        """The newest position and its time; (0, 0) for an empty ledger."""
        rows = self._file.read("SELECT position, at FROM position ORDER BY position DESC LIMIT 1")
        return (rows[0][0], rows[0][1]) if rows else (0, 0)

    def labels(self) -> list[tuple[int, Label]]:
        """Every label by number."""
        return self._file.labels()

    def sources(self) -> list[Source]:
        """Every source, by id."""
        rows = self._file.read("SELECT name, agency, title, desk FROM source ORDER BY name")
        return [Source(*row) for row in rows]

    def changes(self, after: Reached, batch: int = 10_000) -> Iterator[Changes]:
        """Everything after what a projection has reached, at most `batch` records at a time."""
        return ledger_changes.changes(self._file, after, batch)

    def kept_records(self, source: str) -> Iterator[Record]:
        """The latest live version of every record of a source, verbatim, by record id."""
        return ledger_changes.live_records(self._file, source)

    def kept_record(self, source: str, record: str) -> Record | None:
        """The latest live version of one record, verbatim; None if it is not there."""
        return ledger_changes.live_record(self._file, source, record)

    # --- what people decide ---

    def judge(self, judgement: Judgement) -> str:
        """Add a person's decision on a pair; its reference."""
        return ledger_policy.judge(self._file, judgement)

    def withdraw(self, ref: str, who: str, reason: str) -> None:
        """Undo a judgement by adding its withdrawal."""
        ledger_policy.withdraw(self._file, ref, who, reason)

    def judgements(self) -> list[StoredJudgement]:
        """Every judgement ever made, oldest first, with when it was known."""
        return ledger_policy.judgements(self._file)

    def use_model(self, file: ModelFile, who: str, reason: str) -> bool:
        """Put a model in force from now on; False if it is the one put in force last."""
        return ledger_models.use_model(self._file, file, who, reason)

    def withdraw_model(self, version: str, who: str, reason: str) -> None:
        """Take the newest use of a model back; what was in force before it is so again."""
        ledger_models.withdraw_model(self._file, version, who, reason)

    def models(self) -> list[StoredModel]:
        """Every model ever put in force, oldest first, with when it was so."""
        return ledger_models.models(self._file)

    def put_agreement(self, text: str, who: str) -> Agreement:
        """Keep an agreement's text; a changed text needs a higher version."""
        return ledger_agreements.put_agreement(self._file, text, who)

    def set_agreement_status(
        self, agreement: str, status: str, who: str, *, signed: bool = False
    ) -> Agreement:
        """Take an agreement to its next state; with `signed`, active only if all signed."""
        return ledger_agreements.set_agreement_status(
            self._file, agreement, status, who, signed=signed
        )

    def add_signature(self, signature: Signature, who: str) -> Agreement:
        """Keep a party's signature under an offered agreement; the last makes it signed."""
        return ledger_agreements.add_signature(self._file, signature, who)

    def agreements(self) -> list[Agreement]:
        """Of every agreement the version in force, or the newest if none ever was."""
        return ledger_agreements.agreements(self._file)

    def agreement_versions(self) -> list[StoredAgreement]:
        """Every version of every agreement, oldest first, with its state and signatures."""
        return ledger_agreements.agreement_versions(self._file)

    def agreement_events(self) -> list[AgreementEvent]:
        """Everything that ever happened to agreements, oldest first."""
        return ledger_agreements.agreement_events(self._file)

    def open_emergency(
        self, who: tuple[str, str, str], purpose: str, case: str, reason: str, until: Micros,
        owners: Sequence[str],
    ) -> str:  # fmt: skip
        """Note that somebody (principal, agency, role) breaks the glass; its reference."""
        return ledger_emergencies.open_emergency(
            self._file, who, purpose, case, reason, until, owners
        )

    def review_emergency(self, ref: str, agency: str, who: str, verdict: str, reason: str) -> None:
        """Keep what an owner says of an emergency afterwards."""
        ledger_emergencies.review_emergency(self._file, ref, agency, who, verdict, reason)

    def emergencies(self) -> list[Emergency]:
        """Every emergency, oldest first, with the owners' reviews of it."""
        return ledger_emergencies.emergencies(self._file)

    # --- casework ---

    def register(self, registration: Registration) -> None:
        """Keep a target or a planned action under its reference."""
        ledger_casework.register(self._file, registration)

    def end_registration(self, ref: str, who: str, reason: str, at: Micros) -> None:
        """Take a target or a planned action back before its time is over."""
        ledger_casework.end_registration(self._file, ref, who, reason, at)

    def registrations(self) -> list[Registration]:
        """Every target and planned action, in the order in which they were registered."""
        return ledger_casework.registrations(self._file)

    def send_request(self, request: Request) -> None:
        """Keep what one agency asks of another, under its reference."""
        ledger_casework.send_request(self._file, request)

    def answer_request(self, answer: RequestAnswer) -> None:
        """Keep the one answer to a request."""
        ledger_casework.answer_request(self._file, answer)

    def requests(self) -> list[Request]:
        """Every request with its answer, in the order in which they were sent."""
        return ledger_casework.requests(self._file)

    def purge_casework(
        self, refs: Sequence[str], order: str, listed: int | None = None
    ) -> dict[str, int]:
        """Delete registrations, requests and charts for good; the position of each that went.

        Those of which something was said, or a record of theirs held, after `listed` stay.
        """
        return ledger_casework.purge_casework(self._file, refs, order, listed)

    # --- answers kept for retries ---

    def answered(self, idempotency_key: str) -> bytes | None:
        """What was answered to this key before, or None."""
        rows = self._file.read("SELECT answer FROM answer WHERE key = ?", (idempotency_key,))
        return rows[0][0] if rows else None

    def remember_answer(self, key: str, answer: bytes) -> None:
        """Keep an answer durably; the first one given to a key stays."""
        with self._file.write() as connection:
            connection.execute("INSERT OR IGNORE INTO answer VALUES (?, ?)", (key, answer))

    # --- proof and deletion ---

    def verify(self) -> ChainReport:
        """Check every entry of the log and every commitment that still has its content."""
        return ledger_verify.verify(self._file)

    def purge(self, source: str, record: str, order: str) -> None:
        """Delete every version of a record for good, unless it is held; the log stays whole."""
        ledger_purge.purge(self._file, source, record, order)

    def purge_all(
        self, orders: Sequence[tuple[str, str, str]], listed: int | None = None
    ) -> dict[tuple[str, str], ledger_purge.Gone]:
        """Purge many records (source, record, order), in batches; what went, drawn links along.

        Those of which something was said after the position `listed` stay.
        """
        return ledger_purge.purge_all(self._file, orders, listed)

    def purges(self) -> list[tuple[str, str, str]]:
        """Every purge, oldest first: source, record, order."""
        return ledger_purge.purges(self._file)

    def purged_since(self, position: int) -> list[tuple[int, tuple[str, str]]]:
        """Which records were purged after a position, each at which one."""
        return ledger_purge.purged_since(self._file, position)

    def orders(self) -> list[RecordOrder]:
        """Every purge, seal and hold, and what ended them, oldest first."""
        return ledger_orders.orders(self._file)

    def names(self) -> Iterator[tuple[str, str]]:
        """Every record that anything is kept of, unpublished and set aside too."""
        return ledger_orders.names(self._file)

    def taken_back_since(self, position: int) -> bool:
        """Whether a record was purged or sealed after a position: what was read by then tells it.

        Opening a sealed record again counts too.
        """
        return ledger_purge.taken_back_since(self._file, position)

    # --- what is said of a record as a whole ---

    def mark(self, mark: Mark) -> int:
        """Seal a record, open it again, hold it, let it go or validate it; the position."""
        return ledger_marks.mark(self._file, mark)

    def marks(self) -> list[Mark]:
        """Every mark on records that are still there, oldest first."""
        return ledger_marks.marks(self._file)

    def check_not_held(self, source: str, record: str) -> None:
        """Raises RecordHeld where a record is under a hold."""
        ledger_marks.check_not_held(self._file, source, record)

    def sealed(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The records that are sealed now, each with the agencies that its order names."""
        return ledger_marks.sealed(self._file)

    def kept(self) -> Iterator[KeptRecord]:
        """Every record that was not purged, as retention sees it."""
        return ledger_kept.kept(self._file)

    def mapping_texts(self) -> dict[int, str]:
        """The text of every mapping that a record was ever read by, by number."""
        return ledger_kept.mapping_texts(self._file)

    def mentions_of(self, source: str, record: str) -> list[str]:
        """The keys of every mention that any version of a record makes."""
        return ledger_kept.mentions_of(self._file, source, record)

    def is_of(self, agency: str, source: str, record: str) -> bool:
        """Whether a published record is of an agency, by its source and by what it ever said."""
        return ledger_kept.is_of(self._file, agency, source, record)
