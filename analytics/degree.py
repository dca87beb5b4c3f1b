"""Degree: how many others an entity is linked to."""

import numpy as np
import pandas as pd

from comity.analytics.frames import entity_frame
from comity.graph.network import Network


def degree_centrality(network: Network) -> pd.DataFrame:
    """Distinct neighbours over all others (Freeman 1979), the neighbours, and the links."""
    simple = network.simple
    degree = np.diff(simple.start)
    others = max(network.size - 1, 1)
    links = np.zeros(network.size, dtype=np.int64)
    np.add.at(links, np.repeat(np.arange(network.size), degree), simple.count)
    return entity_frame(network, degree=degree / others, neighbours=degree, links=links)
