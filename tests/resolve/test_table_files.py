"""Tables out of files as people have them, and what is said of files that cannot be read."""

import gzip
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.resolve.errors import TableError
from comity.resolve.table_files import BLOCK, read_file


def cells(path: Path, content: bytes | str, encoding: str = "") -> dict[str, list[str | None]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found: dict[str, list[str | None]] = read_file(path, encoding).table.to_pydict()
    return found


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_found(tmp_path: Path, mark: str) -> None:
    assert cells(tmp_path / "a.csv", f"a{mark}b\n1{mark}x y\n") == {"a": ["1"], "b": ["x y"]}


@pytest.mark.parametrize(
    ("content", "encoding"),
    [("a,b\nJosé,2\n".encode("utf-8-sig"), ""), ("a,b\nJosé,2\n".encode("utf-16"), ""),
     ("a,b\nJosé,2\n".encode("utf-32"), ""), ("sep=;\na;b\nJosé;2\n".encode(), ""),
     ("a,b\nJosé,2\n".encode("cp1252"), "cp1252"),
     (gzip.compress("a,b\nJosé,2\n".encode(), mtime=0), "")],
)  # fmt: skip
def test_marks_of_encodings_are_no_part_of_the_text(
    tmp_path: Path, content: bytes, encoding: str
) -> None:
    name = "a.csv.gz" if content[:2] == b"\x1f\x8b" else "a.csv"
    assert cells(tmp_path / name, content, encoding) == {"a": ["José"], "b": ["2"]}


def test_texts_stay_as_they_are_written(tmp_path: Path) -> None:
    text = 'zip,who,note\n00015,NA,"one\ntwo"\n,null,"a ""b"""\n'
    assert cells(tmp_path / "a.csv", text) == {
        "zip": ["00015", None], "who": ["NA", "null"], "note": ["one\ntwo", 'a "b"'],
    }  # fmt: skip


def test_rows_that_do_not_fit_are_left_out_counted_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert cells(path, "a,b\n1,2\n1,2,3\n4\n5,6\n")["a"] == ["1", "5"]
    [told] = read_file(path).warnings
    assert told.startswith("a.csv: 2 rows do not fit the header (3 cells, not 2 in the first)")
    assert "rows 3, 4" in told


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    cells(path, 'a,b\n1,"x\n2,y\n3,z\n')
    assert read_file(path).warnings == (
        "a.csv: 1 cells hold whole lines; a quotation mark may not be closed",
    )


def test_rows_longer_than_a_block_of_reading_are_read(tmp_path: Path) -> None:
    long = "x" * 50_000
    assert cells(tmp_path / "a.csv", f"a,b\n{long},2\n")["a"] == [long]
    rows = BLOCK // 1_000 + 5
    found = cells(tmp_path / "b.csv", "a,b\n" + ("y" * 998 + ",1\n") * rows)
    assert len(found["a"]) == rows


def test_parquet_is_read_by_what_is_in_it(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": ["x", None], "n": [1, 2]})
    frame.to_parquet(tmp_path / "a.bin")
    assert read_file(tmp_path / "a.bin").table.to_pydict() == {"a": ["x", None], "n": [1, 2]}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "No such file"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n", "is empty"),
        ("a.csv", b"a,b\n", "has a header and no rows"),
        ("a.csv", b"a,b", "has a header and no rows"),
        ("a.csv", b"a,b,a\n1,2,3\n", "column 'a' stands twice in the header"),
        ("a.csv", b"a,b\nJos\xe9,2\n", "not written in UTF-8; say how it is with --encoding"),
        ("a.csv", b"a,b\n" + b"1,2\n" * 600_000 + b"\xe9,2\n", "not written in UTF-8"),
        ("a.csv", b'a,"b\n1,2\n3,4\n', "line 1 opens a quotation mark"),
        ("a.csv", b'a,b\n"1,2\n3,4\n', "row 2 holds whole lines; a quotation mark"),
        ("a.parquet", b"a,b\n1,2\n", "cannot be read as Parquet"),
        ("a.parquet", b"PAR1 and then nothing", "cannot be read as Parquet"),
        ("a.xlsx", b"PK\x03\x04rest", "is a spreadsheet or an archive; save it as CSV"),
        ("a.csv.gz", b"a,b\n1,2\n", "a.csv.gz"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TableError, match=said):
        read_file(path)


def test_an_encoding_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(TableError, match=r"no encoding .klingon. is known"):
        read_file(tmp_path / "a.csv", "klingon")


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="is a folder"):
        read_file(tmp_path)


def test_a_parquet_file_with_two_columns_of_one_name_is_refused(tmp_path: Path) -> None:
    two = pa.Table.from_arrays([pa.array(["x"])] * 2, names=["a", "a"])
    pq.write_table(two, tmp_path / "a.parquet")
    with pytest.raises(TableError, match="column 'a' stands twice; rename one"):
        read_file(tmp_path / "a.parquet")
