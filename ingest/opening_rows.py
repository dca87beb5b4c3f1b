"""Opening a file as rows, by its format, and reading one kept row again."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from comity.ingest.mapping_tables import FormatName, FormatSpec
from comity.ingest.readers_csv import open_csv, reread_csv
from comity.ingest.readers_json import json_row, open_json, open_json_lines
from comity.ingest.readers_xlsx import open_xlsx
from comity.ingest.readers_xml import element_row, open_xml
from comity.ingest.rows import RawRow, RowSource

Open = Callable[[Path, FormatSpec], AbstractContextManager[RowSource]]
_OPENERS: Mapping[FormatName, Open] = {
    "csv": open_csv,
    "xlsx": open_xlsx,
    "json": open_json,
    "jsonl": open_json_lines,
    "xml": open_xml,
}


def open_rows(path: Path, spec: FormatSpec) -> AbstractContextManager[RowSource]:
    """Open a file as rows; raises UnreadableFile."""
    return _OPENERS[spec.type](path, spec)


def reread(number: int, content: bytes, spec: FormatSpec) -> RawRow:
    """A kept row from its bytes; one that came through the door is a JSON object."""
    if content.lstrip()[:1] == b"{" and not (row := json_row(number, content)).problem:
        return row
    if spec.type == "xml":
        return element_row(number, content, spec)
    if spec.type == "csv":
        return reread_csv(number, content, spec)
    return json_row(number, content)
