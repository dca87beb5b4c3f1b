"""Planted leaks in what is analysed of events: counted or permitted by what does not show."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from law.leaks_of_measures import everybody
from law.leaks_of_views import about_visible, between_visible

from comity import analytics
from comity.analytics import authority
from comity.graph import events
from comity.graph.detail import Detail
from comity.graph.events import KINDS, EventColumns
from comity.graph.sight import Sight
from comity.graph.view import View

Patch = pytest.MonkeyPatch


def hidden_events_are_counted(patch: Patch) -> None:
    """Every event between two who show is analysed, though it does not show itself."""
    narrow = View.events

    def of_everybody(self: View, kinds: Any = KINDS) -> EventColumns:
        shown, wide = set(narrow(self, kinds).event.tolist()), _of_everybody(self, kinds)
        kept = (wide.who >= 0) & (wide.whom >= 0) | np.isin(wide.event.astype(str), sorted(shown))
        return wide.only(kept)

    patch.setattr(View, "events", of_everybody)


def refusals_counted_over_everything(patch: Patch) -> None:
    """How many events have no authority, or another case's, is told of all there are."""
    narrow = authority.events_under_authority

    def under(view: View, now: int, **more: Any) -> Any:
        found = narrow(view, now, **more)
        wide = _of_everybody(view, more.get("kinds", KINDS))
        told = authority.checked(wide, view.network(), view.viewer.case, 0)
        return replace(found, refused=told.refused)

    for module in (authority, analytics):
        patch.setattr(module, "events_under_authority", under)


def hidden_authorities_are_heard(patch: Patch) -> None:
    """A warrant that does not show allows an analysis; so do a hidden case and expiry."""
    plain = events._Said.__init__

    def heard(self: events._Said, detail: Detail) -> None:
        plain(self, _seeing(detail, "shown_claims", about_visible))

    patch.setattr(events._Said, "__init__", heard)


def hidden_sides_are_told(patch: Patch) -> None:
    """Who took part shows where the event and the party show, whatever says that they did."""
    plain = events._sides
    patch.setattr(
        events,
        "_sides",
        lambda detail, is_event: plain(_seeing(detail, "shown_links", between_visible), is_event),
    )


def _seeing(detail: Detail, mask: str, wide: Callable[[Any, Sight], Any]) -> Any:
    sight = replace(detail.sight, **{mask: wide(detail.snapshot, detail.sight)})
    return SimpleNamespace(snapshot=detail.snapshot, sight=sight)


def _of_everybody(view: View, kinds: Any) -> EventColumns:
    """The events that everybody has, with those who took part by their rows in this view."""
    whole = everybody(view)
    wide = events.event_columns(whole.detail, kinds)
    network, ids = view.network(), whole.surroundings.network.ids.tolist()
    held = [view.holder(entity) for entity in ids]
    place = np.array([-1 if entity is None else network.index_of(entity) for entity in held] + [-1])
    sides = {name: place[getattr(wide, name)] for name in ("who", "whom", "place")}
    return replace(wide, **sides)
