"""Reads CSV files row by row; a broken row is handed on with its problem, the next one is read."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from comity.ingest.errors import UnreadableFile
from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.opening import open_text
from comity.ingest.readers_lines import BadLine, LineSource
from comity.ingest.rows import RawRow, RowSource

MB = 1 << 20


@contextmanager
def open_csv(path: Path, spec: FormatSpec) -> Iterator[RowSource]:
    """Open a CSV file; its header is read at once."""
    limit = int(spec.max_record_mb * MB)
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    with open_text(path, spec.encoding, int(spec.max_opened_mb * MB)) as opened:
        lines = LineSource(opened.stream, opened.encoding, limit)
        reader = csv.reader(lines, **dialect(spec))
        header = _read_header(path, lines, reader) if spec.header else []
        columns = tuple(spec.columns or check_header(path, header, 1))
        yield RowSource(columns, _rows(lines, reader, columns, spec), opened.consumed)


def dialect(spec: FormatSpec) -> dict[str, Any]:
    """The csv module's settings for a format."""
    quoting = csv.QUOTE_MINIMAL if spec.quote else csv.QUOTE_NONE
    quote = spec.quote or None
    return {"delimiter": spec.delimiter, "quotechar": quote, "quoting": quoting, "strict": True}


def check_header(path: Path, cells: list[str], line: int) -> list[str]:
    """The header's names: none missing, none twice."""
    names = [cell.strip() for cell in cells]
    if not any(names):
        raise UnreadableFile(str(path), line, "there is no header; list format.columns")
    for place, name in enumerate(names):
        if not name:
            names[place] = f"column {place + 1}"
        elif name in names[:place]:
            problem = f"column {name!r} stands twice in the header; list format.columns to rename"
            raise UnreadableFile(str(path), line, problem)
    return names


def header_line(columns: tuple[str, ...], spec: FormatSpec) -> bytes:
    """The header as a line of the same dialect, so that a kept row can be read by itself."""
    quote = spec.quote
    special = {spec.delimiter, quote, "\n", "\r"} - {""}

    def cell(name: str) -> str:
        needs = quote and any(letter in name for letter in special)
        return f"{quote}{name.replace(quote, quote * 2)}{quote}" if needs else name

    return (spec.delimiter.join(cell(name) for name in columns) + "\n").encode()


def _read_header(path: Path, lines: LineSource, reader: Iterator[list[str]]) -> list[str]:
    try:
        lines.start()
        return next(reader)
    except StopIteration:
        raise UnreadableFile(str(path), 1, "there is no header") from None
    except (csv.Error, BadLine) as error:
        raise UnreadableFile(str(path), 1, f"the header cannot be read: {error}") from None


def _rows(
    lines: LineSource, reader: Iterator[list[str]], columns: tuple[str, ...], spec: FormatSpec
) -> Iterator[RawRow]:
    header = header_line(columns, spec)
    width = len(columns)
    while True:
        number = lines.start()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, BadLine) as error:
            yield _bad(lines, number, header, str(error))
            continue
        if len(cells) == width:
            values = dict(zip(columns, cells, strict=True))
            yield RawRow(number, values, header + _line(lines))
        elif cells:
            problem = f"{len(cells)} cells where the header has {width}"
            yield _bad(lines, number, header, problem)


def _bad(lines: LineSource, number: int, header: bytes, problem: str) -> RawRow:
    """Only the first line is given up: a stray quote must not swallow its neighbours."""
    lines.put_back_all_but_first()
    return RawRow(number, {}, header + _line(lines), problem)


def _line(lines: LineSource) -> bytes:
    """The record's text with one way of ending: a row must not change because others follow it."""
    return lines.content().rstrip(b"\r\n") + b"\n"


def reread_csv(number: int, content: bytes, spec: FormatSpec) -> RawRow:
    """A row from a kept header and line."""
    lines = io.StringIO(content.decode("utf-8", "replace"), newline="")
    try:
        header, *cells = csv.reader(lines, **dialect(spec))
    except (csv.Error, ValueError) as error:
        return RawRow(number, {}, content, str(error))
    if len(cells) != 1 or len(cells[0]) != len(header):
        return RawRow(number, {}, content, "not one row under its header")
    return RawRow(number, dict(zip(header, cells[0], strict=True)), content)
