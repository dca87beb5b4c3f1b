"""`comity graph load`: a store or one viewer's Neo4j, brought up once or kept up."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import neo4j
import pytest

from comity.api.installation import Installation
from comity.graph.neo4j_server import Neo4jServer
from comity.sharing import Viewer

Command = Callable[..., Any]
ANN = ("--as", "ann", "--justification", "a test")


@pytest.fixture
def people(neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> Neo4jServer:
    """An empty Neo4j for people, with its password in the environment."""
    monkeypatch.setenv("COMITY_NEO4J_PASSWORD", neo4j_server.password)
    found(neo4j_server, "MATCH (n) DETACH DELETE n")
    return neo4j_server


def found(server: Neo4jServer, cypher: str) -> list[dict[str, Any]]:
    with neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", server.password)) as driver:
        return [dict(row) for row in driver.execute_query(cypher).records]


@contextmanager
def following(town: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """`comity graph load --follow` in a process of its own."""
    command = [sys.executable, "-m", "comity.api.cli", "graph", "load", "--follow", "--json"]
    process = subprocess.Popen(
        [*command, "-C", str(town), *options], text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def line(process: "subprocess.Popen[str]") -> dict[str, float]:
    assert process.stdout is not None
    told = process.stdout.readline()
    assert told, process.communicate()[1]
    return dict(json.loads(told))


def suspend(town: Path) -> int:
    """End what the town's agencies share; the ledger's position afterwards."""
    with Installation.open(town) as installation:
        installation.ledger.set_agreement_status("pact", "suspended", "a test")
        return installation.ledger.head()[0]


def test_a_followed_store_is_brought_up_at_every_change_until_ctrl_c(town: Path) -> None:
    with following(town) as process:
        first = line(process)
        position = suspend(town)
        second = line(process)
        assert (first["position"], second["position"]) == (position - 1, position)
        assert second["lag_seconds"] >= 0
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")


@pytest.mark.neo4j
def test_a_neo4j_for_people_holds_one_view_and_the_audit_says_so(
    comity: Command, town: Path, people: Neo4jServer
) -> None:
    told = comity("graph", "load", "--to", people.uri, *ANN, "-C", town, "--json").json()
    with Installation.open(town) as installation:
        view = installation.desk.open(
            Viewer("ann", "riverton-pd", "analyst", "investigation", "a test")
        )
        counts, names = view.counts(), set(view.network().names)
        rows = [stored.row for stored in installation.audit.rows()]
    assert told == {"entities": counts["entities"], "links": counts["links"]}
    held = {row["name"] for row in found(people, "MATCH (e:Entity) RETURN e.name AS name")}
    assert held == names
    assert "Zebedee Hollow" not in str(found(people, "MATCH (n) RETURN n {.*} AS n"))
    assert [(row.action, row.outcome) for row in rows] == [
        ("load_view", "intended"), ("load_view", "answered"),
    ]  # fmt: skip
    assert {row.principal for row in rows} == {"ann"}
    refused = comity("graph", "load", "--to", people.uri, "--as", "bo", *ANN[2:], "-C", town)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "holds the view of ann of riverton-pd" in refused.err


@pytest.mark.neo4j
def test_a_followed_view_loses_what_an_agreement_no_longer_shows(
    town: Path, people: Neo4jServer
) -> None:
    with following(town, "--to", people.uri, *ANN) as process:
        first = line(process)
        assert "harbor-so" in str(found(people, "MATCH (n) RETURN n {.*} AS n"))
        suspend(town)
        second = line(process)
        assert second["entities"] < first["entities"]
        assert "harbor-so" not in str(found(people, "MATCH (n) RETURN n {.*} AS n"))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0
