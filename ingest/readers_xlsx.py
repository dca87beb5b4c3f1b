"""Reads XLSX sheets row by row, after the archive has shown that it is no bomb."""

import json
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from comity.ingest.errors import UnreadableFile
from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.opening import SUSPICIOUS_RATIO, bomb, open_bytes
from comity.ingest.readers_csv import check_header
from comity.ingest.rows import RawRow, RowSource

MB = 1 << 20
# Shared texts are held in memory by the workbook reader.
MOST_SHARED = 256 * MB
_BROKEN = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    ParseError,
    InvalidFileException,
    EOFError,
    IndexError,
)


@contextmanager
def open_xlsx(path: Path, spec: FormatSpec) -> Iterator[RowSource]:
    """Open one sheet of a workbook; its header is read at once."""
    with open_bytes(path, int(spec.max_opened_mb * MB)) as opened:
        opened.file.seek(0)
        _check_archive(path, opened.file, int(spec.max_opened_mb * MB))
        try:
            with warnings.catch_warnings():  # about styles, which no one reads here
                warnings.simplefilter("ignore")
                book = load_workbook(opened.file, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise UnreadableFile(str(path), 0, f"not a readable workbook: {error}") from None
        try:
            rows = _sheet_rows(path, book, spec)
            header = _header(path, rows, spec)
            columns = tuple(spec.columns or header)
            limit = int(spec.max_record_mb * MB)
            yield RowSource(columns, _rows(rows, columns, limit), opened.consumed)
        finally:
            book.close()


def _check_archive(path: Path, file: BinaryIO, budget: int) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise UnreadableFile(str(path), 0, f"not an XLSX workbook: {error}") from None
    opened = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if opened > max(budget, SUSPICIOUS_RATIO * packed):
        raise bomb(path, budget)
    for member in members:
        if member.filename.endswith("sharedStrings.xml") and member.file_size > MOST_SHARED:
            raise UnreadableFile(str(path), 0, "too many texts for a workbook; export it as CSV")


def _sheet_rows(path: Path, book: Any, spec: FormatSpec) -> Iterator[tuple[int, list[Any]]]:
    """The lines of the sheet with their numbers, as far as they hold anything."""
    if spec.sheet is not None and spec.sheet not in book.sheetnames:
        names = ", ".join(book.sheetnames)
        raise UnreadableFile(str(path), 0, f"no sheet {spec.sheet!r}; it has: {names}")
    sheet = book[spec.sheet] if spec.sheet is not None else book.worksheets[0]
    sheet.reset_dimensions()
    return _numbered(path, sheet)


def _numbered(path: Path, sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    number = 0
    try:
        for cells in sheet.iter_rows(values_only=True):
            number += 1
            if any(cell is not None and cell != "" for cell in cells):
                yield number, list(cells)
    except _BROKEN as error:
        raise UnreadableFile(str(path), number + 1, f"the sheet is damaged: {error}") from None


def _header(path: Path, rows: Iterator[tuple[int, list[Any]]], spec: FormatSpec) -> list[str]:
    if not spec.header:
        return []
    for number, cells in rows:
        if number >= spec.header_row:
            named = [_text(cell) for cell in cells]
            while named and not named[-1]:
                named.pop()
            return check_header(path, named, number)
    raise UnreadableFile(str(path), spec.header_row, "there is no header")


def _rows(
    rows: Iterator[tuple[int, list[Any]]], columns: tuple[str, ...], limit: int
) -> Iterator[RawRow]:
    width = len(columns)
    for number, cells in rows:
        extra = [cell for cell in cells[width:] if cell is not None and cell != ""]
        texts = [_text(cell) for cell in cells[:width]]
        texts += [""] * (width - len(texts))
        values = dict(zip(columns, texts, strict=True))
        content = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
        if len(content) > limit:
            problem = f"longer than {limit / MB:g} MB (format.max_record_mb)"
            yield RawRow(number, {}, content[:4096], problem)
        elif extra:
            problem = f"{len(cells)} cells where the header has {width}"
            yield RawRow(number, {}, content, problem)
        else:
            yield RawRow(number, values, content)


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates and times as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        # A sheet has no dates without a time: midnight is how it writes a day.
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
