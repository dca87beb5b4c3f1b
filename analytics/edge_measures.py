"""The measures that a table of edges is asked for, side by side in one frame."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from comity.analytics.betweenness import betweenness_centrality
from comity.analytics.closeness import closeness_centrality, harmonic_centrality
from comity.analytics.clustering import clustering
from comity.analytics.communities import communities
from comity.analytics.components import components
from comity.analytics.cores import core_number
from comity.analytics.degree import degree_centrality, in_degree_centrality, out_degree_centrality
from comity.analytics.eigenvector import eigenvector_centrality
from comity.analytics.errors import UnknownMeasure
from comity.analytics.frames import entity_frame
from comity.analytics.hits import hits
from comity.analytics.holes import constraint, effective_size
from comity.analytics.katz import katz_centrality
from comity.analytics.label_propagation import label_propagation_communities
from comity.analytics.pagerank import pagerank
from comity.graph.network import Network


@dataclass(frozen=True)
class Counting:
    """How a table is read: whether links have a direction and weights count, and the seed."""

    directed: bool = False
    weighted: bool = False
    seed: int = 0


_Measure = Callable[[Network, Counting], pd.DataFrame]
EDGE_MEASURES: Mapping[str, tuple[tuple[str, ...], _Measure]] = {
    "degree": (("degree", "neighbours", "links", "weight"), lambda n, _: degree_centrality(n)),
    "in_degree": (("in_degree",), lambda n, _: in_degree_centrality(n)),
    "out_degree": (("out_degree",), lambda n, _: out_degree_centrality(n)),
    "betweenness": (
        ("betweenness",),
        lambda n, how: betweenness_centrality(n, directed=how.directed, seed=how.seed),
    ),
    "closeness": (("closeness",), lambda n, how: closeness_centrality(n, seed=how.seed)),
    "harmonic": (("harmonic",), lambda n, how: harmonic_centrality(n, seed=how.seed)),
    "eigenvector": (
        ("eigenvector",),
        lambda n, how: eigenvector_centrality(n, directed=how.directed, weighted=how.weighted),
    ),
    "pagerank": (
        ("pagerank",),
        lambda n, how: pagerank(n, directed=how.directed, weighted=how.weighted),
    ),
    "katz": (
        ("katz",),
        lambda n, how: katz_centrality(n, directed=how.directed, weighted=how.weighted),
    ),
    "hits": (("hub", "authority"), lambda n, how: hits(n, weighted=how.weighted)),
    "core": (("core",), lambda n, _: core_number(n)),
    "clustering": (("clustering", "triangles"), lambda n, _: clustering(n)),
    "constraint": (
        ("constraint",),
        lambda n, how: constraint(n, directed=how.directed, weighted=how.weighted),
    ),
    "effective_size": (("effective_size", "efficiency"), lambda n, _: effective_size(n)),
    "component": (("component",), lambda n, _: components(n)),
    "community": (
        ("community",),
        lambda n, how: communities(n, weighted=how.weighted, seed=how.seed),
    ),
    "label_propagation": (
        ("label",),
        lambda n, how: label_propagation_communities(n, seed=how.seed).rename(
            columns={"community": "label"}
        ),
    ),
}
USUAL = ("pagerank", "degree", "betweenness", "core", "component", "community")


def measure_edges(
    network: Network,
    measures: Sequence[str] = USUAL,
    how: Counting | None = None,
    *,
    progress: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """One row an entity with the columns of every measure asked for.

    `attrs` holds what each measure says beside its rows, by its name.
    """
    how = Counting() if how is None else how
    for name in measures:
        if name not in EDGE_MEASURES:
            raise UnknownMeasure(name, EDGE_MEASURES)
    frame, told = entity_frame(network)[["entity"]], {}
    for name in measures:
        if progress is not None:
            progress(name)
        columns, measure = EDGE_MEASURES[name]
        found = measure(network, how)
        frame = frame.assign(**{column: found[column] for column in columns})
        told[name] = dict(found.attrs)
    frame.attrs.update(told)
    return frame
