"""Backups: encrypted, consistent beside a writer, verified before they come back, never over."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from comity.graph.audit import Audit
from comity.graph.backup import check_backup, restore_backup, write_backup
from comity.graph.errors import BackupRefused
from comity.graph.ledger import Ledger

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "data"
    folder.mkdir()
    with Ledger.create(folder / "ledger.db") as ledger:
        ledger.remember_answer("key", b"answer")
    Audit(folder / "audit.db").close()
    (folder / "id.key").write_bytes(b"k" * 32)
    return {name: folder / name for name in ("ledger.db", "audit.db", "id.key")}


def test_a_restored_installation_is_what_was_backed_up(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    with Ledger.open(files["ledger.db"]) as ledger:
        ledger.remember_answer("second", b"still in the log beside the file")
        written = write_backup(files, tmp_path / "backup", 5, KEY)
        ledger.remember_answer("third", b"after the backup")
    assert restore_backup(tmp_path / "backup", tmp_path / "restored", KEY) == written
    assert (tmp_path / "restored" / "id.key").read_bytes() == b"k" * 32
    with Ledger.open(tmp_path / "restored" / "ledger.db") as ledger:
        assert ledger.answered("second") == b"still in the log beside the file"
        assert ledger.answered("third") is None
        assert ledger.verify().holds
    with Audit(tmp_path / "restored" / "audit.db") as audit:
        assert audit.verify().holds


def test_a_backup_is_for_its_owner_only(tmp_path: Path, files: dict[str, Path]) -> None:
    write_backup(files, tmp_path / "backup", 5, KEY)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "backup").iterdir()}
    assert modes == {0o600}
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o700


def test_nothing_is_written_over(tmp_path: Path, files: dict[str, Path]) -> None:
    write_backup(files, tmp_path / "backup", 5, KEY)
    with pytest.raises(BackupRefused, match="not empty"):
        write_backup(files, tmp_path / "backup", 6, KEY)
    with pytest.raises(BackupRefused, match="not empty"):
        restore_backup(tmp_path / "backup", tmp_path / "data", KEY)


def test_a_damaged_backup_is_refused_and_leaves_nothing(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    write_backup(files, tmp_path / "backup", 5, KEY)
    damaged = tmp_path / "backup" / "ledger.db"
    content = bytearray(damaged.read_bytes())
    content[-1] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(BackupRefused, match=r"ledger\.db was changed"):
        restore_backup(tmp_path / "backup", tmp_path / "restored", KEY)
    assert not (tmp_path / "restored").exists()
    damaged.unlink()
    with pytest.raises(BackupRefused, match="missing"):
        check_backup(tmp_path / "backup", KEY)


def test_a_manifest_cannot_name_files_outside_its_folder(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    write_backup(files, tmp_path / "backup", 5, KEY)
    path = tmp_path / "backup" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"][0]["name"] = "../elsewhere"
    path.write_text(json.dumps(manifest))
    with pytest.raises(BackupRefused, match="outside"):
        restore_backup(tmp_path / "backup", tmp_path / "restored", KEY)


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match=r"no manifest\.json"):
        restore_backup(tmp_path, tmp_path / "restored", KEY)


def test_a_missing_file_stops_the_backup_before_anything_is_written(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    files["id.key"].unlink()
    with pytest.raises(BackupRefused, match=r"id\.key"):
        write_backup(files, tmp_path / "backup", 5, KEY)
    assert not (tmp_path / "backup").exists()


def test_no_word_of_an_installation_can_be_read_in_its_backup(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    with Ledger.open(files["ledger.db"]) as ledger:
        ledger.remember_answer("key 2", b"canary" * 10_000)
    write_backup(files, tmp_path / "backup", 5, KEY)
    every = b"".join(path.read_bytes() for path in sorted((tmp_path / "backup").iterdir()))
    assert b"canary" not in every
    assert b"SQLite" not in every
    assert b"k" * 16 not in every


def test_two_backups_of_the_same_files_have_no_bytes_in_common(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    write_backup(files, first, 5, KEY)
    write_backup(files, second, 5, KEY)
    assert (first / "id.key").read_bytes() != (second / "id.key").read_bytes()


@pytest.mark.parametrize(
    ("key", "said"),
    [(OTHER, "was made with the key"), (None, "is encrypted; name the file of its key")],
)
def test_without_its_key_nothing_comes_back(
    tmp_path: Path, files: dict[str, Path], key: bytes | None, said: str
) -> None:
    write_backup(files, tmp_path / "backup", 5, KEY)
    with pytest.raises(BackupRefused, match=said):
        restore_backup(tmp_path / "backup", tmp_path / "restored", key)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "data"]


def test_a_file_changed_together_with_its_hash_is_refused(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    write_backup(files, tmp_path / "backup", 5, KEY)
    path = tmp_path / "backup" / "manifest.json"
    manifest = json.loads(path.read_text())
    (tmp_path / "backup" / "id.key").write_bytes(b"mine")
    manifest["files"][2] |= {"size": 4, "sha256": hashlib.sha256(b"mine").hexdigest()}
    path.write_text(json.dumps(manifest))
    with pytest.raises(BackupRefused, match=r"manifest\.json was changed"):
        restore_backup(tmp_path / "backup", tmp_path / "restored", KEY)


@pytest.mark.parametrize("change", ["at", "format", "files", "backup"])
def test_a_manifest_that_says_something_else_is_refused(
    tmp_path: Path, files: dict[str, Path], change: str
) -> None:
    write_backup(files, tmp_path / "backup", 5, KEY)
    path = tmp_path / "backup" / "manifest.json"
    manifest = json.loads(path.read_text())
    other = {"at": 6, "format": 1, "files": manifest["files"][:2], "backup": "ab" * 16}
    path.write_text(json.dumps(manifest | {change: other[change]}))
    with pytest.raises(BackupRefused):
        restore_backup(tmp_path / "backup", tmp_path / "restored", KEY)
    assert not (tmp_path / "restored").exists()


def test_files_of_two_backups_cannot_be_mixed(tmp_path: Path, files: dict[str, Path]) -> None:
    for name in ("1", "2"):
        write_backup(files, tmp_path / name, 5, KEY)
    shutil.copy(tmp_path / "1" / "ledger.db", tmp_path / "2" / "ledger.db")
    with pytest.raises(BackupRefused, match=r"ledger\.db was changed"):
        restore_backup(tmp_path / "2", tmp_path / "restored", KEY)


def test_what_fails_at_the_end_of_a_restore_leaves_nothing(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    write_backup(files, tmp_path / "backup", 5, KEY)

    def refuse(folder: Path, _: object) -> None:
        assert (folder / "ledger.db").exists()
        assert not (tmp_path / "restored").exists()
        raise BackupRefused("no")

    with pytest.raises(BackupRefused, match="no"):
        restore_backup(tmp_path / "backup", tmp_path / "restored", KEY, refuse)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "data"]


def plain(folder: Path, content: bytes) -> None:
    """A backup in the clear, as the first releases wrote them."""
    folder.mkdir()
    (folder / "id.key").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    told = {"at": 5, "files": [{"name": "id.key", "size": len(content), "sha256": digest}]}
    (folder / "manifest.json").write_text(json.dumps(told | {"format": 1}))


def test_a_backup_in_the_clear_is_still_restored(tmp_path: Path) -> None:
    plain(tmp_path / "old", b"i" * 32)
    restore_backup(tmp_path / "old", tmp_path / "restored", None)
    assert (tmp_path / "restored" / "id.key").read_bytes() == b"i" * 32


def test_a_backup_in_the_clear_never_stands_in_for_an_encrypted_one(tmp_path: Path) -> None:
    plain(tmp_path / "old", b"i" * 32)
    with pytest.raises(BackupRefused, match="is not encrypted"):
        restore_backup(tmp_path / "old", tmp_path / "restored", KEY)
