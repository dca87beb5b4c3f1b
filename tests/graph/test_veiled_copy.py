"""A veiled copy: consistent beside a writer, and nothing of it lies on disk in the clear."""

from pathlib import Path

import apsw
import pytest

from comity.graph.errors import FileDamaged
from comity.graph.sqlite_file import SqliteFile
from comity.graph.veiled_copy import veiled_copy


@pytest.fixture
def file(tmp_path: Path) -> SqliteFile:
    made = SqliteFile(tmp_path / "a.db", apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
    with made.write() as connection:
        connection.execute("CREATE TABLE t (x)")
        rows = [(f"canary {n} " + "x" * 900,) for n in range(2_000)]
        connection.executemany("INSERT INTO t VALUES (?)", rows)
    return made


def test_a_copy_is_the_database_of_one_moment(tmp_path: Path, file: SqliteFile) -> None:
    with veiled_copy(file.path, tmp_path / "draft") as content:
        with file.write() as connection:
            connection.execute("DELETE FROM t")
        (tmp_path / "b.db").write_bytes(b"".join(content))
    copy = apsw.Connection(str(tmp_path / "b.db"))
    assert copy.execute("SELECT count(*), min(x) LIKE 'canary 0 %' FROM t").get == (2_000, 1)
    assert copy.pragma("integrity_check") == "ok"
    assert copy.pragma("journal_mode") == "delete"
    assert not (tmp_path / "b.db-wal").exists()
    copy.close()
    file.close()


def test_nothing_lies_in_the_clear_and_nothing_is_left(tmp_path: Path, file: SqliteFile) -> None:
    draft = tmp_path / "draft"
    with veiled_copy(file.path, draft) as content:
        made = [path for path in tmp_path.iterdir() if not path.name.startswith("a.db")]
        assert made == [draft]
        assert draft.stat().st_size > 1_000_000
        assert b"canary" not in draft.read_bytes()
        assert b"SQLite" not in draft.read_bytes()
        assert b"canary" in b"".join(content)
    assert not draft.exists()
    file.close()


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"SQLite format 3\0" + b"no more of it" * 1000)
    with pytest.raises(FileDamaged), veiled_copy(tmp_path / "a.db", tmp_path / "draft"):
        pass
    assert not (tmp_path / "draft").exists()
