"""The shape of every result: a row an entity, or a row a pair, in the network's order.

Measures take persons, phones and events alike: where a network holds several kinds, every result
says so in `attrs["kinds"]`, which counts them.
"""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.errors import BadArgument
from comity.graph.network import Network


def entity_frame(network: Network, **columns: npt.ArrayLike) -> pd.DataFrame:
    """A frame of `entity`, `name`, `kind` and the given columns."""
    start = {"entity": network.ids, "name": network.names, "kind": network.kinds}
    return _marked(network, pd.DataFrame({**_as_they_are(start), **columns}))


def earlier(
    network: Network, frame: pd.DataFrame, column: str, otherwise: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    """A column of an earlier frame for the entities of today, or what others get instead."""
    if not {"entity", column} <= set(frame.columns):
        raise BadArgument("start", f"a frame of {list(frame.columns)}", f"entity and {column}")
    if len(frame) == network.size and (frame["entity"].to_numpy() == network.ids).all():
        return frame[column].to_numpy().astype(otherwise.dtype)
    at = pd.Index(frame["entity"], dtype=object).get_indexer(pd.Index(network.ids, dtype=object))
    found = otherwise.copy()
    found[at >= 0] = frame[column].to_numpy()[at[at >= 0]]
    return found


def pair_frame(network: Network, **columns: npt.ArrayLike) -> pd.DataFrame:
    """A frame of linked pairs: `source`, `target`, how many `links`, and the given columns."""
    simple = network.simple
    ends = {"source": network.ids[simple.low], "target": network.ids[simple.high]}
    frame = pd.DataFrame({**_as_they_are(ends), "links": simple.count, **columns})
    return _marked(network, frame)


def kinds_told(network: Network) -> dict[Hashable, Any]:
    """What `attrs` say of a network of several kinds; nothing of one of a single kind."""
    kinds = network.kinds_counted
    return {"kinds": dict(kinds)} if len(kinds) > 1 else {}


def _marked(network: Network, frame: pd.DataFrame) -> pd.DataFrame:
    frame.attrs.update(kinds_told(network))
    return frame


def _as_they_are(texts: Mapping[str, npt.NDArray[np.object_]]) -> dict[str, pd.Series]:
    """Columns of texts as objects, in pandas 2 and 3: making others takes longer than PageRank."""
    return {name: pd.Series(column, dtype=object, copy=True) for name, column in texts.items()}


def _own(column: npt.ArrayLike) -> npt.ArrayLike:
    return column.copy() if isinstance(column, np.ndarray) else column
