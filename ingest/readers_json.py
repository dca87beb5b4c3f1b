"""Reads JSON and JSON lines, one record in memory at a time; numbers stay as they were written."""

import codecs
import json
from collections.abc import Iterable, Iterator
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
# Deeper than any record of the trade, and far from where walking it would end in an error.
MOST_DEEP = 100


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


def list_path(path: Path, spec: FormatSpec) -> str:
    """The path of the first list in a JSON document; empty where the document is a list."""
    with open_text(path, spec.encoding, int(spec.max_opened_mb * MB)) as opened:
        window = _Window(path, opened, int(spec.max_record_mb * MB))
        names = _list_within(window, MOST_DEEP) if window.skip("{") else []
    if names is None:
        raise UnreadableFile(str(path), 1, "no list here, so no records")
    return ".".join(names)


def _list_within(window: "_Window", deeper: int) -> list[str] | None:
    """The names that lead to the first list within the object that was entered."""
    if not deeper:
        raise window.error("nested too deeply")
    while not window.skip("}"):
        name = window.member()
        if window.skip("["):
            return [name]
        if not window.skip("{"):
            window.value()
        elif (inner := _list_within(window, deeper - 1)) is not None:
            return [name, *inner]
        window.skip(",")
    return None


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
    return _row(number, values, content)


def _row(number: int, values: Any, content: bytes, problem: str = "") -> RawRow:
    if not isinstance(values, dict):
        problem = problem or "not a JSON object"
    elif content.count(b"[") + content.count(b"{") > MOST_DEEP and _is_deep(values):
        problem = problem or "nested too deeply"
    return RawRow(number, {} if problem else values, content, problem)


def _is_deep(value: Any) -> bool:
    """Whether lists and objects lie in each other more than so many times."""
    level = [value]
    for _ in range(MOST_DEEP):
        level = [inner for outer in level for inner in _inside(outer)]
    return bool(level)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


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
        yield _row(number, values, text.encode("utf-8", "surrogatepass"), window.strange())
    if not items and not window.at_end():
        raise window.error("something stands after the list; one file holds one list")


class _Window:
    """A stretch of a JSON text that grows as far as one value needs, and no further."""

    def __init__(self, path: Path, opened: Opened, limit: int) -> None:
        self._path, self._stream, self._limit = path, opened.stream, limit
        self._letters = codecs.getincrementaldecoder(opened.encoding)()
        # Many programs write NaN: it is no JSON, yet it costs its own row only.
        self._strange: list[str] = []
        self._decoder = json.JSONDecoder(
            parse_int=str, parse_float=str, parse_constant=self._strange.append
        )
        self._text, self._at, self._line, self._ended = "", 0, 1, False

    def error(self, problem: str, place: int | None = None) -> UnreadableFile:
        """A refusal at the line reached, or at a place in the text."""
        reached = self._at if place is None else place
        line = self._line + self._text.count("\n", 0, reached)
        return UnreadableFile(str(self._path), line, problem)

    def strange(self) -> str:
        """What in the last value is no JSON though it could be read; empty if nothing."""
        return f"{self._strange[0]} is not JSON" if self._strange else ""

    def at_end(self) -> bool:
        """Whether nothing but white space is left."""
        return not self._next()

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
            if self.member() == name:
                return
            self.value()
            self.skip(",")
        raise self.error(f"no member {name!r}; see format.items")

    def member(self) -> str:
        """Step over a member's name and its colon."""
        name, _ = self.value()
        if not self.skip(":"):
            raise self.error("a colon is missing after a name")
        return str(name)

    def value(self) -> tuple[Any, str]:
        """The next value and its text."""
        self._next()
        while True:
            self._strange.clear()
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                raise self.error("nested too deeply") from None
            except json.JSONDecodeError as error:
                self._check_unfinished(error)
            else:
                # A number at the very end may go on in the next piece.
                if end < len(self._text) or self._ended:
                    self._check_length(end - self._at)
                    text, self._at = self._text[self._at : end], end
                    return value, text
            self._grow()

    def _check_unfinished(self, error: json.JSONDecodeError) -> None:
        """A value that cannot be read yet may go on in the next piece, unless it is too long."""
        if self._ended:
            raise self.error(f"not JSON: {error.msg}", error.pos)
        self._check_length(len(self._text) - self._at, f", or broken here: {error.msg}", error.pos)

    def _check_length(self, length: int, more: str = "", place: int | None = None) -> None:
        if length > self._limit:
            problem = f"a value longer than {self._limit / MB:g} MB (max_record_mb)"
            raise self.error(problem + more, place)

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
            more = self._letters.decode(piece, final=self._ended)
        except UnicodeDecodeError as error:
            raise self.error(
                f"letters that are not {error.encoding}; set format.encoding"
            ) from None
        self._text, self._at = self._text[self._at :] + more, 0
