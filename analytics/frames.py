"""The shape of every result: a frame with one row an entity, in the network's order."""

import networkit as nk
import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.graph.network import Network


def entity_frame(network: Network, **columns: npt.ArrayLike) -> pd.DataFrame:
    """A frame of `entity`, `name`, `kind` and the given columns."""
    start = {"entity": network.ids, "name": network.names, "kind": network.kinds}
    return pd.DataFrame({**start, **columns})


def engine_graph(network: Network, seed: int = 0) -> nk.Graph:
    """The simple graph in the compiled engine, on one thread so that a seed repeats it."""
    nk.setNumberOfThreads(1)
    nk.setSeed(seed, False)
    simple = network.simple
    if not len(simple.low):
        return nk.Graph(network.size)
    ends = simple.low.astype(np.uint64), simple.high.astype(np.uint64)
    graph = nk.GraphFromCoo(ends, n=network.size)
    graph.sortEdges()
    return graph
