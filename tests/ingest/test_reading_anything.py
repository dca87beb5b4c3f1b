"""Whatever the bytes of a file are, it is read row by row or refused in one line."""

import gzip
import json
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook

from comity.ingest.errors import UnreadableFile
from comity.ingest.mapping_tables import FormatName, FormatSpec
from comity.ingest.opening_rows import open_rows

ROWS = 20
SPECS = {
    "csv": FormatSpec(type="csv"),
    "json": FormatSpec(type="json", items="data"),
    "jsonl": FormatSpec(type="jsonl"),
    "xlsx": FormatSpec(type="xlsx"),
    "xml": FormatSpec(type="xml", items="R/r"),
}
SIGNS = (b"<", b">", b'"', b"&x;", b"\0", b"{", b"[", b"\n", b"\xff\xfe", b"]]>", b"<!DOCTYPE x>")


def sound_file(kind: FormatName) -> bytes:
    """A good file of a format, with texts, numbers and inner values."""
    records = [{"NO": n, "NAME": {"first": f"Zoë {n}", "tags": [1, "x"]}} for n in range(ROWS)]
    if kind == "csv":
        return "".join(["NO,NAME\n", *(f'{n},"Zoë, {n}"\n' for n in range(ROWS))]).encode()
    if kind == "json":
        return json.dumps({"data": records}, indent=1).encode()
    if kind == "jsonl":
        return "\n".join(json.dumps(record) for record in records).encode()
    if kind == "xml":
        inner = "".join(f'<r id="{n}"><a:n>Zoë &amp; {n}</a:n></r>' for n in range(ROWS))
        return f'<?xml version="1.0"?><R xmlns:a="urn:a">{inner}</R>'.encode()
    book, out = Workbook(), BytesIO()
    book.active.append(["NO", "NAME"])
    for n in range(ROWS):
        book.active.append([n, f"Zoë {n}"])
    book.save(out)
    return out.getvalue()


def harmed(content: bytes, rng: Random) -> bytes:
    """The same with a few bytes changed, cut, doubled or put in."""
    found = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(found) + 1)
        change = rng.randrange(4)
        if change == 0:
            found[at : at + 1] = bytes([rng.randrange(256)])
        elif change == 1:
            del found[at : at + rng.randint(1, 40)]
        elif change == 2:
            found[at:at] = found[max(0, at - 30) : at]
        else:
            found[at:at] = rng.choice(SIGNS)
    return bytes(found)


def harmed_inside(content: bytes, rng: Random) -> bytes:
    """An archive with one part harmed or gone; its check sums are right again."""
    old, out = zipfile.ZipFile(BytesIO(content)), BytesIO()
    victim = rng.choice(old.namelist())
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name != victim:
                new.writestr(name, part)
            elif rng.random() < 0.9:
                new.writestr(name, harmed(part, rng))
    return out.getvalue()


@pytest.mark.parametrize("kind", sorted(SPECS))
def test_harmed_files_give_rows_or_one_line(tmp_path: Path, kind: FormatName) -> None:
    sound, path, outcomes = sound_file(kind), tmp_path / "a", set()
    for seed in range(250):
        rng = Random(seed)
        way = rng.random()
        if kind == "xlsx" and way < 0.7:
            path.write_bytes(harmed_inside(sound, rng))
        else:
            packed = gzip.compress(sound, mtime=0) if way > 0.9 else sound
            path.write_bytes(harmed(packed, rng))
        outcomes.add(_refusal(path, SPECS[kind]))
    assert len(outcomes) > 1
    assert "" in outcomes
    assert not any("\n" in said for said in outcomes)


def _refusal(path: Path, spec: FormatSpec) -> str:
    """With what the file is refused; empty where it gives rows, in their order."""
    try:
        with open_rows(path, spec) as source:
            numbers = [row.number for row in source.rows]
    except UnreadableFile as error:
        return str(error)
    assert numbers == sorted(set(numbers))
    return ""
