"""Signed notes as in c2sp.org/signed-note: text that several keys sign, each on a line below it.

A log signs with a plain Ed25519 key; a witness countersigns with a timestamped one, as in
c2sp.org/tlog-cosignature. It knows nothing of what the text says.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from comity.graph.errors import NoteRefused

SIGNED, WITNESSED = 1, 4
LONGEST = 1 << 16
_DASH = "— "
_ID, _TIME, _PUBLIC = 4, 8, 32
_NAME = re.compile(r"[^\s+\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Whose signatures to believe: a name, how it signs, and the key itself."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes by which its signature lines are found; no more than a mark."""
        told = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(told).digest()[:_ID]

    def __str__(self) -> str:
        body = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{body}"

    @classmethod
    def read(cls, text: str) -> "PublicKey":
        """Read what `str` wrote; raises NoteRefused."""
        name, _, rest = text.strip().partition("+")
        mark, _, body = rest.partition("+")
        told = _bytes_of(body) or b"\0"
        key = cls(name, told[0], told[1:])
        right = key.kind in (SIGNED, WITNESSED) and len(key.public) == _PUBLIC
        if not right or not _NAME.fullmatch(name) or key.id.hex() != mark:
            raise NoteRefused(f"{text.strip()!r} is no public key; copy its whole line")
        return key

    def signed_at(self, text: str, signature: bytes) -> int | None:
        """When it signed, in seconds since 1970 (0 if it does not say); None if it did not."""
        at = 0
        signed = text.encode()
        if self.kind == WITNESSED:
            at, signature = int.from_bytes(signature[:_TIME], "big"), signature[_TIME:]
            signed = _with_time(text, at)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, signed)
        except InvalidSignature:
            return None
        return at


class SigningKey:
    """A key that signs; its secret is in no text that it gives."""

    def __init__(self, name: str, kind: int, seed: bytes) -> None:
        if not _NAME.fullmatch(name):
            raise NoteRefused(f"{name!r} cannot name a key: it has a space or a plus")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(name, kind, self._private.public_key().public_bytes_raw())

    def line(self, text: str, at: int = 0) -> str:
        """The line that signs a text; a witness's tells the time, in seconds since 1970."""
        if self.public.kind == WITNESSED:
            signature = at.to_bytes(_TIME, "big") + self._private.sign(_with_time(text, at))
        else:
            signature = self._private.sign(text.encode())
        body = base64.b64encode(self.public.id + signature).decode()
        return f"{_DASH}{self.public.name} {body}\n"


@dataclass(frozen=True)
class Note:
    """A text and the lines that sign it, which may be of keys that nobody here knows."""

    text: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(self.lines)}"

    @classmethod
    def read(cls, note: str) -> "Note":
        """Take a note apart; raises NoteRefused. Nothing in it is believed yet."""
        text, gap, below = note.rpartition("\n\n")
        lines = tuple(below.splitlines(keepends=True))
        whole = bool(gap) and below.endswith("\n") and all(map(_signature_of, lines))
        if not whole or len(note) > LONGEST or re.search(r"[\x00-\x09\x0b-\x1f]", note):
            raise NoteRefused("it is no signed note: text, an empty line, lines that sign it")
        return cls(text + "\n", lines)

    def with_line(self, line: str) -> "Note":
        """The same with one more signature."""
        return self if line in self.lines else Note(self.text, (*self.lines, line))

    def signed_at(self, key: PublicKey) -> int | None:
        """When a key signed it, as the key says; None if it did not.

        Raises NoteRefused if a line that bears the key's mark does not hold.
        """
        found = None
        for name, signature in self._signatures:
            if name != key.name or signature[:_ID] != key.id:
                continue
            found = key.signed_at(self.text, signature[_ID:])
            if found is None:
                raise NoteRefused(f"the signature of {name} does not hold")
        return found

    @cached_property
    def _signatures(self) -> list[tuple[str, bytes]]:
        found = map(_signature_of, self.lines)
        return [signature for signature in found if signature is not None]


def _with_time(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _signature_of(line: str) -> tuple[str, bytes] | None:
    name, _, body = line.removeprefix(_DASH).rstrip("\n").partition(" ")
    signature = _bytes_of(body)
    if not line.startswith(_DASH) or not _NAME.fullmatch(name) or len(signature) <= _ID:
        return None
    return name, signature


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        return b""
