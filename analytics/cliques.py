"""Overlapping communities of a small network: cliques that can be rolled into one another.

Who belongs to several circles at once. Only where circles are dense, which records of who was
arrested with whom often are and telephone records seldom: a participant list is a clique by
itself. Palla, Derényi, Farkas and Vicsek (2005), Nature 435, 814-818.
"""

from itertools import islice

import networkx as nx
import numpy as np
import pandas as pd

from comity.analytics.errors import BadArgument, TooLarge
from comity.graph.network import Network

MOST_PAIRS, MOST_CLIQUES = 50_000, 20_000
_WAY_OUT = "ask for a part of the network, or for communities"


def k_clique_communities(network: Network, k: int = 3) -> pd.DataFrame:
    """A row for each `community` an entity is in, from the largest (0) down, and its `size`.

    A community is what can be reached through cliques of k that share all but one. Entities
    may stand in several rows, or in none.
    """
    if k < 2:
        raise BadArgument("k", k, "2 or more")
    pairs = len(network.simple.low)
    if pairs > MOST_PAIRS:
        raise TooLarge("linked pairs", pairs, MOST_PAIRS, _WAY_OUT)
    groups = [sorted(group) for group in _groups(network, k)]
    groups.sort(key=lambda group: (-len(group), group))
    rows = [(number, at) for number, group in enumerate(groups) for at in group]
    number, member = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    sizes = np.array([len(group) for group in groups], dtype=np.int64)
    who = {"entity": network.ids, "name": network.names, "kind": network.kinds}
    told = {name: column[member] for name, column in who.items()}
    return pd.DataFrame({**told, "community": number, "size": sizes[number]})


def _groups(network: Network, k: int) -> list[frozenset[int]]:
    graph: nx.Graph[int] = nx.Graph()
    simple = network.simple
    graph.add_edges_from(zip(simple.low.tolist(), simple.high.tolist(), strict=True))
    cliques = [c for c in islice(nx.find_cliques(graph), MOST_CLIQUES + 1) if len(c) >= k]
    if len(cliques) > MOST_CLIQUES:
        raise TooLarge("cliques", len(cliques), MOST_CLIQUES, _WAY_OUT)
    return list(nx.community.k_clique_communities(graph, k, cliques))
