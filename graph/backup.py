"""Backups: files copied as they stand at one moment, under a manifest of their hashes.

It knows files, not what is in them; which files belong together is the caller's to say.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import apsw

from comity.graph.errors import BackupRefused
from comity.graph.sqlite_file import plain_errors
from comity.graph.words import Micros

MANIFEST = "manifest.json"
FORMAT = 1
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class BackedFile:
    """One file of a backup: its name, size and SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds and when it was taken."""

    at: Micros
    files: tuple[BackedFile, ...]
    format: int = FORMAT


def write_backup(files: Mapping[str, Path], to: Path, at: Micros) -> Manifest:
    """Copy files, live databases among them, into the new folder `to`, in the order given.

    Name the ledger before the audit, so that no write is kept without its audit row.
    """
    for name, path in files.items():
        if not path.is_file():
            raise BackupRefused(f"{path} is not there, so {name} cannot be backed up")
    draft = _new_folder(to)
    try:
        copied = tuple(_copied(path, draft / name) for name, path in files.items())
        manifest = Manifest(at, copied)
        text = json.dumps(asdict(manifest), indent=2)
        _write_durably(draft / MANIFEST, text.encode())
        _settle_folder(draft, to)
    except OSError as error:
        raise BackupRefused(f"{to}: {error.strerror or error}; nothing was kept") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def check_backup(backup: Path) -> Manifest:
    """Read a backup's manifest and compare every file with it."""
    manifest = _read_manifest(backup)
    for file in manifest.files:
        path = backup / file.name
        if not path.is_file():
            raise BackupRefused(f"{backup}: {file.name} is missing; use another backup")
        if _hash_of(path) != file.sha256:
            raise BackupRefused(f"{backup}: {file.name} was changed or damaged; use another backup")
    return manifest


def restore_backup(backup: Path, to: Path) -> Manifest:
    """Bring a backup back into the new folder `to`, after checking it; never over anything."""
    manifest = check_backup(backup)
    draft = _new_folder(to)
    try:
        for file in manifest.files:
            _copied_bytes(backup / file.name, draft / file.name)
            if _hash_of(draft / file.name) != file.sha256:
                raise BackupRefused(f"{to}: {file.name} was not written as read; check the disk")
        _settle_folder(draft, to)
    except OSError as error:
        raise BackupRefused(f"{to}: {error.strerror or error}; nothing was restored") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def _new_folder(to: Path) -> Path:
    """A private folder beside `to`, which takes its name once everything is in it."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise BackupRefused(f"{to} is not empty, and nothing is written over; name a new folder")
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir(mode=_PRIVATE_FOLDER)
    except OSError as error:
        raise BackupRefused(f"{to}: {error.strerror or error}; name another folder") from None
    return draft


def _settle_folder(draft: Path, to: Path) -> None:
    if to.exists():
        to.rmdir()
    draft.rename(to)


def _copied(path: Path, to: Path) -> BackedFile:
    with path.open("rb") as file:
        start = file.read(16)
    if start == b"SQLite format 3\0":
        _copied_database(path, to)
    else:
        _copied_bytes(path, to)
    return BackedFile(to.name, to.stat().st_size, _hash_of(to))


def _copied_database(path: Path, to: Path) -> None:
    """A consistent copy of a database that others may be writing to; it stops nobody."""
    _write_durably(to, b"")
    with plain_errors(to):
        source = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        target = apsw.Connection(str(to))
        try:
            with target.backup("main", source, "main") as copying:
                copying.step()
            # A copy in one file: no log beside it that a hash would miss.
            target.pragma("journal_mode", "delete")
        finally:
            target.close()
            source.close()


def _copied_bytes(path: Path, to: Path) -> None:
    with path.open("rb") as source, _private(to) as target:
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
        os.fsync(target.fileno())


def _write_durably(path: Path, content: bytes) -> None:
    with _private(path) as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE), "wb")


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_manifest(backup: Path) -> Manifest:
    try:
        text = json.loads((backup / MANIFEST).read_bytes())
        files = tuple(BackedFile(**file) for file in text["files"])
        manifest = Manifest(text["at"], files, text["format"])
    except FileNotFoundError:
        raise BackupRefused(f"{backup} has no {MANIFEST}; name a backup's folder") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupRefused(f"{backup / MANIFEST} cannot be read; use another backup") from None
    if manifest.format != FORMAT:
        raise BackupRefused(f"{backup} has format {manifest.format}, not {FORMAT}; use its release")
    if any(Path(file.name).name != file.name for file in manifest.files):
        raise BackupRefused(f"{backup / MANIFEST} names files outside its folder")
    return manifest
