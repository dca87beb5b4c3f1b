"""Reads XLSX sheets line by line, one in memory at a time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from comity.ingest.errors import UnreadableFile
from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.opening import open_anywhere
from comity.ingest.readers_csv import check_header
from comity.ingest.readers_xml import Bounded, check_doctype, let_go
from comity.ingest.rows import RawRow, RowSource
from comity.ingest.xlsx_book import BROKEN, SAFE, Book, read_book
from comity.ingest.xlsx_cells import column_of, text_in

MB = 1 << 20
Line = tuple[int, list[str]]


@contextmanager
def open_xlsx(path: Path, spec: FormatSpec) -> Iterator[RowSource]:
    """Open one sheet of a workbook; its header is read at once."""
    budget, limit = int(spec.max_opened_mb * MB), int(spec.max_record_mb * MB)
    with open_anywhere(path, budget) as opened:
        book = read_book(path, opened.stream, budget)
        with book.archive:
            lines = _filled_lines(path, book, _sheet(path, book, spec), limit)
            header = _header(path, lines, spec) if spec.header else []
            columns = tuple(spec.columns or header)
            yield RowSource(columns, _rows(lines, columns, limit), opened.consumed)


def _sheet(path: Path, book: Book, spec: FormatSpec) -> str:
    if spec.sheet is None:
        return next(iter(book.sheets.values()))
    if spec.sheet not in book.sheets:
        names = ", ".join(book.sheets)
        raise UnreadableFile(str(path), 0, f"no sheet {spec.sheet!r}; it has: {names}")
    return book.sheets[spec.sheet]


def _filled_lines(path: Path, book: Book, sheet: str, limit: int) -> Iterator[Line]:
    """The lines of the sheet that hold anything, with their numbers."""
    number = 0
    try:
        with book.archive.open(sheet) as source:
            for row in _row_elements(Bounded(path, source, limit)):
                if not number:
                    check_doctype(path, row)
                stated = int(row.get("r", number + 1))
                if stated <= number:
                    raise ValueError(f"line {stated} stands after line {number}")
                number = stated
                cells = _cells(row, book)
                if any(cells):
                    yield number, cells
    except BROKEN as error:
        raise UnreadableFile(str(path), number + 1, f"the sheet is damaged: {error}") from None


def _row_elements(source: Bounded) -> Iterator[Any]:
    for _, element in etree.iterparse(source, tag=("{*}row", "{*}sheetData"), **SAFE):
        if etree.QName(element).localname == "sheetData":
            return  # what follows may be long and is about looks
        source.record_ended()
        yield element
        let_go(element)


def _cells(row: Any, book: Book) -> list[str]:
    """The texts of a line, each at its column."""
    found: list[str] = []
    for cell in row:
        place = cell.get("r")
        column = column_of(place) if place else len(found)
        if column < len(found):
            raise ValueError(f"cell {place} stands after a later one")
        found.extend("" for _ in range(column - len(found)))
        found.append(text_in(cell, book))
    return found


def _header(path: Path, lines: Iterator[Line], spec: FormatSpec) -> list[str]:
    for number, cells in lines:
        if number >= spec.header_row:
            while cells and not cells[-1].strip():
                cells.pop()
            return cells if spec.columns else check_header(path, cells, number)
    raise UnreadableFile(str(path), spec.header_row, "there is no header")


def _rows(lines: Iterator[Line], columns: tuple[str, ...], limit: int) -> Iterator[RawRow]:
    width = len(columns)
    for number, cells in lines:
        texts = cells[:width] + [""] * (width - len(cells))
        values = dict(zip(columns, texts, strict=True))
        content = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
        if len(content) > limit:
            problem = f"longer than {limit / MB:g} MB (format.max_record_mb)"
            yield RawRow(number, {}, content[:4096], problem)
        elif any(cells[width:]):
            problem = f"{len(cells)} cells where the header has {width}"
            yield RawRow(number, {}, content, problem)
        else:
            yield RawRow(number, values, content)
