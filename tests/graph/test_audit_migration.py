"""An audit of the first schema is brought up to this release with every row kept."""

import hashlib
import json
from pathlib import Path
from typing import Any

import apsw
import pytest

from comity.graph.audit import Audit, AuditRow
from comity.graph.errors import FileDamaged, FileMissing, SchemaOutdated, SchemaTooNew

NOW = 1_772_443_800_000_000
WIDTH = 17
FORMER = """
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, settles INTEGER NOT NULL,
    at INTEGER NOT NULL, principal TEXT NOT NULL, agency TEXT NOT NULL, role TEXT NOT NULL,
    purpose TEXT NOT NULL, "case" TEXT NOT NULL, justification TEXT NOT NULL,
    action TEXT NOT NULL, question TEXT NOT NULL, known_at INTEGER, valid_at INTEGER,
    view TEXT NOT NULL, agreements TEXT NOT NULL, shown TEXT NOT NULL, outcome TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_settled ON audit (settles) WHERE settles > 0;
CREATE INDEX audit_by_intent ON audit (id) WHERE outcome = 'intended';
CREATE INDEX audit_by_principal ON audit (principal);
CREATE INDEX audit_by_case ON audit ("case");
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'an audit row is never changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'an audit row is never deleted'); END;
PRAGMA application_id = 1129270593;
PRAGMA user_version = 1;
"""


def former_values(number: int) -> tuple[Any, ...]:
    outcome, settles = ("done", 2) if number == 3 else ("answered", 0)
    if number == 2:
        outcome = "intended"
    who = (number, settles, NOW + number, "ana", "riverton-pd", "analyst", "investigation")
    what = ("C-1", 'a "tip"\n', "search", '{"text":"Müller"}', 5, None, "abc")
    return (*who, *what, '["mou-1"]', '["riverton-pd/booking/TLP:AMBER"]', outcome)


def former_audit(path: Path, rows: int = 4, without: int = 0) -> str:
    """A file as the first release wrote it; the hash of its last row."""
    connection = apsw.Connection(str(path))
    connection.execute(FORMER)
    last = b""
    for number in range(1, rows + 1):
        values = former_values(number)
        text = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
        last = hashlib.sha256(last + text.encode()).digest()
        if number != without:
            holes = ", ".join("?" * (WIDTH + 1))
            connection.execute(f"INSERT INTO audit VALUES ({holes})", (*values, last))
    connection.close()
    return last.hex()


def told_in(audit: Audit) -> dict[str, Any]:
    (moved,) = [each.row for each in audit.rows() if each.row.action == "migrate_audit"]
    assert moved.at == NOW
    told: dict[str, Any] = json.loads(moved.question)
    return told


def test_an_audit_of_the_first_schema_is_refused_until_it_is_migrated(tmp_path: Path) -> None:
    former_audit(tmp_path / "audit.db")
    with pytest.raises(SchemaOutdated, match="comity migrate"):
        Audit(tmp_path / "audit.db")
    assert [step.title for step in Audit.migrate(tmp_path / "audit.db", NOW)]
    assert Audit.migrate(tmp_path / "audit.db", NOW) == []


def test_every_row_is_kept_and_one_more_tells_how_the_chain_stood(tmp_path: Path) -> None:
    head = former_audit(tmp_path / "audit.db")
    Audit.migrate(tmp_path / "audit.db", NOW)
    with Audit(tmp_path / "audit.db") as audit:
        kept = audit.rows()[:4]
        assert [(each.id, each.settles) for each in kept] == [(1, 0), (2, 0), (3, 2), (4, 0)]
        for each in kept:
            *_, agreements, shown, outcome = former_values(each.id)
            words = (*former_values(each.id)[2:14], json.loads(agreements), json.loads(shown))
            assert each.row == AuditRow(*words[:12], *map(tuple, words[12:]), outcome)
        assert told_in(audit) == {"rows": 4, "head": head, "broken": 0}
        assert audit.verify().holds
        assert audit.unfinished() == []
        assert audit.write(kept[0].row) == 6
        assert audit.verify().rows == 6


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit SET justification = 'none' WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 3", 3),
        ("DELETE FROM audit WHERE id = 1", 1),
    ],
)
def test_what_was_changed_before_is_not_taken_for_whole_afterwards(
    tmp_path: Path, tampering: str, broken: int
) -> None:
    path = tmp_path / "audit.db"
    former_audit(path)
    connection = apsw.Connection(str(path))
    connection.execute("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted")
    connection.execute(tampering)
    connection.close()
    Audit.migrate(path, NOW)
    with Audit(path) as audit:
        assert told_in(audit)["broken"] == broken
        assert [each.id for each in audit.rows()] == [1, 2, 3, 4, 5]
        lost = [each.id for each in audit.rows() if each.row.outcome == "lost"]
        assert lost == ([broken] if tampering.startswith("DELETE") else [])
        assert audit.verify().holds


def test_a_migration_that_fails_leaves_the_former_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "audit.db"
    former_audit(path)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("comity.graph.audit_schema.values_of", fail)
        with pytest.raises(KeyboardInterrupt):
            Audit.migrate(path, NOW)
    assert Audit.migrate(path, NOW)
    with Audit(path) as audit:
        assert told_in(audit)["broken"] == 0


def test_only_an_older_audit_is_migrated(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        Audit.migrate(tmp_path / "audit.db", NOW)
    connection = apsw.Connection(str(tmp_path / "other.db"))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(FileDamaged, match="not an audit"):
        Audit.migrate(tmp_path / "other.db", NOW)
    Audit(tmp_path / "newer.db").close()
    connection = apsw.Connection(str(tmp_path / "newer.db"))
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(SchemaTooNew, match="schema is 9"):
        Audit.migrate(tmp_path / "newer.db", NOW)
