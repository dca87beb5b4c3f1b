"""Whom and what paths may not pass: entities, kinds, and those whom nearly everybody touches."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from comity.analytics.errors import UnknownEntity
from comity.graph.network import Network, Nodes

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Avoid:
    """What paths go round; where a path begins and ends is always allowed.

    `neighbours_above` keeps paths from running through a bank, a hospital's number or a whole
    city's jail, which connect everybody and explain nothing.
    """

    entities: Collection[str] = field(default=())
    kinds: Collection[str] = field(default=())
    neighbours_above: int | None = None


NOTHING = Avoid()


def barred(network: Network, avoid: Avoid) -> Nodes:
    """The numbers of the entities that no path may pass."""
    if avoid == NOTHING:
        return np.zeros(0, dtype=np.int32)
    out: Mask = np.isin(network.kinds.astype(str), list(avoid.kinds))
    for entity in avoid.entities:
        out[number_of(network, entity)] = True
    if avoid.neighbours_above is not None:
        out |= np.diff(network.simple.start) > avoid.neighbours_above
    return np.flatnonzero(out).astype(np.int32)


def number_of(network: Network, entity: str) -> int:
    """The row of an entity, or UnknownEntity."""
    number = network.index_of(entity)
    if number is None:
        raise UnknownEntity(entity)
    return number
