"""Rows become records: values from where the mapping says, ids, and rows that cannot be used."""

import pytest
from made_records import Mapped, Row, bad, person, record

from comity.graph.words import BadRow
from comity.ingest import SourceMapping
from comity.ingest.records import record_maker
from comity.ingest.rows import RawRow


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
