"""A Neo4j server to measure, started as the tests start theirs."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from comity.graph.neo4j_server import (
    VERSIONS,
    Neo4jServer,
    NoServer,
    fetch_server,
    find_java,
    start_server,
)
from comity.graph.neo4j_store import Neo4jStore

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def neo4j() -> Iterator[Neo4jStore | None]:
    """An empty store on a server of its own; None, and a line on stderr, where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            server = _start(Path(folder))
        except NoServer as missing:
            print(f"no figures of Neo4j: {missing}", file=sys.stderr)
            yield None
            return
        try:
            with closing(Neo4jStore(server.uri, ("neo4j", server.password))) as store:
                yield store
        finally:
            server.stop()


def server_version() -> str:
    """The version that would be started here."""
    try:
        return VERSIONS[find_java().version]
    except NoServer:
        return "none"


def _start(data: Path) -> Neo4jServer:
    java = find_java()
    jars = fetch_server(ROOT / ".servers", java, ROOT / "deploy" / "neo4j" / "pom.xml")
    return start_server(jars, data, java)
