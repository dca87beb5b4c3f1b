"""The doctor says what a Neo4j server's files still hold, and how far the order list is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import neo4j
import pytest

from comity.graph.neo4j_server import Neo4jServer

Command = Callable[..., Any]
EXPUNGE = ("record", "expunge", "rms", "R1", "--order", "court 26-1")


@pytest.fixture
def town(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town's folder is where commands work."""
    monkeypatch.setenv("COMITY_FOLDER", str(town))
    return town


def told(comity: Command, name: str) -> tuple[bool, str]:
    """Whether a check of the doctor's holds, and what it says."""
    found = {each["name"]: each for each in json.loads(comity("doctor", "--json").out)}
    return found[name]["holds"], found[name]["told"]


@pytest.mark.usefixtures("town")
def test_a_store_that_overwrites_holds_nothing(comity: Command) -> None:
    done = comity(*EXPUNGE)
    assert (done.code, "Neo4j" in done.err) == (0, False)
    assert told(comity, "graph files") == (True, "hold nothing that was purged")


def test_a_server_is_said_to_hold_what_was_purged_since_its_files_were_made(
    comity: Command, town: Path, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMITY_NEO4J_PASSWORD", neo4j_server.password)
    with neo4j.GraphDatabase.driver(
        neo4j_server.uri, auth=("neo4j", neo4j_server.password)
    ) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    settings = (town / "settings.yaml").read_text()
    assert "kind: sqlite" in settings
    settings = settings.replace("kind: sqlite", "kind: neo4j").replace(
        "uri: ''", f"uri: {neo4j_server.uri}", 1
    )
    (town / "settings.yaml").write_text(settings)
    assert comity("graph", "load").code == 0
    assert told(comity, "graph files") == (True, "hold nothing that was purged")
    done = comity(*EXPUNGE)
    assert (done.code, "keep the bytes of what was purged" in done.err) == (0, True)
    assert comity("graph", "rebuild").code == 0
    holds, says = told(comity, "graph files")
    assert (holds, "hold bytes of 1 purges" in says) == (False, True)


def test_the_order_list_is_held_against_the_newest_order(comity: Command, town: Path) -> None:
    assert told(comity, "order list")[0]
    listed = town.parent / "orders.json"
    path = town / "settings.yaml"
    path.write_text(path.read_text().replace("order_list: ''", f"order_list: {listed}"))
    assert told(comity, "order list")[0] is False  # there is none yet
    assert comity("record", "orders", listed).code == 0
    assert told(comity, "order list") == (True, f"{listed} is up to date")
    before = listed.read_text()
    assert comity(*EXPUNGE).code == 0
    assert told(comity, "order list")[0]
    listed.write_text(before)
    holds, says = told(comity, "order list")
    assert (holds, "behind the newest order" in says) == (False, True)
