"""The file: its schema, its refusals, a full disk, and the quarantine it keeps."""

from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from ledger_records import START, live, load, plan, record

from comity.graph import ledger_schema
from comity.graph.errors import (
    FileDamaged,
    FileFull,
    FileMissing,
    FileTaken,
    SchemaOutdated,
    SchemaTooNew,
    UnknownRef,
)
from comity.graph.ledger import Ledger
from comity.graph.ledger_schema import KNOWN, MIGRATIONS, Migration
from comity.graph.words import BadRow


def test_a_ledger_is_never_made_over_something(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"")
    with pytest.raises(FileTaken, match="something is there already"):
        Ledger.create(path)


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="no such file"):
        Ledger.open(tmp_path / "nothing.db")
    (tmp_path / "text.db").write_bytes(b"not a database at all, only text" * 40)
    with pytest.raises(FileDamaged, match="restore a backup"):
        Ledger.open(tmp_path / "text.db")
    connection = apsw.Connection(str(tmp_path / "other.db"))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(FileDamaged, match="not a ledger"):
        Ledger.open(tmp_path / "other.db")


def test_a_newer_schema_is_refused_also_by_migrate(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "ledger.db").close()
    connection = apsw.Connection(str(tmp_path / "ledger.db"))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for use in (Ledger.open, Ledger.migrate):
        with pytest.raises(SchemaTooNew, match="schema is 99"):
            use(tmp_path / "ledger.db")


def test_an_older_schema_is_migrated_step_by_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    Ledger.create(path).close()
    newer = Migration(KNOWN + 1, "colours", lambda c: c.execute("CREATE TABLE colour (x) "))
    monkeypatch.setattr(ledger_schema, "MIGRATIONS", (*MIGRATIONS, newer))
    monkeypatch.setattr(ledger_schema, "KNOWN", KNOWN + 1)
    with pytest.raises(SchemaOutdated, match="comity migrate"):
        Ledger.open(path)
    assert [step.title for step in Ledger.migrate(path)] == ["colours"]
    assert Ledger.migrate(path) == []
    with Ledger.open(path) as ledger:
        rows = ledger._file.read("SELECT version, title FROM migration")
    steps = (*MIGRATIONS, newer)
    assert rows == [(step.version, step.title) for step in steps]


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    Ledger.create(path).close()

    def half(connection: apsw.Connection) -> None:
        connection.execute("CREATE TABLE colour (x)")
        raise KeyError("colour")

    with monkeypatch.context() as patched:
        patched.setattr(
            ledger_schema, "MIGRATIONS", (*MIGRATIONS, Migration(KNOWN + 1, "half", half))
        )
        patched.setattr(ledger_schema, "KNOWN", KNOWN + 1)
        with pytest.raises(KeyError):
            Ledger.migrate(path)
    with Ledger.open(path) as ledger:
        assert ledger._file.read("SELECT 1 FROM sqlite_schema WHERE name = 'colour'") == []


def test_a_full_disk_keeps_nothing_of_the_step_and_the_load_goes_on_later(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1")])
    opened = ledger.begin(plan("f2"))
    _limit_pages(ledger, 1)
    big = [record(f"b{row}", "x" * 5_000, row=row) for row in range(1, 200)]
    with pytest.raises(FileFull, match="the disk is full and nothing of this step was kept"):
        ledger.append(opened.load, big, [], 199)
    assert ledger.begin(plan("f2")).resume_after_row == 0
    assert live(ledger.changes(START)) == {("rms", "1"): ["Ana"]}
    _limit_pages(ledger, 1_000_000)
    ledger.append(opened.load, big, [], 199)
    assert ledger.publish(opened.load).accepted == 199
    assert ledger.verify().holds


def test_a_disk_that_fills_while_publishing_shows_nothing(ledger: Ledger) -> None:
    opened = ledger.begin(plan())
    rows = [record("1", row=row) for row in range(1, 400)]
    ledger.append(opened.load, rows, [], 399)
    _limit_pages(ledger, 1)
    with pytest.raises(FileFull):
        ledger.publish(opened.load)
    assert ledger.head() == (0, 0)
    assert ledger.quarantine() == []
    _limit_pages(ledger, 1_000_000)
    summary = ledger.publish(opened.load)
    assert (summary.read, summary.accepted, summary.set_aside) == (399, 1, 398)


def test_a_label_of_a_refused_step_gets_a_number_of_its_own_later(ledger: Ledger) -> None:
    opened = ledger.begin(plan())
    good = record("1")
    odd = replace(good.mentions[0], label=replace(good.mentions[0].label, caveats=("x",)))
    fine = replace(good, mentions=(odd,))
    with pytest.raises(KeyError):
        ledger.append(opened.load, [fine, replace(good, operation="merge", row=2)], [], 2)  # type: ignore[arg-type]
    assert ledger.labels() == []
    ledger.append(opened.load, [good], [], 1)
    ledger.publish(opened.load)
    (change,) = ledger.changes(START)
    assert dict(change.labels)[change.claims[0].label] == good.claims[0].label


@pytest.mark.parametrize(
    ("setting", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)],
)
def test_both_connections_have_the_settings_that_safety_rests_on(
    ledger: Ledger, setting: str, value: object
) -> None:
    file = ledger._file.file
    assert [file._writer.pragma(setting), file._reader.pragma(setting)] == [value, value]


def test_rows_set_aside_are_listed_mended_dismissed_and_run_again(ledger: Ledger) -> None:
    bad = [BadRow(row, "born", f"not a date: {row}", b"row %d" % row) for row in (1, 2, 3)]
    summary = load(ledger, plan(), [], bad)
    first, second, third = ledger.quarantine()
    assert (first.source, first.mapping, first.file, first.row) == ("rms", "m1", "rms.csv", 1)
    assert (first.column, first.reason, first.content) == ("born", "not a date: 1", b"row 1")
    ledger.mend(first.id, b"corrected")
    ledger.mend(second.id, None)
    ledger.dismiss(third.id, "a test row")
    ledger.mark_rerun([second.id], summary.load)
    assert [row.state for row in ledger.quarantine()] == ["mended", "rerun", "dismissed"]
    assert ledger.quarantined(first.id).content == b"corrected"
    assert ledger.quarantined(second.id).content == b"row 2"
    assert ledger.quarantine(load=99) == []
    for verb in (lambda: ledger.mend(99, None), lambda: ledger.quarantined(99)):
        with pytest.raises(UnknownRef, match="no quarantined row '99'"):
            verb()


def _limit_pages(ledger: Ledger, pages: int) -> None:
    """As if the disk ended here: the file cannot grow beyond so many pages."""
    ledger._file.file._writer.execute(f"PRAGMA max_page_count = {pages}")
