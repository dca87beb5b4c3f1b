"""CSV files as agencies send them: good, broken in one row, or broken as a whole."""

import codecs
import gzip
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import reading

from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.opening_rows import reread
from comity.ingest.rows import RawRow

Write = Callable[..., Path]
rows_of = partial(reading.rows_of, kind="csv")
refusal = partial(reading.refusal, kind="csv")


def values_of(path: Path, **settings: Any) -> list[list[str]]:
    return [list(row.values.values()) for row in rows_of(path, **settings) if not row.problem]


def test_a_row_has_the_headers_columns_its_line_and_its_text(write: Write) -> None:
    path = write("a.csv", 'NO,NAME\n1,"Bell, Ann"\n2,Chan\n')
    assert rows_of(path) == [
        RawRow(2, {"NO": "1", "NAME": "Bell, Ann"}, b'NO,NAME\n1,"Bell, Ann"\n'),
        RawRow(3, {"NO": "2", "NAME": "Chan"}, b"NO,NAME\n2,Chan\n"),
    ]


@pytest.mark.parametrize(
    "text", ["NO,N\n1,x", "NO,N\n1,x\n2,y\n", "NO,N\r\n1,x\r\n", "NO,N\n1,x\n\n"]
)
def test_how_a_line_ends_is_no_part_of_its_row(write: Write, text: str) -> None:
    assert rows_of(write("a.csv", text))[0].content == b"NO,N\n1,x\n"


def test_a_kept_row_reads_the_same_again(write: Write) -> None:
    path = write("a.csv", 'NO;"A; B"\r\n1;"two\r\nlines"\r\n')
    spec = FormatSpec(type="csv", delimiter=";")
    [row] = rows_of(path, delimiter=";")
    assert row.values == {"NO": "1", "A; B": "two\r\nlines"}
    assert reread(7, row.content, spec) == RawRow(7, row.values, row.content)


def test_a_row_that_came_as_an_object_reads_again_too() -> None:
    row = reread(1, b'{"NO": 7, "NAME": "Bell"}', FormatSpec(type="csv"))
    assert row.values == {"NO": "7", "NAME": "Bell"}


def test_a_kept_row_whose_first_column_has_a_brace_reads_the_same_again(write: Write) -> None:
    [row] = rows_of(write("a.csv", "{id},N\n1,2\n"))
    assert reread(2, row.content, FormatSpec(type="csv")) == row


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(write: Write, encoding: str) -> None:
    path = write("a.csv", "NO,NAME\n1,Zoë Žižek\n".encode(encoding))
    assert values_of(path) == [["1", "Zoë Žižek"]]


def test_an_encoding_without_a_mark_is_the_mappings(write: Write) -> None:
    assert values_of(write("a.csv", "N\nZoë\n".encode("cp1252")), encoding="cp1252") == [["Zoë"]]
    assert values_of(write("b.csv", "N\nZoë\n".encode("utf-16-le")), encoding="utf-16-le") == [
        ["Zoë"]
    ]


def test_gzip_is_taken_off(write: Write) -> None:
    assert values_of(write("a.csv.gz", gzip.compress(b"N\n1\n"))) == [["1"]]


def test_blank_lines_are_no_rows_and_line_numbers_stay_true(write: Write) -> None:
    assert [row.number for row in rows_of(write("a.csv", "N,M\n\n1,2\n\n3,4\n"))] == [3, 5]


def test_columns_given_by_the_mapping_replace_a_missing_or_double_header(write: Write) -> None:
    assert rows_of(write("a.csv", "1,2\n"), header=False, columns=["A", "B"])[0].values == {
        "A": "1",
        "B": "2",
    }
    assert rows_of(write("b.csv", "A,A\n1,2\n"), columns=["A", "B"])[0].values["B"] == "2"


# --- one bad row: it is set aside with its line, the next is read ---


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"1,2,3", "3 cells where the header has 2"),
        (b"1", "1 cells where the header has 2"),
        (b'1,"x"y', "expected after"),
        (b"1,\0", "a byte of zero"),
        (b"1,Zo\xeb", "byte 0xEB"),
        (b'1,"open', "an opening quote without"),
        (b"1," + b"x" * 3000, "longer than"),
    ],
)
def test_a_bad_row_is_handed_on_with_its_reason(write: Write, bad: bytes, reason: str) -> None:
    path = write("a.csv", b"N,M\n1,\xc3\xab\n" + bad + b"\n3,4\n5,6\n")
    rows = rows_of(path, max_record_mb=2048 / (1 << 20))
    assert [row.number for row in rows] == [2, 3, 4, 5]
    assert [bool(row.problem) for row in rows] == [False, True, False, False]
    assert reason in rows[1].problem
    assert rows[1].content.startswith(b"N,M\n1")


def test_an_unclosed_quote_costs_its_own_row_only(write: Write) -> None:
    text = "N,M\n" + '1,"oh\n' + "2,b\n" * 3000
    rows = rows_of(write("a.csv", text))
    assert len(rows) == 3001
    assert [row.number for row in rows if row.problem] == [2]


def test_a_line_of_gigabytes_is_skipped_in_bounded_memory(tmp_path: Path) -> None:
    """The file is sparse: two gigabytes of zeros stand for a line without an end."""
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(b"N,M\n1,2\n3,4" + b" " * 100_000)
        file.seek(2 << 30)
        file.write(b"\n5,6\n")
    rows, bad, _, grown = reading.read_apart(path, "csv", max_record_mb=1)
    assert (rows, bad) == (3, 1)
    assert grown < 16 * reading.MB


# --- a bad file: one clear line, nothing read ---


def test_a_file_of_another_encoding_is_refused_with_its_line(write: Write) -> None:
    said = refusal(write("a.csv", "N\nAnn\nZoë\n".encode("cp1252")))
    assert "line 3" in said
    assert "format.encoding" in said


def test_utf_16_without_a_mark_is_told_from_text(write: Write) -> None:
    assert "UTF-16" in refusal(write("a.csv", "NO,NAME\n1,Ann\n".encode("utf-16-le")))


def test_half_a_utf_16_file_is_refused(write: Write) -> None:
    path = write("a.csv", codecs.BOM_UTF16_LE + "N\n1\n".encode("utf-16-le") + b"\x00\xd8\x00")
    assert "utf-16" in refusal(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (gzip.compress(b"", mtime=0), "empty"),
        (b"\n\n", "no header"),
        (b"A,B,A\n1,2,3\n", "'A' stands twice"),
        (b'"A\n1,2\n', "header cannot be read"),
        (b"\x89PNG\0\0\0\0\0\0\0\0", "zero"),
    ],
)
def test_what_is_no_table_is_refused(write: Write, content: bytes, reason: str) -> None:
    assert reason in refusal(write("a.csv", content))


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "none.csv")
    assert "folder" in refusal(tmp_path)


def test_a_cut_off_or_damaged_gzip_is_refused(write: Write) -> None:
    whole = gzip.compress(b"N\n" + bytes(range(48, 58)) * 2000, mtime=0)
    assert "cut off" in refusal(write("a.csv.gz", whole[:-12]))
    broken = bytearray(whole)
    broken[-6] ^= 0xFF
    assert "damaged" in refusal(write("b.csv.gz", bytes(broken)))


def test_a_gzip_bomb_stops_at_its_budget(write: Write) -> None:
    bomb = gzip.compress(b"N\n" + (b"x" * 1023 + b"\n") * (8 << 10))
    assert len(bomb) < 40_000
    assert "max_opened_mb" in refusal(write("a.csv.gz", bomb), max_opened_mb=2)
