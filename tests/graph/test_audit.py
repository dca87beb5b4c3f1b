"""The audit: durable before it returns, chained, append-only, and shared by many askers."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from comity.graph.audit import Audit, AuditFilter, AuditRow
from comity.graph.errors import AuditError, FileDamaged, SchemaTooNew

ROW = AuditRow(
    at=1,
    principal="ana",
    agency="riverton-pd",
    role="analyst",
    purpose="investigation",
    case="C-1",
    justification="a tip",
    action="search",
    question='{"text":"Müller"}',
    known_at=5,
    valid_at=None,
    view="abc",
    agreements=("mou-1",),
    shown=("label", "ref"),
    outcome="answered",
)

INTEND_AND_DIE = """
import os, pathlib, signal, sys
from comity.graph.audit import Audit, AuditRow
row = AuditRow(1, *"ana riverton-pd analyst why".split(), "", "", "judge", "{}", None, None, "",
               (), (), "")
Audit(pathlib.Path(sys.argv[1])).intend(row)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_row_comes_back_as_it_was_written(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        assert audit.write(ROW) == 1
        (stored,) = audit.rows()
    assert (stored.id, stored.settles, stored.row) == (1, 0, ROW)


def test_rows_are_listed_by_what_a_filter_names(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        for at, principal in enumerate(("ana", "ben", "ana"), start=1):
            audit.write(replace(ROW, at=at, principal=principal))

        def listed(**wanted: object) -> list[int]:
            return [stored.id for stored in audit.rows(AuditFilter(**wanted))]  # type: ignore[arg-type]

        assert listed(principal="ana") == [1, 3]
        assert listed(since=2, until=3) == [2]
        assert listed(after=1, limit=1) == [2]
        assert listed(case="C-2") == []
        assert listed(agency="riverton-pd", action="search", case="C-1") == [1, 2, 3]


def test_many_askers_get_each_their_own_number_and_share_commits(tmp_path: Path) -> None:
    numbers: list[int] = []
    with Audit(tmp_path / "audit.db") as audit:

        def ask() -> None:
            numbers.extend([audit.write(ROW) for _ in range(20)])

        askers = [threading.Thread(target=ask) for _ in range(16)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        report = audit.verify()
    assert sorted(numbers) == list(range(1, 321))
    assert report.holds
    assert report.rows == 320


def test_a_row_is_on_disk_when_write_returns(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        audit.write(ROW)
        with Audit(tmp_path / "audit.db") as other:
            assert other.write(ROW) == 2
        assert audit.write(ROW) == 3
        assert audit.verify().holds


def test_a_row_cannot_be_changed_or_deleted_through_sql(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        audit.write(ROW)
    with apsw.Connection(str(tmp_path / "audit.db")) as connection:
        for sql in ("UPDATE audit SET outcome = 'x'", "DELETE FROM audit"):
            with pytest.raises(apsw.ConstraintError, match="never"):
                connection.execute(sql)
    connection.close()


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        ("UPDATE audit SET principal = 'ben' WHERE id = 2", "row 2 was changed"),
        ("UPDATE audit SET shown = '[]' WHERE id = 3", "row 3 was changed"),
        ("DELETE FROM audit WHERE id = 1", "row 1 is missing"),
        ("DELETE FROM audit WHERE id = 2", "row 2 is missing"),
    ],
)
def test_verify_names_the_first_row_that_does_not_hold(
    tmp_path: Path, tampering: str, problem: str
) -> None:
    path = tmp_path / "audit.db"
    with Audit(path) as audit:
        for _ in range(4):
            audit.write(ROW)
    connection = apsw.Connection(str(path))
    connection.execute("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted")
    connection.execute(tampering)
    connection.close()
    with Audit(path) as audit:
        assert problem in audit.verify().broken


def test_rows_cut_off_the_end_show_against_a_head_kept_elsewhere(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        audit.write(ROW)
        first = audit.verify().head
        audit.write(ROW)
        assert audit.verify().head != first


def came_to_nothing(row: AuditRow) -> AuditRow:
    return replace(row, at=8, outcome="never happened")


def test_an_intent_is_unfinished_until_it_is_settled_also_after_a_restart(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        kept, lost = audit.intend(ROW), audit.intend(replace(ROW, case="C-9"))
        audit.settle(kept, replace(ROW, at=7, outcome="published"))
    with Audit(tmp_path / "audit.db") as audit:
        assert [stored.id for stored in audit.unfinished()] == [lost]
        assert audit.reconcile(came_to_nothing) == 1
        assert audit.unfinished() == []
        assert audit.reconcile(came_to_nothing) == 0
        settled = audit.rows()[-1]
        assert audit.verify().holds
    assert (settled.settles, settled.row.outcome, settled.row.at) == (lost, "never happened", 8)
    assert settled.row.case == "C-9"


def test_what_another_process_is_writing_now_is_not_taken_for_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    with Audit(path) as writing, Audit(path) as restarted:
        first, second = writing.intend(ROW), writing.intend(ROW)
        assert restarted.reconcile(came_to_nothing) == 0
        writing.settle(first, ROW)
        assert restarted.reconcile(came_to_nothing) == 0
        assert [stored.id for stored in restarted.unfinished()] == [second]
        writing.settle(second, ROW)
        assert [stored.settles for stored in restarted.rows()] == [0, 0, first, second]


def test_what_a_killed_process_began_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    killed = subprocess.run([sys.executable, "-c", INTEND_AND_DIE, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with Audit(path) as audit:
        assert audit.reconcile(came_to_nothing) == 1
        assert [stored.row.outcome for stored in audit.rows()] == ["intended", "never happened"]


def test_settling_what_is_no_open_intent_is_refused(tmp_path: Path) -> None:
    with Audit(tmp_path / "audit.db") as audit:
        plain, intent = audit.write(ROW), audit.intend(ROW)
        audit.settle(intent, ROW)
        for number in (plain, intent, 99):
            with pytest.raises(AuditError, match="no open intent"):
                audit.settle(number, ROW)


def test_an_intent_that_cannot_be_written_is_not_under_way(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    with Audit(path) as full, Audit(path) as other:
        other.intend(ROW)
        other.close()
        full._file._writer.execute("PRAGMA max_page_count = 1")
        with pytest.raises(AuditError, match="disk is full"):
            full.intend(replace(ROW, question="x" * 200_000))
        with Audit(path) as restarted:
            assert restarted.reconcile(came_to_nothing) == 1


def test_without_room_nobody_is_told_that_a_row_was_written(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    with Audit(path) as audit:
        audit.write(ROW)
        audit._file._writer.execute("PRAGMA max_page_count = 1")
        with pytest.raises(AuditError, match="disk is full"):
            audit.write(replace(ROW, question="x" * 200_000))
        audit._file._writer.execute("PRAGMA max_page_count = 100000")
        assert audit.write(ROW) == 2
        assert audit.verify().holds


def test_closing_writes_what_waits_and_refuses_what_comes_later(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.db")
    audit.write(ROW)
    audit.close()
    audit.close()
    with pytest.raises(AuditError, match="closed"):
        audit.write(ROW)


def test_rows_that_wait_while_the_audit_closes_are_written(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.db")
    with ThreadPoolExecutor(3) as askers:
        with audit._file.write():
            first = askers.submit(audit.write, ROW)
            while audit._queue.qsize():
                pass
            second = askers.submit(audit.write, ROW)
            while audit._queue.qsize() < 1:
                pass
            closing = askers.submit(audit.close)
            while audit._queue.qsize() < 2:
                pass
        assert (first.result(), second.result(), closing.result()) == (1, 2, None)


def test_another_database_is_not_taken_for_an_audit(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(FileDamaged, match="not an audit"):
        Audit(path)


def test_an_audit_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    Audit(tmp_path / "audit.db").close()
    connection = apsw.Connection(str(tmp_path / "audit.db"))
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(SchemaTooNew, match="schema is 9"):
        Audit(tmp_path / "audit.db")
