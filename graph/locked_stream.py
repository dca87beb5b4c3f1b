"""A stream under lock: encrypted in numbered pieces, so that none can be changed, moved or cut off.

The construction known as STREAM: ChaCha20-Poly1305 with a nonce of the piece's number and a mark
on the last. A key is used for one stream only; `key_for` makes it.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
PIECE = 1 << 16
_TAG = 16


class StreamBroken(Exception):
    """A stream is not what was locked with this key, or not all of it."""


def new_key() -> bytes:
    """A key from the system's randomness."""
    return secrets.token_bytes(KEY_BYTES)


def key_for(key: bytes, salt: bytes, use: str) -> bytes:
    """A key of its own for one use, worked out from the one that is kept."""
    return HKDF(SHA256(), KEY_BYTES, salt, f"comity {use}".encode()).derive(key)


def lock(source: Iterable[bytes], to: BinaryIO, key: bytes) -> None:
    """Encrypt a stream of any pieces; it holds two of them in memory."""
    cipher = ChaCha20Poly1305(key)
    for number, (piece, last) in enumerate(_with_last(_pieces(source))):
        to.write(cipher.encrypt(_nonce(number, last), piece, None))


def unlock(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Decrypt piece by piece; raises StreamBroken at the first that does not hold."""
    cipher = ChaCha20Poly1305(key)
    locked = iter(lambda: source.read(PIECE + _TAG), b"")
    number = -1
    for number, (piece, last) in enumerate(_with_last(locked)):
        try:
            yield cipher.decrypt(_nonce(number, last), piece, None)
        except InvalidTag:
            raise StreamBroken(f"piece {number} does not hold") from None
    if number < 0:
        raise StreamBroken("it is empty")


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _pieces(source: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in whole pieces; an empty stream is one empty piece."""
    held, any_yet = bytearray(), False
    for part in source:
        held += part
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            any_yet = True
            del held[:PIECE]
    if held or not any_yet:
        yield bytes(held)


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last."""
    held = None
    for piece in pieces:
        if held is not None:
            yield held, False
        held = piece
    if held is not None:
        yield held, True
