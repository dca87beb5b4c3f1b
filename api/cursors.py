"""Cursors: where a page ended, signed, and bound to the view that the pages belong to."""

import base64
import binascii
import hmac
import json
from dataclasses import astuple, dataclass

from comity.api.errors import BadQuestion
from comity.graph.words import Micros

SEAL = 16


@dataclass(frozen=True, slots=True)
class Cursor:
    """After which entity the next page of `entity` starts, in which view."""

    entity: str
    after: str
    known_at: Micros
    valid_at: Micros | None
    digest: str


def write_cursor(id_key: bytes, cursor: Cursor) -> str:
    """A cursor as text that only this installation can have written."""
    body = json.dumps(astuple(cursor), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal(id_key, body) + body).decode().rstrip("=")


def read_cursor(id_key: bytes, text: str) -> Cursor:
    """Read what `write_cursor` wrote; anything else is a BadQuestion."""
    try:
        whole = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError):
        whole = b""
    seal, body = whole[:SEAL], whole[SEAL:]
    if not hmac.compare_digest(seal, _seal(id_key, body)):
        raise BadQuestion("this cursor was not given by this server; start from the first page")
    return Cursor(*json.loads(body))


def _seal(id_key: bytes, body: bytes) -> bytes:
    return hmac.digest(id_key, b"cursor\0" + body, "sha256")[:SEAL]
