"""The proof that one row stands in a signed tree, for whoever has neither log nor rights."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from comity.graph.audit_checkpoint import Countersigned, read_checkpoint
from comity.graph.audit_note import Note, PublicKey
from comity.graph.audit_tree import includes, leaf_hash
from comity.graph.audit_verify import AuditLog
from comity.graph.errors import NoteRefused


@dataclass(frozen=True, slots=True)
class RowProof:
    """One row as its leaf, the path to the root, and the note that signs the root."""

    row: int
    leaf: str
    path: tuple[str, ...]
    note: str

    def __str__(self) -> str:
        told = {"row": self.row, "leaf": self.leaf, "path": self.path, "checkpoint": self.note}
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, text: str) -> "RowProof":
        """Read what `str` wrote; raises NoteRefused. Nothing in it is believed yet."""
        try:
            told = json.loads(text)
            path = tuple(bytes.fromhex(step).hex() for step in told["path"])
            return cls(int(told["row"]), str(told["leaf"]), path, str(told["checkpoint"]))
        except (ValueError, KeyError, TypeError):
            raise NoteRefused("it proves no row; make it with comity audit prove") from None

    def check(self, keys: Sequence[PublicKey]) -> Countersigned:
        """The signed checkpoint whose tree holds the row; raises NoteRefused if it does not."""
        signed = read_checkpoint(Note.read(self.note), keys)
        size, root = signed.checkpoint.tree
        leaf, path = leaf_hash(self.leaf.encode()), [bytes.fromhex(step) for step in self.path]
        if not includes(leaf, self.row - 1, size, root, path):
            raise NoteRefused(f"row {self.row} does not stand like this in the tree of {size} rows")
        return signed


def prove_row(log: AuditLog, row: int, note: Note, size: int) -> RowProof:
    """The proof that a row stands in the tree of this size, which a note signs."""
    path = tuple(step.hex() for step in log.prove_row(row, size))
    return RowProof(row, log.leaf(row).decode(), path, str(note))
