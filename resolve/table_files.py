"""Tables out of files, CSV or Parquet, each column as numbers into its distinct texts."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from comity.resolve.errors import TableError

HEAD = 1 << 20
# The longest row that is read whole, and how much of a file is in memory besides its columns.
BLOCK = 1 << 22
_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"
# The longer marks first: that of UTF-32 begins as that of UTF-16 does.
_MARKED = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32",
           b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # fmt: skip
# The line with which spreadsheets tell each other the mark between cells.
_SEP = re.compile(r"^\"?sep=.\"?\r?\n", re.IGNORECASE)
_MARKS = ",;\t|"
_TEXTS = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class FileTable:
    """A table as its file has it, and how many of its rows could not be read."""

    table: Any
    warnings: tuple[str, ...] = ()


@dataclass
class _Broken:
    """Rows whose cells do not fit the header: they are left out and counted."""

    rows: list[int] = field(default_factory=list)
    example: str = ""
    open_quote: int = 0

    def __call__(self, row: Any) -> str:
        self.example = self.example or f"{row.actual_columns} cells, not {row.expected_columns}"
        self.rows.append(row.number or 0)
        if not self.open_quote and "\n" in row.text.strip("\r\n"):
            self.open_quote = row.number or 0
        return "skip"


def read_file(path: Path, encoding: str = "") -> FileTable:
    """Read a CSV or Parquet file; raises TableError with the way out."""
    found = _read(path, encoding)
    if not found.table.num_rows and found.warnings:
        raise TableError(f"no row can be read: {'; '.join(found.warnings)}")
    if not found.table.num_rows:
        raise TableError(f"{path} has a header and no rows: there is nothing to resolve")
    return found


def _read(path: Path, encoding: str) -> FileTable:
    try:
        head = _head(path)
        if head.startswith(_PARQUET) or path.suffix.lower() in (".parquet", ".pq"):
            return FileTable(_parquet(path))
        if head.startswith(_ZIP):
            raise TableError(f"{path} is a spreadsheet or an archive; save it as CSV or Parquet")
        return _csv(path, head, _known(encoding) or _marked(head))
    except OSError as error:
        raise TableError(f"{path}: {error.strerror or error}") from None


def _known(encoding: str) -> str:
    """An encoding that a person named; raises TableError if there is none of this name."""
    try:
        b" ".decode(encoding or "latin-1")
    except UnicodeError:
        return encoding
    except LookupError:
        raise TableError(
            f"no encoding {encoding!r} is known; say, for example, utf-8, utf-16, cp1252 or cp1251"
        ) from None
    return encoding


def _marked(head: bytes) -> str:
    """The encoding by the mark at the start of a file."""
    return next((name for mark, name in _MARKED.items() if head.startswith(mark)), "utf-8-sig")


def _head(path: Path) -> bytes:
    """The first part of a file, unpacked where its ending says that it is packed."""
    if path.is_dir():
        raise TableError(f"{path} is a folder; name a CSV or Parquet file")
    with path.open("rb"), pa.input_stream(str(path)) as stream:
        head = bytes(stream.read(HEAD))
    if not head.strip():
        raise TableError(f"{path} is empty")
    return head


def _parquet(path: Path) -> Any:
    try:
        with pq.ParquetFile(path) as opened:
            schema = opened.schema_arrow
        twice = sorted({name for name in schema.names if schema.names.count(name) > 1})
        if twice:
            raise TableError(f"{path}: column {twice[0]!r} stands twice; rename one")
        texts = [each.name for each in schema if pa.types.is_string(each.type)]
        return pq.read_table(path, read_dictionary=texts)
    except pa.ArrowException as error:
        raise TableError(f"{path} cannot be read as Parquet: {_first_line(error)}") from None


def _csv(path: Path, head: bytes, encoding: str) -> FileTable:
    names, mark, rows = _header(path, head, encoding)
    first = 1 + bool(_SEP.match(head.decode(encoding, "ignore").lstrip("\r\n")))
    if not rows:
        return FileTable(pa.table({name: pa.array([], pa.string()) for name in names}))
    broken = _Broken()
    table = _read_csv(path, names, mark, encoding, broken, first)
    if broken.rows:
        # Only one thread can tell the numbers of the rows.
        broken = _Broken()
        table = _read_csv(path, names, mark, encoding, broken, first, threads=False)
    return FileTable(table, (*_left_out(path, broken), *_swallowed(path, table, mark)))


def _left_out(path: Path, broken: _Broken) -> Iterator[str]:
    if broken.rows:
        rows = ", ".join(map(str, broken.rows[:5]))
        more = f" and {len(broken.rows) - 5:,} more" if len(broken.rows) > 5 else ""
        yield (
            f"{path.name}: {len(broken.rows):,} rows do not fit the header ({broken.example} in "
            f"the first) and are left out: rows {rows}{more}; records are numbered without them"
        )
    if broken.open_quote:
        yield (
            f"{path.name}: row {broken.open_quote} holds whole lines; a quotation mark in it may "
            "not be closed: close it or take it out"
        )


def _swallowed(path: Path, table: Any, mark: str) -> Iterator[str]:
    """A quote that is never closed takes the lines after it into its cell."""
    marks = table.num_columns - 1
    found = 0
    for column in table.columns if marks else ():
        texts = column.unify_dictionaries().chunk(0).dictionary if column.num_chunks else []
        held = pc.filter(texts, pc.match_substring(texts, "\n")) if len(texts) else []
        found += sum(text.as_py().count(mark) >= marks for text in held)
    if found:
        yield f"{path.name}: {found:,} cells hold whole lines; a quotation mark may not be closed"


def _header(path: Path, head: bytes, encoding: str) -> tuple[list[str], str, bool]:
    """The names of the columns, the mark that the first line has most of, and if more follows."""
    try:
        text = head.decode(encoding, "strict" if len(head) < HEAD else "ignore")
    except (UnicodeError, LookupError):
        raise _misread(path, encoding) from None
    text = _SEP.sub("", text.lstrip("\r\n"), count=1)
    mark = max(_MARKS, key=text.partition("\n")[0].count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        cells = next(lines)
    except csv.Error as error:
        raise TableError(f"{path}: the header cannot be read: {error}") from None
    if any("\n" in cell and mark in cell.partition("\n")[2] for cell in cells):
        raise TableError(
            f"{path}: line 1 opens a quotation mark that its line does not close, so that lines "
            "after it are taken for names of columns; close it or take it out"
        )
    names = [cell.strip() or f"column {place}" for place, cell in enumerate(cells, start=1)]
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise TableError(f"{path}: column {twice[0]!r} stands twice in the header; rename one")
    return names, mark, bool("".join(text.splitlines()[lines.line_num :]).strip())


def _read_csv(
    path: Path,
    names: Sequence[str],
    mark: str,
    encoding: str,
    broken: _Broken,
    first: int,
    *,
    threads: bool = True,
) -> Any:
    """The rows after the `first` ones, which are the header's."""
    try:
        return pacsv.read_csv(
            path,
            pacsv.ReadOptions(
                use_threads=threads, block_size=BLOCK, column_names=names,
                skip_rows_after_names=first,
                encoding="utf8" if encoding == "utf-8-sig" else encoding,
            ),
            pacsv.ParseOptions(
                delimiter=mark, newlines_in_values=True, invalid_row_handler=broken
            ),
            pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, _TEXTS), null_values=[""],
                strings_can_be_null=True,
            ),
        )  # fmt: skip
    except (UnicodeError, LookupError):
        raise _misread(path, encoding) from None
    except pa.ArrowException as error:
        said = _first_line(error)
        if "UTF8" in said or "codec" in said:
            raise _misread(path, encoding) from None
        raise TableError(f"{path} cannot be read as CSV: {said}") from None


def _misread(path: Path, encoding: str) -> TableError:
    known = "UTF-8" if encoding == "utf-8-sig" else encoding
    return TableError(
        f"{path} is not written in {known}; say how it is with --encoding, for example "
        "--encoding cp1252 for files of Western Windows programs"
    )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
