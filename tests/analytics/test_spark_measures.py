"""Spark's answers are those of the measures in memory, on the same links."""

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from comity.analytics import components, degree_centrality, pagerank
from comity.analytics.edge_arrays import network_of_edges
from comity.analytics.errors import BadTable
from comity.analytics.spark_measures import (
    components_on_spark,
    degree_on_spark,
    label_propagation_on_spark,
    pagerank_on_spark,
    read_links,
)
from comity.graph.network import Network

pytestmark = [
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
Edges = list[tuple[str, str]]


def some_edges(seed: int) -> Edges:
    """Links between some people in several parts; loops and repeats among them."""
    rng = Random(seed)
    names = [f"n{number:02}" for number in range(24)]
    return [
        (rng.choice(names[part : part + 8]), rng.choice(names[part : part + 8]))
        for part in (0, 8, 16)
        for _ in range(10)
    ]


def written(edges: Edges, folder: Path) -> str:
    """The links as Parquet."""
    path = folder / "links.parquet"
    pd.DataFrame(edges, columns=["source", "target"]).to_parquet(path)
    return str(path)


def network(edges: Edges) -> Network:
    """The same links in memory, without the entities that are linked to themselves alone."""
    ends = [(one, other) for one, other in edges if one != other]
    return network_of_edges(*map(list, zip(*ends, strict=True)))


def same(theirs: Any, ours: pd.DataFrame, *columns: str) -> None:
    """Equal entities with equal values, but for the last digits."""
    found = theirs.toArrow().to_pandas().sort_values("entity")
    assert list(found["entity"]) == list(ours["entity"])
    for column in columns:
        np.testing.assert_allclose(
            found[column].astype(float), ours[column].astype(float), atol=1e-9
        )


@pytest.mark.parametrize("seed", [3])
def test_degrees_components_and_pagerank_are_those_in_memory(
    spark: Any, tmp_path: Path, seed: int
) -> None:
    edges = some_edges(seed)
    links = read_links(spark, written(edges, tmp_path))
    ours = network(edges)
    same(degree_on_spark(links), degree_centrality(ours), "degree", "neighbours")
    same(components_on_spark(spark, links), components(ours), "component", "size")
    # Half the damping settles in a quarter of the rounds, each of which takes Spark a second.
    same(pagerank_on_spark(links, damping=0.5), pagerank(ours, damping=0.5), "pagerank")


def propagated(edges: Edges, rounds: int = 20) -> dict[str, str]:
    """The label of everybody, by hand."""
    beside: dict[str, set[str]] = {}
    for one, other in edges:
        if one != other:
            beside.setdefault(one, {one}).add(other)
            beside.setdefault(other, {other}).add(one)
    labels = {name: name for name in beside}
    for _ in range(rounds):
        now = {}
        for name, heard in beside.items():
            votes = Counter(labels[other] for other in heard)
            now[name] = min(votes, key=lambda label: (-votes[label], label))
        if now == labels:
            break
        labels = now
    return labels


def test_labels_propagate_as_by_hand(spark: Any, tmp_path: Path) -> None:
    edges = some_edges(7)
    found = (
        label_propagation_on_spark(read_links(spark, written(edges, tmp_path)))
        .toArrow()
        .to_pandas()
    )
    by_hand = propagated(edges)
    groups = {frozenset(group["entity"]) for _, group in found.groupby("community")}
    wanted: dict[str, set[str]] = {}
    for name, label in by_hand.items():
        wanted.setdefault(label, set()).add(name)
    assert groups == {frozenset(members) for members in wanted.values()}
    sizes = found.drop_duplicates("community").sort_values("community")["size"]
    assert list(sizes) == sorted(sizes, reverse=True)


def test_a_file_without_ends_is_refused_and_one_without_links_measures_nothing(
    spark: Any, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.parquet"
    pd.DataFrame({"from": ["a"], "target": ["b"]}).to_parquet(path)
    with pytest.raises(BadTable, match="no column 'source'"):
        read_links(spark, str(path))
    alone = read_links(spark, written([("a", "a")], tmp_path))
    assert [degree_on_spark(alone).count(), pagerank_on_spark(alone).count()] == [0, 0]
