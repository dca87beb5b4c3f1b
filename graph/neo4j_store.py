"""The graph store on a private Neo4j server: mentions, claims and links with their provenance.

One service account, parameterised templates that carry the allowed labels; nobody else
may reach that server, for Community edition cannot limit what a user sees.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import neo4j
import pyarrow as pa
from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from comity.graph.errors import ProjectionError
from comity.graph.neo4j_templates import (
    BESIDE,
    BETWEEN,
    CLAIMS_OF,
    COUNTS,
    FIND,
    NEIGHBOURS,
    SCAN,
    SCHEMA,
    claim_row,
    link_row,
)
from comity.graph.neo4j_writing import write_changes
from comity.graph.paths import shortest_chain
from comity.graph.ports import (
    NOWHERE,
    Changes,
    ClaimRow,
    LinkRow,
    Reached,
    Scope,
    StoreCounts,
    Table,
)
from comity.graph.words import Micros
from comity.sharing import Label

# The driver would tell of its retries on stderr; what fails in the end is told by our error.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
SCAN_ROWS = 20_000
CLEAR_ROWS = 10_000
SECONDS = 120.0


class Neo4jStore:
    """A graph store in one Neo4j database."""

    capabilities = frozenset({"cypher"})

    def __init__(self, uri: str, auth: tuple[str, str], *, database: str = "neo4j") -> None:
        self._uri, self._database = uri, database
        self._driver = neo4j.GraphDatabase.driver(
            uri, auth=auth, connection_timeout=10, max_transaction_retry_time=10,
            notifications_min_severity="OFF", telemetry_disabled=True,
        )  # fmt: skip
        try:
            for statement in SCHEMA:
                self._run(statement)
            self._run("CALL db.awaitIndexes(60)")
        except BaseException:
            self._driver.close()
            raise

    # --- reading ---

    def claims_of(self, key: str, scope: Scope) -> list[ClaimRow]:
        """The visible claims of one mention, in the order of property and value."""
        return [claim_row(row) for row in self._read(CLAIMS_OF, scope, key=key)]

    def neighbours(self, key: str, scope: Scope, limit: int) -> list[LinkRow]:
        """The visible links of one mention, ordered by the other end's key."""
        return [link_row(row) for row in self._read(NEIGHBOURS, scope, key=key, limit=limit)]

    def expand(self, key: str, hops: int, scope: Scope, limit: int) -> list[str]:
        """Keys of the mentions within `hops` links, nearest first, then by key."""
        found: dict[str, None] = {key: None}
        edge = [key]
        for _ in range(hops):
            if not edge or len(found) > limit:
                break
            beside = {other for _, other in self.beside(edge, scope)}
            edge = sorted(beside - found.keys())
            found.update(dict.fromkeys(edge))
        return list(found)[1 : limit + 1]

    def shortest_path(self, first: str, second: str, max_hops: int, scope: Scope) -> list[LinkRow]:
        """One shortest chain of visible links, the least by key; empty if there is none."""
        chain = shortest_chain(lambda keys: self.beside(keys, scope), first, second, max_hops)
        return [
            link_row(self._read(BETWEEN, scope, one=one, two=two)[0])
            for one, two in pairwise(chain)
        ]

    def find(self, prop: str, prefix: str, scope: Scope, limit: int) -> list[str]:
        """Keys of mentions with a visible value that starts so (case-folded), by key."""
        given = {"prop": prop, "prefix": prefix.casefold(), "limit": limit}
        return [row["key"] for row in self._read(FIND, scope, **given)]

    def beside(self, keys: Sequence[str], scope: Scope) -> list[tuple[str, str]]:
        """Pairs (one of `keys`, a mention one visible link away), each once."""
        rows = self._read(BESIDE, scope, keys=list(keys))
        return [(row["key"], row["other"]) for row in rows]

    # --- keeping ---

    def reached(self) -> Reached:
        """How far the projection has come."""
        rows = self._run("MATCH (r:Reached) RETURN r.position AS p, r.known_at AS k, r.cursor AS c")
        return Reached(rows[0]["p"], rows[0]["k"], rows[0]["c"]) if rows else NOWHERE

    def apply(self, changes: Changes) -> None:
        """Take one batch in, durably and at once."""
        with told_plainly(self._uri), self._driver.session(database=self._database) as session:
            session.execute_write(write_changes, changes)

    def scan(self, table: Table, since: Micros) -> Iterator[pa.RecordBatch]:
        """Rows opened or closed after `since`, in columns named as the row's fields."""
        columns, query = SCAN[table]
        rows: list[list[Any]] = []
        with told_plainly(self._uri), self._driver.session(database=self._database) as session:
            for record in session.run(query, since=since):
                rows.append(list(record.values()))
                if len(rows) == SCAN_ROWS:
                    yield _batch(columns, rows)
                    rows = []
        if rows:
            yield _batch(columns, rows)

    def labels(self) -> list[tuple[int, Label]]:
        """Every label number with its label."""
        rows = self._run("MATCH (l:Label) RETURN l.number AS n, l.canonical AS c ORDER BY n")
        return [(row["n"], Label.from_canonical(row["c"])) for row in rows]

    def counts(self) -> StoreCounts:
        """What it holds as of the position it reached, by Cypher."""
        known = self.reached().known_at
        kinds, links = (
            {row["kind"]: row["count"] for row in self._run(COUNTS[name], known=known)}
            for name in ("mentions", "links")
        )
        claims = self._run(COUNTS["claims"], known=known)[0]["count"]
        dangling = self._run(COUNTS["dangling"], known=known)[0]["count"]
        return StoreCounts(sum(kinds.values()), claims, sum(links.values()), kinds, links, dangling)

    def made_at(self) -> Micros:
        """When the files were made that the graph lies in; clearing it makes no new ones."""
        told = "CALL db.info() YIELD creationDate RETURN datetime(creationDate).epochMillis AS at"
        return int(self._run(told)[0]["at"]) * 1000

    def clear(self) -> None:
        """Forget everything; a projection can be made anew."""
        self._run("MATCH (r:Reached) DELETE r")
        delete = f"MATCH (n) WITH n LIMIT {CLEAR_ROWS} DETACH DELETE n RETURN count(*) AS n"
        while self._run(delete)[0]["n"]:
            pass

    def close(self) -> None:
        """Let go of the connection."""
        self._driver.close()

    def _read(self, query: str, scope: Scope, **given: Any) -> list[neo4j.Record]:
        scoped = {
            "labels": list(scope.labels),
            "known": scope.known_at,
            "valid": scope.valid_at,
            "redacted": scope.redacted_names,
        }
        return self._run(query, **scoped, **given)

    def _run(self, query: str, **given: Any) -> list[neo4j.Record]:
        with told_plainly(self._uri), self._driver.session(database=self._database) as session:
            asked = neo4j.Query(query, timeout=SECONDS)
            return list(session.run(asked, given))


@contextmanager
def told_plainly(uri: str) -> Iterator[None]:
    """Turn what the driver reports into one sentence that says what to do."""
    try:
        yield
    except AuthError:
        raise ProjectionError(f"{uri} refuses the user or password; check them") from None
    except ServiceUnavailable:
        raise ProjectionError(
            f"{uri} does not answer; start the server or correct the address"
        ) from None
    except (Neo4jError, DriverError) as error:
        raise ProjectionError(f"{uri} failed: {error}") from None


def _batch(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    arrays: Mapping[str, pa.Array] = {
        name: pa.array(list(values)) for name, values in zip(columns, zip(*rows, strict=True),
                                                              strict=True)
    }  # fmt: skip
    return pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))
