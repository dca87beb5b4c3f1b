"""The law over HTTP with the graph on a real Neo4j server."""

from contextlib import closing
from pathlib import Path

from law.core import case_of
from law.served import run

from comity.graph.neo4j_server import Neo4jServer
from comity.graph.neo4j_store import Neo4jStore

SEEDS = range(1_000, 1_003)


def test_no_byte_tells_of_what_is_withheld_on_neo4j_either(
    tmp_path: Path, neo4j_server: Neo4jServer
) -> None:
    with closing(Neo4jStore(neo4j_server.uri, ("neo4j", neo4j_server.password))) as store:
        outcomes = [
            run(case_of(seed), tmp_path / f"{seed}", 30, ("dropped", "added"), store)
            for seed in SEEDS
        ]
        store.clear()
    assert [found for found, _ in outcomes if found] == []
    assert any(counts for _, counts in outcomes)
