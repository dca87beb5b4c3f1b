"""From the addresses of a question to the entities of its view, and back to names."""

from comity.api.asked import Asked
from comity.api.errors import Nothing
from comity.api.wire_network import NamedOut
from comity.graph.network import Network


def held(asked: Asked, address: str) -> str:
    """The entity that an address leads to; raises Nothing, whether absent or withheld."""
    found = asked.view.holder(address)
    if found is None:
        raise Nothing
    return found


def named(network: Network, entity: str) -> NamedOut:
    """An entity of a network by id, kind and name."""
    number = network.index_of(entity)
    assert number is not None  # it came from this network
    return NamedOut(entity=entity, kind=network.kinds[number], name=network.names[number])
