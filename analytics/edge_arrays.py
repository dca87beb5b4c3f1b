"""A network from plain edges: names of ends, weights and times, without a view.

For anybody's own table. What is in it was withheld from nobody: the law of views has no part here.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from comity.analytics.errors import BadArgument
from comity.graph.network import Network
from comity.graph.words import BEGINNING, FOREVER

Texts = Sequence[str] | npt.NDArray[np.object_]
KIND = "entity"


def network_of_edges(
    source: Texts, target: Texts, weight: Sequence[float] | npt.NDArray[np.float64] | None = None
) -> Network:
    """A network of as many links as there are rows; entities are the names, in their order."""
    if len(source) != len(target):
        raise BadArgument("the number of targets", len(target), f"{len(source)}, one a source")
    names, codes = np.unique(
        np.asarray([*source, *target], dtype=object).astype(str), return_inverse=True
    )
    first, second = codes[: len(source)], codes[len(source) :]
    return network_of_codes(names.tolist(), first, second, _weights(weight, len(source)))


def network_of_codes(
    names: Sequence[str],
    source: npt.NDArray[np.integer],
    target: npt.NDArray[np.integer],
    weight: npt.NDArray[np.float64],
) -> Network:
    """The same where ends are places in a sorted list of names."""
    many, size = len(source), len(names)
    ids = np.empty(size, dtype=object)
    ids[:] = names
    return Network(
        ids=ids,
        kinds=np.full(size, KIND, dtype=object),
        names=ids,
        standing=np.full(size, "neutral", dtype=object),
        party=np.ones(size, dtype=np.bool_),
        source=np.asarray(source, dtype=np.int32),
        target=np.asarray(target, dtype=np.int32),
        link=np.arange(many, dtype=np.int64),
        link_kinds=np.full(many, "link", dtype=object),
        roles=np.full(many, "", dtype=object),
        weight=weight,
        begins=np.full(many, BEGINNING, dtype=np.int64),
        ends=np.full(many, FOREVER, dtype=np.int64),
        grades=np.full(many, "", dtype=object),
    )


def _weights(
    weight: Sequence[float] | npt.NDArray[np.float64] | None, many: int
) -> npt.NDArray[np.float64]:
    if weight is None:
        return np.ones(many)
    given = np.asarray(weight, dtype=np.float64)
    if len(given) != many:
        raise BadArgument("the number of weights", len(given), f"{many}, one an edge")
    wrong = given[~((given > 0) & np.isfinite(given))]
    if len(wrong):
        raise BadArgument("a weight", wrong[0], "a number above 0")
    return given
