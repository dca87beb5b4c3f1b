"""A small world for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_worlds import SmallWorld


@pytest.fixture
def world(tmp_path: Path) -> Iterator[SmallWorld]:
    """A small world in which nothing has been said yet."""
    with SmallWorld(tmp_path) as opened:
        yield opened
