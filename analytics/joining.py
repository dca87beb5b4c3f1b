"""Several entities told as one: the arrays of a network under other ids."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from comity.graph.network import Network


def joined(network: Network, became: Mapping[str, str]) -> Network:
    """The network with some entities told by others' ids; those of one id are one.

    Of several the first in the order of ids says what it is; links among them become loops.
    """
    if not became:
        return network
    ids = np.array([became.get(entity, entity) for entity in network.ids.tolist()], dtype=object)
    _, first, number = np.unique(ids.astype(str), return_index=True, return_inverse=True)
    return replace(
        network,
        ids=ids[first],
        kinds=network.kinds[first],
        names=network.names[first],
        standing=network.standing[first],
        party=network.party[first],
        source=number[network.source].astype(np.int32),
        target=number[network.target].astype(np.int32),
    )
