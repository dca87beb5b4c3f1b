"""Casework in the ledger: it is kept as told, vouched for by the log, and can be deleted."""

from collections.abc import Iterator
from dataclasses import astuple, replace
from pathlib import Path

import apsw
import pytest

from comity.graph import ledger_schema
from comity.graph.casework_words import Registration, Request, RequestAnswer
from comity.graph.chart_words import ChartComment, ChartVersion, ChartWord
from comity.graph.errors import GraphError, UnknownRef
from comity.graph.ledger import Ledger
from comity.graph.ledger_casework import TABLES
from comity.graph.ledger_chain import add_committed
from comity.graph.ledger_schema import MIGRATIONS

WHO = ("court", "ann", "investigation", "C-1")
TARGET = Registration("a" * 32, "target", *WHO, "seen at the pier", "{}", 5, 90, 5)
ASKED = Request("b" * 32, *WHO, "his phone?", "TLP:AMBER", "jail", "pact", "2.1", 90, 5)
CHART = ChartVersion("d" * 32, 1, "d" * 32, "s", "court", "ann", "C-1", "the pier", "TLP:AMBER",
                     "[]", "first", 5)  # fmt: skip
OF_9 = (CHART.ref, 1, "k", "s", "court", "ann", "C-1", "the quay", "TLP:AMBER", "[]", "[1]", "", 5)
NOTE = ChartWord(CHART.ref, 1, "note", '["rms:R1:person"]', "his boat", "TLP:AMBER", 5)
ANSWER = RequestAnswer(ASKED.ref, "ben", "refused", "sealed", 8)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "ledger.db") as ledger:
        yield ledger


def filled(ledger: Ledger) -> None:
    """A target that was taken back, and a request that was answered."""
    ledger.register(TARGET)
    ledger.end_registration(TARGET.ref, "ann", "caught", 7)
    ledger.send_request(ASKED)
    ledger.answer_request(ANSWER)
    ledger.keep_chart(CHART, '["where it lies"]', [NOTE])
    ledger.comment_chart(ChartComment(CHART.ref, "k", "s", "court", "ann", "sold in May", 5))
    ledger.end_chart(CHART.ref, "ann", "tried", 9)


def test_registrations_and_requests_are_kept_as_they_were_told(ledger: Ledger) -> None:
    filled(ledger)
    assert ledger.registrations() == [replace(TARGET, ended=7)]
    assert ledger.requests() == [replace(ASKED, answer=ANSWER)]
    assert ledger.verify().holds


def test_a_registration_stands_until_its_time_is_over_or_it_is_taken_back() -> None:
    assert TARGET.lives(89)
    assert not TARGET.lives(90)
    assert not replace(TARGET, ended=7).lives(8)


def test_a_request_is_late_once_its_time_passed_without_an_answer() -> None:
    assert not ASKED.late(90)
    assert ASKED.late(91)
    assert not replace(ASKED, answer=ANSWER).late(91)


def test_nothing_is_said_twice_or_of_what_is_not_there(ledger: Ledger) -> None:
    filled(ledger)
    for again in (
        lambda: ledger.register(TARGET),
        lambda: ledger.end_registration(TARGET.ref, "ann", "again", 9),
        lambda: ledger.send_request(ASKED),
        lambda: ledger.answer_request(ANSWER),
        lambda: ledger.end_chart(CHART.ref, "ann", "again", 9),
    ):
        with pytest.raises(GraphError, match="already"):
            again()
    with pytest.raises(UnknownRef):
        ledger.end_registration("x", "ann", "caught", 9)
    with pytest.raises(UnknownRef):
        ledger.answer_request(replace(ANSWER, ref="x"))
    with pytest.raises(UnknownRef):
        ledger.purge_casework(["x"], "O-1")
    with pytest.raises(GraphError, match="must end after it begins"):
        ledger.register(replace(TARGET, ref="c", until=5))
    with pytest.raises(GraphError, match="say granted or refused"):
        ledger.answer_request(replace(ANSWER, outcome="perhaps"))  # type: ignore[arg-type]


@pytest.mark.parametrize("table", TABLES)
def test_what_was_rewritten_or_taken_out_is_found(tmp_path: Path, table: str) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.create(path) as ledger:
        filled(ledger)
    kind = table.replace("_", " ")
    for change, told in (
        (f"UPDATE {table} SET at = 6", f"its {kind} was changed"),
        (f"DELETE FROM {table}", f"its {kind} is gone"),
    ):
        connection = apsw.Connection(str(path))
        connection.execute(change)
        connection.close()
        with Ledger.open(path) as ledger:
            assert told in ledger.verify().broken


def test_what_was_purged_is_off_the_disk_and_the_log_holds(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.create(path) as ledger:
        filled(ledger)
        ledger.purge_casework([TARGET.ref, ASKED.ref, CHART.ref], "O-1")
        assert (ledger.registrations(), ledger.requests()) == ([], [])
        assert ledger.verify().holds
        left = b"".join(each.read_bytes() for each in tmp_path.iterdir())
        for word in (
            b"seen at the pier",
            b"caught",
            b"his phone",
            b"sealed",
            b"the pier",
            b"where it lies",
            b"his boat",
            b"May",
        ):
            assert word not in left


def test_what_was_kept_before_places_lay_apart_is_read_and_vouched_for_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    with monkeypatch.context() as earlier:
        earlier.setattr(ledger_schema, "MIGRATIONS", MIGRATIONS[:9])
        earlier.setattr(ledger_schema, "KNOWN", 9)
        Ledger.create(path).close()
    connection = apsw.Connection(str(path))
    add_committed(connection, 5, "chart version", OF_9, {})
    add_committed(connection, 5, "chart word", astuple(NOTE)[:-1], {})
    connection.close()
    assert [step.version for step in Ledger.migrate(path)] == [10]
    with Ledger.open(path) as ledger:
        assert [one.title for one in ledger.charts()] == ["the quay"]
        assert ledger.chart_content(CHART.ref, 1) == "[1]"
        assert ledger.chart_words(CHART.ref, 1) == [NOTE]
        assert ledger.verify().holds


def test_a_ledger_from_before_casework_takes_it_once_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    with monkeypatch.context() as earlier:
        earlier.setattr(ledger_schema, "MIGRATIONS", MIGRATIONS[:6])
        earlier.setattr(ledger_schema, "KNOWN", 6)
        Ledger.create(path).close()
    assert [step.version for step in Ledger.migrate(path)] == [7, 8, 9, 10]
    with Ledger.open(path) as ledger:
        filled(ledger)
        assert ledger.verify().holds
