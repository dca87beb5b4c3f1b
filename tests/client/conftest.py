"""What tests of the client share: a demo served by a process of its own, a town to write to."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from doors import Doors, opened_elsewhere

from comity.client import Client, connect

WHY = "a test of the client"


@pytest.fixture(scope="session")
def analyst(made_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An analyst of Riverton, who asks the demo and changes nothing."""
    data = shutil.copytree(made_demo / "data", tmp_path_factory.mktemp("asked") / "data")
    with opened_elsewhere(Path(data)) as (doors, _):
        token = doors.token("r.alvarez")
        with connect(doors.root, token, "investigation", WHY, "C-1") as client:
            yield client


@pytest.fixture(scope="module")
def broker(analyst: Client) -> str:
    """The broker of the demo's story."""
    found = analyst.search("Semchenko", kind="person")
    return str(found["entity"][0])


@pytest.fixture
def feed(doors: Doors) -> Iterator[Client]:
    """A program of Riverton that sends records to the town."""
    token = doors.token("feed", role="writer")
    with connect(doors.root, token, justification=WHY) as client:
        yield client
