"""Who matters: a measure's ranking of those who may have done something.

Victims, witnesses, officers, counsel and staff are on the chart but not in the ranking;
otherwise the broker is a patrol officer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from comity.analytics.betweenness import betweenness_centrality
from comity.analytics.closeness import closeness_centrality
from comity.analytics.degree import degree_centrality
from comity.analytics.eigenvector import eigenvector_centrality
from comity.analytics.errors import UnknownMeasure
from comity.analytics.pagerank import pagerank
from comity.graph.network import Network

MEASURES: Mapping[str, Callable[[Network], pd.DataFrame]] = {
    "degree": degree_centrality,
    "betweenness": betweenness_centrality,
    "closeness": closeness_centrality,
    "eigenvector": eigenvector_centrality,
    "pagerank": pagerank,
}
LEFT_OUT = ("bystander", "professional")


@dataclass(frozen=True)
class Ranking:
    """The ranked parties, best first, and how many were left out for what standing."""

    measure: str
    frame: pd.DataFrame
    left_out: Mapping[str, int]


def who_matters(
    network: Network,
    measure: str = "betweenness",
    *,
    limit: int | None = 20,
    include: tuple[str, ...] = (),
) -> Ranking:
    """Rank persons and organisations by a measure; ties by id.

    Those left out carry no path either: two suspects whom one officer arrested are not
    linked by that. `include` names standings to take in after all: bystander, professional.
    """
    if measure not in MEASURES:
        raise UnknownMeasure(measure, MEASURES)
    out = [standing for standing in LEFT_OUT if standing not in include]
    inside = ~np.isin(network.standing.astype(str), out)
    kept = network.only(inside)
    scored = MEASURES[measure](kept).assign(standing=kept.standing)
    parties = scored[kept.party]
    ranked = parties.sort_values([measure, "entity"], ascending=[False, True], kind="stable")
    ranked = ranked.head(limit) if limit is not None else ranked
    ranked = ranked.assign(rank=np.arange(1, len(ranked) + 1)).reset_index(drop=True)
    left = {name: int((network.party & (network.standing == name)).sum()) for name in out}
    return Ranking(measure, ranked, left)
