"""Retention: what is due, what is held, what a person has to look at, and what may never go."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from ledger_records import load, plan

from comity.api import retention
from comity.api.installation import LEDGER, Installation
from comity.api.retention import coming, purge_due, standings
from comity.api.settings import Settings
from comity.graph.casework_words import Registration, Request
from comity.graph.chart_words import ChartVersion, ChartWord
from comity.graph.ledger import Ledger
from comity.graph.ledger_words import Mark, MarkKind
from comity.graph.words import Claim, Link, Mention, Record, Source, mention_key
from comity.ingest import ingest_records, parse_mapping
from comity.sharing import Label
from comity.sharing.retention import parse_schedule

Command = Callable[..., Any]
BASES = {
    "intelligence": "criminal-intelligence, basis: 28 CFR 23",
    "bookings": "booking, basis: agency, years: 7",
    "murders": "murder, basis: UK MoPI, group: 1",
    "thefts": "theft, basis: UK MoPI, group: 3",
}
SCHEDULE = "schedule: county\nversion: 3\nrules:\n" + "".join(
    f"  - {{rule: {rule}, owner: city, data_class: {basis}}}\n" for rule, basis in BASES.items()
)
CLASSES = {"I": "criminal-intelligence", "B": "booking", "M": "murder", "T": "theft", "X": "other"}
_MAPPING = """\
mapping: all
version: {version}
source: {{id: city, agency: city, title: City}}
format: csv
record: "NO"
label: {{data_class: {{column: CLASS}}, handling: "TLP:AMBER"}}
{suspicion}
mentions:
  person: {{kind: person, properties: {{name: NAME}}}}
"""
DESK = "  - {rule: desk, owner: city, data_class: casework, basis: agency, years: 1}\n"


def at(year: int, month: int = 1, day: int = 1) -> int:
    """Noon of a day, in microseconds."""
    return int(datetime(year, month, day, 12, tzinfo=UTC).timestamp() * 1_000_000)


class City:
    """A ledger whose clock the test sets."""

    def __init__(self, path: Path) -> None:
        self.now = at(2000)
        self.ledger = Ledger.create(path, clock=lambda: self.now)

    def take_in(self, when: int, name: str, *ids: str, suspicion: str = "suspicion: WHY") -> None:
        """Records of the classes that their letters say, under a name."""
        self.now = when
        rows = [("insert", {"NO": n, "NAME": name, "CLASS": CLASSES[n[0]], "WHY": "seen"})
                for n in ids]  # fmt: skip
        mapping = parse_mapping(_MAPPING.format(version=1, suspicion=suspicion), "all")
        ingest_records(self.ledger, mapping, rows, name=f"{name} {when}")  # type: ignore[arg-type]

    def mark(self, when: int, kind: MarkKind, record: str) -> None:
        """Something said of a record."""
        self.now = when
        self.ledger.mark(Mark(kind, "city", record, "a reason", "ana"))

    def states(self, today: date) -> dict[str, str]:
        """Where each record stands on a day."""
        found = standings(self.ledger, parse_schedule(SCHEDULE, "s"), today)
        return {each.record: each.state for each in found}

    def purge(self, today: date) -> list[str]:
        """What goes on a day."""
        return [
            each.record for each in purge_due(self.ledger, parse_schedule(SCHEDULE, "s"), today)
        ]


@pytest.fixture
def city(tmp_path: Path) -> Any:
    made = City(tmp_path / "ledger.db")
    made.take_in(at(2000), "Ann", "I1", "B1", "M1", "T1", "X1")
    yield made
    made.ledger.close()


def test_each_record_stands_where_its_own_rule_puts_it(city: City) -> None:
    kept = dict.fromkeys(("I1", "B1", "M1", "T1"), "kept") | {"X1": "no rule"}
    assert city.states(date(2004, 12, 31)) == kept
    assert city.states(date(2005, 1, 1)) == kept | {"I1": "due"}
    assert city.states(date(2006, 1, 1)) == kept | {"I1": "due", "T1": "due"}
    all_but_one = kept | {"I1": "due", "T1": "due", "B1": "due"}
    assert city.states(date(2009, 12, 31)) == all_but_one
    assert city.states(date(2010, 1, 1)) == all_but_one | {"M1": "review"}


def test_only_what_is_due_goes_with_its_rule_and_its_place_in_the_log(city: City) -> None:
    proofs = purge_due(city.ledger, parse_schedule(SCHEDULE, "s"), date(2099, 1, 1))
    assert [(proof.record, proof.rule) for proof in proofs] == [
        ("B1", "bookings"), ("I1", "intelligence"), ("T1", "thefts")
    ]  # fmt: skip
    assert {order for _, _, order in city.ledger.purges()} == {
        f"schedule county v3: {rule}" for rule in ("bookings", "intelligence", "thefts")
    }
    assert set(city.states(date(2099, 1, 1))) == {"M1", "X1"}
    assert city.ledger.verify().holds


def test_a_mere_edit_extends_nothing(city: City) -> None:
    city.take_in(at(2004, 6), "Ann Bell", "I1")
    assert city.purge(date(2005, 1, 1)) == ["I1"]


def test_a_validation_with_a_reason_begins_the_time_anew(city: City) -> None:
    city.mark(at(2004, 6), "validate", "I1")
    assert city.states(date(2009, 5, 31))["I1"] == "kept"
    assert city.states(date(2009, 6, 1))["I1"] == "due"


def test_a_legal_hold_stops_the_clock_until_it_is_released(city: City) -> None:
    city.mark(at(2004), "hold", "I1")
    assert city.states(date(2005, 1, 1))["I1"] == "held"
    assert city.purge(date(2005, 1, 1)) == []
    city.mark(at(2005), "release", "I1")
    assert city.purge(date(2005, 1, 1)) == ["I1"]


def test_what_is_reviewed_never_goes_and_is_reviewed_again(city: City) -> None:
    assert "M1" not in city.purge(date(2099, 1, 1))
    city.mark(at(2010, 2), "validate", "M1")
    assert city.states(date(2020, 1, 31))["M1"] == "kept"
    assert city.states(date(2020, 2, 1))["M1"] == "review"


def test_what_comes_next_is_listed_by_its_day(city: City) -> None:
    found = coming(
        standings(city.ledger, parse_schedule(SCHEDULE, "s"), date(2000, 2, 1)), date(2007, 1, 1)
    )
    assert [(each.record, each.until or each.review) for each in found] == [
        ("I1", date(2005, 1, 1)), ("T1", date(2006, 1, 1)), ("B1", date(2007, 1, 1))
    ]  # fmt: skip
    last = standings(city.ledger, parse_schedule(SCHEDULE, "s"), date(2000, 2, 1))
    assert [each.record for each in coming(last, date(2010, 1, 1))][-1] == "M1"


def lacks(city: City) -> str:
    """What is not stated of I1."""
    found = standings(city.ledger, parse_schedule(SCHEDULE, "s"), date(2001, 1, 1))
    return next(each.lacks for each in found if each.record == "I1")


def test_a_suspicion_is_stated_by_the_record_itself(city: City) -> None:
    assert lacks(city) == ""


def test_of_what_an_older_release_took_in_a_suspicion_is_stated_by_a_mark(tmp_path: Path) -> None:
    city = City(tmp_path / "older.db")
    with pytest.MonkeyPatch.context() as older:
        older.setattr("comity.ingest.admission.CRIMINAL_INTELLIGENCE", "nothing at all")
        city.take_in(at(2000), "Ann", "I1", suspicion="")
    assert lacks(city) == "no stated suspicion"
    city.mark(at(2001), "suspicion", "I1")
    assert lacks(city) == ""
    city.ledger.close()


def test_a_corrected_record_is_found_by_its_id_alone(city: City) -> None:
    found = city.ledger.kept_record("city", "M1")
    assert found is not None
    assert found.id == "M1"
    assert b"Ann" in found.content
    city.take_in(at(2001), "Bea", "M1")
    again = city.ledger.kept_record("city", "M1")
    assert again is not None
    assert b"Bea" in again.content
    city.ledger.purge("city", "M1", "court 26-9")
    for source, record in (("city", "M1"), ("city", "M"), ("town", "B1")):
        assert city.ledger.kept_record(source, record) is None
    every = {each.id: each.content for each in city.ledger.kept_records("city")}
    one = {n: city.ledger.kept_record("city", n) for n in every}
    assert {n: each and each.content for n, each in one.items()} == every


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "data"
    Installation.init(made, Settings(agency="city"), admin="chief")
    monkeypatch.setenv("COMITY_FOLDER", str(made))
    (made / LEDGER).unlink()
    city = City(made / LEDGER)
    city.take_in(at(2000), "Ann", "I1", "M1")
    city.ledger.close()
    return made


def test_without_a_schedule_nothing_is_purged(comity: Command, folder: Path) -> None:
    for command in (("run",), ("check",), ("due",)):
        told = comity("retention", *command)
        assert (told.code, "without a schedule nothing is purged" in told.err) == (1, True)
    with Ledger.open(folder / LEDGER) as ledger:
        assert len(list(ledger.kept())) == 2


def test_reviews_that_are_due_are_listed_and_a_run_leaves_them(
    comity: Command, folder: Path
) -> None:
    (folder / "retention.yaml").write_text(SCHEDULE)
    due = comity("retention", "due", "--json").json()
    assert [(each["record"], each["state"], each["review"]) for each in due] == [
        ("I1", "due", ""), ("M1", "review", "2010-01-01")
    ]  # fmt: skip
    assert [each["record"] for each in comity("retention", "run", "--json").json()] == ["I1"]
    assert comity("retention", "validate", "city", "M1", "--reason", "reviewed").code == 0
    assert comity("retention", "due", "--json").json() == []
    soon = comity("retention", "due", "--within", "3660", "--json").json()
    assert [each["record"] for each in soon] == ["M1"]


@pytest.mark.parametrize(
    "order", [("expunge",), ("correct", "--values", '{"BORN": "1981-05-07"}')], ids=lambda it: it[0]
)
def test_no_order_destroys_or_changes_what_is_held(
    comity: Command, town: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    asked = ("record", *order, "rms", "R1", "--order", "court 26-1")
    assert comity("retention", "hold", "rms", "R1", "--reason", "civil suit").code == 0
    with Ledger.open(town / LEDGER) as ledger:
        before = ledger.head()
    refused = comity(*asked)
    assert (refused.code, "retention release" in refused.err) == (1, True)
    with Installation.open(town) as installation:
        assert installation.ledger.head() == before
        assert [*installation.audit.rows()][-1].row.outcome == "held"
    assert comity("retention", "release", "rms", "R1", "--reason", "it is over").code == 0
    assert comity(*asked).code == 0


def test_a_seal_at_the_terminal_spares_only_agencies_that_are_known_here(
    comity: Command, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    asked = ("record", "seal", "rms", "R1", "--order", "court 26-1", "--except")
    for slip in ("harbour-so", "", "  ", "harbor-so,riverton-pd"):
        refused = comity(*asked, slip)
        assert (refused.code, "allowed:" in refused.err) == (1, True), slip
    with Installation.open(town) as installation:
        assert installation.ledger.sealed() == {}
    assert comity(*asked, "harbor-so").code == 0


def test_targets_and_requests_go_by_a_rule_of_their_own(city: City) -> None:
    target = Registration("a" * 32, "target", "city", "ann", "investigation", "C-1", "seen",
                          "{}", at(2000, 2), at(2000, 3), at(2000, 2))  # fmt: skip
    asked = Request("b" * 32, "city", "ann", "investigation", "C-1", "who?", "TLP:AMBER", "court",
                    "pact", "20", at(2000, 4), at(2000, 2))  # fmt: skip
    city.now = at(2000, 2)
    city.ledger.register(target)
    city.ledger.send_request(asked)
    assert city.states(date(2099, 1, 1)) | {"a" * 32: "no rule", "b" * 32: "no rule"} == (
        city.states(date(2099, 1, 1))
    )
    schedule = parse_schedule(SCHEDULE + DESK, "s")
    proofs = purge_due(city.ledger, schedule, date(2001, 3, 1))
    assert [(proof.source, proof.record, proof.rule) for proof in proofs] == [
        ("casework", "a" * 32, "desk")
    ]
    assert (city.ledger.registrations(), len(city.ledger.requests())) == ([], 1)
    assert city.ledger.verify().holds


def test_charts_go_a_year_after_their_last_saving_but_for_those_that_speak_of_a_held_record(
    city: City,
) -> None:
    city.take_in(at(2000), "Ana", "B1", "B2")
    saved = {"a": at(2000, 2), "b": at(2000, 5), "c": at(2000, 2)}
    for name, when in saved.items():
        told = (name * 32, 1, name, "s", "city", "ann", "C-1", f"chart {name}", "TLP:AMBER")
        note = ChartWord(name * 32, 1, "note", '["city:B2:person"]', "owes money", "TLP:AMBER", 1)
        city.ledger.keep_chart(ChartVersion(*told, "[]", "", when), "[]", [note][: name == "c"])
    city.mark(at(2000, 6), "hold", "B2")
    schedule, today = parse_schedule(SCHEDULE + DESK, "s"), date(2001, 3, 1)
    assert [proof.record for proof in purge_due(city.ledger, schedule, today)] == ["a" * 32]
    assert [one.title for one in city.ledger.charts()] == ["chart b", "chart c"]
    city.mark(at(2001, 3), "release", "B2")
    assert [proof.record for proof in purge_due(city.ledger, schedule, today)] == ["c" * 32]
    assert city.ledger.verify().holds


def while_it_runs(monkeypatch: pytest.MonkeyPatch, say: Callable[[], object]) -> None:
    """Let something be said between the listing of what is due and its purge."""

    def listed(*asked: Any) -> Any:
        found = list(standings(*asked))
        say()
        return iter(found)

    monkeypatch.setattr(retention, "standings", listed)


@pytest.mark.parametrize(("kind", "then"), [("hold", "held"), ("validate", "kept")])
def test_what_is_said_while_a_run_works_keeps_the_record(
    city: City, monkeypatch: pytest.MonkeyPatch, kind: MarkKind, then: str
) -> None:
    with monkeypatch.context() as running:
        while_it_runs(running, lambda: city.mark(at(2006), kind, "T1"))
        assert city.purge(date(2006, 6, 1)) == ["I1"]
    assert city.states(date(2006, 6, 1))["T1"] == then


def test_a_chart_that_is_saved_or_held_while_a_run_works_stays(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.take_in(at(2000), "Ana", "B2")
    for name in "abcd":
        save(city, name, 1, at(2000, 2))
    again = partial(save, city, "a", 2, at(2001, 2))
    hold = partial(city.mark, at(2001, 2), "hold", "B2")
    assert runs_while(city, monkeypatch, lambda: (again(), hold())) == ["c", "a"]
    city.mark(at(2001, 2), "release", "B2")
    assert runs_while(city, monkeypatch, lambda: None) == ["a"]
    assert city.ledger.verify().holds


def test_a_drawn_link_goes_with_its_record_by_the_records_rule_and_both_are_listed(
    city: City,
) -> None:
    label = Label("city", "drawn", "TLP:AMBER")
    own, other = (mention_key(*names, "person") for names in (("drawn/city", "t"), ("city", "B1")))
    tie = Link(own, other, "associate_of", "associate", label)
    claim = Claim(own, "name", "Bea", "Bea", label)
    drawn = Record("t", b"Bea", 1, "insert", (Mention(own, "person", label),), (claim,), (tie,))
    load(city.ledger, plan(source=Source("drawn/city", "city", "Drawn")), [drawn])
    rule = "  - {rule: drawn, owner: city, data_class: drawn, basis: agency, years: 1}\n"
    schedule = parse_schedule(SCHEDULE + rule, "s")
    proofs = purge_due(city.ledger, schedule, date(2008, 1, 1))
    assert [(proof.source, proof.record, proof.rule) for proof in proofs] == [
        ("city", "B1", "bookings"), ("drawn/city", "t", "bookings"),
        ("city", "I1", "intelligence"), ("city", "T1", "thefts"),
    ]  # fmt: skip
    assert city.ledger.purges()[1] == ("drawn/city", "t", "schedule county v3: bookings")


def save(city: City, name: str, version: int, when: int) -> None:
    """A version of a chart that is kept."""
    city.now = when
    told = (name * 32, version, f"{name}{version}", "s", "city", "ann", "C-1", name, "TLP:AMBER")
    note = ChartWord(name * 32, version, "note", '["city:B2:person"]', "his", "TLP:AMBER", when)
    words = [note] if name == "c" else []
    city.ledger.keep_chart(ChartVersion(*told, "[]", "", when), "[]", words)


def runs_while(city: City, monkeypatch: pytest.MonkeyPatch, say: Callable[[], object]) -> list[str]:
    """Which charts a run leaves while which something is said."""
    with monkeypatch.context() as running:
        while_it_runs(running, say)
        purge_due(city.ledger, parse_schedule(SCHEDULE + DESK, "s"), date(2001, 3, 1))
    return [one.title for one in city.ledger.charts()]
