"""Neo4j's Graph Data Science asked for the tasks of graph libraries, its projection counted.

Loading the database is not: a Neo4j for people is there already when somebody asks.
"""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import neo4j
import numpy as np

from benchmarks.graph_tasks import SOURCES, Edges, main
from benchmarks.planted_network import entity_id
from benchmarks.servers import ROOT
from comity.analytics.gds import GdsNetwork, on_gds
from comity.graph.neo4j_server import fetch_gds, fetch_server, find_java, start_server

ROWS, HEAP_MB = 10_000, 1_024
_NODES = "UNWIND $rows AS r CREATE (:Entity {id: r, name: r, kind: 'person'})"
_LINKS = """
UNWIND $rows AS r MATCH (a:Entity {id: r[0]}) MATCH (b:Entity {id: r[1]}) CREATE (a)-[:LINK]->(b)
"""
_served: list[tuple[str, tuple[str, str]]] = []


def _load(edges: Edges) -> None:
    """Fill the database that was started."""
    uri, auth = _served[0]
    names = [entity_id(number) for number in range(edges.size)]
    links = [[names[a], names[b]]
             for a, b in zip(edges.low.tolist(), edges.high.tolist(), strict=True)]  # fmt: skip
    with neo4j.GraphDatabase.driver(uri, auth=auth) as driver, driver.session() as session:
        session.run("CREATE CONSTRAINT FOR (e:Entity) REQUIRE e.id IS UNIQUE").consume()
        for query, rows in ((_NODES, names), (_LINKS, links)):
            for start in range(0, len(rows), ROWS):
                session.run(query, rows=rows[start : start + ROWS]).consume()
        session.run("CREATE (:ComityView {digest: 'loaded'})").consume()


def _asked(ask: Callable[[GdsNetwork], Any]) -> Callable[[Edges], Any]:
    def task(_: Edges) -> Any:
        with on_gds(*_served[0]) as engine:
            return ask(engine)

    return task


LIBRARY = {
    "components": _asked(lambda engine: engine.components()["component"].nunique()),
    "PageRank": _asked(lambda engine: engine.pagerank()["pagerank"].max()),
    "communities": _asked(lambda engine: _in_order(engine.communities())),
    "betweenness": _asked(lambda e: e.betweenness_centrality(SOURCES)["betweenness"].sum()),
}


def _in_order(found: Any) -> Any:
    """Labels in the order of the nodes' numbers, which is that of their names."""
    return np.asarray(found["community"])


if __name__ == "__main__":
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        java, kept, poms = find_java(), ROOT / ".servers", ROOT / "deploy" / "neo4j"
        jars = fetch_server(kept, java, poms / "pom.xml")
        gds = fetch_gds(kept, java, poms / "gds.xml")
        server = start_server(jars, folder, java, plugins=gds, heap_mb=HEAP_MB)
        stack.callback(server.stop)
        _served.append((server.uri, ("neo4j", server.password)))
        main(LIBRARY, _load)
