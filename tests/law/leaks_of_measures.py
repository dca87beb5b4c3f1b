"""Planted leaks in measures and pictures: worked out over everything, and filtered afterwards."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from comity import analytics
from comity.analytics import chart, ranking
from comity.graph import sqlite_store
from comity.graph.network import Network
from comity.graph.seen import Seen
from comity.graph.view import View
from comity.graph.words import FOREVER
from comity.sharing import Grant

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]


def whole_network(view: View) -> Network:
    """The network of everybody, of which a view shows a part."""
    return everybody(view).surroundings.network


def everybody(view: View) -> Seen:
    """What one who sees everything sees, as known now."""
    seen = view._seen
    snap, sight = seen.index.snapshot, seen.sight
    permit = next(iter(seen.grant.permits.values()))
    grant = Grant(dict.fromkeys(snap.labels.values(), permit))
    wide = replace(
        sight,
        mentions=np.ones(snap.size, dtype=np.bool_),
        mention_rows=snap.mentions["known_to"] == FOREVER,
        known_claims=snap.claims["known_to"] == FOREVER,
        shown_claims=snap.claims["known_to"] == FOREVER,
        known_links=snap.links["known_to"] == FOREVER,
        shown_links=snap.links["known_to"] == FOREVER,
    )
    return Seen(seen.index, grant, wide, seen.judgements)


def over_everything(measure: str) -> Plant:
    """A measure of the whole network, of which only the rows that show are handed out."""

    def plant(patch: Patch) -> None:
        narrow, plain = getattr(analytics, measure), View.network
        whole: dict[int, Network] = {}

        def network(self: View) -> Network:
            found = plain(self)
            whole[id(found)] = whole_network(self)
            return found

        def measured(network: Network, **more: Any) -> Any:
            frame = narrow(whole[id(network)], **more)
            return frame[frame["entity"].isin(set(network.ids))].reset_index(drop=True)

        patch.setattr(View, "network", network)
        patch.setattr(analytics, measure, measured)

    return plant


def rankings_over_everything(patch: Patch) -> None:
    """Who is left out is counted over everybody."""
    narrow, plain = ranking.who_matters, View.network
    whole: dict[int, Network] = {}

    def network(self: View) -> Network:
        found = plain(self)
        whole[id(found)] = whole_network(self)
        return found

    def ranked(network: Network, *given: Any, **more: Any) -> Any:
        told = narrow(whole[id(network)], *given, **more)
        return replace(narrow(network, *given, **more), left_out=told.left_out)

    patch.setattr(View, "network", network)
    patch.setattr(analytics, "who_matters", ranked)


def layout_over_everything(patch: Patch) -> None:
    narrow, plain = chart.chart_of, chart.place

    def charted(view: View, *given: Any, **more: Any) -> Any:
        hidden = whole_network(view).size
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(
                chart, "place", lambda size, links, seed: plain(hidden, links, seed=seed)[:size]
            )
            return narrow(view, *given, **more)

    patch.setattr(analytics, "chart_of", charted)


def omitted_over_everything(patch: Patch) -> None:
    narrow = chart.chart_of
    patch.setattr(
        analytics,
        "chart_of",
        lambda view, *given, **more: replace(
            narrow(view, *given, **more), omitted=whole_network(view).size
        ),
    )


def paths_over_everything(patch: Patch) -> None:
    """How far apart two are is told over everybody, the steps between them are not."""
    narrow, plain = analytics.shortest_paths, View.network
    whole: dict[int, Network] = {}

    def network(self: View) -> Network:
        found = plain(self)
        whole[id(found)] = whole_network(self)
        return found

    def paths(network: Network, source: str, target: str) -> Any:
        return len(narrow(whole[id(network)], source, target)[0].hops)

    patch.setattr(View, "network", network)
    patch.setattr(analytics, "shortest_paths", paths)


def store_reads_any_label(patch: Patch) -> None:
    bound = sqlite_store._SEEN_LINK
    patch.setattr(sqlite_store, "_SEEN_LINK", bound.replace("l.label IN", "1 OR l.label IN"))


def store_reads_about_the_hidden(patch: Patch) -> None:
    bound = sqlite_store._SEEN_MENTION
    patch.setattr(sqlite_store, "_SEEN_MENTION", bound.replace("m.label IN", "1 OR m.label IN"))
