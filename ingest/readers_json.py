"""Reads JSON and JSON lines, one record in memory at a time; numbers stay as they were written."""

import codecs
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from comity.ingest.errors import UnreadableFile
from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.opening import Opened, open_text
from comity.ingest.readers_lines import BadLine, LineSource
from comity.ingest.rows import RawRow, RowSource

MB = 1 << 20
CHUNK = 1 << 16
SPACE = " \t\r\n"


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_no_constant)


def read_json(content: bytes) -> Any:
    """One JSON value with its numbers as text; raises ValueError."""
    try:
        return _DECODER.decode(content.decode())
    except RecursionError:
        raise ValueError("nested too deeply") from None


@contextmanager
def open_json_lines(path: Path, spec: FormatSpec) -> Iterator[RowSource]:
    """Open a file with one JSON object a line."""
    with open_text(path, spec.encoding, int(spec.max_opened_mb * MB)) as opened:
        lines = LineSource(opened.stream, opened.encoding, int(spec.max_record_mb * MB))
        yield RowSource(None, _line_rows(lines), opened.consumed)


@contextmanager
def open_json(path: Path, spec: FormatSpec) -> Iterator[RowSource]:
    """Open a JSON document whose list of objects stands at the path `items`."""
    with open_text(path, spec.encoding, int(spec.max_opened_mb * MB)) as opened:
        window = _Window(path, opened, int(spec.max_record_mb * MB))
        yield RowSource(None, _item_rows(window, spec.items), opened.consumed)


def _line_rows(lines: LineSource) -> Iterator[RawRow]:
    while True:
        number = lines.start()
        try:
            text = next(lines)
        except StopIteration:
            return
        except BadLine as error:
            yield RawRow(number, {}, lines.content().strip(), str(error))
            continue
        if text.strip():
            yield json_row(number, text.strip().encode())


def json_row(number: int, content: bytes) -> RawRow:
    """A row from one JSON object; with a problem where it is none."""
    try:
        values = read_json(content)
    except ValueError as error:
        return RawRow(number, {}, content, f"not JSON: {error}")
    if not isinstance(values, dict):
        return RawRow(number, {}, content, "not a JSON object")
    return RawRow(number, values, content)


def _item_rows(window: "_Window", items: str) -> Iterator[RawRow]:
    for name in items.split(".") if items else []:
        window.enter(name)
    if not window.skip("["):
        raise window.error("no list here; name its path in format.items")
    number = 0
    while not window.skip("]"):
        if number and not window.skip(","):
            raise window.error("a comma is missing between two records")
        number += 1
        values, text = window.value()
        if isinstance(values, dict):
            yield RawRow(number, values, text.encode("utf-8", "surrogatepass"))
        else:
            yield RawRow(number, {}, text.encode("utf-8", "surrogatepass"), "not a JSON object")


class _Window:
    """A stretch of a JSON text that grows as far as one value needs, and no further."""

    def __init__(self, path: Path, opened: Opened, limit: int) -> None:
        self._path, self._stream, self._limit = path, opened.stream, limit
        self._decoder = codecs.getincrementaldecoder(opened.encoding)()
        self._text, self._at, self._line, self._ended = "", 0, 1, False

    def error(self, problem: str) -> UnreadableFile:
        """A refusal at the line reached."""
        line = self._line + self._text.count("\n", 0, self._at)
        return UnreadableFile(str(self._path), line, problem)

    def skip(self, sign: str) -> bool:
        """Step over a sign if it is the next one."""
        if self._next() != sign:
            return False
        self._at += 1
        return True

    def enter(self, name: str) -> None:
        """Step into the member `name` of the object that begins here."""
        if not self.skip("{"):
            raise self.error(f"no object that could hold {name!r}; see format.items")
        while not self.skip("}"):
            key, _ = self.value()
            if not self.skip(":"):
                raise self.error("a colon is missing after a name")
            if key == name:
                return
            self.value()
            self.skip(",")
        raise self.error(f"no member {name!r}; see format.items")

    def value(self) -> tuple[Any, str]:
        """The next value and its text."""
        self._next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if self._ended or isinstance(error, RecursionError):
                    raise self.error(f"not JSON: {_reason(error)}") from None
            else:
                # A number at the very end may go on in the next piece.
                if end < len(self._text) or self._ended:
                    text, self._at = self._text[self._at : end], end
                    return value, text
            if len(self._text) - self._at > self._limit:
                raise self.error(f"a value longer than {self._limit / MB:g} MB (max_record_mb)")
            self._grow()

    def _next(self) -> str:
        """The next sign that is not white space; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self._at += 1
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._grow()

    def _grow(self) -> None:
        """Drop what is behind, read as much again as is waiting."""
        self._line += self._text.count("\n", 0, self._at)
        piece = self._stream.read(max(CHUNK, len(self._text) - self._at))
        self._ended = not piece
        try:
            more = self._decoder.decode(piece, final=self._ended)
        except UnicodeDecodeError as error:
            raise self.error(
                f"letters that are not {error.encoding}; set format.encoding"
            ) from None
        self._text, self._at = self._text[self._at :] + more, 0


def _reason(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
