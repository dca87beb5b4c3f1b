"""What is asked of a view's network of two modes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from comity import analytics
from comity.analytics import Projection
from comity.graph.network import Network

Asked = Callable[[Network], Iterable[object]]
ANYTHING = analytics.Sharing(("incident", "arrest", "phone", "location", "vehicle", "report"))


def _told(found: Projection) -> Iterable[object]:
    yield found.pairs().to_csv()
    yield found.left_out.to_csv()
    yield [found.behind(row) for row in range(len(found.through))]


def _dressed(name: str, thing: str, link: str, role: str) -> Asked:
    """As if all things were of one kind, linked in one way: random worlds have few of each."""

    def ask(network: Network) -> Iterable[object]:
        project = getattr(analytics, name)
        kinds = np.where(network.party, network.kinds, thing).astype(object)
        many = len(network.link)
        links = {"link_kinds": np.full(many, link, object), "roles": np.full(many, role, object)}
        yield from _told(project(network))
        yield from _told(project(replace(network, kinds=kinds, **links)))

    return ask


OF_PROJECTIONS: Mapping[str, Asked] = {
    "co_offending": _dressed("co_offending", "incident", "involved_in", "suspect"),
    "modes": lambda network: [analytics.modes(network).to_csv()],
    "projected": lambda network: _told(analytics.projected(network, ANYTHING, most_shared=3)),
    "shared_address": _dressed("shared_address", "location", "located_at", ""),
    "shared_phone": _dressed("shared_phone", "phone", "uses", "user"),
}
