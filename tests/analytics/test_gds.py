"""Graph Data Science on a Neo4j for people gives what our own measures give of the same view."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import neo4j
import numpy as np
import pandas as pd
import pytest
from small_worlds import ALPHA, SmallWorld, Tie, key, person

from comity.analytics import (
    betweenness_centrality,
    communities,
    components,
    degree_centrality,
    pagerank,
)
from comity.analytics.communities import modularity
from comity.analytics.errors import NoEngine
from comity.analytics.gds import on_gds
from comity.graph.neo4j_server import Neo4jServer
from comity.graph.people import project_view
from comity.graph.view import View

pytestmark = pytest.mark.neo4j
Door = tuple[str, tuple[str, str]]


@pytest.fixture
def door(neo4j_server: Neo4jServer) -> Door:
    """Where an empty database answers."""
    auth = ("neo4j", neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    return neo4j_server.uri, auth


@pytest.fixture(params=range(3))
def view(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[View]:
    """A view of people in two parts, some linked twice and some not at all; some links hidden."""
    rng = Random(request.param)
    with SmallWorld(tmp_path) as world:
        for number in range(16):
            parts = ("p", "q")
            ties = [
                Tie("p", key("alpha", f"r{rng.randrange(number)}"), closed=rng.random() < 0.2)
                for _ in range(rng.choice((0, 1, 2)) if number else 0)
            ]
            people = [person(part, given_name=f"N{number}{part}") for part in parts]
            ties += [Tie("p", "q")] if number % 3 == 0 else []
            world.say("alpha", f"r{number}", *people, ties=ties)
        yield world.view(ALPHA)


def same(theirs: pd.DataFrame, ours: pd.DataFrame, *columns: str) -> None:
    """Equal entities in the same order, and equal values but for the last digits."""
    assert list(theirs["entity"]) == list(ours["entity"])
    assert list(theirs["name"]) == list(ours["name"])
    for column in columns:
        np.testing.assert_allclose(
            theirs[column].astype(float), ours[column].astype(float), atol=1e-8
        )


def test_measures_of_the_engine_are_ours(view: View, door: Door) -> None:
    network = view.network()
    project_view(view, *door)
    with on_gds(*door) as engine:
        same(
            engine.degree_centrality(), degree_centrality(network), "degree", "neighbours", "links"
        )
        same(engine.pagerank(), pagerank(network, weighted=False), "pagerank")
        same(engine.betweenness_centrality(), betweenness_centrality(network), "betweenness")
        same(engine.components(), components(network), "component", "size")
        found = engine.communities(seed=1)
    ours = communities(network)
    weight = np.ones(len(network.simple.low))
    theirs = modularity(network, found["community"].to_numpy(), weight)
    assert theirs >= modularity(network, ours["community"].to_numpy(), weight) - 0.02


def test_nothing_of_a_projection_is_left_behind(view: View, door: Door) -> None:
    project_view(view, *door)
    with pytest.raises(ValueError, match="stop"), on_gds(*door):
        raise ValueError("stop")
    with neo4j.GraphDatabase.driver(door[0], auth=door[1]) as driver:
        assert driver.execute_query("CALL gds.graph.list()").records == []


def test_a_database_without_a_whole_view_is_refused(door: Door) -> None:
    with pytest.raises(NoEngine, match="holds no whole view"), on_gds(*door):
        pass


def test_of_an_empty_view_every_measure_is_an_empty_frame(tmp_path: Path, door: Door) -> None:
    with SmallWorld(tmp_path) as world:
        view = world.view(ALPHA)
        project_view(view, *door)
        with on_gds(*door) as engine:
            assert list(engine.pagerank().columns) == list(pagerank(view.network()).columns)
            assert [len(engine.components()), len(engine.communities())] == [0, 0]
