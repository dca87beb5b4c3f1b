"""Verifying needs the file alone; with a checkpoint it proves that nothing was cut or forked."""

import os
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from audited import ROW, rows

from comity.graph.audit import Audit
from comity.graph.audit_checkpoint import Checkpoint
from comity.graph.audit_tree import extends, includes, leaf_hash
from comity.graph.audit_verify import AuditLog, compare
from comity.graph.errors import AuditError, FileDamaged, FileMissing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An audit of twenty-three rows, closed."""
    with Audit(tmp_path / "audit.db") as audit:
        audit.write_all(rows(23))
    return tmp_path / "audit.db"


def tamper(path: Path, *statements: str) -> None:
    connection = apsw.Connection(str(path))
    kept = connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    connection.execute("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted")
    for sql in (*statements, *(sql for (sql,) in kept)):
        connection.execute(sql)
    connection.close()


def broken(path: Path) -> str:
    with AuditLog.open(path) as log:
        return log.verify().broken


def test_a_whole_log_holds_and_looking_at_it_changes_no_byte_and_leaves_no_file(
    path: Path,
) -> None:
    before = path.read_bytes()
    path.chmod(0o400)
    with AuditLog.open(path) as log:
        report = log.verify(sizes=(0, 7, 23))
        assert (report.rows, report.broken) == (23, "")
        assert report.roots == {size: log.root(size) for size in (0, 7, 23)}
        assert report.head == log.root(23).hex()
    assert path.read_bytes() == before
    assert {*os.listdir(path.parent)} <= {"audit.db", "audit.writing"}


def test_rows_that_still_lie_in_the_write_ahead_log_are_seen(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        audit.write_all(rows(5))
        with AuditLog.open(tmp_path / "audit.db") as log:
            assert log.verify().rows == 5


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE audit SET principal = 'ben' WHERE id = 9", "row 9 was changed"),
        ("UPDATE audit SET disclosed = '[]' WHERE id = 9", "row 9 was changed"),
        ("UPDATE audit SET known_at = NULL WHERE id = 9", "row 9 was changed"),
        ("UPDATE audit SET tree = zeroblob(32) WHERE id = 9", "row 9 was changed"),
        ("UPDATE audit SET tree = substr(tree, 1, 32) WHERE id = 8", "tree over audit row 8"),
        ("UPDATE audit SET principal = CAST(x'ff' AS TEXT) WHERE id = 9", "row 9 cannot be read"),
        ("DELETE FROM audit WHERE id = 9", "row 9 is missing"),
        ("DELETE FROM audit WHERE id = 1", "row 1 is missing"),
        ("UPDATE audit SET id = -4 WHERE id = 23", "row 1 is missing"),
        ("CREATE TABLE more (x)", "are not those of an audit"),
        ("DROP INDEX audit_by_intent", "are not those of an audit"),
    ],
)
def test_what_was_done_to_the_file_is_named(path: Path, sql: str, problem: str) -> None:
    tamper(path, sql)
    assert problem in broken(path)


def test_a_log_whose_triggers_were_taken_off_is_not_an_audit_any_more(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("DROP TRIGGER audit_is_not_changed")
    connection.close()
    assert "are not those of an audit" in broken(path)


def test_a_checkpoint_shows_that_rows_were_cut_off_or_that_the_log_was_forked(
    path: Path, tmp_path: Path
) -> None:
    with AuditLog.open(path) as log:
        signed = Checkpoint("a", 23, log.root(23))
        earlier = Checkpoint("a", 9, log.root(9))
    forked = tmp_path / "forked.db"
    with Audit(forked) as audit:
        audit.write_all([*rows(12), replace(ROW, case="C-9"), *rows(23)[13:]])
    tamper(path, "DELETE FROM audit WHERE id > 20")
    assert broken(path) == broken(forked) == ""
    with AuditLog.open(path) as log:
        cut = log.verify(sizes=(9, 23))
        assert "rows 21 to 23 were cut off" in compare(cut, [earlier, signed])
        assert compare(cut, [earlier]) == ""
    with AuditLog.open(forked) as log:
        other = log.verify(sizes=(9, 23))
        assert "of rows 10 to 23 at least one" in compare(other, [signed, earlier])
        assert compare(other, [earlier]) == ""


def test_a_row_and_the_growth_of_the_log_are_proved_from_the_file(path: Path) -> None:
    with AuditLog.open(path) as log:
        for number in (1, 16, 23):
            proof = log.prove_row(number, 23)
            assert includes(leaf_hash(log.leaf(number)), number - 1, 23, log.root(23), proof)
        for old in (0, 1, 16, 22, 23):
            trees = (old, log.root(old)), (23, log.root(23))
            assert extends(*trees, log.prove_growth(old, 23))
        with pytest.raises(AuditError, match="no audit row 24"):
            log.leaf(24)


def test_a_log_grows_on_after_others_added_rows_and_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    with Audit(path) as first, Audit(path) as second:
        for audit in (first, second, second, first, second):
            audit.write(ROW)
        assert first.verify().holds
    with Audit(path) as again:
        assert again.write_all(rows(3)) == [6, 7, 8]
        assert again.write_all([]) == []
        assert again.verify().holds


def test_what_is_no_audit_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(FileMissing), AuditLog.open(tmp_path / "none.db"):
        pass
    (tmp_path / "text.db").write_text("no database" * 100)
    with pytest.raises(FileDamaged), AuditLog.open(tmp_path / "text.db"):
        pass
    apsw.Connection(str(tmp_path / "empty.db")).close()
    (tmp_path / "empty.db").touch()
    with pytest.raises(FileDamaged, match="not an audit"), AuditLog.open(tmp_path / "empty.db"):
        pass
