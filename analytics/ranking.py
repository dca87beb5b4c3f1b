"""Who matters: a measure's ranking of those who may have done something.

Victims, witnesses, officers, counsel and staff are on the chart but not in the ranking;
otherwise the broker is a patrol officer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from comity.analytics.betweenness import betweenness_centrality
from comity.analytics.bootstrap import rank_intervals
from comity.analytics.closeness import closeness_centrality, harmonic_centrality
from comity.analytics.cores import core_number
from comity.analytics.degree import degree_centrality
from comity.analytics.eigenvector import eigenvector_centrality
from comity.analytics.errors import TooLarge, UnknownMeasure
from comity.analytics.katz import katz_centrality
from comity.analytics.pagerank import pagerank
from comity.analytics.sampling import EXACT_WORK
from comity.graph.network import Network

MEASURES: Mapping[str, Callable[[Network], pd.DataFrame]] = {
    "degree": degree_centrality,
    "betweenness": betweenness_centrality,
    "closeness": closeness_centrality,
    "eigenvector": eigenvector_centrality,
    "pagerank": pagerank,
    "harmonic": harmonic_centrality,
    "katz": katz_centrality,
    "core": core_number,
}
LEFT_OUT = ("bystander", "professional")


MOST_WORK = 20 * EXACT_WORK


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
    draws: int = 0,
    seed: int = 0,
) -> Ranking:
    """Rank persons and organisations by a measure; ties by id.

    Those left out carry no path either: two suspects whom one officer arrested are not
    linked by that. `include` names standings to take in after all: bystander, professional.
    With `draws`, `rank_low` and `rank_high` say within which ranks nine draws of ten leave
    somebody when a tenth of the linked pairs is withheld, and `first` how often they lead.
    """
    if measure not in MEASURES:
        raise UnknownMeasure(measure, MEASURES)
    out = [standing for standing in LEFT_OUT if standing not in include]
    inside = ~np.isin(network.standing.astype(str), out)
    kept = network.only(inside)

    def of_parties(network: Network) -> pd.DataFrame:
        return MEASURES[measure](network).assign(standing=kept.standing)[kept.party]

    parties = of_parties(kept)
    if draws:
        _check_work(kept, draws)
        found = rank_intervals(kept, of_parties, column=measure, draws=draws, seed=seed)
        parties = found.drop(columns="rank")
    ranked = parties.sort_values([measure, "entity"], ascending=[False, True], kind="stable")
    ranked = ranked.head(limit) if limit is not None else ranked
    ranked = ranked.assign(rank=np.arange(1, len(ranked) + 1)).reset_index(drop=True)
    left = {name: int((network.party & (network.standing == name)).sum()) for name in out}
    return Ranking(measure, ranked, left)


def _check_work(network: Network, draws: int) -> None:
    """Refuse what would hold the asker up for minutes."""
    work = draws * network.size * len(network.simple.low)
    if work > MOST_WORK:
        way_out = "ask for fewer draws, or for a part of the network"
        raise TooLarge("entities times pairs times draws", work, MOST_WORK, way_out)
