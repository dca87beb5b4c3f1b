"""What tests of the ledger start from."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from comity.graph.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger whose clock ticks by one at every look."""
    ticks = count(1_000)
    with Ledger.create(tmp_path / "ledger.db", clock=lambda: next(ticks)) as opened:
        yield opened
