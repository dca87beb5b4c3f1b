"""Checkpoints: how long a log is and its root, signed by it and countersigned by witnesses.

The text is that of c2sp.org/tlog-checkpoint; what a log sends to a witness is the body of a
request of c2sp.org/tlog-witness. It opens no log.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.graph.audit_note import WITNESSED, Note, PublicKey, SigningKey
from comity.graph.audit_tree import HASH_LENGTH
from comity.graph.errors import NoteRefused

_MOST_STEPS = 63
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One tree of one log: how many rows, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def tree(self) -> tuple[int, bytes]:
        """Its size and root."""
        return self.size, self.root

    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def signed(self, key: SigningKey) -> Note:
        """The checkpoint under its log's signature."""
        return Note(self.text(), (key.line(self.text()),))

    @classmethod
    def of(cls, note: Note) -> "Checkpoint":
        """What a note says of a tree; raises NoteRefused. Look at its signatures first."""
        lines = note.text.split("\n")
        root = _hash_of(lines[2]) if len(lines) > 3 else None
        if root is None or not lines[0] or not _SIZE.fullmatch(lines[1]):
            raise NoteRefused("it is no checkpoint: origin, size and root, each on its line")
        return cls(lines[0], int(lines[1]), root)


@dataclass(frozen=True, slots=True)
class Countersigned:
    """A checkpoint whose log signed it, and which witnesses did, each with its time in seconds."""

    checkpoint: Checkpoint
    witnesses: dict[str, int]


@dataclass(frozen=True, slots=True)
class Growing:
    """What a log asks a witness: from this size it knows, by this proof, to this note's tree."""

    old: int
    proof: tuple[bytes, ...]
    note: Note

    def __str__(self) -> str:
        steps = "".join(f"{base64.b64encode(step).decode()}\n" for step in self.proof)
        return f"old {self.old}\n{steps}\n{self.note}"

    @classmethod
    def read(cls, text: str) -> "Growing":
        """Take apart what a log sent; raises NoteRefused."""
        above, gap, below = text.partition("\n\n")
        first, *lines = above.split("\n")
        word, _, size = first.partition(" ")
        proof = tuple(step for step in map(_hash_of, lines) if step is not None)
        right = gap and word == "old" and _SIZE.fullmatch(size) and len(proof) == len(lines)
        if not right or len(proof) > _MOST_STEPS:
            raise NoteRefused("it asks for no countersignature; make it with comity audit prove")
        return cls(int(size), proof, Note.read(below))


def read_checkpoint(note: Note, keys: Sequence[PublicKey]) -> Countersigned:
    """A checkpoint, once its log's key among these signed it; raises NoteRefused if none did."""
    found = Checkpoint.of(note)
    logs = [key for key in keys if key.kind != WITNESSED and key.name == found.origin]
    if not any(note.signed_at(key) is not None for key in logs):
        raise NoteRefused(
            f"no key given here signed the checkpoint of {found.origin}; give its public key"
        )
    return Countersigned(found, _witnesses_of(note, keys))


def _witnesses_of(note: Note, keys: Iterable[PublicKey]) -> dict[str, int]:
    told = {key.name: note.signed_at(key) for key in keys if key.kind == WITNESSED}
    return {name: at for name, at in sorted(told.items()) if at is not None}


def _hash_of(text: str) -> bytes | None:
    try:
        found = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if len(found) == HASH_LENGTH else None
