"""Labels, grades, times, conditions, links and lists: each from the nearest rule for it."""

import pytest
from made_records import Mapped, Row, bad, person, record

from comity.graph.words import ALWAYS, Interval, Link
from comity.ingest.dates import read_when
from comity.ingest.values import Reading
from comity.sharing import Label

OPEN = Label("riverton-pd", "incident", "TLP:GREEN")


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
