"""Who counts in an analysis of people, and by what two of them are held to be linked."""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import numpy as np

from comity.analytics import co_offending, shared_address, shared_phone
from comity.analytics.ranking import LEFT_OUT
from comity.graph.network import Network

Through = Literal["co_offending", "shared_phone", "shared_address", "known"]
LINKED: Mapping[Through, Callable[[Network], Network]] = {
    "co_offending": lambda network: co_offending(network).network,
    "shared_phone": lambda network: shared_phone(network).network,
    "shared_address": lambda network: shared_address(network).network,
    "known": lambda network: network.only(network.party),
}


def of_those_who_count(
    network: Network, named: Iterable[str] = (), include: Iterable[str] = ()
) -> Network:
    """The network without bystanders and professionals, but for those who are named."""
    out = np.isin(network.standing.astype(str), left_out(include))
    return network.only(~out | np.isin(network.ids.astype(str), list(named)))


def left_out(include: Iterable[str]) -> list[str]:
    """The standings that are not ranked, once some are taken in after all."""
    return [standing for standing in LEFT_OUT if standing not in {*include}]
