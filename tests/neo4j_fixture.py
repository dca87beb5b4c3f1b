"""A real Neo4j server for the tests that need one, or the reason why there is none."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.graph.neo4j_server import Neo4jServer, NoServer, fetch_server, find_java, start_server

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """One server for the session, on loopback, with a data folder of its own."""
    try:
        java = find_java()
        jars = fetch_server(ROOT / ".servers", java, ROOT / "deploy" / "neo4j" / "pom.xml")
        server = start_server(jars, tmp_path_factory.mktemp("neo4j"), java)
    except NoServer as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    try:
        yield server
    finally:
        server.stop()
