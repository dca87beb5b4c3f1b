"""Opening other people's files: gzip, byte order marks, UTF-16, and budgets against bombs.

What comes out is a byte stream in an encoding whose line ends are the byte 10.
"""

import codecs
import gzip
import io
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from comity.ingest.errors import UnreadableFile

BUFFER = 1 << 16
GZIP = b"\x1f\x8b"
# Ordinary exports shrink to a fifth or a twentieth; a bomb to a thousandth.
SUSPICIOUS_RATIO = 100
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Opened:
    """A file being read: its bytes, their encoding, and the file on disk behind them."""

    stream: BinaryIO
    encoding: str
    file: BinaryIO
    zipped: bool = False

    def consumed(self) -> int:
        """How many bytes of the file on disk have been read."""
        return self.file.tell()


@contextmanager
def open_bytes(path: Path, max_opened: int) -> Iterator[Opened]:
    """The file's bytes as they are, gzip taken off."""
    with _open_file(path) as file:
        zipped = file.peek(2)[:2] == GZIP
        inner: Any = gzip.GzipFile(fileobj=file) if zipped else file
        with inner, io.BufferedReader(_Guarded(path, file, inner, max_opened), BUFFER) as stream:
            if not stream.peek(1):
                raise UnreadableFile(str(path), 0, "the file is empty")
            yield Opened(_binary(stream), "utf-8", file, zipped)


@contextmanager
def open_anywhere(path: Path, max_opened: int) -> Iterator[Opened]:
    """The same bytes to be read in any order; gzip is taken off into a file without a name."""
    with open_bytes(path, max_opened) as opened:
        if not opened.zipped:
            opened.file.seek(0)
            yield Opened(opened.file, opened.encoding, opened.file)
            return
        with TemporaryFile() as copy:
            shutil.copyfileobj(opened.stream, copy, BUFFER)
            yield Opened(_binary(copy), opened.encoding, opened.file)


@contextmanager
def open_text(path: Path, encoding: str, max_opened: int) -> Iterator[Opened]:
    """The file's bytes in an encoding that keeps line ends; UTF-16 and 32 become UTF-8."""
    with open_bytes(path, max_opened) as opened:
        head = _head(opened.stream)
        mark, marked = next(((m, e) for m, e in _MARKS if head.startswith(m)), (b"", encoding))
        if marked == "utf-8" and mark:
            opened.stream.read(len(mark))
        if "\n".encode(marked) == b"\n":
            _check_head(path, head.removeprefix(mark), marked)
            yield Opened(opened.stream, marked, opened.file)
            return
        with io.BufferedReader(_Recoded(path, opened.stream, marked), BUFFER) as stream:
            yield Opened(_binary(stream), "utf-8", opened.file)


def _open_file(path: Path) -> Any:
    if path.is_dir():
        raise UnreadableFile(str(path), 0, "this is a folder; name the files in it")
    if path.exists() and not path.is_file():
        raise UnreadableFile(str(path), 0, "not a plain file; save it to disk first")
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise UnreadableFile(str(path), 0, "no such file") from None
    except OSError as error:
        raise UnreadableFile(str(path), 0, f"cannot be read: {error.strerror}") from None


def _binary(stream: Any) -> BinaryIO:
    """A buffered reader under the name that type checkers know for open files."""
    found: BinaryIO = stream
    return found


def _head(stream: Any) -> bytes:
    found: bytes = stream.peek(BUFFER)
    return found


def _check_head(path: Path, head: bytes, encoding: str) -> None:
    """Refuse what is no text, or whose letters are all of another encoding.

    One bad line among good ones is that row's fault and is set aside later.
    """
    lines = head.split(b"\n")[: -1 if len(head) >= BUFFER else None]
    bad = 0
    for number, line in enumerate(lines, start=1):
        if line.count(0) > len(line) // 4:
            problem = "bytes of zero: not text, or UTF-16 without a mark; set format.encoding"
            raise UnreadableFile(str(path), number, problem)
        if line.isascii():
            continue
        if _reads(line, encoding):
            return
        bad = bad or number
    if bad:
        problem = f"letters that are not {encoding}; set format.encoding (cp1252 is usual)"
        raise UnreadableFile(str(path), bad, problem)


def _reads(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


class _Pulled(io.RawIOBase):
    """A stream whose bytes are pulled from another one, piece by piece."""

    def __init__(self) -> None:
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        if not self._left:
            self._left = self.pull(len(view))
        piece, self._left = self._left[: len(view)], self._left[len(view) :]
        view[: len(piece)] = piece
        return len(piece)

    def pull(self, size: int) -> bytes:
        """The next bytes; none at the end."""
        raise NotImplementedError


class _Guarded(_Pulled):
    """Reads a file and stops where a compressed one opens to more than it should."""

    def __init__(self, path: Path, file: BinaryIO, inner: BinaryIO, max_opened: int) -> None:
        super().__init__()
        self._path, self._file, self._inner = path, file, inner
        self._budget, self._opened = max_opened, 0

    def pull(self, size: int) -> bytes:
        try:
            piece = self._inner.read(size)
        except EOFError:
            raise UnreadableFile(
                str(self._path), 0, "the gzip file is cut off; fetch it again"
            ) from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableFile(str(self._path), 0, f"the gzip file is damaged: {error}") from None
        except OSError as error:
            raise UnreadableFile(str(self._path), 0, f"cannot be read: {error}") from None
        self._opened += len(piece)
        if self._opened > max(self._budget, SUSPICIOUS_RATIO * self._file.tell()):
            raise bomb(self._path, self._budget)
        return piece


class _Recoded(_Pulled):
    """Reads another encoding as UTF-8."""

    def __init__(self, path: Path, inner: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._path, self._inner, self._encoding = path, inner, encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._lines = 1

    def pull(self, size: int) -> bytes:
        while True:
            piece = self._inner.read(size)
            try:
                text = self._decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                problem = f"not {self._encoding} ({error.reason}); set format.encoding"
                raise UnreadableFile(str(self._path), self._lines, problem) from None
            self._lines += text.count("\n")
            if text or not piece:
                return text.encode()


def bomb(path: Path, budget: int) -> UnreadableFile:
    """The refusal of a file that opens to far more than it is."""
    return UnreadableFile(
        str(path),
        0,
        f"it opens to more than {budget >> 20} MB, over {SUSPICIOUS_RATIO} times its size; "
        "if it is honest, raise format.max_opened_mb",
    )
