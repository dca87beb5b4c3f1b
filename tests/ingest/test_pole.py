"""The POLE data set of street crime: every node and relationship, in each store, and none loose."""

import csv
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import neo4j
import pytest
from ingest_crash_child import command

import comity.ingest
from comity.api.cli import run
from comity.graph.neo4j_server import Neo4jServer
from comity.graph.neo4j_store import Neo4jStore
from comity.graph.ports import GraphStore
from comity.graph.sqlite_store import SqliteStore
from comity.graph.words import BEGINNING

Command = Callable[..., Any]
# One worker takes the files in, for all the tests here.
pytestmark = [pytest.mark.shared_data, pytest.mark.xdist_group("neo4j")]
_START = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
MAPPING = Path(comity.ingest.__file__).parent / "data" / "pole.yaml"
PASSWORD = "COMITY_NEO4J_PASSWORD"
# From the data set's own description.
NODES, RELATIONSHIPS = 61_521, 105_840
KINDS = {
    "Person": "person", "Officer": "person", "Crime": "incident", "Location": "location",
    "PostCode": "location", "Area": "location", "Vehicle": "vehicle", "Phone": "phone",
    "PhoneCall": "call", "Email": "email", "Object": "item",
}  # fmt: skip
LINKS = {
    "CALLED": "called", "CALLER": "called", "CURRENT_ADDRESS": "located_at",
    "FAMILY_REL": "relative_of", "HAS_EMAIL": "uses", "HAS_PHONE": "uses",
    "HAS_POSTCODE": "part_of", "INVESTIGATED_BY": "involved_in", "INVOLVED_IN": "involved_in",
    "KNOWS": "associate_of", "KNOWS_LW": "associate_of", "KNOWS_PHONE": "associate_of",
    "KNOWS_SN": "associate_of", "LOCATION_IN_AREA": "part_of", "OCCURRED_AT": "located_at",
    "PARTY_TO": "involved_in", "POSTCODE_IN_AREA": "part_of",
}  # fmt: skip
# Small files that hang together: who calls and knows whom.
PEOPLE = (
    *("nodes.Person", "nodes.Phone", "nodes.PhoneCall", "nodes.Email", "relationships.CALLED"),
    *("relationships.CALLER", "relationships.KNOWS", "relationships.HAS_PHONE"),
    *("relationships.HAS_EMAIL", "relationships.FAMILY_REL"),
)


def files_of(shared: Path) -> list[Path]:
    """Every file, nodes before relationships, which need them."""
    found = sorted((shared / "pole" / "csv").glob("*.csv"))
    if not found:
        pytest.skip("the POLE data set is not among the shared data sets")
    return sorted(found, key=lambda path: ".relationships." in path.name)


def rows_in(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def take_in(folder: Path, files: list[Path]) -> Path:
    """A new installation with these files in."""
    assert run(["init", str(folder), "--agency", "gm-police"]) == 0
    assert run(["ingest", "-m", str(MAPPING), *map(str, files), "-C", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def pole(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the whole data set in."""
    return take_in(tmp_path_factory.mktemp("pole") / "data", files_of(shared))


@pytest.fixture(scope="module")
def counted(shared: Path) -> dict[str, Counter[str]]:
    """How many nodes and relationships of each kind the files hold, counted by the csv module."""
    found: dict[str, Counter[str]] = {"nodes": Counter(), "relationships": Counter()}
    for path in files_of(shared):
        _, sort, name, _ = path.name.split(".")
        kind = KINDS[name] if sort == "nodes" else LINKS[name]
        found[sort][kind] += rows_in(path)
    return found


@pytest.fixture
def to(neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty Neo4j, whose password is in the environment."""
    monkeypatch.setenv(PASSWORD, neo4j_server.password)
    store = store_there(neo4j_server)
    store.clear()
    store.close()
    return neo4j_server.uri


def store_there(server: Neo4jServer) -> Neo4jStore:
    return Neo4jStore(server.uri, ("neo4j", server.password))


def holds_all(stats: dict[str, Any], counted: dict[str, Counter[str]]) -> bool:
    """Whether a store's figures are those of the files."""
    assert (stats["nodes"], stats["relationships"], stats["dangling"]) == (NODES, RELATIONSHIPS, 0)
    assert stats["kinds"] == dict(counted["nodes"])
    assert stats["link_kinds"] == dict(counted["relationships"])
    return True


def content(store: GraphStore) -> dict[str, list[str]]:
    """Every row of a store, in an order of its own."""
    return {
        table: sorted(
            str(sorted(row.items()))
            for batch in store.scan(table, BEGINNING)
            for row in batch.to_pylist()
        )
        for table in ("mentions", "claims", "links")
    }


def test_no_row_of_the_files_is_set_aside(comity: Command, pole: Path) -> None:
    assert comity("quarantine", "list", "--json", "-C", pole).json() == []


def test_the_embedded_store_holds_every_node_and_relationship(
    comity: Command, pole: Path, counted: dict[str, Counter[str]]
) -> None:
    assert comity("graph", "load", "-C", pole).code == 0
    stats = comity("graph", "stats", "--json", "-C", pole).json()
    assert holds_all(stats, counted)
    graph = apsw.Connection(str(pole / "graph.db"))
    assert graph.execute("SELECT count(*) FROM mention").get == NODES
    assert graph.execute("SELECT count(*) FROM link").get == RELATIONSHIPS
    loose = "SELECT count(*) FROM link l LEFT JOIN mention m ON m.key = l.first WHERE m.id IS NULL"
    assert graph.execute(loose).get == 0
    graph.close()
    assert comity("graph", "load", "-C", pole).code == 0
    assert comity("graph", "stats", "--json", "-C", pole).json() == stats


@pytest.mark.neo4j
def test_a_store_made_anew_and_the_other_store_hold_the_same(
    comity: Command, shared: Path, to: str, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    files = [path for path in files_of(shared) if path.name.split(".", 1)[1][:-4] in PEOPLE]
    assert len(files) == len(PEOPLE)
    data = take_in(tmp_path / "data", files)
    for words in (["load"], ["load", "--to", to]):
        assert comity("graph", *words, "-C", data).code == 0
    embedded, server = SqliteStore(data / "graph.db"), store_there(neo4j_server)
    before = content(embedded)
    assert len(before["links"]) > 2_000
    assert content(server) == before
    for words in (["rebuild"], ["rebuild", "--to", to]):
        assert comity("graph", *words, "-C", data).code == 0
    assert content(embedded) == content(server) == before
    embedded.close()
    server.close()


@pytest.mark.neo4j
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_neo4j_holds_every_node_and_relationship_though_its_load_was_killed_halfway(
    comity: Command,
    pole: Path,
    to: str,
    neo4j_server: Neo4jServer,
    counted: dict[str, Counter[str]],
    tmp_path: Path,
) -> None:
    load = ["graph", "load", "--to", to, "-C", str(pole)]
    reached = _killed_at(neo4j_server, 12, load, tmp_path / "told.txt")
    assert 12 <= reached < 28
    assert comity("graph", "stats", "--json", "--to", to, "-C", pole).json()["nodes"] > 0
    assert comity(*load).code == 0
    stats = comity("graph", "stats", "--json", "--to", to, "-C", pole).json()
    assert holds_all(stats, counted)
    assert comity(*load).code == 0
    assert comity("graph", "stats", "--json", "--to", to, "-C", pole).json() == stats
    with neo4j.GraphDatabase.driver(to, auth=("neo4j", neo4j_server.password)) as driver:
        for count, text in (
            (NODES, "MATCH (m:Mention) RETURN count(m) AS n"),
            (RELATIONSHIPS, "MATCH ()-[l:LINK]->() RETURN count(l) AS n"),
            (0, "MATCH (n)-[:LINK]-() WHERE NOT EXISTS { (:Mention)-[:VERSION_OF]->(n) } "
                "RETURN count(n) AS n"),
        ):  # fmt: skip
            assert driver.execute_query(text).records[0]["n"] == count


def _killed_at(server: Neo4jServer, position: int, load: list[str], told: Path) -> int:
    """Run the command until its store has reached a position, kill it; where it stands then."""
    process = _START.Process(target=_with_password, args=(server.password, load, str(told)))
    process.start()
    store = store_there(server)
    try:
        while process.is_alive() and store.reached().position < position:
            time.sleep(0.02)
        process.kill()
        process.join()
        assert process.exitcode == -9, told.read_text()
        return store.reached().position
    finally:
        store.close()


def _with_password(password: str, load: list[str], told: str) -> None:
    os.environ[PASSWORD] = password
    command(load, told)
