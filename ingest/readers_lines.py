"""Lines of a text file, each bounded in size, with a way to put lines back.

The base of the CSV and JSON lines readers; knows no columns.
"""

from collections import deque
from typing import BinaryIO

# No more than a buffer, so that a line of gigabytes is skipped without being put together.
SKIP = 1 << 14
MB = 1 << 20
SHOWN = 1 << 12
MOST_LINES = 1_000
OPEN_QUOTE = "an opening quote without its closing one"


class BadLine(Exception):
    """A line, or the record it belongs to, cannot be read; the next one can."""


class LineSource:
    """An iterator of text lines that remembers the bytes of the record being read."""

    def __init__(self, stream: BinaryIO, encoding: str, limit: int) -> None:
        self._stream, self._encoding, self._limit = stream, encoding, limit
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self.number = 0
        self.taken: list[bytes] = []

    def __iter__(self) -> "LineSource":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._stream.readline(self._limit + 1)
        if not line:
            if self.taken:  # only an open quote asks for another line of the same record
                raise BadLine(OPEN_QUOTE)
            raise StopIteration
        self.number += 1
        if len(line) > self._limit:
            self._skip_rest(line)
            raise BadLine(f"longer than {self._limit / MB:g} MB (format.max_record_mb)")
        self.taken.append(line)
        self._size += len(line)
        if self._size > self._limit or len(self.taken) > MOST_LINES:
            raise BadLine(OPEN_QUOTE)
        if b"\0" in line:
            raise BadLine("a byte of zero in the line")
        try:
            return line.decode(self._encoding)
        except UnicodeDecodeError as error:
            byte = line[error.start]
            problem = f"byte 0x{byte:02X} at place {error.start + 1} is not {self._encoding}"
            raise BadLine(f"{problem}; set format.encoding if the whole file is so") from None

    def start(self) -> int:
        """Begin a record; the number of its first line."""
        self.taken.clear()
        self._size = 0
        return self.number + 1

    def put_back_all_but_first(self) -> None:
        """Read the lines after the record's first one again, as records of their own."""
        self._waiting.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]

    def content(self) -> bytes:
        """The record's text as UTF-8, or its bytes as they are where they are no text."""
        raw = b"".join(self.taken)
        try:
            return raw.decode(self._encoding).encode()
        except UnicodeDecodeError:
            return raw

    def _skip_rest(self, line: bytes) -> None:
        self.taken.append(line[:SHOWN])
        while line and not line.endswith(b"\n"):
            line = self._stream.readline(SKIP)
