"""The log: positions in a hash chain over salted commitments."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

import apsw

from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_schema import LOAD_BITS
from comity.graph.words import Micros

SALT_BYTES = 16
_PAGE = 20_000
_DIGEST_ROWS = """
SELECT version, operation, state, previous, commitment FROM version
WHERE version > ? AND version < ? AND state < 2 ORDER BY version LIMIT ?
"""


def commit(salt: bytes, *parts: bytes) -> bytes:
    """A commitment that tells nothing once its salt is gone."""
    digest = hashlib.sha256(salt)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def commit_fields(salt: bytes, *fields: object) -> bytes:
    """The commitment to a row that people wrote, from its fields in the table's order.

    None is no field: a row from before a column was made committed to nothing in it.
    """
    return commit(salt, *(str(field).encode() for field in fields if field is not None))


def text_hash(text: str) -> str:
    """The hash by which an entry vouches for a text that is never deleted."""
    return hashlib.sha256(text.encode()).hexdigest()


def add_position(
    connection: apsw.Connection, now: Micros, kind: str, body: Mapping[str, Any]
) -> tuple[int, Micros]:
    """Add one entry to the log inside the caller's transaction; its position and time."""
    last, last_at, last_hash = connection.execute(
        "SELECT position, at, hash FROM position ORDER BY position DESC LIMIT 1"
    ).get or (0, now - 1, b"")
    position, at = last + 1, max(now, last_at + 1)
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    connection.execute(
        "INSERT INTO position (position, at, kind, body, hash) VALUES (?, ?, ?, ?, ?)",
        (position, at, kind, text, entry_hash(last_hash, position, at, kind, text)),
    )
    return position, at


def add_committed(
    connection: apsw.Connection,
    now: Micros,
    kind: str,
    fields: tuple[Any, ...],
    told: Mapping[str, Any],
) -> int:
    """Add an entry and the row that it commits to, in the table of its kind; the position.

    The entry says openly only what is `told`; fields and salt can be deleted, and it still holds.
    """
    position, salt = add_commitment(connection, now, kind, fields, told)
    row = (position, *fields, salt)
    places = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {kind.replace(' ', '_')} VALUES ({places})", row)
    return position


def add_commitment(
    connection: apsw.Connection,
    now: Micros,
    kind: str,
    fields: tuple[Any, ...],
    told: Mapping[str, Any],
) -> tuple[int, bytes]:
    """Add an entry that commits to fields which its caller keeps; the position and the salt."""
    salt = os.urandom(SALT_BYTES)
    body = {**told, "commitment": commit_fields(salt, *fields).hex()}
    position, _ = add_position(connection, now, kind, body)
    return position, salt


def digest_of_load(ledger: LedgerFile, load: int) -> str:
    """One hash over every version a load adds, in their order, read page by page."""
    digest = hashlib.sha256()
    after, end = load << LOAD_BITS, (load + 1) << LOAD_BITS
    while rows := ledger.read(_DIGEST_ROWS, (after, end, _PAGE)):
        after = _take_in(digest, rows)
    return digest.hexdigest()


def digest_within(connection: apsw.Connection, load: int) -> str:
    """The same hash, read inside the transaction that wrote the rows."""
    digest = hashlib.sha256()
    span = (load << LOAD_BITS, (load + 1) << LOAD_BITS, -1)
    _take_in(digest, connection.execute(_DIGEST_ROWS, span))
    return digest.hexdigest()


def entry_hash(last: bytes, position: int, at: Micros, kind: str, body: str) -> bytes:
    """The hash of a log entry, which covers the one before it."""
    return hashlib.sha256(last + f"{position}\0{at}\0{kind}\0{body}".encode()).digest()


def _take_in(digest: "hashlib._Hash", rows: Iterable[tuple[Any, ...]]) -> int:
    last = 0
    for version, operation, state, previous, commitment in rows:
        digest.update(b"%d %d %d %d " % (version, operation, state, previous))
        digest.update(commitment)
        last = version
    return last
