"""What all tests share: a real browser, a real Neo4j server, and the shared data sets."""

import os
from pathlib import Path

import pytest

pytest_plugins = ["browser_fixture", "neo4j_fixture"]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data sets beside the repository, or the reason to skip."""
    default = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("COMITY_SHARED", default)) / "data"
    if not folder.is_dir():
        pytest.skip(f"no shared data sets here: set COMITY_SHARED (looked in {default})")
    return folder
