"""The keys that this installation signs with: checkpoints of its own audit, and as a witness.

Each is a file of 32 random bytes that only its owner reads, made when it is first needed.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import quote

from comity.api.errors import InstallationError
from comity.api.files import is_private, settle
from comity.graph.audit_note import SIGNED, WITNESSED, SigningKey

AUDIT_KEY, WITNESS_KEY, WITNESSED_FILE = "audit.key", "witness.key", "witnessed.db"
_LENGTH = 32


def audit_key(folder: Path, agency: str) -> SigningKey:
    """The key that signs the checkpoints of an agency's audit."""
    return SigningKey(f"{_plain(agency)}/audit", SIGNED, _secret(folder / AUDIT_KEY))


def witness_key(folder: Path, agency: str) -> SigningKey:
    """The key that countersigns the checkpoints of other agencies."""
    return SigningKey(f"{_plain(agency)}/witness", WITNESSED, _secret(folder / WITNESS_KEY))


def _plain(agency: str) -> str:
    """An agency's name without what may not stand in a key's."""
    return quote(agency, safe="")


def _secret(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    secret = path.read_bytes()
    if len(secret) != _LENGTH:
        raise InstallationError(f"{path} is damaged; restore it from a backup")
    if not is_private(path):
        raise InstallationError(f"{path} lets others read it; chmod 600 it, or make a new one")
    return secret


def _make(path: Path) -> None:
    """Make a key, unless another process makes it at the same moment: then that one's stays."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_LENGTH))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
    settle(path.parent)
