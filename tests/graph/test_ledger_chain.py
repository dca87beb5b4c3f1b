"""The log: whatever is changed or goes missing is found, and a purge leaves it whole."""

from pathlib import Path

import apsw
import pytest
from ledger_records import OPEN, START, live, load, person, plan, record

from comity.graph.errors import UnknownRef
from comity.graph.ledger import Ledger
from comity.graph.words import BadRow, Judgement

AGREEMENT = """
agreement: mou-1
version: 1
title: Sharing
parties: [a, b]
purposes: [investigation]
starts: 2020-01-01
ends: 2030-01-01
shares:
  - {clause: "1", from: [a], to: [b], data_classes: [x], handling_ceiling: ['TLP:AMBER']}
"""
SECRET = "Zebulon Quartermain"


def _full_ledger(path: Path) -> None:
    """A ledger with one position of every kind."""
    with Ledger.create(path) as ledger:
        load(ledger, plan("f1"), [record("1"), record("2"), record("3", to=["1"]), record("4")])
        load(ledger, plan("f2"), [record("1", "Anna"), record("2", operation="delete")])
        ref = ledger.judge(Judgement(person("1"), person("3"), "same", "ana", "met him", OPEN))
        ledger.withdraw(ref, "ana", "was wrong")
        ledger.put_agreement(AGREEMENT, "ana")
        ledger.set_agreement_status("mou-1", "suspended", "ben")
        ledger.purge("rms", "4", "order 7")


def test_an_untouched_ledger_holds(tmp_path: Path) -> None:
    _full_ledger(tmp_path / "ledger.db")
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        report = ledger.verify()
    assert report.holds
    assert (report.positions, report.versions, report.purged) == (7, 6, 1)


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        ("UPDATE content SET content = x'00' WHERE version = 4294967297", "changed after"),
        ("UPDATE content SET facts = '' WHERE version = 4294967297", "changed after"),
        ("UPDATE content SET salt = zeroblob(16) WHERE version = 4294967297", "changed after"),
        ("DELETE FROM content WHERE version = 4294967297", "lost its content without a purge"),
        ("UPDATE version SET record = '5' WHERE version = 4294967297", "changed after"),
        ("UPDATE version SET operation = 2 WHERE version = 4294967297", "load 1 were changed"),
        ("UPDATE version SET state = 1 WHERE version = 4294967297", "load 1 were changed"),
        ("UPDATE version SET previous = 0 WHERE version = 8589934593", "load 2 were changed"),
        ("DELETE FROM version WHERE version = 4294967298", "load 1 were changed"),
        ("UPDATE load SET position = NULL WHERE id = 2", "not the one it published"),
        ("UPDATE position SET at = at + 1 WHERE position = 7", "position 7: its entry"),
        ("UPDATE position SET body = replace(body, 'order 7', 'order 8')", "position 7"),
        ("UPDATE judgement SET verdict = 'different'", "position 3"),
        ("UPDATE withdrawal SET who = 'ben'", "position 4"),
        ("DELETE FROM withdrawal", "gone without a purge"),
        ("UPDATE agreement SET text = replace(text, 'AMBER', 'RED')", "position 5"),
        ("DELETE FROM agreement", "agreement mou-1 is gone"),
        ("UPDATE agreement_status SET status = 'active'", "position 6"),
        ("UPDATE purge SET order_ref = 'order 8'", "its order was changed"),
        ("INSERT INTO purged VALUES (7, 4294967297)", "list of what it purged"),
        ("DELETE FROM position WHERE position = 6", "position 6 is missing"),
    ],
)
def test_whatever_is_tampered_with_is_named(tmp_path: Path, tampering: str, problem: str) -> None:
    path = tmp_path / "ledger.db"
    _full_ledger(path)
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(tampering)
    assert connection.changes() > 0
    connection.close()
    with Ledger.open(path) as ledger:
        assert problem in ledger.verify().broken


def test_a_purged_record_is_gone_from_the_stream_and_named_to_projections(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1"), record("2")])
    load(ledger, plan("f2"), [record("1", "Anna")])
    ahead = list(ledger.changes(START))
    ledger.purge("rms", "1", "order 7")
    (news,) = ledger.changes(ahead[-1].reached)
    assert news.dropped == [("rms", "1")]
    assert live([*ahead, news]) == live(ledger.changes(START)) == {("rms", "2"): ["Ana"]}
    anew = list(ledger.changes(START))
    assert all(claim.provenance.record != "1" for change in anew for claim in change.claims)
    assert [r.id for r in ledger.kept_records("rms")] == ["2"]
    assert ledger.verify().holds


def test_nothing_of_a_purged_record_is_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.create(path) as ledger:
        rows = [record("77", SECRET), record("1")]
        load(ledger, plan("f1"), rows)
        load(ledger, plan("f1"), rows)
        load(ledger, plan("f2"), [record("77", f"{SECRET} II"), record("78", to=["9"])])
        opened = ledger.begin(plan("f3"))
        ledger.append(opened.load, [record("77", f"{SECRET} III")], [], 1)
        bad = BadRow(1, "born", f"not a date: {SECRET}", SECRET.encode(), record="77")
        load(ledger, plan("f4"), [], [bad])
        ledger.judge(Judgement(person("1"), person("77"), "same", "ana", SECRET, OPEN))
        assert SECRET.encode() in _bytes_of(path)
        ledger.purge("rms", "77", "order 7")
        assert SECRET.encode() not in _bytes_of(path)
        assert ledger.judgements() == []
        assert ledger.verify().holds
        summary = ledger.publish(opened.load)
        assert (summary.read, summary.accepted, summary.set_aside) == (1, 0, 1)
        assert len(ledger.quarantine()) == 3


def test_a_purged_record_may_come_again_as_a_new_one(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1")])
    ledger.purge("rms", "1", "order 7")
    assert load(ledger, plan("f1"), [record("1")]).unchanged == 0
    assert live(ledger.changes(START)) == {("rms", "1"): ["Ana"]}


def test_purging_what_is_not_there_is_refused(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1")])
    with pytest.raises(UnknownRef, match="no record 'rms:2'"):
        ledger.purge("rms", "2", "order 7")
    assert ledger.head()[0] == 1


def test_equal_contents_have_unlike_commitments(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1")])
    ledger.purge("rms", "1", "order 7")
    load(ledger, plan("f1"), [record("1")])
    rows = ledger._file.read("SELECT DISTINCT commitment FROM version")
    assert len(rows) == 2


def _bytes_of(path: Path) -> bytes:
    """The ledger's file and the log beside it."""
    log = path.with_name(path.name + "-wal")
    return path.read_bytes() + (log.read_bytes() if log.exists() else b"")
