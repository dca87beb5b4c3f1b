"""Rows become records as the mapping says: values, labels, grades, times, lists and links."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from comity.graph.words import ALWAYS, BadRow, Interval, Link, Record
from comity.ingest import SourceMapping
from comity.ingest.dates import read_when
from comity.ingest.records import record_maker
from comity.ingest.rows import RawRow
from comity.ingest.values import Reading
from comity.sharing import Label

Mapped = Callable[[str], SourceMapping]
Row = Mapping[str, Any]
OPEN = Label("riverton-pd", "incident", "TLP:GREEN")


def made(mapping: SourceMapping, row: Row) -> Record | BadRow:
    return record_maker(mapping, mapping.tables[0])(RawRow(7, row, b"raw"))


def record(mapping: SourceMapping, row: Row) -> Record:
    found = made(mapping, row)
    assert isinstance(found, Record), found
    return found


def bad(mapping: SourceMapping, row: Row) -> BadRow:
    found = made(mapping, row)
    assert isinstance(found, BadRow), found
    return found


def person(mapped: Mapped, properties: str, more: str = "") -> SourceMapping:
    """A mapping of one person with these properties, and whatever else stands at the top."""
    text = f"format: csv\nrecord: ID\n{more}\nmentions:\n  p: {{kind: person, properties: "
    return mapped(text + properties + "}")


def values(mapping: SourceMapping, row: Row) -> dict[str, list[tuple[str, str]]]:
    """Each property's values with their original wording."""
    found: dict[str, list[tuple[str, str]]] = {}
    for claim in record(mapping, {"ID": "1", **row}).claims:
        found.setdefault(claim.property, []).append((claim.value, claim.raw))
    return found


# --- values ---


@pytest.mark.parametrize(
    ("spec", "row", "expected"),
    [
        ("A", {"A": " Ann  Bell "}, [("Ann Bell", " Ann  Bell ")]),
        ("A", {"A": " "}, []),
        ("A", {"A": "N/A"}, []),
        ("{constant: Ann}", {}, [("Ann", "Ann")]),
        ("{columns: [A, B]}", {"A": "Ann", "B": "Bell"}, [("Ann Bell", "Ann Bell")]),
        ("{columns: [A, B], join: '-'}", {"A": "Ann", "B": ""}, [("Ann", "Ann")]),
        ("[A, B]", {"A": "Ann", "B": "Bo"}, [("Ann", "Ann"), ("Bo", "Bo")]),
        ("{column: A, split: ;}", {"A": "Ann; ;Bo"}, [("Ann", "Ann"), ("Bo", "Bo")]),
        ("{column: A, extract: '^(\\w+)/'}", {"A": "Ann/7"}, [("Ann", "Ann")]),
        ("{column: A, extract: '\\d+'}", {"A": "Ann/7"}, [("7", "7")]),
        ("{column: A, extract: '^(\\d+)$'}", {"A": "Ann"}, []),
        ("{column: A, default: Doe}", {"A": ""}, [("Doe", "Doe")]),
        ("{column: A, default: Doe}", {"A": "Ann"}, [("Ann", "Ann")]),
        ("{column: A, prefix: 'Dr '}", {"A": "Ann"}, [("Dr Ann", "Dr Ann")]),
        ("{column: A, values: {X: Ann}}", {"A": "x"}, [("Ann", "Ann")]),
        ("{column: A, values: {x: Ann, X: Bo}}", {"A": "X"}, [("Bo", "Bo")]),
        ("{column: A, values: {X: Ann}}", {"A": "Cy"}, [("Cy", "Cy")]),
        ("{column: A, values: {X: Ann}, otherwise: keep}", {"A": "Cy"}, [("Cy", "Cy")]),
        ("{column: A, values: {X: Ann}, otherwise: drop}", {"A": "Cy"}, []),
        ("{column: A, values: {X: Ann}, otherwise: drop, default: Doe}", {"A": "Cy"},
         [("Doe", "Doe")]),
        ("a.b", {"a": [{"b": "Ann"}, {"b": ["Bo", "Cy"]}, {}]},
         [("Ann", "Ann"), ("Bo", "Bo"), ("Cy", "Cy")]),
        ("a.b", {"a.b": "Ann"}, [("Ann", "Ann")]),
        ("a", {"a": {"#text": "Ann", "@x": "1"}}, [("Ann", "Ann")]),
        ("a", {"a": True}, [("true", "true")]),
        ("a", {"a": None}, []),
    ],
)  # fmt: skip
def test_a_value_comes_from_where_the_mapping_says(
    mapped: Mapped, spec: str, row: Row, expected: list[tuple[str, str]]
) -> None:
    mapping = person(mapped, f"{{name: {spec}}}", "empty: N/A")
    assert values(mapping, row).get("name", []) == expected


def test_a_value_is_of_its_propertys_type_with_its_wording_beside_it(mapped: Mapped) -> None:
    mapping = person(
        mapped,
        "{birth_date: {column: B, formats: '%d/%m/%Y'}, phone_number: {column: P, region: GB}}",
    )
    assert values(mapping, {"B": "07/05/1980", "P": "020 7946 0018"}) == {
        "birth_date": [("1980-05-07", "07/05/1980")],
        "phone_number": [("+442079460018", "020 7946 0018")],
    }


def test_dates_without_formats_of_their_own_are_read_by_the_mappings(mapped: Mapped) -> None:
    mapping = person(mapped, "{birth_date: B}", "dates: ['%d.%m.%Y', '%Y']")
    assert values(mapping, {"B": "07.05.1980"})["birth_date"][0][0] == "1980-05-07"
    assert values(mapping, {"B": "1980-05"})["birth_date"][0][0] == "1980-05"


def test_times_are_of_the_mappings_zone_unless_the_value_names_its_own(mapped: Mapped) -> None:
    text = """
timezone: America/Chicago
format: csv
record: ID
mentions:
  i: {kind: incident, properties: {started: A, ended: {column: A, timezone: UTC}}}
"""
    claims = record(mapped(text), {"ID": "1", "A": "2024-07-01 10:00"}).claims
    assert [c.value for c in claims] == ["2024-07-01T15:00:00Z", "2024-07-01T10:00:00Z"]


# --- rows that cannot be used ---


@pytest.mark.parametrize(
    ("properties", "row", "column", "reason"),
    [
        ("{birth_date: B}", {"B": "soon"}, "B", "no date or time: 'soon'; formats: ISO 8601"),
        ("{birth_date: {columns: [B, C]}}", {"B": "x", "C": "y"}, "B, C", "no date or time"),
        ("{email: B}", {"B": "x"}, "B", "no mail address"),
        ("{age: B}", {"B": "x"}, "B", "no number"),
        ("{name: {column: B, values: {X: Ann}, otherwise: reject}}", {"B": "Z"}, "B",
         "not in the mapping's table: 'Z'; it has: X"),
        ("{name: B}", {"B": "a\0b"}, "B", "a character of zero"),
        ("{name: B}", {"B": "\ud800"}, "B", "half a character"),
        ("{name: B}", {"ID": " "}, "ID", "the record's id is empty"),
        ("{name: B}", {"ID": None}, "ID", "the record's id is empty"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_set_aside_with_column_and_reason(
    mapped: Mapped, properties: str, row: Row, column: str, reason: str
) -> None:
    found = bad(person(mapped, properties), {"ID": "1", **row})
    assert (found.row, found.column, found.content) == (7, column, b"raw")
    assert found.reason.startswith(reason)
    assert found.record == ("" if "ID" in row else "1")


def test_a_value_its_type_cannot_read_is_left_out_where_the_mapping_says_drop(
    mapped: Mapped,
) -> None:
    mapping = person(mapped, "{birth_date: {column: B, otherwise: drop}, name: A}")
    assert values(mapping, {"A": "Ann", "B": "soon"}) == {"name": [("Ann", "Ann")]}


def test_a_moment_beyond_the_calendar_costs_its_row_only(mapped: Mapped) -> None:
    text = "timezone: America/Chicago\nformat: csv\nrecord: ID\nmentions:\n  i: {kind: incident, "
    mapping = mapped(text + "properties: {started: A}, valid: {at: B}}")
    for row in ({"A": "9999-12-31T23:59:59"}, {"B": "9999-12-31T23:59:59", "A": "2024-01-01"}):
        assert "no moment of the calendar" in bad(mapping, {"ID": "1", **row}).reason


def test_a_row_with_a_problem_keeps_it(mapped: Mapped) -> None:
    mapping = person(mapped, "{name: B}")
    row = RawRow(9, {}, b"1,2,3", "3 cells where the header has 2")
    found = record_maker(mapping, mapping.tables[0])(row)
    assert found == BadRow(9, "", "3 cells where the header has 2", b"1,2,3")


# --- records and what they ask for ---


def test_a_record_is_named_by_its_columns_or_by_a_hash_of_its_row(mapped: Mapped) -> None:
    body = "\nformat: csv\nmentions:\n  p: {kind: person, properties: {name: A}}"
    two = mapped("record: {columns: [A, B], prefix: 'x-'}" + body)
    assert record(two, {"A": "1", "B": " 2"}).id == "x-1-2"
    assert bad(two, {"A": "1", "B": ""}).column == "A, B"
    by_hash = mapped("record: {hash: true}" + body)
    assert len(record(by_hash, {"A": "1"}).id) == 24


def test_keys_are_source_record_and_part(mapped: Mapped) -> None:
    [mention] = record(person(mapped, "{name: A}"), {"ID": "7:1", "A": "x"}).mentions
    assert mention.key == "rms:7%3A1:p"


@pytest.mark.parametrize(
    ("code", "operation"), [("I", "insert"), ("u", "update"), ("D", "delete"), ("X", None)]
)
def test_a_delta_row_says_what_it_asks_for(
    mapped: Mapped, code: str, operation: str | None
) -> None:
    delta = "{kind: delta, operation: {column: OP, values: {I: insert, U: update, D: delete}}}"
    mapping = person(mapped, "{name: A}", f"export: {delta}")
    row = {"ID": "1", "A": "Ann", "OP": code}
    if operation is None:
        assert bad(mapping, row).column == "OP"
        return
    found = record(mapping, row)
    assert found.operation == operation
    assert bool(found.claims) == (operation != "delete")


def test_an_operation_may_be_written_as_it_is(mapped: Mapped) -> None:
    mapping = person(mapped, "{name: A}", "export: {kind: delta, operation: OP}")
    assert record(mapping, {"ID": "1", "A": "Ann", "OP": "update"}).operation == "update"
    assert "none of insert, update, delete" in bad(mapping, {"ID": "1", "OP": "upsert"}).reason


# --- labels, grades, times ---

LABELLED = """
format: csv
record: ID
label:
  data_class: incident
  handling: {column: H, values: {A: "TLP:AMBER"}, default: "TLP:GREEN"}
  caveats: [{column: C, values: {X: originator-only}, otherwise: drop}, not-for-court]
  jurisdiction: Riverton
grade: {columns: [S, I], join: "", prefix: "4x4:"}
valid: {from: SINCE, to: UNTIL}
mentions:
  p:
    kind: person
    label: {data_class: suspect}
    properties:
      name: NAME
      national_id: {column: SSN, label: {handling: "TLP:RED"}, grade: "4x4:A1", valid: {at: SEEN}}
  car: {kind: vehicle, properties: {plate: PLATE}}
links:
  - {from: p, to: car, kind: uses, role: owner, label: {data_class: registry}}
"""
FULL = {"ID": "1", "NAME": "Ann", "SSN": "9", "PLATE": "P", "H": "A", "C": "X", "S": "B", "I": "2"}


def test_the_nearest_label_grade_and_time_hold(mapped: Mapped) -> None:
    found = record(mapped(LABELLED), {**FULL, "SINCE": "2020", "UNTIL": "2021", "SEEN": "2022"})
    name, ssn, plate = found.claims
    both = ("not-for-court", "originator-only")
    assert name.label == Label("riverton-pd", "suspect", "TLP:AMBER", both, "Riverton")
    assert ssn.label == Label("riverton-pd", "suspect", "TLP:RED", both, "Riverton")
    assert plate.label == Label("riverton-pd", "incident", "TLP:AMBER", both, "Riverton")
    assert found.links[0].label.data_class == "registry"
    assert [m.label.data_class for m in found.mentions] == ["suspect", "incident"]
    assert (name.grade, ssn.grade, found.links[0].grade) == ("4x4:B2", "4x4:A1", "4x4:B2")
    assert name.valid == Interval(whole("2020").start, whole("2021").end)
    assert ssn.valid == whole("2022")


def test_what_a_row_does_not_say_of_label_grade_and_time_is_the_default_or_nothing(
    mapped: Mapped,
) -> None:
    found = record(mapped(LABELLED), {"ID": "1", "NAME": "Ann", "PLATE": "P"})
    assert found.claims[0].label.handling == "TLP:GREEN"
    assert found.claims[0].label.caveats == ("not-for-court",)
    assert (found.claims[0].grade, found.claims[0].valid) == ("", ALWAYS)


def whole(text: str) -> Interval:
    return read_when(text, (), Reading().zone, Reading().latest).interval()


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"S": "Z"}, "S, I", "unknown grade '4x4:Z2'"),
        ({"SINCE": "2021", "UNTIL": "2019"}, "SINCE, UNTIL", "it ends before it starts"),
        ({"SINCE": "soon"}, "SINCE", "no date or time"),
    ],
)
def test_a_row_with_a_bad_label_grade_or_time_is_set_aside(
    mapped: Mapped, row: Row, column: str, reason: str
) -> None:
    found = bad(mapped(LABELLED), {**FULL, **row})
    assert found.column == column
    assert found.reason.startswith(reason)


def test_handling_that_the_mapping_does_not_know_is_never_guessed(mapped: Mapped) -> None:
    strict = LABELLED.replace(', default: "TLP:GREEN"', "")
    assert "not in the mapping's table: 'Z'" in bad(mapped(strict), {**FULL, "H": "Z"}).reason
    assert "no handling code" in bad(mapped(strict), {**FULL, "H": ""}).reason
    bare = LABELLED.replace('{column: H, values: {A: "TLP:AMBER"}, default: "TLP:GREEN"}',
                            "{column: H}")  # fmt: skip
    assert "unknown handling code 'A'" in bad(mapped(bare), FULL).reason
    assert record(mapped(bare), {**FULL, "H": "TLP:RED"}).claims[0].label.handling == "TLP:RED"


def test_the_owner_of_a_fact_may_be_another_agency(mapped: Mapped) -> None:
    mapping = person(mapped, "{name: {column: A, label: {owner: {column: BY}}}}")
    [claim] = record(mapping, {"ID": "1", "A": "Ann", "BY": "harbor-so"}).claims
    assert claim.label.owner == "harbor-so"
    assert "nobody could say" in bad(mapping, {"ID": "1", "A": "Ann", "BY": ""}).reason


# --- conditions, links and lists ---


@pytest.mark.parametrize(
    ("when", "row", "there"),
    [
        ("T", {"T": "x"}, True),
        ("T", {"T": " "}, False),
        ("T", {"T": "N/A"}, False),
        ("{column: T, equals: [I, P]}", {"T": "P"}, True),
        ("{column: T, equals: I}", {"T": "P"}, False),
        ("{column: T, unless: X}", {"T": "X"}, False),
        ("{column: T, unless: X}", {"T": ""}, True),
    ],
)
def test_a_part_and_its_links_are_there_only_when_the_row_says_so(
    mapped: Mapped, when: str, row: Row, there: bool
) -> None:
    text = f"""
format: csv
record: ID
empty: N/A
mentions:
  p: {{kind: person, when: {when}, properties: {{name: {{constant: Ann}}}}}}
  i: {{kind: incident}}
links:
  - {{from: p, to: i, kind: involved_in, role: suspect}}
"""
    found = record(mapped(text), {"ID": "1", **row})
    assert len(found.mentions) == (2 if there else 1)
    assert len(found.links) == (1 if there else 0)


def test_a_link_has_its_role_from_a_column_and_may_lead_to_another_record(mapped: Mapped) -> None:
    text = """
format: csv
record: ID
mentions:
  p: {kind: person, properties: {name: A}}
  i: {kind: incident}
links:
  - {from: p, to: i, kind: involved_in, role: {column: R, values: {S: suspect}, default: party}}
  - {from: i, to: {part: i, record: SEE}, kind: concerns}
"""
    mapping = mapped(text)
    suspect, related = record(mapping, {"ID": "1", "A": "x", "R": "s", "SEE": "2"}).links
    assert suspect == Link("rms:1:p", "rms:1:i", "involved_in", "suspect", OPEN)
    assert (related.first, related.second, related.role) == ("rms:1:i", "rms:2:i", "")
    assert [link.role for link in record(mapping, {"ID": "1", "A": "x", "R": "?"}).links] == [
        "party"
    ]


def test_a_role_the_vocabulary_lacks_sets_the_row_aside(mapped: Mapped) -> None:
    text = (
        "format: csv\nrecord: ID\nmentions:\n  p: {kind: person}\n  i: {kind: incident}\nlinks:\n"
    )
    mapping = mapped(text + "  - {from: p, to: i, kind: involved_in, role: {column: R}}")
    found = bad(mapping, {"ID": "1", "R": "boss"})
    assert (found.column, found.reason) == ("R", "no such role: 'boss'")


CASE = """
format: jsonl
record: case
mentions:
  case: {kind: court_case, properties: {case_number: case}}
each:
  - list: charges
    key: count
    mentions:
      charge: {kind: incident, properties: {offence: what, case_number: /case}}
    links:
      - {from: charge, to: case, kind: concerns}
    each:
      - list: people
        mentions:
          person: {kind: person, properties: {name: "."}}
        links:
          - {from: person, to: charge, kind: involved_in, role: defendant}
          - {from: person, to: case, kind: involved_in, role: defendant}
"""


def test_lists_in_lists_become_parts_with_links_to_what_is_around_them(mapped: Mapped) -> None:
    row = {
        "case": "C1",
        "charges": [
            {"count": "A", "what": "theft", "people": ["Ann", "Bo"]},
            {"what": "fraud", "people": "Cy"},
        ],
    }
    found = record(mapped(CASE), row)
    assert [m.key.removeprefix("rms:C1:") for m in found.mentions] == [
        "case", "charge.A", "person.A.1", "person.A.2", "charge.2", "person.2.1",
    ]  # fmt: skip
    ends = [(link.first[7:], link.second[7:]) for link in found.links]
    assert ends == [
        ("charge.A", "case"), ("person.A.1", "charge.A"), ("person.A.1", "case"),
        ("person.A.2", "charge.A"), ("person.A.2", "case"),
        ("charge.2", "case"), ("person.2.1", "charge.2"), ("person.2.1", "case"),
    ]  # fmt: skip
    charges = [claim for claim in found.claims if "charge" in claim.mention]
    assert [(c.property, c.value) for c in charges] == [
        ("offence", "theft"), ("case_number", "C1"), ("offence", "fraud"), ("case_number", "C1"),
    ]  # fmt: skip


def test_a_list_may_lack_or_be_one_element_and_keys_may_not_repeat(mapped: Mapped) -> None:
    mapping = mapped(CASE)
    assert len(record(mapping, {"case": "C1"}).mentions) == 1
    assert len(record(mapping, {"case": "C1", "charges": {"what": "theft"}}).mentions) == 2
    twice = {"case": "C1", "charges": [{"count": "A"}, {"count": "A"}]}
    assert bad(mapping, twice).reason == "two elements have the same key"


def test_a_column_can_be_cut_into_elements_labelled_by_the_row_around_them(mapped: Mapped) -> None:
    text = """
format: csv
record: ID
label: {data_class: incident, handling: {column: H}}
mentions:
  i: {kind: incident}
each:
  - list: WITNESSES
    split: ";"
    mentions:
      witness: {kind: person, properties: {name: .}}
    links:
      - {from: witness, to: i, kind: involved_in, role: witness}
"""
    found = record(mapped(text), {"ID": "1", "H": "TLP:RED", "WITNESSES": "Ann; ;Bo"})
    assert [(c.value, c.label.handling) for c in found.claims] == [
        ("Ann", "TLP:RED"), ("Bo", "TLP:RED"),
    ]  # fmt: skip
    assert [link.first for link in found.links] == ["rms:1:witness.1", "rms:1:witness.2"]
