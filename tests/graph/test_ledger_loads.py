"""Loads: unseen until published, counted to the last row, resumed, never in each other's way."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_records import OPEN, SOURCE, START, live, load, person, plan, record

from comity.graph.errors import LoadRefused
from comity.graph.ledger import Ledger
from comity.graph.words import BadRow, Claim, Link, Mention, Record, Source

COURT = Source("court", "superior-court", "Cases")


def test_nothing_of_a_load_is_seen_before_it_is_published(ledger: Ledger) -> None:
    opened = ledger.begin(plan())
    ledger.append(opened.load, [record("1")], [], 1)
    assert list(ledger.changes(START)) == []
    assert list(ledger.kept_records("rms")) == []
    assert ledger.head() == (0, 0)
    summary = ledger.publish(opened.load)
    assert summary.position == ledger.head()[0] == 1
    assert live(ledger.changes(START)) == {("rms", "1"): ["Ana"]}


def test_rows_come_back_with_all_that_was_said_of_them(ledger: Ledger) -> None:
    load(ledger, plan(), [record("1"), record("2", "Ben", to=["1"])])
    (change,) = ledger.changes(START)
    mention, claim, link = change.mentions[1], change.claims[1], change.links[0]
    number = mention.label
    assert change.labels == [(number, OPEN)] == ledger.labels()
    assert (mention.key, mention.kind) == (person("2"), "person")
    assert (claim.property, claim.value, claim.raw) == ("name", "Ben", "BEN")
    assert (link.first, link.second, link.kind, link.role) == (
        person("2"),
        person("1"),
        "knows",
        "associate",
    )
    origin = link.provenance
    assert (origin.agency, origin.source, origin.record) == ("riverton-pd", "rms", "2")
    assert (origin.mapping, origin.known_from) == ("m1", ledger.head()[1])


def test_the_same_file_again_changes_nothing(ledger: Ledger) -> None:
    rows = [record("1"), record("2", "Ben", to=["1"])]
    load(ledger, plan(), rows)
    again = load(ledger, plan(), rows)
    assert (again.read, again.accepted, again.unchanged, again.position) == (2, 2, 2, 0)
    assert ledger.head()[0] == 1
    assert ledger.verify().versions == 2


def test_a_delta_file_again_changes_nothing_though_it_corrects_itself(ledger: Ledger) -> None:
    rows = [
        record("1"),
        record("1", "Anna", operation="update"),
        record("2"),
        record("2", operation="delete"),
    ]
    first = load(ledger, plan(), rows)
    again = load(ledger, plan(), rows)
    assert live(ledger.changes(START)) == {("rms", "1"): ["Anna"]}
    assert (first.accepted, again.accepted, again.unchanged, again.position) == (4, 4, 4, 0)


def test_a_changed_record_closes_its_earlier_version(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1"), record("2")])
    before = ledger.head()[1]
    summary = load(ledger, plan("f2"), [record("1", "Anna"), record("2")])
    assert (summary.unchanged, summary.claims) == (1, 1)
    assert [c.closed for c in ledger.changes(START)] == [[], [("rms", "1")]]
    assert live(ledger.changes(START)) == {("rms", "1"): ["Anna"], ("rms", "2"): ["Ana"]}
    assert live(ledger.changes(START), before)[("rms", "1")] == ["Ana"]


def test_a_corrected_mapping_makes_new_versions_of_the_same_content(ledger: Ledger) -> None:
    load(ledger, plan(mapping="m1"), [record("1")])
    summary = load(ledger, plan(mapping="m2"), ledger.kept_records("rms"))
    assert (summary.unchanged, summary.position) == (0, 2)


def test_a_deleted_record_is_withdrawn_and_may_come_back(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1")])
    load(ledger, plan("f2"), [record("1", operation="delete")])
    assert live(ledger.changes(START)) == {}
    load(ledger, plan("f3"), [record("1")])
    assert live(ledger.changes(START)) == {("rms", "1"): ["Ana"]}


def test_deleting_what_is_not_there_changes_nothing(ledger: Ledger) -> None:
    summary = load(ledger, plan(), [record("9", operation="delete")])
    assert (summary.accepted, summary.unchanged, summary.position) == (1, 1, 0)


def test_a_full_export_withdraws_what_it_no_longer_holds(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1"), record("2")])
    load(ledger, plan("c1", source=COURT), [record("1", source="court")])
    summary = load(ledger, plan("f2", full=True), [record("2")])
    assert (summary.read, summary.accepted, summary.unchanged) == (1, 1, 1)
    assert summary.position == 3
    assert set(live(ledger.changes(START))) == {("rms", "2"), ("court", "1")}
    again = load(ledger, plan("f2", full=True), [record("2")])
    assert again.position == 0


def test_a_bad_row_in_a_full_export_does_not_withdraw_its_record(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1"), record("2")])
    bad = BadRow(2, "born", "not a date: 31/02/1980", b"2;31/02/1980", record="2")
    summary = load(ledger, plan("f2", full=True), [record("1")], [bad])
    assert (summary.set_aside, summary.reasons) == (1, {"not a date": 1})
    assert set(live(ledger.changes(START))) == {("rms", "1"), ("rms", "2")}


def test_a_second_insert_of_a_record_is_set_aside_and_the_first_stands(ledger: Ledger) -> None:
    summary = load(ledger, plan(), [record("1"), record("1", "Other"), record("1", "Third")])
    assert (summary.read, summary.accepted, summary.set_aside) == (3, 1, 2)
    assert live(ledger.changes(START)) == {("rms", "1"): ["Ana"]}
    assert [row.content for row in ledger.quarantine(summary.load)] == [b"Other", b"Third"]
    assert summary.reasons == {"inserted twice in one load": 2}


def test_an_insert_after_a_delete_in_one_load_is_no_second_insert(ledger: Ledger) -> None:
    rows = [record("1"), record("1", operation="delete"), record("1", "Anna")]
    assert load(ledger, plan(), rows).set_aside == 0
    assert live(ledger.changes(START)) == {("rms", "1"): ["Anna"]}


def test_a_record_whose_link_leads_nowhere_is_set_aside_whole(ledger: Ledger) -> None:
    summary = load(ledger, plan(), [record("1"), record("2", to=["1", "9"])])
    assert (summary.accepted, summary.set_aside) == (1, 1)
    (row,) = ledger.quarantine()
    assert (row.record, row.row, row.state) == ("2", 2, "waiting")
    assert row.reason == f"an end does not exist: {person('9')}"
    assert live(ledger.changes(START)) == {("rms", "1"): ["Ana"]}


def test_what_leans_on_a_record_set_aside_falls_with_it(ledger: Ledger) -> None:
    rows = [record("3", to=["2"]), record("2", to=["9"]), record("4", to=["3"]), record("1")]
    assert load(ledger, plan(), rows).set_aside == 3
    assert set(live(ledger.changes(START))) == {("rms", "1")}


def test_records_may_lean_on_each_other_in_a_ring(ledger: Ledger) -> None:
    rows = [record("1", to=["2"]), record("2", to=["3"]), record("3", to=["1"])]
    assert load(ledger, plan(), rows).accepted == 3


def test_ends_are_found_among_live_records_of_the_same_source_only(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1"), record("2")])
    load(ledger, plan("f2"), [record("2", operation="delete")])
    assert load(ledger, plan("f3"), [record("3", to=["1"])]).accepted == 1
    assert load(ledger, plan("f4"), [record("4", to=["2"])]).set_aside == 1
    stranger = Record(
        "1",
        b"",
        1,
        mentions=(Mention("court:1:person", "person", OPEN),),
        links=(Link("court:1:person", person("1"), "knows", "associate", OPEN),),
    )
    assert load(ledger, plan("c1", source=COURT), [stranger]).set_aside == 1


def test_a_link_to_a_record_deleted_by_the_same_load_leads_nowhere(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1")])
    rows = [record("1", operation="delete"), record("2", to=["1"])]
    assert load(ledger, plan("f2"), rows).set_aside == 1


def test_what_a_delete_instruction_describes_is_no_end(ledger: Ledger) -> None:
    gone = replace(record("1"), operation="delete")
    load(ledger, plan("f1"), [record("1")])
    assert load(ledger, plan("f2"), [gone, record("2", to=["1"])]).set_aside == 1


def test_an_end_that_its_record_no_longer_describes_is_missing(ledger: Ledger) -> None:
    bare = Record("1", b"no person any more", 1)
    load(ledger, plan("f1"), [record("1"), record("2")])
    assert load(ledger, plan("f2"), [bare, record("3", to=["1"])]).set_aside == 1
    assert load(ledger, plan("f3"), [record("4", to=["1"])]).set_aside == 1
    assert load(ledger, plan("f4"), [record("5", to=["2"])]).set_aside == 0


def test_a_claim_on_a_mention_nobody_made_is_set_aside(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("1")])
    on_known = Record("n1", b"", 1, claims=(Claim(person("1"), "phone", "1", "1", OPEN),))
    on_nobody = Record("n2", b"", 2, claims=(Claim(person("9"), "phone", "1", "1", OPEN),))
    summary = load(ledger, plan("f2"), [on_known, on_nobody])
    assert (summary.accepted, summary.set_aside) == (1, 1)


def test_when_the_last_row_of_a_record_is_set_aside_the_one_before_stands(ledger: Ledger) -> None:
    rows = [record("1"), record("1", "Anna", operation="update", to=["9"])]
    summary = load(ledger, plan(), rows)
    assert (summary.accepted, summary.set_aside) == (1, 1)
    assert live(ledger.changes(START)) == {("rms", "1"): ["Ana"]}


def test_rows_read_are_accepted_or_set_aside(ledger: Ledger) -> None:
    bad = [BadRow(5, "", "not UTF-8", b"\xff")]
    rows = [record("1"), record("1"), record("2", to=["9"]), record("3")]
    summary = load(ledger, plan(), rows, bad)
    assert (summary.read, summary.accepted, summary.set_aside) == (5, 2, 3)
    assert len(ledger.quarantine(summary.load)) == 3


def test_a_cut_off_load_is_found_again_and_goes_on(ledger: Ledger) -> None:
    opened = ledger.begin(plan())
    ledger.append(opened.load, [record("1", row=1), record("2", row=2)], [], 2)
    again = ledger.begin(plan())
    assert (again.load, again.resume_after_row) == (opened.load, 2)
    ledger.append(again.load, [record("3", row=3)], [], 3)
    assert ledger.publish(again.load).read == 3
    assert ledger.begin(plan()).resume_after_row == 0


def test_another_file_mapping_or_source_is_another_load(ledger: Ledger) -> None:
    plans = [plan("f1"), plan("f2"), plan("f1", mapping="m2"), plan("f1", source=COURT)]
    assert len({ledger.begin(one).load for one in plans}) == 4


def test_rows_that_are_in_already_are_refused(ledger: Ledger) -> None:
    opened = ledger.begin(plan())
    ledger.append(opened.load, [record("1", row=1), record("2", row=2)], [], 2)
    with pytest.raises(LoadRefused, match="another run"):
        ledger.append(opened.load, [record("2", row=2)], [], 2)
    with pytest.raises(LoadRefused, match="another run"):
        ledger.append(opened.load, [record("4", row=4)], [], 3)
    assert ledger.publish(opened.load).read == 2


def test_a_closed_load_takes_nothing_more(ledger: Ledger) -> None:
    summary = load(ledger, plan(), [record("1")])
    with pytest.raises(LoadRefused, match="published already"):
        ledger.append(summary.load, [record("2", row=9)], [], 9)
    with pytest.raises(LoadRefused, match="published already"):
        ledger.publish(summary.load)
    with pytest.raises(LoadRefused, match="no load 99"):
        ledger.publish(99)


def test_an_abandoned_load_leaves_nothing(ledger: Ledger) -> None:
    opened = ledger.begin(plan())
    ledger.append(opened.load, [record("1", "Secret")], [BadRow(2, "", "why", b"x")], 2)
    ledger.abandon(opened.load)
    assert list(ledger.changes(START)) == []
    assert ledger.quarantine() == []
    assert ledger._file.read("SELECT count(*) FROM content") == [(0,)]
    assert ledger._file.read("SELECT count(*) FROM mention") == [(0,)]
    with pytest.raises(LoadRefused, match="abandoned"):
        ledger.publish(opened.load)


def test_loads_interleave_and_the_later_published_wins(tmp_path: Path, ledger: Ledger) -> None:
    with Ledger.open(tmp_path / "ledger.db") as other:
        long = ledger.begin(plan("long"))
        ledger.append(long.load, [record("1", "from the long one", row=1)], [], 1)
        load(other, plan("short"), [record("1", "from the short one"), record("2")])
        ledger.append(long.load, [record("3", row=2)], [], 2)
        assert live(ledger.changes(START))[("rms", "1")] == ["from the short one"]
        ledger.publish(long.load)
        rows = live(other.changes(START))
    assert rows[("rms", "1")] == ["from the long one"]
    assert set(rows) == {("rms", "1"), ("rms", "2"), ("rms", "3")}


def test_unchanged_is_measured_against_what_was_published_last(ledger: Ledger) -> None:
    opened = ledger.begin(plan("begun first"))
    ledger.append(opened.load, [record("1", "Anna")], [], 1)
    load(ledger, plan("published first"), [record("1", "Ana")])
    ledger.publish(opened.load)
    assert load(ledger, plan("third"), [record("1", "Anna")]).unchanged == 1
    assert load(ledger, plan("fourth"), [record("1", "Ana")]).unchanged == 0


def test_many_writers_each_get_their_turn(tmp_path: Path, ledger: Ledger) -> None:
    with Ledger.open(tmp_path / "ledger.db") as other:
        loads = [(one, f"f{number}") for number in range(12) for one in (ledger, other)]
        with ThreadPoolExecutor(6) as writers:
            work = [
                writers.submit(load, one, plan(f"{file}{id(one)}"), [record(f"{file}{id(one)}")])
                for one, file in loads
            ]
        positions = {done.result().position for done in work}
    assert positions == set(range(1, 25))
    assert len(live(ledger.changes(START))) == 24


def test_a_source_keeps_its_agency(ledger: Ledger) -> None:
    ledger.begin(plan())
    with pytest.raises(LoadRefused, match="belongs to agency 'riverton-pd'"):
        ledger.begin(plan(source=Source("rms", "harbor-so", "")))
    renamed = Source("rms", "riverton-pd", "Records 2", "desk 4")
    ledger.begin(plan("f2", source=renamed))
    assert ledger.sources() == [renamed]


def test_loads_are_listed_with_their_figures(ledger: Ledger) -> None:
    summary = load(ledger, plan("f1"), [record("1")])
    opened = ledger.begin(plan("f2"))
    ledger.append(opened.load, [], [BadRow(1, "", "why", b"")], 1)
    newest, oldest = ledger.loads()
    assert (newest.state, newest.through_row, newest.summary.read) == ("open", 1, 1)
    assert newest.summary.set_aside == 1
    assert (oldest.state, oldest.summary.position) == ("published", summary.position)
    assert (oldest.source, oldest.mapping, oldest.file) == (SOURCE.id, "m1", "rms.csv")


def test_kept_records_are_the_live_ones_verbatim_by_id(ledger: Ledger) -> None:
    load(ledger, plan("f1"), [record("b", "Ben"), record("a", "Ana"), record("c", "Cem")])
    load(ledger, plan("f2"), [record("b", "Benno"), record("c", operation="delete")])
    kept = list(ledger.kept_records("rms"))
    assert [(one.id, one.content) for one in kept] == [("a", b"Ana"), ("b", b"Benno")]
    assert list(ledger.kept_records("nobody")) == []
