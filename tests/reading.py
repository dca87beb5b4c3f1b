"""Reading files as rows in tests: all of them, the refusal of a file, and the memory it takes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from comity.ingest.errors import UnreadableFile
from comity.ingest.mapping_tables import FormatName, FormatSpec
from comity.ingest.opening_rows import open_rows
from comity.ingest.rows import RawRow

MB = 1 << 20
# A process of its own, so that nothing read before counts; the peak is the kernel's.
_MEASURED = """
import json, re, sys
from pathlib import Path
from comity.ingest.errors import UnreadableFile
from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.opening_rows import open_rows

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

path, settings = Path(sys.argv[1]), json.loads(sys.argv[2])
before, rows, bad, said = peak(), 0, 0, ""
try:
    with open_rows(path, FormatSpec(**settings)) as source:
        for row in source.rows:
            rows, bad = rows + 1, bad + bool(row.problem)
except UnreadableFile as error:
    said = str(error)
print(json.dumps([rows, bad, said, peak() - before]))
"""


def rows_of(path: Path, kind: FormatName, **settings: Any) -> list[RawRow]:
    """Every row of a file."""
    with open_rows(path, FormatSpec(type=kind, **settings)) as source:
        return list(source.rows)


def refusal(path: Path, kind: FormatName, **settings: Any) -> str:
    """The one line with which a file is refused; it names the file."""
    with pytest.raises(UnreadableFile) as refused:
        rows_of(path, kind, **settings)
    assert "\n" not in str(refused.value)
    assert str(path) in str(refused.value)
    return str(refused.value)


def read_apart(path: Path, kind: FormatName, **settings: Any) -> tuple[int, int, str, int]:
    """Rows, bad rows, refusal and bytes of memory of reading a file in a process of its own."""
    if not Path("/proc/self/status").exists():
        pytest.skip("needs /proc to measure memory")
    spec = json.dumps({"type": kind, **settings})
    command = [sys.executable, "-c", _MEASURED, str(path), spec]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    rows, bad, said, grown = json.loads(told.stdout)
    return rows, bad, said, grown
