"""Backups: consistent beside a writer, verified before they are restored, never over anything."""

import json
from pathlib import Path

import pytest

from comity.graph.audit import Audit
from comity.graph.backup import check_backup, restore_backup, write_backup
from comity.graph.errors import BackupRefused
from comity.graph.ledger import Ledger


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
        written = write_backup(files, tmp_path / "backup", at=5)
        ledger.remember_answer("third", b"after the backup")
    assert restore_backup(tmp_path / "backup", tmp_path / "restored") == written
    assert (tmp_path / "restored" / "id.key").read_bytes() == b"k" * 32
    with Ledger.open(tmp_path / "restored" / "ledger.db") as ledger:
        assert ledger.answered("second") == b"still in the log beside the file"
        assert ledger.answered("third") is None
        assert ledger.verify().holds
    with Audit(tmp_path / "restored" / "audit.db") as audit:
        assert audit.verify().holds


def test_a_backup_is_for_its_owner_only(tmp_path: Path, files: dict[str, Path]) -> None:
    write_backup(files, tmp_path / "backup", at=5)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "backup").iterdir()}
    assert modes == {0o600}
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o700


def test_nothing_is_written_over(tmp_path: Path, files: dict[str, Path]) -> None:
    write_backup(files, tmp_path / "backup", at=5)
    with pytest.raises(BackupRefused, match="not empty"):
        write_backup(files, tmp_path / "backup", at=6)
    with pytest.raises(BackupRefused, match="not empty"):
        restore_backup(tmp_path / "backup", tmp_path / "data")


def test_a_damaged_backup_is_refused_and_leaves_nothing(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    write_backup(files, tmp_path / "backup", at=5)
    damaged = tmp_path / "backup" / "ledger.db"
    content = bytearray(damaged.read_bytes())
    content[-1] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(BackupRefused, match=r"ledger\.db was changed"):
        restore_backup(tmp_path / "backup", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
    damaged.unlink()
    with pytest.raises(BackupRefused, match="missing"):
        check_backup(tmp_path / "backup")


def test_a_manifest_cannot_name_files_outside_its_folder(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    write_backup(files, tmp_path / "backup", at=5)
    path = tmp_path / "backup" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"][0]["name"] = "../elsewhere"
    path.write_text(json.dumps(manifest))
    with pytest.raises(BackupRefused, match="outside"):
        restore_backup(tmp_path / "backup", tmp_path / "restored")


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match=r"no manifest\.json"):
        restore_backup(tmp_path, tmp_path / "restored")


def test_a_missing_file_stops_the_backup_before_anything_is_written(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    files["id.key"].unlink()
    with pytest.raises(BackupRefused, match=r"id\.key"):
        write_backup(files, tmp_path / "backup", at=5)
    assert not (tmp_path / "backup").exists()
