"""What is asked of scratch copies of a view's network, and of links that may be missing in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from comity import analytics
from comity.analytics import Scratch
from comity.graph.network import Network


def _scratch(network: Network) -> Scratch:
    """The network without its middle entity, and with one more."""
    middle = network.ids[network.size // 2 : network.size // 2 + 1].tolist()
    return Scratch.of(network).without(middle).with_entity("A")


def _what_if(network: Network) -> Iterator[object]:
    frame = analytics.what_if(network, _scratch(network), ["betweenness", "core"])
    yield frame.to_csv()
    yield frame.attrs


def _arrest(network: Network) -> Iterator[object]:
    found = analytics.arrest(network, network.ids[:1].tolist(), ["degree"])
    yield found.scratch.changes
    yield found.measures.to_csv()
    yield found.effect.to_csv()


def _paths(network: Network) -> Iterable[object]:
    pairs = [(network.ids[0], other) for other in network.ids[1:].tolist()]
    return [analytics.path_effect(network, _scratch(network), pairs).to_csv()]


OF_WHAT_IF: Mapping[str, Callable[[Network], Iterable[object]]] = {
    "arrest": _arrest,
    "effect": lambda network: [analytics.effect(network, _scratch(network)).to_csv()],
    "path_effect": _paths,
    "what_if": _what_if,
}
