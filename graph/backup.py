"""Backups: files encrypted as they stand at one moment, under a manifest that proves them.

It knows files, not what is in them; which files belong together is the caller's to say.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from comity.graph.backup_manifest import (
    LOCKED,
    MANIFEST,
    PLAIN,
    BackedFile,
    Manifest,
    key_name,
    read_manifest,
)
from comity.graph.errors import BackupRefused
from comity.graph.locked_stream import StreamBroken, lock, unlock
from comity.graph.veiled_copy import veiled_copy
from comity.graph.words import Micros

_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_READ = 1 << 20
_DRAFT = "copy"


def write_backup(files: Mapping[str, Path], to: Path, at: Micros, key: bytes) -> Manifest:
    """Encrypt files, live databases among them, into the new folder `to`, in the order given.

    Name the ledger before the audit, so that no write is kept without its audit row.
    """
    for name, path in files.items():
        if not path.is_file():
            raise BackupRefused(f"{path} is not there, so {name} cannot be backed up")
    about = Manifest(at, (), LOCKED, secrets.token_hex(16), key_name(key))
    with _new_folder(to, "kept") as draft:
        for name, path in files.items():
            _write_locked(path, draft / name, about.key_of(name, key))
        backed = tuple(_backed(draft / name) for name in files)
        manifest = replace(about, files=backed).sealed(key)
        _write_durably(draft / MANIFEST, [manifest.text().encode()])
    return manifest


def check_backup(backup: Path, key: bytes | None) -> Manifest:
    """Read a backup's manifest, hold it against the key, and compare every file with it."""
    manifest = read_manifest(backup)
    manifest.check_key(key, backup)
    for file in manifest.files:
        path = backup / file.name
        if not path.is_file():
            raise BackupRefused(f"{backup}: {file.name} is missing; use another backup")
        if _backed(path) != file:
            raise _damaged(backup, file.name)
    return manifest


def restore_backup(
    backup: Path,
    to: Path,
    key: bytes | None,
    finish: Callable[[Path, Manifest], None] = lambda folder, manifest: None,
) -> Manifest:
    """Bring a backup back into the new folder `to`, after checking it; never over anything.

    `finish` is given the folder before it gets its name: nobody reads anything earlier.
    """
    manifest = check_backup(backup, key)
    with _new_folder(to, "restored") as draft:
        for file in manifest.files:
            try:
                _write_durably(draft / file.name, _clear(backup / file.name, manifest, key))
            except StreamBroken:
                raise _damaged(backup, file.name) from None
            if manifest.format == PLAIN and _backed(draft / file.name) != file:
                raise BackupRefused(f"{to}: {file.name} was not written as read; check the disk")
        finish(draft, manifest)
    return manifest


@contextmanager
def _new_folder(to: Path, done: str) -> Iterator[Path]:
    """A private folder beside `to`, which takes its name once everything is in it."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise BackupRefused(f"{to} is not empty, and nothing is written over; name a new folder")
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir(mode=_PRIVATE_FOLDER)
    except OSError as error:
        raise BackupRefused(f"{to}: {error.strerror or error}; name another folder") from None
    try:
        yield draft
        _settle_folder(draft, to)
    except OSError as error:
        raise BackupRefused(f"{to}: {error.strerror or error}; nothing was {done}") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _settle_folder(draft: Path, to: Path) -> None:
    if to.exists():
        to.rmdir()
    draft.rename(to)


def _write_locked(path: Path, to: Path, key: bytes) -> None:
    with _private(to) as target:
        if _is_database(path):
            with veiled_copy(path, to.with_name(_DRAFT)) as content:
                lock(content, target, key)
        else:
            with path.open("rb") as source:
                lock(_parts(source), target, key)
        _settle(target)


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _clear(path: Path, manifest: Manifest, key: bytes | None) -> Iterator[bytes]:
    """What a file of a backup holds, read as it is written elsewhere."""
    with path.open("rb") as source:
        if key is None:
            yield from _parts(source)
        else:
            yield from unlock(source, manifest.key_of(path.name, key))


def _parts(source: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: source.read(_READ), b"")


def _write_durably(path: Path, content: Iterable[bytes]) -> None:
    with _private(path) as target:
        for part in content:
            target.write(part)
        _settle(target)


def _settle(target: BinaryIO) -> None:
    target.flush()
    os.fsync(target.fileno())


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE), "wb")


def _backed(path: Path) -> BackedFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return BackedFile(path.name, path.stat().st_size, digest)


def _damaged(backup: Path, name: str) -> BackupRefused:
    return BackupRefused(f"{backup}: {name} was changed or damaged; use another backup")
