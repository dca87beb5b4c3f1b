"""A Neo4j for people, made of one view by a command that is audited like any question."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import neo4j
import pytest

from comity.api.installation import Installation
from comity.graph.neo4j_server import Neo4jServer

Command = Callable[..., Any]
ASKED = ("--as", "ann", "--justification", "a wall chart", "--json")


def outcomes(town: Path) -> list[tuple[str, str, str]]:
    """The audit's rows: who did what, and how it ended."""
    with Installation.open(town) as installation:
        assert installation.audit.unfinished() == []
        rows = [stored.row for stored in installation.audit.rows()]
    return [(row.principal, row.action, row.outcome) for row in rows]


@pytest.mark.neo4j
def test_people_get_what_one_viewer_sees_and_no_more_and_the_audit_says_so(
    town: Path, comity: Command, monkeypatch: pytest.MonkeyPatch, neo4j_server: Neo4jServer
) -> None:
    monkeypatch.setenv("COMITY_NEO4J_PASSWORD", neo4j_server.password)
    counts = comity("graph", "load", "-C", town, "--to", neo4j_server.uri, *ASKED).json()
    assert all(counts.values())
    assert outcomes(town) == [("ann", "load_view", "intended"), ("ann", "load_view", "answered")]
    auth = ("neo4j", neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver:
        found = str([record.data() for record in driver.execute_query("MATCH (n) RETURN n")[0]])
        driver.execute_query("MATCH (n) DETACH DELETE n")
    assert "Quillon Brandt" in found
    assert "Zebedee" not in found
    assert "youth" not in found


@pytest.mark.neo4j
def test_where_it_cannot_be_made_the_audit_says_that(
    town: Path, comity: Command, monkeypatch: pytest.MonkeyPatch, neo4j_server: Neo4jServer
) -> None:
    monkeypatch.setenv("COMITY_NEO4J_PASSWORD", "a-guess-of-mine")
    told = comity("graph", "load", "-C", town, "--to", neo4j_server.uri, *ASKED)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert outcomes(town) == [("ann", "load_view", "intended"), ("ann", "load_view", "no-store")]


def test_people_are_never_given_the_installations_own_store(town: Path, comity: Command) -> None:
    told = comity("graph", "load", "-C", town, *ASKED)
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert "--to" in told.err
    assert outcomes(town) == []
