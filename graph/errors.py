"""What can go wrong in the graph room.

GraphError
├── FileError             a file of ours cannot be used
│   ├── FileMissing       it is not there
│   ├── FileTaken         something is there already
│   ├── FileFull          no room left on its disk
│   ├── FileBusy          another process held it too long
│   ├── FileDamaged       it is not what it should be
│   ├── SchemaTooNew      a newer release wrote it
│   └── SchemaOutdated    an older release wrote it; migrate first
├── LoadRefused           a load that is closed, out of step or another's
├── UnknownRef            nothing has this reference
├── RecordHeld            a record under a hold is neither corrected nor expunged
├── AgreementRefused      an agreement's version does not follow
├── ModelRefused          a model that cannot be put in force
├── CrowdedEvents         events of two sides with more pairs than there is memory for
├── ProjectionError       the graph store cannot be reached or brought up to the ledger
├── AuditError            an audit row could not be made durable: do not answer
├── NoteRefused           a signed note, key or proof that is not what it should be
├── Forked                two trees of one log of which neither continues the other
└── BackupRefused         a backup cannot be written, read or restored there
"""

from pathlib import Path


class GraphError(Exception):
    """Base of every error of this room; its text is one sentence with the way out."""


class FileError(GraphError):
    """A file of ours cannot be used: which, why, and what to do."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path}: {problem}")


class FileMissing(FileError):
    """The file is not there."""


class FileTaken(FileError):
    """Something is there already, and nothing is ever written over it."""


class FileFull(FileError):
    """There is no room left; nothing of the refused step was kept."""


class FileBusy(FileError):
    """Another process held the file for longer than we wait."""


class FileDamaged(FileError):
    """The file is not what it should be."""


class SchemaTooNew(FileError):
    """A newer release wrote the file."""


class SchemaOutdated(FileError):
    """An older release wrote the file, and it has not been migrated."""


class LoadRefused(GraphError):
    """A load cannot go on: it is closed, out of step with its rows, or not this agency's."""


class UnknownRef(GraphError):
    """No judgement, agreement, record or quarantined row has this reference."""

    def __init__(self, what: str, ref: str, way_out: str) -> None:
        self.what, self.ref = what, ref
        super().__init__(f"no {what} {ref!r}; {way_out}")


class RecordHeld(GraphError):
    """A record under a hold is neither corrected nor expunged, whatever order asks for it."""

    def __init__(self, source: str, record: str) -> None:
        super().__init__(
            f"{source}:{record} is held, so nothing is done; whoever asked for the hold has it "
            "ended first, by comity retention release"
        )


class AgreementRefused(GraphError):
    """An agreement's version or status does not follow from what the ledger holds."""


class ModelRefused(GraphError):
    """A model cannot be put in force: its version is taken, or it names what is no label."""


class CrowdedEvents(GraphError):
    """Events that so many took part in on both sides that their pairs would fill the memory."""

    def __init__(self, pairs: int, most: int) -> None:
        self.pairs, self.most = pairs, most
        super().__init__(f"events with {pairs:,} pairs of sides, and at most {most:,} are taken")


class ProjectionError(GraphError):
    """The graph store cannot be reached, refuses, or cannot be brought up to the ledger."""


class AuditError(GraphError):
    """An audit row could not be made durable; the question must not be answered."""


class NoteRefused(GraphError):
    """A signed note, a public key or a proof is not what it should be."""


class Forked(GraphError):
    """A log signed two trees of which neither continues the other: rows were changed or cut."""


class BackupRefused(GraphError):
    """A backup cannot be written, read or restored there."""
