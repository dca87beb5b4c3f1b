"""Label propagation: everybody joins the group that most of their neighbours are in.

The quickest look at groups in a very large network, and the least steady: it has no quality
that it betters, and in sparse parts groups are whatever the order made them. That is drawn by the
seed: by ids, a label would run on along a chain of names. For a first look only; communities are
better for anything that is acted on.
Raghavan, Albert and Kumara (2007), Physical Review E 76, 036106.
"""

from dataclasses import replace

import networkit as nk
import numpy as np
import pandas as pd

from comity.analytics.components import largest_first
from comity.analytics.frames import entity_frame
from comity.analytics.matrices import engine_graph
from comity.graph.network import Network


def label_propagation_communities(network: Network, *, seed: int = 0) -> pd.DataFrame:
    """The `community` of each entity, from the largest (0) down, and its `size`."""
    label = np.arange(network.size)
    if len(network.simple.low):
        turn = np.random.default_rng(seed).permutation(network.size).astype(np.int32)
        source, target = turn[network.source], turn[network.target]
        graph = engine_graph(replace(network, source=source, target=target), seed)
        label = np.array(nk.community.PLP(graph).run().getPartition().getVector())[turn]
    number, size = largest_first(label)
    return entity_frame(network, community=number, size=size)
