"""The shape of every result: a row an entity, or a row a pair, in the network's order."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.graph.network import Network


def entity_frame(network: Network, **columns: npt.ArrayLike) -> pd.DataFrame:
    """A frame of `entity`, `name`, `kind` and the given columns."""
    start = {"entity": network.ids, "name": network.names, "kind": network.kinds}
    return pd.DataFrame({**_as_they_are(start), **columns})


def pair_frame(network: Network, **columns: npt.ArrayLike) -> pd.DataFrame:
    """A frame of linked pairs: `source`, `target`, how many `links`, and the given columns."""
    simple = network.simple
    ends = {"source": network.ids[simple.low], "target": network.ids[simple.high]}
    return pd.DataFrame({**_as_they_are(ends), "links": simple.count, **columns})


def _as_they_are(texts: Mapping[str, npt.NDArray[np.object_]]) -> dict[str, pd.Series]:
    """Columns of texts as objects, in pandas 2 and 3: making others takes longer than PageRank."""
    return {name: pd.Series(column, dtype=object) for name, column in texts.items()}
