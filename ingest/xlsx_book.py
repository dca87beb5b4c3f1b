"""What a workbook says of its sheets: their places, the shared texts, which styles are dates.

First the archive must show that it is no bomb. Knows no rows.
"""

import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from comity.ingest.errors import UnreadableFile
from comity.ingest.opening import SUSPICIOUS_RATIO, bomb
from comity.ingest.readers_xml import SAFE as SAFE_XML
from comity.ingest.readers_xml import let_go

MB = 1 << 20
# Shared texts are held in memory; other parts beside the sheets are small in any honest book.
MOST_SHARED, MOST_ELSE = 128 * MB, 16 * MB
# Days are counted from here; the older Macintosh books count from 1904.
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - no zone in sheets
# What the libraries beneath raise for a damaged, encrypted or forged archive.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, etree.XMLSyntaxError, OSError, EOFError,
    RuntimeError, KeyError, IndexError, ValueError,
)  # fmt: skip
# Comments would stand between the cells.
SAFE = {**SAFE_XML, "remove_comments": True, "remove_pis": True}
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_SPENT = frozenset({46})
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')


@dataclass(frozen=True)
class Book:
    """An opened workbook; `dates` and `spent` are the styles of moments and of durations."""

    archive: zipfile.ZipFile
    sheets: Mapping[str, str]
    texts: list[str]
    dates: frozenset[int]
    spent: frozenset[int]
    epoch: datetime


def read_book(path: Path, file: BinaryIO, budget: int) -> Book:
    """Read everything but the sheets; raises UnreadableFile."""
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        raise UnreadableFile(str(path), 0, f"not an XLSX workbook: {error}") from None
    _check_sizes(path, archive, budget)
    try:
        return _read(path, archive)
    except BROKEN as error:
        raise UnreadableFile(str(path), 0, f"not a readable workbook: {error}") from None


def _check_sizes(path: Path, archive: zipfile.ZipFile, budget: int) -> None:
    """Refuse a bomb by its directory: no member opens to more than it states there."""
    members = archive.infolist()
    opened = sum(member.file_size for member in members)
    # The directory may state any packed size, also the same bytes many times.
    packed = archive.start_dir
    if opened > max(budget, SUSPICIOUS_RATIO * packed):
        raise bomb(path, budget)


def _read(path: Path, archive: zipfile.ZipFile) -> Book:
    (main, *_) = _related(archive, "", "officeDocument").values()
    book = _part(path, archive, main)
    places = _related(archive, main, "worksheet")
    sheets = {
        sheet.get("name", ""): places[place]
        for sheet in book.iterfind("{*}sheets/{*}sheet")
        for name, place in sheet.items()
        if name.endswith("}id") and place in places
    }
    if not sheets:
        raise UnreadableFile(str(path), 0, "the workbook has no sheet")
    shared = _related(archive, main, "sharedStrings").values()
    texts = [text for place in shared for text in _texts(path, archive, place)]
    styles = [_part(path, archive, place) for place in _related(archive, main, "styles").values()]
    dates, spent = _styles(styles[0]) if styles else (frozenset(), frozenset())
    old = book.find("{*}workbookPr")
    mac = old is not None and old.get("date1904") in ("1", "true")
    return Book(archive, sheets, texts, dates, spent, EPOCH_1904 if mac else EPOCH)


def _related(archive: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """The parts of one kind that a part refers to, by the id it calls them."""
    folder, name = posixpath.split(part)
    rels = _tree(archive.read(posixpath.join(folder, "_rels", f"{name}.rels")))
    return {
        rel.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, rel.get("Target", "")))[
            1:
        ]
        for rel in rels
        if rel.get("Type", "").endswith(f"/{kind}")
    }


def _part(path: Path, archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > MOST_ELSE:
        raise UnreadableFile(str(path), 0, f"its part {name} is too large to be honest")
    return _tree(archive.read(name))


def _tree(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(**SAFE))


def _texts(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    member = archive.getinfo(name)
    # Texts are shared because they differ: such a part never shrinks like a bomb does.
    forged = member.file_size > max(MOST_ELSE, SUSPICIOUS_RATIO * member.compress_size)
    if forged or member.file_size > MOST_SHARED:
        raise UnreadableFile(str(path), 0, "too many texts for a workbook; export it as CSV")
    with archive.open(member) as source:
        for _, item in etree.iterparse(source, tag="{*}si", **SAFE):
            yield text_of(item)
            let_go(item)


def text_of(item: Any) -> str:
    """A text without its formatting and without the reading aids of Japanese."""
    parts = [part for child in item for part in _runs(child)]
    return "".join(part.text or "" for part in parts)


def _runs(child: Any) -> list[Any]:
    if child.tag.endswith("}t"):
        return [child]
    return child.findall("{*}t") if child.tag.endswith("}r") else []


def _styles(styles: Any) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of the cell styles that show moments, and of those that show durations."""
    codes = {
        int(form.get("numFmtId")): _NOT_LETTERS.sub("", form.get("formatCode", "").split(";")[0])
        for form in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    formats = [int(style.get("numFmtId", 0)) for style in styles.iterfind("{*}cellXfs/{*}xf")]
    spent = frozenset(n for n, code in codes.items() if "[" in code) | _SPENT - codes.keys()
    letters = frozenset(n for n, code in codes.items() if set(code.lower()) & set("dmhys"))
    dates = letters | (_DATES - codes.keys())
    return (
        frozenset(n for n, form in enumerate(formats) if form in dates),
        frozenset(n for n, form in enumerate(formats) if form in spent),
    )
