"""What is asked of scratch copies of a view's network, and of links that may be missing in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from comity import analytics
from comity.analytics import Scratch
from comity.analytics.link_prediction import INDICES
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


def _of_one_mode(network: Network) -> Network:
    """As if all were persons: links of random worlds join unlike things."""
    persons = np.full(network.size, "person", dtype=object)
    return replace(network, kinds=persons, party=np.ones(network.size, dtype=np.bool_))


def _guessed(network: Network) -> Iterator[object]:
    one = _of_one_mode(network)
    yield from analytics.hidden_links(one, method="adamic_adar_index")
    yield _or_why(lambda: analytics.hidden_links(one))
    yield _or_why(lambda: analytics.hidden_links(network))


def _tried_out(network: Network) -> str:
    return analytics.hold_out(network, ["jaccard_coefficient"], draws=1).to_csv()


def _or_why(answer: Callable[[], object]) -> object:
    """An answer, or why there is none: small worlds have too few links to learn from."""
    try:
        return answer()
    except analytics.BadArgument as refusal:
        return str(refusal)


def _index(name: str) -> Callable[[Network], Iterable[object]]:
    return lambda network: [getattr(analytics, name)(network).to_csv()]


OF_WHAT_IF: Mapping[str, Callable[[Network], Iterable[object]]] = {
    "arrest": _arrest,
    "effect": lambda network: [analytics.effect(network, _scratch(network)).to_csv()],
    "hidden_links": _guessed,
    "hold_out": lambda network: [_or_why(lambda: _tried_out(network))],
    "path_effect": _paths,
    "train_link_model": lambda network: [_or_why(lambda: analytics.train_link_model(network))],
    "what_if": _what_if,
    **{name: _index(name) for name in INDICES},
}
