"""A real Neo4j server for the tests that need one, or the reason why there is none."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from comity.graph.neo4j_server import (
    Neo4jServer,
    NoServer,
    fetch_gds,
    fetch_server,
    find_java,
    start_server,
)

ROOT = Path(__file__).resolve().parents[1]


def _files_with(text: str) -> frozenset[str]:
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    found = (path for path in files if text in path.read_text("utf-8"))
    return frozenset(path.relative_to(ROOT).as_posix() for path in found)


NEEDS_IT, IN_A_BROWSER = _files_with("neo4j_server"), _files_with("pytest.mark.browser")


class KeptTogether(LoadScopeScheduling):
    """Files that need Neo4j go to one worker, every other test to whichever is free.

    A second server would take half a minute to start. The tests of a file in a browser stay
    together: what one leaves on a page, the next finds. (`xdist_group` marks group nothing under
    this pytest: the plugin still writes them into an attribute that is gone.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file in NEEDS_IT:
            return "neo4j"
        return file if file in IN_A_BROWSER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> KeptTogether:
    """Used where the tests run in several workers."""
    return KeptTogether(config, log)


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """One server for the session, on loopback, with a data folder of its own."""
    try:
        java = find_java()
        jars = fetch_server(ROOT / ".servers", java, ROOT / "deploy" / "neo4j" / "pom.xml")
        gds = fetch_gds(ROOT / ".servers", java, ROOT / "deploy" / "neo4j" / "gds.xml")
        server = start_server(
            jars, tmp_path_factory.mktemp("neo4j"), java, plugins=gds, heap_mb=1_024
        )
    except NoServer as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    try:
        yield server
    finally:
        server.stop()
