"""Results say when persons, phones and events were taken alike."""

from collections.abc import Callable

import pandas as pd
import pytest
from nets import net

from comity.analytics import (
    MEASURES,
    articulation_points,
    bridges,
    communities,
    edge_betweenness_centrality,
    in_windows,
    pagerank,
    rank_intervals,
    who_matters,
    windows,
)
from comity.graph.network import Network

SHARED = net(3, [(0, 2), (1, 2)], kinds=["person", "person", "phone"], times=[(0, 1), (0, 1)])
MIXED = {"person": 2, "phone": 1}
ASKED: dict[str, Callable[[Network], pd.DataFrame]] = {
    **MEASURES,
    "articulation points": articulation_points,
    "bridges": bridges,
    "communities": communities,
    "links": edge_betweenness_centrality,
    "ranks": lambda network: rank_intervals(network, pagerank, draws=2),
    "who matters": lambda network: who_matters(network).frame,
    "windows": lambda network: in_windows(network, pagerank, windows(network, "day")),
}


@pytest.mark.parametrize("name", sorted(ASKED))
def test_a_result_counts_the_kinds_that_were_taken_alike(name: str) -> None:
    assert ASKED[name](SHARED).attrs["kinds"] == MIXED


@pytest.mark.parametrize("name", sorted(ASKED))
def test_of_one_kind_there_is_nothing_to_say(name: str) -> None:
    assert "kinds" not in ASKED[name](net(3, [(0, 2), (1, 2)], times=[(0, 1)] * 2)).attrs
