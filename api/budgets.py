"""How much work one question may make: past it the question is refused, and the server goes on."""

from comity.analytics import TooLarge
from comity.graph.network import Network

MOST_LOOKS = 100_000_000  # entities and linked pairs looked at, some seconds of work


def check_looks(network: Network, times: int, way_out: str) -> None:
    """Refuse to look at a whole network too often; raises TooLarge."""
    looks = times * (network.size + len(network.simple.low))
    if looks > MOST_LOOKS:
        raise TooLarge("entities and pairs to look at", looks, MOST_LOOKS, way_out)
