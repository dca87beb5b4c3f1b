"""The manifest of a backup: what it holds, since when, under which key; nobody else can write one.

Format 1 holds files in the clear and has no key; it is still read.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from comity.graph.errors import BackupRefused
from comity.graph.locked_stream import key_for
from comity.graph.words import Micros

MANIFEST = "manifest.json"
PLAIN, LOCKED = 1, 2
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class BackedFile:
    """One file of a backup as it lies there: its name, size and SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds and when it was taken; `key` names the key, and is not it."""

    at: Micros
    files: tuple[BackedFile, ...]
    format: int = PLAIN
    backup: str = ""
    key: str = ""
    seal: str = ""

    def sealed(self, key: bytes) -> "Manifest":
        """The same manifest with what proves that the key's holder wrote it."""
        return replace(self, seal=self._seal(key))

    def check_key(self, key: bytes | None, where: Path) -> None:
        """Refuse a missing, needless or wrong key, and a manifest that was changed."""
        if self.format == PLAIN:
            if key is not None:
                raise BackupRefused(f"{where} is not encrypted; restore it without a key")
            return
        if key is None:
            raise BackupRefused(f"{where} is encrypted; name the file of its key, {self.key}")
        if key_name(key) != self.key:
            raise BackupRefused(f"{where} was made with the key {self.key}, not {key_name(key)}")
        if not hmac.compare_digest(self._seal(key), self.seal):
            raise BackupRefused(f"{where / MANIFEST} was changed; use another backup")

    def key_of(self, name: str, key: bytes) -> bytes:
        """The key of one of its files, used for nothing else."""
        return key_for(key, bytes.fromhex(self.backup), f"backup file {name}")

    def text(self) -> str:
        """What is written down."""
        return json.dumps(asdict(self), indent=2)

    def _seal(self, key: bytes) -> str:
        own = key_for(key, bytes.fromhex(self.backup), "backup manifest")
        told = json.dumps(asdict(replace(self, seal="")), sort_keys=True)
        return hmac.new(own, told.encode(), hashlib.sha256).hexdigest()


def key_name(key: bytes) -> str:
    """By what a key is told from another without giving it away."""
    return key_for(key, b"", "backup key name").hex()[:_ID_LENGTH]


def read_manifest(backup: Path) -> Manifest:
    """A backup's manifest; whether it is true is for `check_key`."""
    try:
        told = json.loads((backup / MANIFEST).read_bytes())
        files = tuple(BackedFile(**file) for file in told["files"])
        manifest = Manifest(**{**told, "files": files})
        bytes.fromhex(manifest.backup)
        # In a folder under its own name only, whatever the system's separators are.
        strays = [f.name for f in files if Path(f.name).name != f.name or "\\" in f.name]
    except FileNotFoundError:
        raise BackupRefused(f"{backup} has no {MANIFEST}; name a backup's folder") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupRefused(f"{backup / MANIFEST} cannot be read; use another backup") from None
    if manifest.format not in (PLAIN, LOCKED):
        raise BackupRefused(f"{backup} has format {manifest.format}, not {LOCKED}; "
                            "use its release")  # fmt: skip
    if strays:
        raise BackupRefused(f"{backup / MANIFEST} names files outside its folder")
    return manifest
