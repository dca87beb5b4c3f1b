"""What is kept is read again: rows set aside, mended or dismissed; records, by a new mapping."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_records import START, live

from comity.graph.errors import UnknownRef
from comity.graph.ledger import Ledger
from comity.graph.ledger_words import QuarantinedRow
from comity.graph.words import LoadPlan, Record
from comity.ingest import (
    SourceMapping,
    ingest_file,
    ingest_records,
    mended,
    parse_mapping,
    remap,
    rerun,
)
from comity.ingest.again import NothingToRun

Write = Callable[..., Path]
Mapped = Callable[[str], SourceMapping]
PEOPLE = """\
format: csv
record: ID
files: "people*.csv"
mentions:
  p: {kind: person, properties: {name: NAME, birth_date: BORN}}
"""
FORMATS = PEOPLE.replace("birth_date: BORN", "birth_date: {column: BORN, formats: '%d/%m/%Y'}")
ROWS = "ID,NAME,BORN\n1,Ann,1980\n2,Bo,soon\n3,Cy,07/05/1990\n4,Di\n"


def names(ledger: Ledger) -> dict[str, list[str]]:
    return {record: said for (_, record), said in live(ledger.changes(START)).items()}


def waiting(ledger: Ledger) -> list[QuarantinedRow]:
    return [row for row in ledger.quarantine() if row.state in ("waiting", "mended")]


@pytest.fixture
def loaded(ledger: Ledger, mapped: Mapped, write: Write) -> Ledger:
    """A ledger with one record in and three rows set aside."""
    summary = ingest_file(ledger, mapped(PEOPLE), write("people.csv", ROWS))
    assert (summary.accepted, summary.set_aside) == (1, 3)
    return ledger


# --- rows ---


def test_rows_set_aside_tell_file_line_column_and_reason(loaded: Ledger) -> None:
    told = [(row.file, row.row, row.column, row.record, row.state) for row in loaded.quarantine()]
    assert told == [
        ("people.csv", 3, "BORN", "2", "waiting"),
        ("people.csv", 4, "BORN", "3", "waiting"),
        ("people.csv", 5, "", "", "waiting"),
    ]
    assert [row.reason.partition(";")[0] for row in loaded.quarantine()] == [
        "no date or time: 'soon'",
        "no date or time: '07/05/1990'",
        "2 cells where the header has 3",
    ]


def test_a_mended_row_is_taken_in_and_the_others_wait(loaded: Ledger, mapped: Mapped) -> None:
    first = loaded.quarantine()[0]
    loaded.mend(first.id, mended(mapped(PEOPLE), first, {"BORN": 1985}))
    summary = rerun(loaded, mapped(PEOPLE), [loaded.quarantined(first.id)])
    assert (summary.read, summary.accepted) == (1, 1)
    assert names(loaded) == {"1": ["Ann", "1980"], "2": ["Bo", "1985"]}
    again = loaded.quarantined(first.id)
    assert (again.state, again.note) == ("rerun", f"run again by load {summary.load}")
    assert [row.row for row in waiting(loaded)] == [4, 5]


def test_a_row_too_broken_to_read_is_mended_by_all_its_columns(
    loaded: Ledger, mapped: Mapped
) -> None:
    broken = loaded.quarantine()[2]
    whole = mended(mapped(PEOPLE), broken, {"ID": "4", "NAME": "Di", "BORN": ""})
    loaded.mend(broken.id, whole)
    assert rerun(loaded, mapped(PEOPLE), [loaded.quarantined(broken.id)]).accepted == 1
    assert names(loaded)["4"] == ["Di"]


def test_after_the_mapping_is_corrected_rows_run_as_they_are(
    loaded: Ledger, mapped: Mapped
) -> None:
    summary = rerun(loaded, mapped(FORMATS), loaded.quarantine())
    assert (summary.read, summary.accepted, summary.set_aside) == (3, 1, 2)
    assert names(loaded)["3"] == ["Cy", "1990-05-07"]


def test_a_row_set_aside_again_keeps_its_file_and_line(loaded: Ledger, mapped: Mapped) -> None:
    rerun(loaded, mapped(FORMATS), loaded.quarantine())
    assert [(row.file, row.row, row.state) for row in loaded.quarantine()] == [
        ("people.csv", 3, "rerun"),
        ("people.csv", 4, "rerun"),
        ("people.csv", 5, "rerun"),
        ("people.csv", 3, "waiting"),
        ("people.csv", 5, "waiting"),
    ]


def test_running_the_same_rows_twice_changes_nothing(loaded: Ledger, mapped: Mapped) -> None:
    rows = loaded.quarantine()
    rerun(loaded, mapped(FORMATS), rows)
    before = loaded.head()
    assert rerun(loaded, mapped(FORMATS), rows).position == 0
    assert loaded.head() == before


def test_where_no_row_of_the_source_waits_it_is_said(loaded: Ledger, mapped: Mapped) -> None:
    other = parse_mapping(mapped(PEOPLE).text.replace("id: rms", "id: jail"), "jail.yaml")
    for mapping, rows in ((mapped(PEOPLE), []), (other, loaded.quarantine())):
        with pytest.raises(NothingToRun, match=f"no row of {mapping.source.id} waits"):
            rerun(loaded, mapping, rows)


def test_a_dismissed_row_stays_on_the_list_with_its_reason(loaded: Ledger) -> None:
    row = loaded.quarantine()[0]
    loaded.dismiss(row.id, "a test record")
    again = loaded.quarantined(row.id)
    assert (again.state, again.note, again.content) == ("dismissed", "a test record", row.content)


def test_a_row_that_is_not_there_can_be_neither_mended_nor_dismissed(loaded: Ledger) -> None:
    for act in (lambda: loaded.mend(99, None), lambda: loaded.dismiss(99, "gone")):
        with pytest.raises(UnknownRef, match="no quarantined row '99'"):
            act()


def test_rows_that_came_through_the_door_run_again_by_the_table_they_fit(
    ledger: Ledger, mapped: Mapped
) -> None:
    tables = """\
format: csv
record: ID
tables:
  - files: "people.csv"
    mentions: {p: {kind: person, properties: {name: NAME, birth_date: BORN}}}
  - files: "cars.csv"
    mentions: {car: {kind: vehicle, properties: {plate: PLATE, make: MAKE}}}
"""
    mapping = mapped(tables)
    bad = [("insert", {"ID": "1", "PLATE": "--", "MAKE": "Ford"}),
           ("insert", {"ID": "2", "NAME": "Ann", "BORN": "soon"})]  # fmt: skip
    ingest_records(ledger, mapping, [bad[0]], name="post 1", table="cars.csv")
    ingest_records(ledger, mapping, [bad[1]], name="post 2", table="people.csv")
    car, person = ledger.quarantine()
    ledger.mend(car.id, mended(mapping, car, {"PLATE": "ABC 1"}))
    ledger.mend(person.id, mended(mapping, person, {"BORN": "1980"}))
    for row in (car, person):
        assert rerun(ledger, mapping, [ledger.quarantined(row.id)]).accepted == 1
    assert names(ledger) == {"1": ["ABC1", "Ford"], "2": ["Ann", "1980"]}


@pytest.mark.parametrize("kind", ["json", "jsonl", "{type: xml, items: R/r}"])
def test_rows_of_nested_formats_are_mended_by_column(
    ledger: Ledger, mapped: Mapped, write: Write, kind: str
) -> None:
    mapping = mapped(PEOPLE.replace("csv\n", f"{kind}\n", 1).replace("people*.csv", "*"))
    row = '{"ID": "1", "NAME": "Ann", "BORN": "soon"}'
    text = {"json": f"[{row}]", "jsonl": row}.get(
        kind, "<R><r><ID>1</ID><NAME>Ann</NAME><BORN>soon</BORN></r></R>"
    )
    ingest_file(ledger, mapping, write("a", text))
    [bad] = ledger.quarantine()
    ledger.mend(bad.id, mended(mapping, bad, {"BORN": "1980"}))
    assert rerun(ledger, mapping, [ledger.quarantined(bad.id)]).accepted == 1
    assert names(ledger) == {"1": ["Ann", "1980"]}


def test_a_row_with_half_a_character_can_be_mended(ledger: Ledger, mapped: Mapped) -> None:
    mapping = mapped(PEOPLE.replace("people*.csv", "*"))
    ingest_records(ledger, mapping, [("insert", {"ID": "1", "NAME": "\ud800"})], name="post")
    [bad] = ledger.quarantine()
    ledger.mend(bad.id, mended(mapping, bad, {"BORN": "1980"}))
    assert rerun(ledger, mapping, [ledger.quarantined(bad.id)]).set_aside == 1


# --- records ---


def test_a_corrected_mapping_derives_all_claims_anew_and_keeps_the_old_ones_as_history(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    ingest_file(ledger, mapped(PEOPLE), write("people.csv", "ID,NAME,BORN\n1,Ann,1980\n2,Bo,\n"))
    before = ledger.head()[1]
    [summary] = remap(ledger, mapped(PEOPLE.replace("name: NAME", "alias: NAME")))
    assert (summary.read, summary.accepted, summary.claims) == (2, 2, 3)
    said = {claim.property for change in ledger.changes(START) for claim in change.claims}
    assert said == {"name", "birth_date", "alias"}
    assert live(ledger.changes(START), before) == live(ledger.changes(START))


def test_remapping_twice_changes_nothing(ledger: Ledger, mapped: Mapped, write: Write) -> None:
    ingest_file(ledger, mapped(PEOPLE), write("people.csv", "ID,NAME,BORN\n1,Ann,1980\n"))
    remap(ledger, mapped(FORMATS))
    [again] = remap(ledger, mapped(FORMATS))
    assert (again.unchanged, again.position) == (1, 0)


def test_a_record_the_new_mapping_cannot_read_is_set_aside_and_keeps_its_claims(
    ledger: Ledger, mapped: Mapped, write: Write
) -> None:
    ingest_file(ledger, mapped(PEOPLE), write("people.csv", "ID,NAME,BORN\n1,Ann,1980\n2,Bo,\n"))
    [summary] = remap(ledger, mapped(PEOPLE.replace("name: NAME", "email: NAME")))
    assert (summary.read, summary.set_aside) == (2, 2)
    assert names(ledger) == {"1": ["Ann", "1980"], "2": ["Bo"]}
    other = PEOPLE.replace("record: ID", "record: {columns: ID, prefix: x-}")
    assert remap(ledger, mapped(other))[0].reasons == {
        "the mapping no longer gives this record its id": 2
    }


def test_an_interrupted_remap_starts_anew(ledger: Ledger, mapped: Mapped, write: Write) -> None:
    ingest_file(ledger, mapped(PEOPLE), write("people.csv", "ID,NAME,BORN\n1,Ann,1980\n2,Bo,\n"))
    mapping = mapped(FORMATS)
    name = f"remap to {mapping.id}"
    cut = ledger.begin(LoadPlan(mapping.source, mapping.id, mapping.text, name, name))
    ledger.append(cut.load, [Record("gone", b"", 1)], [], 1)
    [summary] = remap(ledger, mapping)
    assert (summary.read, summary.accepted) == (2, 2)
    assert sorted(names(ledger)) == ["1", "2"]
