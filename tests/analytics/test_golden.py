"""Measures against published figures and closed forms, and what they must be deaf to."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from nets import net, random_net

from comity.analytics import (
    MEASURES,
    betweenness_centrality,
    closeness_centrality,
    communities,
    components,
    degree_centrality,
    eigenvector_centrality,
    pagerank,
)
from comity.graph.network import Network

FLORENCE = nx.florentine_families_graph()
FAMILIES = sorted(FLORENCE)
MEASURED: dict[str, Callable[[Network], pd.DataFrame]] = {
    **MEASURES, "communities": communities, "components": components,
}  # fmt: skip


def florence() -> Network:
    """Marriages of Florentine families (Padgett and Ansell 1993), in the order of their names."""
    place = {family: at for at, family in enumerate(FAMILIES)}
    return net(len(FAMILIES), [(place[a], place[b]) for a, b in FLORENCE.edges()])


def star(leaves: int) -> Network:
    return net(leaves + 1, [(0, leaf) for leaf in range(1, leaves + 1)])


def ring(size: int) -> Network:
    return net(size, [(at, (at + 1) % size) for at in range(size)])


def of_family(frame: pd.DataFrame, measure: str) -> dict[str, float]:
    return dict(zip(FAMILIES, frame[measure].round(3), strict=True))


def test_betweenness_of_the_florentine_families_is_as_jackson_prints_it() -> None:
    """Jackson, Social and Economic Networks (2008), section 2.2.4."""
    found = of_family(betweenness_centrality(florence()), "betweenness")
    assert {name: found[name] for name in ("Medici", "Guadagni", "Strozzi")} == {
        "Medici": 0.522, "Guadagni": 0.255, "Strozzi": 0.103,
    }  # fmt: skip


def test_degree_and_closeness_of_the_medici_are_as_counted_on_paper() -> None:
    """Six of fourteen families are next to them, and the fourteen distances add up to 25."""
    assert of_family(degree_centrality(florence()), "degree")["Medici"] == round(6 / 14, 3)
    assert of_family(closeness_centrality(florence()), "closeness")["Medici"] == 14 / 25


@pytest.mark.parametrize("leaves", [2, 5, 40])
def test_the_middle_of_a_star_has_all_of_degree_closeness_and_betweenness(leaves: int) -> None:
    """Freeman (1979): each of his three measures is 1 there and nowhere more."""
    for measure in ("degree", "closeness", "betweenness"):
        frame = MEASURES[measure](star(leaves))
        assert frame[measure][0] == pytest.approx(1)
        assert (frame[measure][1:] < 1).all()
    assert (betweenness_centrality(star(leaves))["betweenness"][1:] == 0).all()


@pytest.mark.parametrize("leaves", [2, 5, 40])
def test_a_star_has_the_pagerank_that_its_two_equations_give(leaves: int) -> None:
    """p = 0.15 / n + 0.85 q, where q = 1 - p is what the leaves hold together."""
    size = leaves + 1
    middle = (0.15 / size + 0.85) / 1.85
    found = pagerank(star(leaves))["pagerank"]
    assert found[0] == pytest.approx(middle, abs=1e-9)
    assert found[1:].tolist() == pytest.approx([(1 - middle) / leaves] * leaves, abs=1e-9)


@pytest.mark.parametrize("leaves", [2, 5, 40])
def test_a_star_has_the_eigenvector_of_its_matrix(leaves: int) -> None:
    """Half of the square lies in the middle, the rest on the leaves alike."""
    found = eigenvector_centrality(star(leaves))["eigenvector"]
    assert found[0] == pytest.approx(0.5**0.5, abs=1e-6)
    assert found[1:].tolist() == pytest.approx([(0.5 / leaves) ** 0.5] * leaves, abs=1e-6)


@pytest.mark.parametrize("size", [3, 8, 21])
def test_on_a_ring_everybody_is_alike(size: int) -> None:
    for measure, rank in MEASURES.items():
        assert rank(ring(size))[measure].std(ddof=0) == pytest.approx(0, abs=1e-9)
    assert pagerank(ring(size))["pagerank"][0] == pytest.approx(1 / size)


def test_a_chain_of_cliques_falls_into_its_cliques() -> None:
    """Fortunato and Barthélemy (2007): ten cliques of five are above the resolution limit."""
    cliques = nx.ring_of_cliques(10, 5)
    frame = communities(net(50, list(cliques.edges())))
    groups = {frozenset(group.index) for _, group in frame.groupby("community")}
    assert groups == {frozenset(range(start, start + 5)) for start in range(0, 50, 5)}


@pytest.mark.parametrize("name", sorted(MEASURED))
def test_loops_and_parallel_links_change_no_measure(name: str) -> None:
    for seed in range(12):
        plain = random_net(seed)
        simple = sorted({(min(a, b), max(a, b)) for a, b in ends_of(plain) if a != b})
        doubled = [*simple, *(pair[::-1] for pair in simple), (0, 0), (0, 0)]
        one, two = net(plain.size, simple), net(plain.size, doubled)
        column = {"communities": "community", "components": "component"}.get(name, name)
        assert MEASURED[name](one)[column].tolist() == MEASURED[name](two)[column].tolist()


@pytest.mark.parametrize("name", sorted(MEASURED))
def test_the_order_in_which_links_arrived_changes_no_measure(name: str) -> None:
    for seed in range(6):
        network = random_net(seed)
        ends = ends_of(network)
        mixed = [ends[at] for at in np.random.default_rng(seed).permutation(len(ends))]
        assert MEASURED[name](net(network.size, mixed)).equals(MEASURED[name](network))


@pytest.mark.parametrize("name", sorted(MEASURED))
def test_asked_again_a_measure_says_the_same(name: str) -> None:
    network = random_net(7)
    first = MEASURED[name](network)
    MEASURED["betweenness"](random_net(8))
    assert MEASURED[name](network).equals(first)


def ends_of(network: Network) -> list[tuple[int, int]]:
    return list(zip(network.source.tolist(), network.target.tolist(), strict=True))
