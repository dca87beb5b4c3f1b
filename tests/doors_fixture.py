"""A small town, made once for all tests of the doors, and the server of a copy of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from doors import Clock, Doors, opened
from town import make_town


@pytest.fixture(scope="session")
def made_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's data folder, made once. Only to be copied."""
    return make_town(tmp_path_factory.mktemp("town") / "data")


@pytest.fixture
def town(made_town: Path, tmp_path: Path) -> Path:
    """A town of one's own to change."""
    return Path(shutil.copytree(made_town, tmp_path / "town"))


@pytest.fixture
def doors(town: Path) -> Iterator[Doors]:
    """The town, served."""
    with opened(town) as served:
        yield served


@pytest.fixture
def clock() -> Clock:
    """A clock that the test sets."""
    return Clock()


@pytest.fixture
def timed(town: Path, clock: Clock) -> Iterator[Doors]:
    """The town, served by that clock."""
    with opened(town, clock) as served:
        yield served


@pytest.fixture(scope="module")
def town_doors(made_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """A town served for the tests of one file that change nothing in it."""
    data = shutil.copytree(made_town, tmp_path_factory.mktemp("served") / "town")
    with opened(Path(data)) as served:
        yield served
