"""A row that is run again never undoes what its source said of the record since."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from ledger_records import START, live

from comity.graph.ledger import Ledger
from comity.graph.words import Operation
from comity.ingest import SourceMapping, ingest_file, ingest_records, mended, remap, rerun
from comity.ingest.again import SINCE

Write = Callable[..., Any]
Mapped = Callable[[str], SourceMapping]
Row = tuple[Operation, Mapping[str, Any]]
PEOPLE = """\
format: csv
record: ID
files: "*.csv"
mentions:
  p: {kind: person, properties: {name: NAME, birth_date: BORN}}
"""
FORMATS = PEOPLE.replace("birth_date: BORN", "birth_date: {column: BORN, formats: '%d/%m/%Y'}")
HEAD = "ID,NAME,BORN\n"
BAD, GOOD, NEWER = "1,Ann,07/05/1980\n", "1,Ann,1980-05-07\n", "1,Anna,1981-05-07\n"


def said(ledger: Ledger) -> dict[str, list[str]]:
    return {record: values for (_, record), values in live(ledger.changes(START)).items()}


def take(ledger: Ledger, write: Write, mapping: SourceMapping, day: int, rows: str) -> int:
    """One day's file; its load."""
    return ingest_file(ledger, mapping, write(f"day{day}.csv", HEAD + rows)).load


def run_again(ledger: Ledger, mapping: SourceMapping, load: int) -> dict[str, int]:
    """Run all that waits of one load; why rows were set aside again."""
    rows = [row for row in ledger.quarantine(load) if row.state in ("waiting", "mended")]
    return dict(rerun(ledger, mapping, rows).reasons)


def test_a_row_whose_record_a_later_load_brought_anew_is_set_aside_again(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    first = take(ledger, write, mapped(PEOPLE), 1, BAD)
    later = take(ledger, write, mapped(PEOPLE), 2, NEWER)
    assert run_again(ledger, mapped(FORMATS), first) == {SINCE: 1}
    assert said(ledger) == {"1": ["Anna", "1981-05-07"]}
    again = ledger.quarantine()[-1]
    assert (again.file, again.row, again.record, again.state) == ("day1.csv", 2, "1", "waiting")
    assert again.reason == f"{SINCE}: load {later}, row 2; dismiss this row, or send it anew"


def test_a_row_too_broken_to_tell_its_record_is_held_back_too(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    first = take(ledger, write, mapped(PEOPLE), 1, "1,Ann\n")
    take(ledger, write, mapped(PEOPLE), 2, NEWER)
    [row] = ledger.quarantine()
    whole = mended(mapped(PEOPLE), row, {"ID": "1", "NAME": "Ann", "BORN": "1980"})
    ledger.mend(row.id, whole)
    assert run_again(ledger, mapped(PEOPLE), first) == {SINCE: 1}
    assert said(ledger) == {"1": ["Anna", "1981-05-07"]}


def test_a_row_whose_record_was_withdrawn_since_does_not_bring_it_back(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    full = PEOPLE + "export: full\n"
    take(ledger, write, mapped(full), 1, GOOD)
    second = take(ledger, write, mapped(full), 2, BAD + "2,Bo,1990\n")
    third = take(ledger, write, mapped(full), 3, "2,Bo,1990\n")
    assert said(ledger) == {"2": ["Bo", "1990"]}
    assert run_again(ledger, mapped(FORMATS), second) == {SINCE: 1}
    assert said(ledger) == {"2": ["Bo", "1990"]}
    assert ledger.quarantine()[-1].reason.startswith(f"{SINCE}: load {third};")


def test_a_row_newer_than_what_is_known_of_its_record_is_taken_in(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    take(ledger, write, mapped(PEOPLE), 1, NEWER)
    second = take(ledger, write, mapped(PEOPLE), 2, BAD)
    take(ledger, write, mapped(PEOPLE), 3, "2,Bo,1990\n")
    assert run_again(ledger, mapped(FORMATS), second) == {}
    assert said(ledger) == {"1": ["Ann", "1980-05-07"], "2": ["Bo", "1990"]}


def test_of_two_rows_of_one_load_the_earlier_does_not_undo_the_later(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    load = take(ledger, write, mapped(PEOPLE), 1, BAD + NEWER)
    assert run_again(ledger, mapped(FORMATS), load) == {SINCE: 1}
    assert said(ledger) == {"1": ["Anna", "1981-05-07"]}


@pytest.mark.parametrize("newest_first", [True, False])
def test_rows_of_several_loads_end_in_the_newest_in_whatever_order_they_run(
    ledger: Ledger, mapped: Mapped, write: Write, newest_first: bool
) -> None:
    loads = [
        take(ledger, write, mapped(PEOPLE), day, f"1,Ann {day},07/05/1980\n") for day in (1, 2)
    ]
    for load in sorted(loads, reverse=newest_first):
        run_again(ledger, mapped(FORMATS), load)
    assert said(ledger) == {"1": ["Ann 2", "1980-05-07"]}


def test_what_ran_again_is_as_old_as_the_load_that_first_set_it_aside(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    """Day 1 and day 2 wait; day 1 is run twice before it is read, then day 2 may follow."""
    first = take(ledger, write, mapped(PEOPLE), 1, BAD)
    second = take(ledger, write, mapped(PEOPLE), 2, BAD.replace("Ann", "Anna"))
    again = rerun(ledger, mapped(PEOPLE), ledger.quarantine(first)).load
    assert run_again(ledger, mapped(FORMATS), again) == {}
    assert said(ledger) == {"1": ["Ann", "1980-05-07"]}
    assert run_again(ledger, mapped(FORMATS), second) == {}
    assert said(ledger) == {"1": ["Anna", "1980-05-07"]}


def test_records_read_by_a_corrected_mapping_are_as_old_as_their_words(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    take(ledger, write, mapped(PEOPLE), 1, NEWER)
    second = take(ledger, write, mapped(PEOPLE), 2, BAD)
    remap(ledger, mapped(PEOPLE.replace("name: NAME", "alias: NAME")))
    remap(ledger, mapped(PEOPLE))
    assert run_again(ledger, mapped(FORMATS), second) == {}
    assert said(ledger) == {"1": ["Ann", "1980-05-07"]}


# --- what was asked for ---

CASES = """\
format: jsonl
record: id
files: "*"
mentions: {case: {kind: court_case, properties: {case_number: number, started: filed}}}
"""
CASE: Row = ("insert", {"id": 7, "number": "C-7"})


def test_a_delete_that_was_set_aside_is_still_a_delete_when_it_runs_again(
    ledger: Ledger, mapped: Mapped
) -> None:
    mapping = mapped(CASES)
    ingest_records(ledger, mapping, [CASE], name="post 1")
    ingest_records(ledger, mapping, [("delete", {"id": "", "number": "C-7"})], name="post 2")
    [row] = ledger.quarantine()
    assert row.operation == "delete"
    ledger.mend(row.id, mended(mapping, row, {"id": 7}))
    assert run_again(ledger, mapping, row.load) == {}
    assert said(ledger) == {}


def test_a_delete_set_aside_twice_is_still_a_delete(ledger: Ledger, mapped: Mapped) -> None:
    mapping = mapped(CASES)
    ingest_records(ledger, mapping, [CASE], name="post 1")
    ingest_records(ledger, mapping, [("delete", {"id": "", "number": "C-7"})], name="post 2")
    [row] = ledger.quarantine()
    again = rerun(ledger, mapping, [row]).load
    [row] = ledger.quarantine(again)
    ledger.mend(row.id, mended(mapping, row, {"id": 7}))
    assert run_again(ledger, mapping, again) == {}
    assert said(ledger) == {}


def test_a_delete_older_than_what_is_known_of_its_record_is_held_back(
    ledger: Ledger, mapped: Mapped
) -> None:
    mapping = mapped(CASES)
    ingest_records(ledger, mapping, [("delete", {"id": ""})], name="post 1")
    ingest_records(ledger, mapping, [CASE], name="post 2")
    [row] = ledger.quarantine()
    ledger.mend(row.id, mended(mapping, row, {"id": 7}))
    assert run_again(ledger, mapping, row.load) == {SINCE: 1}
    assert said(ledger) == {"7": ["C-7"]}


@pytest.mark.parametrize("mapping", [CASES, CASES + "export: {kind: delta, operation: op}\n"])
def test_records_set_aside_while_their_load_was_published_keep_what_was_asked_for(
    ledger: Ledger, mapped: Mapped, mapping: str
) -> None:
    """Two inserts of one record: the second waits, and needs no column that says so."""
    read = mapped(mapping)
    ingest_records(ledger, read, [CASE, ("insert", {"id": 7, "number": "C-8"})], name="post")
    [row] = ledger.quarantine()
    assert row.operation == "insert"
    assert run_again(ledger, read, row.load) == {}
    assert said(ledger) == {"7": ["C-8"]}


def test_what_was_asked_for_is_kept_when_a_row_falls_twice_while_its_load_is_published(
    ledger: Ledger, mapped: Mapped
) -> None:
    """Three inserts of one record: two fall, then one of these falls beside the other."""
    mapping = mapped(CASES + "export: {kind: delta, operation: op}\n")
    rows: list[Row] = [("insert", {"id": 7, "number": f"C-{n}"}) for n in (7, 8, 9)]
    load = ingest_records(ledger, mapping, rows, name="post").load
    again = rerun(ledger, mapping, ledger.quarantine(load)).load
    [row] = ledger.quarantine(again)
    assert row.operation == "insert"
    assert run_again(ledger, mapping, again) == {}
    assert said(ledger) == {"7": ["C-9"]}


def test_a_row_of_a_file_says_itself_what_it_asks_for(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    """A second insert is mended to an update: nothing kept beside the row overrules that."""
    mapping = mapped(PEOPLE + "export: {kind: delta, operation: OP}\n")
    text = "ID,NAME,BORN,OP\n1,Ann,1980,insert\n1,Anna,1981,insert\n2,Bo,soon,insert\n"
    ingest_file(ledger, mapping, write("delta.csv", text))
    broken, second = sorted(ledger.quarantine(), key=lambda row: row.row, reverse=True)
    assert (broken.operation, second.operation) == (None, None)
    ledger.mend(second.id, mended(mapping, second, {"OP": "delete"}))
    ledger.mend(broken.id, mended(mapping, broken, {"BORN": "1990"}))
    assert run_again(ledger, mapping, second.load) == {}
    assert said(ledger) == {"2": ["Bo", "1990"]}
