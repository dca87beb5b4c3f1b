"""Single records through the door: durable on return, once for each name, bad ones set aside."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import pytest
from ledger_records import START, live

from comity.graph.ledger import Ledger
from comity.graph.words import Operation
from comity.ingest import SourceMapping, ingest_records
from comity.ingest.errors import WrongFile

Mapped = Callable[[str], SourceMapping]
Row = tuple[Operation, Mapping[str, Any]]
CASES = """\
format: jsonl
record: no
files: "cases*.jsonl"
label: {data_class: incident, handling: {column: h}}
mentions:
  case: {kind: court_case, properties: {case_number: number, started: filed}}
each:
  - list: people
    mentions: {person: {kind: person, properties: {name: "."}}}
    links: [{from: person, to: case, kind: involved_in, role: defendant}]
"""
CASES = CASES.replace("record: no", "record: id")
ONE: Row = ("insert", {"id": 7, "h": "TLP:RED", "number": 12.5, "people": ["Ann", "Bo"]})


def known(ledger: Ledger) -> dict[str, list[str]]:
    return {record: said for (_, record), said in live(ledger.changes(START)).items()}


def test_records_are_read_by_the_mapping_and_true_on_return(ledger: Ledger, mapped: Mapped) -> None:
    summary = ingest_records(ledger, mapped(CASES), [ONE], name="post 1")
    assert (summary.read, summary.accepted, summary.claims, summary.links) == (1, 1, 3, 2)
    assert known(ledger) == {"7": ["12.5", "Ann", "Bo"]}
    assert ledger.loads()[0].file == "post 1"


def test_insert_update_and_delete(ledger: Ledger, mapped: Mapped) -> None:
    mapping = mapped(CASES)
    changed: Row = ("update", {**ONE[1], "people": ["Cy"]})
    ingest_records(ledger, mapping, [ONE, changed], name="post 1")
    assert known(ledger) == {"7": ["12.5", "Cy"]}
    ingest_records(ledger, mapping, [("delete", {"id": 7})], name="post 2")
    assert known(ledger) == {}


def test_a_delete_needs_no_more_than_the_records_id(ledger: Ledger, mapped: Mapped) -> None:
    delta = CASES + "export: {kind: delta, operation: op}\n"
    for number, mapping in enumerate((mapped(CASES), mapped(delta))):
        ingest_records(ledger, mapping, [ONE], name=f"in {number}")
        summary = ingest_records(ledger, mapping, [("delete", {"id": 7})], name=f"out {number}")
        assert (summary.accepted, known(ledger)) == (1, {})


DEEP = reduce(lambda inner, _: [inner], range(150), "deep")


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), [-float("inf")], DEEP])
def test_a_row_that_could_never_be_read_again_is_set_aside(
    ledger: Ledger, mapped: Mapped, odd: Any
) -> None:
    summary = ingest_records(ledger, mapped(CASES), [ONE, ("update", {**ONE[1], "x": odd})],
                             name="post 1")  # fmt: skip
    assert (summary.accepted, summary.set_aside) == (1, 1)
    [aside] = ledger.quarantine()
    assert (aside.record, aside.operation) == ("7", "update")


def test_the_same_name_again_changes_nothing(ledger: Ledger, mapped: Mapped) -> None:
    first = ingest_records(ledger, mapped(CASES), [ONE], name="post", digest="key 1")
    again = ingest_records(ledger, mapped(CASES), [ONE], name="post", digest="key 1")
    assert (first.position, again.position, again.unchanged) == (1, 0, 1)


def test_a_cut_off_load_of_the_same_name_goes_on(ledger: Ledger, mapped: Mapped) -> None:
    class Cut:
        """A ledger that dies after it has taken the rows."""

        begin, append, abandon = ledger.begin, ledger.append, ledger.abandon

        def publish(self, _: int) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_records(Cut(), mapped(CASES), [ONE], name="post")
    assert known(ledger) == {}
    assert ingest_records(ledger, mapped(CASES), [ONE], name="post").read == 1
    assert len(known(ledger)) == 1


def test_bad_records_are_set_aside_with_column_and_reason(ledger: Ledger, mapped: Mapped) -> None:
    rows: list[Row] = [
        ("insert", {"id": 1, "h": "TLP:RED", "filed": "soon"}),
        ("insert", {"id": "", "h": "TLP:RED"}),
        ("insert", {"id": 3}),
        ("insert", {"id": 4, "h": "TLP:RED", "people": ["a\0b"]}),
        ONE,
    ]
    summary = ingest_records(ledger, mapped(CASES), rows, name="post")
    assert (summary.read, summary.accepted, summary.set_aside) == (5, 1, 4)
    assert [(row.row, row.column) for row in ledger.quarantine()] == [
        (1, "filed"), (2, "id"), (3, "h"), (4, "."),
    ]  # fmt: skip


def test_records_are_read_by_the_table_that_is_named(ledger: Ledger, mapped: Mapped) -> None:
    with pytest.raises(WrongFile):
        ingest_records(ledger, mapped(CASES), [ONE], name="post", table="people.csv")
    assert ingest_records(ledger, mapped(CASES), [ONE], name="post", table="cases.jsonl").read == 1


def test_no_records_are_no_load(ledger: Ledger, mapped: Mapped) -> None:
    summary = ingest_records(ledger, mapped(CASES), [], name="post")
    assert (summary.read, summary.position, ledger.head()[0]) == (0, 0, 0)
