"""The same measures by Neo4j's Graph Data Science, where a view outgrows the process.

It computes on a Neo4j for people (graph/people.py), which holds exactly one viewer's view and
nothing else, so that whatever is worked out there is of that view. Answers have the shape and
the values of the functions they are named after; communities are of another method's making.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import neo4j
import numpy as np
import pandas as pd
from neo4j.exceptions import ClientError

from comity.analytics.components import largest_first
from comity.analytics.errors import BadArgument, NoEngine

# Parallel links are one, with their number; loops are none: as in the network's simple form.
_PROJECT = """
CALL {
  MATCH (a:Entity)-[l]-(b:Entity) WHERE a.id < b.id RETURN a, b, toFloat(count(l)) AS links
  UNION ALL
  MATCH (a:Entity) WHERE NOT EXISTS { (a)--(o:Entity) WHERE o <> a }
  RETURN a, null AS b, null AS links
}
WITH gds.graph.project($name, a, b, {relationshipProperties: {links: coalesce(links, 1.0)}},
  {undirectedRelationshipTypes: ['*']}) AS made
RETURN made.nodeCount AS entities
"""
_EMPTY = "MATCH (e:Entity) RETURN count(e) = 0 AS empty"
_STREAM = """
CALL {procedure}($name, $settings) YIELD nodeId, {column} AS value
WITH gds.util.asNode(nodeId) AS e, value
RETURN e.id AS entity, e.name AS name, e.kind AS kind, value ORDER BY entity
"""
_VIEW = "MATCH (s:ComityView) RETURN s.digest AS digest"


@contextmanager
def on_gds(uri: str, auth: tuple[str, str]) -> Iterator["GdsNetwork"]:
    """The view that a Neo4j for people holds, projected for its measures until the block ends.

    Raises NoEngine where the server has no Graph Data Science, or holds no whole view.
    """
    name = f"comity-{secrets.token_hex(6)}"
    quiet: dict[str, Any] = {"notifications_min_severity": "OFF", "telemetry_disabled": True}
    with (
        neo4j.GraphDatabase.driver(uri, auth=auth, **quiet) as driver,
        driver.session() as session,
    ):
        _check(session, uri)
        if session.run(_EMPTY).single(strict=True)["empty"]:
            yield GdsNetwork(session, "")
            return
        session.run(_PROJECT, name=name).consume()
        try:
            yield GdsNetwork(session, name)
        finally:
            session.run("CALL gds.graph.drop($name, false)", name=name).consume()


@dataclass(frozen=True)
class GdsNetwork:
    """A projected view; `name` is what the server keeps it under, empty where nothing shows."""

    session: neo4j.Session
    name: str

    def degree_centrality(self) -> pd.DataFrame:
        """To how many others each is linked, of all there are, and by how many links."""
        found = self._measured("gds.degree.stream", "score", "neighbours", {})
        weighted = {"relationshipWeightProperty": "links"}
        links = self._measured("gds.degree.stream", "score", "links", weighted)["links"]
        others = max(len(found) - 1, 1)
        return found.assign(
            degree=found["neighbours"] / others,
            neighbours=found["neighbours"].astype(np.int64),
            links=links.astype(np.int64),
        )[["entity", "name", "kind", "degree", "neighbours", "links"]]

    def pagerank(self, *, damping: float = 0.85, rounds: int = 500) -> pd.DataFrame:
        """PageRank that sums to 1, as in the textbook; the engine's own does not."""
        if not 0 <= damping < 1:
            raise BadArgument("damping", damping, "from 0 and below 1")
        settings = {"dampingFactor": damping, "maxIterations": rounds, "tolerance": 1e-12}
        found = self._measured("gds.pageRank.stream", "score", "pagerank", settings)
        # Mass of entities without links, which the engine drops, only scales the answer.
        return found.assign(pagerank=found["pagerank"] / (found["pagerank"].sum() or 1.0))

    def betweenness_centrality(self, k: int | None = None, *, seed: int = 0) -> pd.DataFrame:
        """Betweenness from 0 to 1; with `k`, from so many sources, scaled up to all."""
        settings = {} if k is None else {"samplingSize": k, "samplingSeed": seed}
        found = self._measured("gds.betweenness.stream", "score", "betweenness", settings)
        size = len(found)
        pairs = max((size - 1) * (size - 2) / 2, 1.0)
        share = 1.0 if k is None else size / min(k, max(size, 1))
        return found.assign(betweenness=found["betweenness"] / pairs * share)

    def components(self) -> pd.DataFrame:
        """The component of each entity, numbered from the largest (0) down, and its size."""
        return self._grouped("gds.wcc.stream", "componentId", "component", {})

    def communities(self, *, seed: int = 0) -> pd.DataFrame:
        """Communities by the engine's Leiden, numbered from the largest (0) down."""
        settings = {"randomSeed": seed, "relationshipWeightProperty": "links", "concurrency": 1}
        return self._grouped("gds.leiden.stream", "communityId", "community", settings)

    def _grouped(
        self, procedure: str, column: str, name: str, settings: dict[str, Any]
    ) -> pd.DataFrame:
        found = self._measured(procedure, column, name, settings)
        number, size = largest_first(found[name].to_numpy(dtype=np.int64))
        return found.assign(**{name: number, "size": size})

    def _measured(
        self, procedure: str, column: str, name: str, settings: dict[str, Any]
    ) -> pd.DataFrame:
        heads = ["entity", "name", "kind", name]
        if not self.name:
            return pd.DataFrame({head: pd.Series(dtype=object) for head in heads})
        query = _STREAM.format(procedure=procedure, column=column)
        rows = self.session.run(query, name=self.name, settings=settings)
        return pd.DataFrame.from_records([row.values() for row in rows], columns=heads)


def _check(session: neo4j.Session, uri: str) -> None:
    try:
        session.run("RETURN gds.version()").consume()
    except ClientError:
        raise NoEngine(
            f"{uri} has no Graph Data Science; install the plugin that goes with its version"
        ) from None
    sign = session.run(_VIEW).single()
    if sign is None or not sign["digest"]:
        raise NoEngine(f"{uri} holds no whole view; load one with comity graph load")
