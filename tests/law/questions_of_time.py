"""What is asked of a view's network in time: windows, trends, bursts, changes of links."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

import pandas as pd

from comity import analytics
from comity.graph.network import Network
from comity.graph.view import View
from comity.graph.words import Interval

DAY = 86_400_000_000


def dated(network: Network) -> Network:
    """The network with a day for each link by its place: links of random worlds have no dates.

    A place is one that the view gives, so that nothing withheld may move it.
    """
    begins = network.link // 4 * DAY
    return replace(network, begins=begins, ends=begins + 3 * DAY)


def _days(network: Network) -> tuple[Interval, ...]:
    return analytics.windows(network, timedelta(days=3))


def _told(frame: pd.DataFrame) -> str:
    return f"{frame.to_csv()} {sorted(frame.attrs.items())}"


def _in_windows(network: Network) -> pd.DataFrame:
    return analytics.in_windows(network, analytics.degree_centrality, _days(network))


def _link_changes(network: Network) -> pd.DataFrame:
    early = network.with_links(network.link >= len(network.link) // 3)
    return analytics.link_changes(early, network)


_OF_DATED: Mapping[str, Callable[[Network], object]] = {
    "bursts": lambda net: _told(analytics.bursts(net.begins // 2, gamma=0.1)),
    "during": lambda net: analytics.during(net, Interval(0, 9 * DAY)).ids.tolist(),
    "entity_bursts": lambda net: _told(analytics.entity_bursts(net, _days(net), gamma=0.1)),
    "formed_and_decayed": lambda net: _told(analytics.formed_and_decayed(net, 0, 9 * DAY)),
    "holding_at": lambda net: analytics.holding_at(net, DAY).source.tolist(),
    "in_windows": lambda net: _told(_in_windows(net)),
    "link_changes": lambda net: _told(_link_changes(net)),
    "trends": lambda net: _told(analytics.trends(_in_windows(net), "degree")),
    "windows": _days,
}
OF_TIME: Mapping[str, Callable[[View, object], Iterable[object]]] = {
    **{
        name: lambda view, _, measure=measure: [measure(dated(view.network()))]
        for name, measure in _OF_DATED.items()
    },
    "hindsight": lambda view, _: [_told(analytics.hindsight(view, view))],
}
