"""The checkpoints of an installation's own audit: signed here and kept beside it."""

from pathlib import Path

from comity.api.audit_keys import audit_key
from comity.api.files import make_private_folder, write_private
from comity.api.installation import AUDIT, Installation
from comity.graph.audit_checkpoint import Checkpoint, Countersigned, Growing, read_checkpoint
from comity.graph.audit_note import Note, PublicKey
from comity.graph.audit_proof import RowProof, prove_row
from comity.graph.audit_verify import AuditLog, compare
from comity.graph.errors import AuditError

CHECKPOINTS = "checkpoints"
MAKE_ONE = "make one with comity audit checkpoint"


def sign_checkpoint(installation: Installation) -> Note:
    """Verify the whole audit, sign how it stands and keep the note; raises AuditError.

    An audit that does not hold, or that does not continue what was signed before, is not signed.
    """
    folder = installation.folder
    before = [Checkpoint.of(note) for note in kept_checkpoints(folder)]
    key = audit_key(folder, installation.settings.agency)
    with AuditLog.open(folder / AUDIT) as log:
        size = log.size()
        report = log.verify({size, *(each.size for each in before)})
    if wrong := report.broken or compare(report, before):
        raise AuditError(f"the audit does not hold, so it is not signed: {wrong}")
    note = Checkpoint(key.public.name, size, report.roots[size]).signed(key)
    make_private_folder(folder / CHECKPOINTS)
    write_private(folder / CHECKPOINTS / f"{size:012d}.txt", str(note).encode())
    return note


def kept_checkpoints(folder: Path) -> list[Note]:
    """The checkpoints that were signed here, oldest first."""
    paths = sorted((folder / CHECKPOINTS).glob("*.txt"))
    return [Note.read(path.read_text("utf-8")) for path in paths]


def prove_growth(folder: Path, old: int) -> Growing:
    """What a witness that knows a tree of this size needs to countersign the newest one."""
    note, checkpoint = _newest(folder, old)
    with AuditLog.open(folder / AUDIT) as log:
        proof = log.prove_growth(old, checkpoint.size)
    return Growing(old, tuple(proof), note)


def prove_kept_row(folder: Path, row: int) -> RowProof:
    """The proof that one row stands in the newest signed tree."""
    note, checkpoint = _newest(folder, row)
    with AuditLog.open(folder / AUDIT) as log:
        return prove_row(log, row, note, checkpoint.size)


def verify_log(
    path: Path, notes: list[Note], keys: list[PublicKey]
) -> tuple[int, Countersigned | None]:
    """How many rows hold, and the newest checkpoint that they were held against.

    Raises AuditError with what is wrong and where.
    """
    signed = [read_checkpoint(note, keys) for note in notes]
    signed.sort(key=lambda each: each.checkpoint.size)
    checkpoints = [each.checkpoint for each in signed]
    with AuditLog.open(path) as log:
        report = log.verify({each.size for each in checkpoints})
    if wrong := report.broken or compare(report, checkpoints):
        raise AuditError(f"the audit does not hold: {wrong}")
    return report.rows, signed[-1] if signed else None


def _newest(folder: Path, least: int) -> tuple[Note, Checkpoint]:
    kept = kept_checkpoints(folder)
    if not kept:
        raise AuditError(f"no checkpoint was signed here; {MAKE_ONE}")
    found = Checkpoint.of(kept[-1])
    if found.size < least:
        raise AuditError(f"the newest checkpoint counts {found.size} rows; {MAKE_ONE}")
    return kept[-1], found
