"""What is asked of events: their columns, and every analysis of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from law.moments import END

from comity import analytics
from comity.analytics import Events
from comity.analytics.authority import checked
from comity.graph.events import KINDS, EventColumns
from comity.graph.view import View, micros

# Where a world has no events whatever takes part in anything stands for them.
ANY = ("incident", "person", "phone")
NOW = micros(END)
HOUR = 3_600_000_000


def _rows(columns: EventColumns) -> Iterator[object]:
    for each in fields(columns):
        yield each.name, getattr(columns, each.name).tolist()


def dressed(view: View) -> Events:
    """The links of a view's network as events of each kind, timed by their place."""
    network = view.network()
    size = len(network.link)
    rows = np.arange(size)
    texts = {name: np.full(size, "", dtype=object) for name in EventColumns.__annotations__}
    columns = EventColumns(
        **{
            **texts,
            "event": np.array([f"event {row}" for row in rows], dtype=object),
            "kind": np.array(["sighting", "payment"] * size, dtype=object)[:size],
            "starts": rows // 2 * HOUR,
            "who": network.source.astype(np.int64),
            "whom": network.target.astype(np.int64),
            "place": rows % 2,
            "amount": np.full(size, 100.0),
            "number": np.array(network.ids, dtype=object)[network.source],
            "imei": np.array([f"handset {row % 3}" for row in rows], dtype=object),
            "expires": np.zeros(size, dtype=np.int64),
            **{n: np.full(size, np.nan) for n in ("seconds", "latitude", "longitude")},
        }  # type: ignore[arg-type]
    )
    return Events(columns, network.ids, network.names, {})


def _told(frame: pd.DataFrame) -> str:
    return f"{frame.to_csv()} {sorted(frame.attrs.items())}"


def _under_authority(view: View, _: Any) -> Iterator[object]:
    """What may be analysed, or why nothing may, whatever case is asked for."""
    for kinds in (KINDS, ANY):
        try:
            found = analytics.events_under_authority(view, NOW, kinds=kinds)
        except analytics.AnalyticsError as refusal:
            yield str(refusal)
            continue
        yield found.refused
        yield from _rows(found.columns)
    try:
        yield checked(view.events(ANY), view.network(), "24-117", 0).refused
    except analytics.AnalyticsError as refusal:
        yield str(refusal)


def _asked(view: View, measure: Callable[[Events], pd.DataFrame]) -> Iterator[str]:
    """An analysis of the events under authority, and of the network's links as events."""
    try:
        yield _told(measure(analytics.events_under_authority(view, NOW)))
    except analytics.AnalyticsError as refusal:
        yield str(refusal)
    yield _told(measure(dressed(view)))


def _common(events: Events) -> pd.DataFrame:
    if len(events.ids) < 2:
        return pd.DataFrame()
    return analytics.common_contacts(events, *events.ids[:2].tolist())


_OF_DRESSED: Mapping[str, Callable[[Events], pd.DataFrame]] = {
    "co_location": lambda events: analytics.co_location(events, timedelta(hours=9)),
    "co_travel": lambda events: analytics.co_travel(events, timedelta(hours=9), least_places=1),
    "common_contacts": lambda events: _common(events),
    "handset_changes": lambda events: analytics.handset_changes(events, "imei"),
    "pattern_of_life": lambda events: analytics.pattern_of_life(events, "Europe/Brussels"),
    "payment_chains": lambda events: analytics.payment_chains(events, timedelta(hours=9), 0.1),
    "reciprocity": lambda events: analytics.reciprocity(events),
    "top_contacts": lambda events: analytics.top_contacts(events),
}
OF_EVENTS: Mapping[str, Callable[[View, Any], Iterable[object]]] = {
    **{
        name: lambda view, _, measure=measure: _asked(view, measure)
        for name, measure in _OF_DRESSED.items()
    },
    "events_under_authority": _under_authority,
}


def columns_of(view: View, _: Any) -> Iterator[object]:
    """The columns themselves, of the kinds by default and of any."""
    yield from _rows(view.events())
    yield from _rows(view.events(ANY))
