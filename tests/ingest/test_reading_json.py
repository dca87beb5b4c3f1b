"""JSON documents and JSON lines: values as written, one bad record, and files that are none."""

import codecs
import gzip
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import reading
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.ingest import readers_json
from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.opening_rows import reread
from comity.ingest.rows import RawRow

Write = Callable[..., Path]
lists_of = partial(reading.rows_of, kind="json")
lines_of = partial(reading.rows_of, kind="jsonl")
DEEP = 100_000


@pytest.mark.parametrize(("kind", "text"), [("json", "[{}]"), ("jsonl", "{}\n")])
def test_numbers_keep_how_they_were_written(write: Write, kind: str, text: str) -> None:
    record = '{"plate": 007, "a": 1.50, "big": 12345678901234567890, "t": true, "n": null}'
    record = record.replace("007", "7")
    [row] = reading.rows_of(write("a", text.replace("{}", record)), kind)
    assert row.values == {
        "plate": "7", "a": "1.50", "big": "12345678901234567890", "t": True, "n": None,
    }  # fmt: skip
    assert row == RawRow(1, row.values, record.encode())
    assert reread(1, row.content, FormatSpec(type=kind)) == row


def test_a_list_is_found_at_its_path(write: Write) -> None:
    path = write("a.json", '{"meta": {"n": [1]}, "data": {"x": "]", "records": [{"a": 1}]}}')
    assert [row.values for row in lists_of(path, items="data.records")] == [{"a": "1"}]


def test_blank_lines_are_no_records_and_line_numbers_stay_true(write: Write) -> None:
    assert [row.number for row in lines_of(write("a", '\n{"a":1}\n\n{"a":2}'))] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_a_byte_order_mark_tells_the_encoding(write: Write, kind: str, encoding: str) -> None:
    text = {"json": '[{"a": "Zoë"}]', "jsonl": '{"a": "Zoë"}'}[kind]
    [row] = reading.rows_of(write("a", text.encode(encoding)), kind)
    assert row.values == {"a": "Zoë"}


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_an_encoding_without_a_mark_is_the_mappings_and_gzip_is_taken_off(
    write: Write, kind: str
) -> None:
    text = {"json": '[{"a": "Zoë"}]', "jsonl": '{"a": "Zoë"}'}[kind]
    [row] = reading.rows_of(
        write("a", gzip.compress(text.encode("cp1252"))), kind, encoding="cp1252"
    )
    assert row.values == {"a": "Zoë"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.text(), st.recursive(st.text(), lambda s: st.lists(s, max_size=3))),
        max_size=8,
    ),
    st.sampled_from([1, 7, 64]),
    st.sampled_from([None, 2]),
)
def test_any_list_reads_as_the_json_module_reads_it_however_its_pieces_fall(
    tmp_path_factory: pytest.TempPathFactory, records: list[object], chunk: int, indent: int | None
) -> None:
    path = tmp_path_factory.mktemp("json") / "a.json"
    path.write_text(json.dumps(records, indent=indent))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers_json, "CHUNK", chunk)
        rows = lists_of(path)
    assert [dict(row.values) for row in rows] == records
    assert [row.number for row in rows] == list(range(1, len(records) + 1))


# --- one bad record: it is set aside, the next is read ---


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("7", "not a JSON object"),
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": ' + "[" * 150 + "]" * 150 + "}", "nested too deeply"),
    ],
)
@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_a_bad_record_is_handed_on_with_its_reason(
    write: Write, kind: str, bad: str, reason: str
) -> None:
    records = ['{"a": 1}', bad, '{"a": 3}']
    text = "\n".join(records) if kind == "jsonl" else f"[{','.join(records)}]"
    rows = reading.rows_of(write("a", text), kind)
    assert [bool(row.problem) for row in rows] == [False, True, False]
    assert reason in rows[1].problem
    assert rows[1].values == {}
    assert rows[1].content == bad.encode()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"a": 1', "not JSON: "),
        (b'{"a": 1} {"a": 2}', "not JSON: Extra data"),
        (b'{"a": "\xeb"}', "byte 0xEB"),
        (b'{"a": "\0"}', "a byte of zero"),
        (b'{"a": "' + b"x" * 3000 + b'"}', "longer than"),
        (b'{"a": ' + b"[" * DEEP + b"]" * DEEP + b"}", "longer than"),
    ],
)
def test_a_bad_line_is_handed_on_with_its_reason(write: Write, bad: bytes, reason: str) -> None:
    path = write("a.jsonl", b'{"a": "\xc3\xab"}\n' + bad + b'\n{"a": 3}\n')
    rows = lines_of(path, max_record_mb=2048 / reading.MB)
    assert [row.number for row in rows] == [1, 2, 3]
    assert [bool(row.problem) for row in rows] == [False, True, False]
    assert reason in rows[1].problem


def test_a_line_nested_beyond_all_measure_costs_itself_only(write: Write) -> None:
    path = write("a.jsonl", '{"a": ' + "[" * DEEP + "]" * DEEP + '}\n{"a": 2}\n')
    bad, good = lines_of(path)
    assert "nested too deeply" in bad.problem
    assert good.values == {"a": "2"}


# --- a bad file: one clear line, nothing read ---


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 0, "empty"),
        (b"7", 1, "no list here"),
        (b'{"a": [1]}', 1, "no list here"),
        (b'[\n{"a": 1}\n', 3, "a comma is missing"),
        (b'[\n{"a": 1}\n{"a": 2}]', 3, "a comma is missing"),
        (b'[\n{"a": 1},\n{"a": 2,\n "b": x}]', 4, "not JSON: Expecting value"),
        (b'[{"a": 1}]\n[{"a": 2}]', 2, "something stands after the list"),
        (b'[{"a": 1}] x', 1, "something stands after the list"),
        (b'[{"a": "\xeb"}]', 1, "format.encoding"),
        (b'[{"a": 1}]\0', 1, "something stands after the list"),
        (b"\0\0\0\0", 1, "zero"),
        (b'[{"a": ' + b"[" * DEEP + b"]" * DEEP + b"}]", 1, "nested too deeply"),
        (codecs.BOM_UTF16_LE + b"[\0{\0}\0]\0\x00\xd8", 1, "utf-16"),
    ],
)
def test_what_is_no_list_is_refused_with_its_line(
    write: Write, content: bytes, line: int, reason: str
) -> None:
    said = reading.refusal(write("a.json", content), "json")
    assert reason in said
    assert (f"line {line}:" in said) == bool(line)


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ("data.records", "no member 'records'"),
        ("dat", "no member 'dat'"),
        ("n.x", "no object that could hold 'x'"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(write: Write, items: str, reason: str) -> None:
    path = write("a.json", '{"n": 1, "data": {"rows": []}}')
    assert reason in reading.refusal(path, "json", items=items)


def test_a_broken_record_in_a_long_document_is_told_with_its_place(write: Write) -> None:
    text = '[\n{"a": 1},\n{"a": oops},\n' + '{"a": "' + "x" * 4000 + '"}]'
    said = reading.refusal(write("a.json", text), "json", max_record_mb=2048 / reading.MB)
    assert "line 3: a value longer than" in said
    assert "or broken here: Expecting value" in said


# --- memory ---


def test_a_long_document_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("w") as file:
        file.write("[")
        for number in range(60_000):
            file.write(f'{{"no": {number}, "text": "{"x" * 200}"}},\n')
        file.write('{"no": "last"}]')
    rows, bad, _, grown = reading.read_apart(path, "json")
    assert (rows, bad) == (60_001, 0)
    assert grown < 4 * reading.MB


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_a_value_without_an_end_is_met_in_bounded_memory(tmp_path: Path, kind: str) -> None:
    """The file is sparse: 256 MB of zeros stand inside a text that does not end."""
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.write(b'[{"a": "' + b" " * 100_000 if kind == "json" else b'{"a": "' + b" " * 100_000)
        file.seek(256 << 20)
        file.write(b'"}\n')
    rows, bad, said, grown = reading.read_apart(path, kind, max_record_mb=1)
    assert (rows, bad) == ((0, 0) if kind == "json" else (1, 1))
    assert ("longer than 1 MB" in said) == (kind == "json")
    assert grown < 16 * reading.MB
