"""What tests of ingest start from: a ledger, and files and mappings written by hand."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from comity.graph.ledger import Ledger
from comity.ingest import SourceMapping, parse_mapping

Write = Callable[..., Path]
TOP = """\
mapping: test
source: {id: rms, agency: riverton-pd, title: Records}
"""
LABEL = 'label: {data_class: incident, handling: "TLP:GREEN"}\n'


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger whose clock ticks by one at every look."""
    ticks = count(1_000)
    with Ledger.create(tmp_path / "ledger.db", clock=lambda: next(ticks)) as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file from text or bytes."""

    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.fixture
def mapped() -> Callable[[str], SourceMapping]:
    """Reads a mapping from its own part, under the same source, and label unless it has one."""

    def read(text: str) -> SourceMapping:
        label = "" if "\nlabel:" in text else LABEL
        return parse_mapping(f"{TOP}{label}{text}", "test.yaml")

    return read
