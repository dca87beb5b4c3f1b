"""What is asked of a view's network of two modes."""

from collections.abc import Callable, Iterable, Mapping

from comity import analytics
from comity.analytics import Projection
from comity.graph.network import Network

ANYTHING = analytics.Sharing(("incident", "arrest", "phone", "location", "vehicle", "report"))


def _told(found: Projection) -> Iterable[object]:
    yield found.pairs().to_csv()
    yield found.left_out.to_csv()
    yield [found.behind(row) for row in range(len(found.through))]


OF_PROJECTIONS: Mapping[str, Callable[[Network], Iterable[object]]] = {
    "co_offending": lambda network: _told(analytics.co_offending(network)),
    "modes": lambda network: [analytics.modes(network).to_csv()],
    "projected": lambda network: _told(analytics.projected(network, ANYTHING, most_shared=3)),
    "shared_address": lambda network: _told(analytics.shared_address(network)),
    "shared_phone": lambda network: _told(analytics.shared_phone(network)),
}
