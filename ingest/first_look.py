"""A first look at an unknown file: how it is written down, and a sample of its columns.

Guesses no meaning; what a column may stand for is the draft's.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from comity.ingest.errors import UnreadableFile
from comity.ingest.mapping_tables import FormatName, FormatSpec
from comity.ingest.opening import open_text
from comity.ingest.opening_rows import open_rows
from comity.ingest.readers_json import list_path
from comity.ingest.readers_xml import repeated_element

SAMPLE = 500
FIRST_PART = 1 << 20
# How many lines of a sheet may stand above its header, and how wide it may be.
MOST_ABOVE, MOST_WIDE = 20, 500
Columns = Mapping[str, list[str]]
_FORMATS: Mapping[str, FormatName] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".json": "json",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".xml": "xml",
}  # fmt: skip
_ENCODINGS = ("utf-8", "cp1252", "utf-16-le", "utf-16-be")


def first_look(path: Path) -> tuple[FormatSpec, Columns]:
    """A file's format and a sample of each column's values; raises UnreadableFile."""
    kind = _kind_of(path)
    if kind in ("xlsx", "xml"):
        return _looked(path, kind, "utf-8")
    refusals = []
    for encoding in _ENCODINGS:
        try:
            return _looked(path, kind, encoding)
        except UnreadableFile as refusal:
            refusals.append(refusal)
    raise refusals[0]


def _kind_of(path: Path) -> FormatName:
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()
    kind = _FORMATS.get(suffix)
    if kind is None:
        known = ", ".join(_FORMATS)
        raise UnreadableFile(str(path), 0, f"its ending tells no format; known: {known}")
    return kind


def _looked(path: Path, kind: FormatName, encoding: str) -> tuple[FormatSpec, Columns]:
    spec = FormatSpec.model_validate({"type": kind, **_habits(path, kind, encoding)})
    with open_rows(path, spec) as source:
        rows = [row.values for row in islice(source.rows, SAMPLE) if not row.problem]
    if not rows:
        raise UnreadableFile(str(path), 0, "no row could be read, so nothing can be proposed")
    return spec, _by_column(rows)


def _habits(path: Path, kind: FormatName, encoding: str) -> dict[str, Any]:
    """What is not the default of a file's format."""
    if kind == "xml":
        return {"items": repeated_element(path)}
    if kind == "xlsx":
        return {"header_row": _header_row(path)}
    if kind == "csv":
        return {"encoding": encoding, "delimiter": _delimiter(path, encoding)}
    if kind == "json":
        plain = FormatSpec(type="json", encoding=encoding)
        return {"encoding": encoding, "items": list_path(path, plain)}
    return {"encoding": encoding}


def _delimiter(path: Path, encoding: str) -> str:
    """The mark that the first line has most of."""
    with open_text(path, encoding, FIRST_PART) as opened:
        head = opened.stream.readline(1 << 16).decode(opened.encoding, "replace")
    return max(",;\t|", key=head.count)


def _header_row(path: Path) -> int:
    """The first line that is about as full as the lines below it; titles stand above."""
    columns = [str(number) for number in range(MOST_WIDE)]
    spec = FormatSpec(type="xlsx", header=False, columns=columns)
    with open_rows(path, spec) as source:
        lines = [(row.number, _filled(row.values)) for row in islice(source.rows, MOST_ABOVE)]
    most = max((filled for _, filled in lines), default=0)
    return next((number for number, filled in lines if filled * 2 > most), 1)


def _filled(values: Mapping[str, Any]) -> int:
    return sum(1 for value in values.values() if value)


def _by_column(rows: Sequence[Mapping[str, Any]]) -> Columns:
    columns: dict[str, list[str]] = {}
    for values in rows:
        for name, value in values.items():
            for path, text in _flat(name, value):
                columns.setdefault(path, []).append(text)
    return {name: [text for text in texts if text.strip()] for name, texts in columns.items()}


def _flat(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        return [pair for key, inner in value.items() for pair in _flat(f"{name}.{key}", inner)]
    if isinstance(value, list):
        return []
    return [(name, "" if value is None else str(value))]
