"""Mappings: what may be written is read; each kind of slip is refused with line and way out."""

import re
from pathlib import Path

import pytest

from comity.ingest import parse_mapping, read_mapping
from comity.ingest.errors import WrongFile
from comity.sharing import DocumentError

GOOD = """\
mapping: cars
version: 1
source:
  id: lot
  agency: riverton-pd
  title: Car lot
timezone: America/Chicago
region: US
format: {type: csv, delimiter: ";"}
record: LOT
export: {kind: delta, operation: {column: OP, values: {I: insert, D: delete}}}
label:
  data_class: incident
  handling: {column: H, values: {A: "TLP:AMBER"}, default: "TLP:GREEN"}
grade: {column: G, prefix: "4x4:", values: {good: B2}}
mentions:
  owner:
    kind: person
    when: {column: OWNER, unless: X}
    properties:
      name: OWNER
      birth_date: {column: BORN, formats: "%d/%m/%Y"}
  car:
    kind: vehicle
    properties: {plate: {column: PLATE, extract: "^(.*)$"}}
links:
  - from: owner
    to: car
    kind: uses
    role: owner
each:
  - list: SEEN
    split: ";"
    mentions:
      witness: {kind: person, properties: {name: .}}
    links:
      - {from: witness, to: car, kind: uses, role: user}
"""
BORN = "birth_date: {column: BORN"


def refusal(text: str) -> DocumentError:
    with pytest.raises(DocumentError) as refused:
        parse_mapping(text, "lot.yaml")
    said = str(refused.value)
    assert "\n" not in said
    assert said.startswith(f"lot.yaml, line {refused.value.line}: ")
    return refused.value


def test_a_good_mapping_is_read_with_its_source_and_a_hash_of_its_text() -> None:
    mapping = parse_mapping(GOOD, "lot.yaml")
    assert (mapping.source.id, mapping.source.agency) == ("lot", "riverton-pd")
    assert mapping.id.startswith("cars@1-")
    assert mapping.id == parse_mapping(GOOD, "elsewhere.yaml").id
    assert mapping.id != parse_mapping(GOOD + "# a note\n", "lot.yaml").id


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ("mapping", "maping", 1),
        ("id", "idd", 4),
        ("type", "typ", 9),
        ("record", "recrod", 10),
        ("operation", "operatoin", 11),
        ("handling", "handlin", 14),
        ("unless", "unles", 19),
        ("formats", "fromats", 22),
        ("extract", "exract", 25),
        ("to", "too", 28),
        ("each", "eahc", 31),
        ("list", "lst", 32),
        ("split", "spilt", 33),
        ("links", "link", 26),
    ],
)
def test_an_unknown_key_is_told_with_its_near_miss(right: str, wrong: str, line: int) -> None:
    error = refusal(re.sub(rf"\b{right}:", f"{wrong}:", GOOD, count=1))
    assert error.line == line
    assert f"unknown key {wrong!r}; did you mean {right!r}? allowed: " in error.problem
    assert right in error.problem.partition("allowed: ")[2].split(", ")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("kind: person\n", "kind: persn\n", 18, "kind 'persn'; did you mean 'person'?"),
        (
            "  name: OWNER",
            "  nam: OWNER",
            21,
            "of person 'nam'; did you mean 'name'? allowed: age,",
        ),
        ("kind: uses\n", "kind: use\n", 29, "link 'use'; did you mean 'uses'? allowed: assoc"),
        ("role: owner", "role: ownr", 30, "role 'ownr'; did you mean 'owner'? allowed: arrestee,"),
        ("role: owner", "role: {column: R, values: {O: ownr}}", 30, "role 'ownr'; did you mean"),
        ("role: owner", "role: {column: R, default: ownr}", 30, "role 'ownr'; did you mean"),
        ("from: owner", "from: ownr", 27, "part 'ownr'; did you mean 'owner'? allowed: car, owner"),
        ("from: witness", "from: witnes", 37, "allowed: car, owner, witness"),
        ("TLP:AMBER", "TLP:AMBR", 14, "'TLP:AMBR'; did you mean 'TLP:AMBER'? allowed: TLP:CL"),
        ("TLP:GREEN", "TLP:GREN", 14, "'TLP:GREN'; did you mean 'TLP:GREEN'? allowed: TLP:CL"),
        ("B2", "Z9", 15, "grade '4x4:Z9'"),
        ("type: csv", "type: cvs", 9, "value 'cvs'; did you mean 'csv'? allowed: csv, xlsx, json,"),
        ("kind: delta", "kind: detla", 11, "'detla'; did you mean 'delta'? allowed: full, delta,"),
        ("D: delete", "D: delte", 11, "operation 'delte'; did you mean 'delete'? allowed: ins"),
        (
            BORN,
            f"{BORN}, otherwise: kep",
            22,
            "'kep'; did you mean 'keep'? allowed: keep, drop, re",
        ),
        (BORN, f"{BORN}, label: {{handling: TLP:REDD}}", 22, "did you mean 'TLP:RED'?"),
        (BORN, f"{BORN}, grade: 4x4-B2", 22, "unknown grade '4x4-B2'; did you mean '4x4:B2'?"),
        (BORN, f"{BORN}, timezone: Europe/Londn", 22, "did you mean 'Europe/London'?"),
        (BORN, f"{BORN}, region: UK", 22, "unknown region 'UK'"),
        ("America/Chicago", "America/Chicgo", 7, "did you mean 'America/Chicago'?"),
        ("region: US", "region: us", 8, "unknown region 'us'"),
        ("version: 1", "version: 1\nvocabulary: 99", 3, "this release reads 1 and 2 and 3"),
    ],
)
def test_an_unknown_word_is_told_with_its_near_miss(
    old: str, new: str, line: int, words: str
) -> None:
    assert old in GOOD
    error = refusal(GOOD.replace(old, new, 1))
    assert error.line == line
    assert words in error.problem


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("version: 1", "version: one", 2, "integer"),
        ("version: 1", "version: 0", 2, "greater than or equal to 1"),
        ("mapping: cars", "mapping: a/b", 1, "'a/b' is no plain name"),
        ("id: lot", "id: ../lot", 4, "'../lot' is no plain name"),
        ("  agency: riverton-pd\n", "", 3, "source.agency is missing"),
        ('delimiter: ";"', 'delimiter: ";;"', 9, "at most 1 character"),
        ("type: csv", "type: csv, encoding: utf9", 9, "unknown encoding 'utf9'"),
        ("type: csv", "type: csv, header: false", 9, "list the columns"),
        ("type: csv", "type: xml", 9, "items"),
        ("type: csv", "type: csv, max_record_mb: 0", 9, "greater than 0"),
        ('format: {type: csv, delimiter: ";"}\n', "", 1, "say csv, xlsx, json, jsonl or xml"),
        ("record: LOT\n", "", 1, "name the id column"),
        ("record: LOT", "record: {hash: true, columns: [A]}", 10, "either columns or hash"),
        ("record: LOT", "record: LOT\nrecord: NO", 11, "'record' stands twice"),
        ("kind: delta, operation", "kind: full, operation", 11, "only a delta does"),
        (", operation: {column: OP, values: {I: insert, D: delete}}", "", 11, "a delta names"),
        ("  data_class: incident\n", "", 12, "data_class is missing; silence would mean no one"),
        ("data_class: incident", "data_class: on", 13, "put the word in quotes"),
        ("role: owner", "role: no", 30, "put the word in quotes"),
        ("label:\n", "label: [\n", 14, "not YAML"),
        ("kind: person\n", "kind: [person]\n", 18, "string"),
        ("kind: person\n", "kind: person\n    valid: {at: A, from: B}\n", 19, "either at, or"),
        ('extract: "^(.*)$"', 'extract: "^(.*$"', 25, "not a regular expression"),
        ("{column: PLATE,", "{column: PLATE, constant: x,", 25, "exactly one of column, columns"),
        (
            '{column: PLATE, extract: "^(.*)$"}',
            "{default: x}",
            25,
            "exactly one of column, columns",
        ),
        ('"%d/%m/%Y"', '"%d/%m/%Q"', 22, "%Q means nothing"),
        ('"%d/%m/%Y"', "dd/mm/yyyy", 22, "write it like %d/%m/%Y"),
        ("      witness: {", "      car: {", 35, "part 'car' stands twice"),
        ("each:\n", "tables: [{mentions: {}}]\neach:\n", 1, "at the top, or tables"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(
    old: str, new: str, line: int, words: str
) -> None:
    assert old in GOOD
    error = refusal(GOOD.replace(old, new, 1))
    assert (error.line, words in error.problem) == (line, True), error


@pytest.mark.parametrize(
    "text", ["", "mapping: [", "a: &a [*a]", "[" * 5000, "x", "a: &a {b: &b [*b]}", "? [a]\n: b"]
)
def test_what_is_no_document_is_one_line(text: str) -> None:
    assert refusal(text)


def test_a_document_that_unfolds_without_end_is_refused() -> None:
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "too long" in refusal("\n".join(layers)).problem


@pytest.mark.parametrize(
    ("content", "words"),
    [("mapping: cars".encode("utf-16"), "UTF-8"), (b"mapping: Zo\xeb", "UTF-8"), (None, "no such")],
)
def test_a_mapping_that_cannot_be_read_is_refused(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "lot.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DocumentError, match=words) as refused:
        read_mapping(path)
    assert str(path) in str(refused.value)


def test_an_element_of_another_records_list_may_be_an_end() -> None:
    text = GOOD.replace("to: car\n", "to: {part: witness.1, record: OTHER}\n", 1)
    assert parse_mapping(text, "lot.yaml").document.links[0].second.part == "witness.1"


# --- several tables ---

TABLES = """\
mapping: crime
source: {id: crime, agency: gm-police, title: Crime}
format: {type: csv, delimiter: ";"}
record: ID
label: {data_class: incident, handling: "TLP:GREEN", jurisdiction: UK}
empty: [NONE]
dates: "%d/%m/%Y"
tables:
  - files: ["people*.csv", "persons.csv"]
    mentions: {node: {kind: person, properties: {name: NAME}}}
    label: {handling: "TLP:RED"}
    empty: ["?"]
  - files: "links.csv"
    record: {columns: [A, B], prefix: link-}
    links:
      - {from: {part: node, record: A}, to: {part: node, record: B}, kind: associate_of}
"""


def test_tables_take_over_what_stands_at_the_top() -> None:
    people, links = parse_mapping(TABLES, "crime.yaml").tables
    assert people.format is not None
    assert people.format.delimiter == ";"
    assert people.record is not None
    assert people.record.columns == ["ID"]
    assert people.label is not None
    assert people.label.handling is not None
    assert people.label.handling.constant == "TLP:RED"
    assert people.label.jurisdiction is not None
    assert people.empty == ["NONE", "?"]
    assert (people.dates, links.dates) == (["%d/%m/%Y"], ["%d/%m/%Y"])
    assert links.record is not None
    assert links.record.prefix == "link-"


@pytest.mark.parametrize("file", ["people_2024.csv", "persons.csv", "people.csv.gz"])
def test_the_first_table_whose_pattern_fits_reads_the_file(file: str) -> None:
    mapping = parse_mapping(TABLES, "crime.yaml")
    assert mapping.table_for(f"/in/{file}") is not None
    assert list(mapping.table_for(file).mentions) == ["node"]


def test_a_file_that_no_table_is_for_is_refused_with_the_patterns() -> None:
    mapping = parse_mapping(TABLES, "crime.yaml")
    with pytest.raises(WrongFile, match=r"people\*\.csv, persons\.csv, links\.csv"):
        mapping.table_for("cars.csv")


def test_a_delta_at_the_top_is_every_tables() -> None:
    text = TABLES.replace("tables:", "export: {kind: delta, operation: OP}\ntables:")
    assert {table.export.kind for table in parse_mapping(text, "crime.yaml").tables} == {"delta"}


def test_files_at_the_top_beside_tables_are_refused() -> None:
    with pytest.raises(DocumentError, match="line 8: files: each of the tables names its own"):
        parse_mapping(TABLES.replace("tables:", "files: x.csv\ntables:"), "crime.yaml")


def test_a_slip_in_a_table_is_told_on_its_line() -> None:
    with pytest.raises(DocumentError, match=r"line 16: tables\.1\.links\.0\.to: unknown part"):
        parse_mapping(TABLES.replace("to: {part: node,", "to: {part: nod,"), "crime.yaml")


def test_a_full_export_of_one_of_several_tables_is_refused() -> None:
    with pytest.raises(DocumentError, match="withdraw the others"):
        parse_mapping(TABLES.replace("tables:", "export: full\ntables:"), "crime.yaml")
    with pytest.raises(DocumentError, match="withdraw the others"):
        parse_mapping(TABLES.replace("  - files: \"links", "  - export: full\n    files: \"links"),
                      "crime.yaml")  # fmt: skip
