"""A drafted mapping is one that is read, takes its file in, and shows nobody's values."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_records import START

from comity.graph.ledger import Ledger
from comity.graph.vocabulary import vocabulary
from comity.ingest import ingest_file, parse_mapping, read_mapping, write_demo
from comity.ingest.draft import _NAMED, draft_mapping
from comity.ingest.errors import UnreadableFile

Write = Callable[..., Path]
DEMO = (
    "bluewave_calls.csv", "bluewave_subscribers.csv", "court_cases.jsonl", "court_warrants.jsonl",
    "dmv_licences.csv", "dmv_vehicles.csv", "fusion_reports.xml", "harbor_bookings_1.xlsx",
    "riverton_gang_file.csv", "riverton_incidents.csv",
)  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo"), people=100).out


def test_the_files_of_the_demo_are_these(demo: Path) -> None:
    beside = {"truth.csv", "stories.json", "viewers.yaml"}
    assert tuple(sorted(p.name for p in demo.iterdir() if p.is_file())) == tuple(
        sorted({*DEMO, *beside})
    )


@pytest.mark.parametrize("name", DEMO)
def test_a_draft_for_each_demo_file_takes_most_of_its_rows_in(
    demo: Path, tmp_path: Path, ledger: Ledger, name: str
) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(draft_mapping(demo / name), "utf-8")
    summary = ingest_file(ledger, read_mapping(path), demo / name)
    assert summary.read > 5
    assert summary.accepted * 10 >= summary.read * 9, summary.reasons


def test_a_draft_guesses_by_name_and_checks_by_content(write: Write) -> None:
    path = write(
        "people.csv",
        "ID;First Name;DOB;Update\n1;Ann;07/05/1980;yes\n2;Bo;31/12/1990;no\n3;Cy;01/01/2000;no\n",
    )
    text = draft_mapping(path)
    [table] = parse_mapping(text, "draft").tables
    assert table.format is not None
    assert table.format.delimiter == ";"
    assert table.record is not None
    assert table.record.columns == ["ID"]
    found = {name: specs[0] for name, specs in table.mentions["person"].properties.items()}
    assert found["given_name"].column == "First Name"
    assert found["birth_date"].formats == ["%d/%m/%Y"]
    assert 'not mapped: "Update"' in text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "ID,NAME\n1,Zoë\n2,Bo\n".encode("cp1252")),
        ("a.csv", "ID,NAME\n1,Zoë\n2,Bo\n".encode("utf-16-le")),
        ("a.tsv", "ID\tNAME\n1\tZoë\n2\tBo\n"),
        ("a.ndjson", '{"ID": 1, "NAME": "Zoë"}\n{"ID": 2, "NAME": "Bo"}\n'),
        ("a.json", '[{"ID": 1, "NAME": "Zoë"}, {"ID": 2, "NAME": "Bo"}]'),
        ("a.json", '{"n": {"x": {}}, "d": {"r": [{"ID": 1, "NAME": "Zoë"}, {"ID": 2}]}, "t": 0}'),
        ("a.xml", "<R><r><ID>1</ID><NAME>Zoë</NAME></r><r><ID>2</ID></r></R>"),
    ],
)
def test_the_format_of_a_file_is_found_out(
    write: Write, ledger: Ledger, name: str, content: str | bytes
) -> None:
    path = write(name, content)
    summary = ingest_file(ledger, parse_mapping(draft_mapping(path), "draft"), path)
    assert (summary.read, summary.accepted) == (2, 2)
    claims = [claim.raw for change in ledger.changes(START) for claim in change.claims]
    assert "Zoë" in claims


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"x", "its ending tells no format; known: .csv"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"ID\n", "no row could be read"),
        ("a.json", b'{"a": {"b": 1}}', "no list here"),
        ("a.json", b'{"a":' * 500, "nested too deeply"),
        ("a.json", b'{"a" 1}', "a colon is missing"),
        ("a.json", b"[1, 2]", "no row could be read"),
        ("a.xml", b"<R><r/></R>", "no element repeats"),
        ("a.xlsx", b"PK", "not an XLSX workbook"),
    ],
)
def test_a_file_that_shows_nothing_is_refused(
    write: Write, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words):
        draft_mapping(write(name, content))


def test_no_value_of_a_file_is_in_its_draft(write: Write) -> None:
    people = ["Ann Bell", "王小明", "Žižek", "محمد", "O'Neil"]
    rows = [{"no": n, "name": name, "address": f"{name} St"} for n, name in enumerate(people)]
    text = draft_mapping(write("a.json", json.dumps(rows, ensure_ascii=False)))
    assert not [name for name in people if name in text or (name[0] in "王Žم" and name[0] in text)]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(CELLS, min_size=1, max_size=5, unique_by=str.strip),
    st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=3),
)
def test_whatever_the_columns_and_values_a_draft_is_a_mapping(
    tmp_path_factory: pytest.TempPathFactory, columns: list[str], rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("draft") / "a.jsonl"
    records = [dict(zip(columns, row, strict=False)) for row in rows]
    path.write_text("\n".join(map(json.dumps, records)))
    assert parse_mapping(draft_mapping(path), "draft").tables


@pytest.mark.parametrize(("_pattern", "kind", "name"), _NAMED)
def test_every_guess_is_in_the_vocabulary(_pattern: str, kind: str, name: str) -> None:
    assert name in vocabulary().kinds[kind]
