"""Events that may be analysed: each under a legal authority, for the viewer's case, not run out.

Records of communications, movement and money are had under a warrant or the like, for one case and
for so long. What shows but says no authority may be read, and is not analysed.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from comity.analytics.errors import NoAuthority, TooLarge
from comity.graph.errors import CrowdedEvents
from comity.graph.events import KINDS, EventColumns
from comity.graph.network import Network, Objects
from comity.graph.view import View
from comity.graph.words import BEGINNING, Micros


@dataclass(frozen=True, eq=False)
class Events:
    """Events of one case under authority, with the ids and names that `who` and `whom` stand for.

    `refused` counts the events that show and were left out, by reason.
    """

    columns: EventColumns
    ids: Objects
    names: Objects
    refused: dict[str, int]


def events_under_authority(
    view: View, now: Micros, *, kinds: Collection[str] = KINDS, today: View | None = None
) -> Events:
    """What may be analysed at a moment for the viewer's own case; raises NoAuthority.

    The viewer must ask for a case, and be a member of it. Where `view` is of another time,
    `today` is the viewer's view of now: a warrant that was quashed since allows nothing any more.
    """
    viewer = view.viewer
    if not viewer.case or viewer.case not in viewer.cases:
        raise NoAuthority(f"no case that {viewer.principal} is a member of was asked for; name it")
    columns = _events(view, kinds)
    if today is not None and today is not view:
        columns = authorised_as(columns, _events(today, kinds))
    return checked(columns, view.network(), viewer.case, now)


def authorised_as(columns: EventColumns, today: EventColumns) -> EventColumns:
    """Events as known then, with the authority that is known of each today, or none."""
    ids, first = np.unique(np.append(today.event, "").astype(str), return_index=True)
    found = np.searchsorted(ids, columns.event.astype(str)).clip(max=len(ids) - 1)
    gone = ids[found] != columns.event.astype(str)
    row = np.where(gone, len(today.event), first[found])
    return replace(
        columns,
        authority=np.append(today.authority, "")[row],
        case=np.append(today.case, "")[row],
        expires=np.append(today.expires, BEGINNING)[row],
    )


def checked(columns: EventColumns, network: Network, case: str, now: Micros) -> Events:
    """The events whose own record says an authority for the case, before it runs out."""
    stated = (columns.authority != "") & (columns.case != "")
    mine, lasting = columns.case == case, columns.expires > now
    reasons = {
        "no authority": ~stated,
        "another case": stated & ~mine,
        "expired, or without an expiry": stated & mine & ~lasting,
    }
    refused = {
        reason: len(np.unique(columns.event[rows].astype(str))) for reason, rows in reasons.items()
    }
    kept = stated & mine & lasting
    if len(kept) and not kept.any():
        told = "; ".join(f"{reason}: {count:,}" for reason, count in refused.items() if count)
        raise NoAuthority(f"none of the events that show may be analysed for case {case} ({told})")
    return Events(columns.only(kept), network.ids, network.names, refused)


def _events(view: View, kinds: Collection[str]) -> EventColumns:
    try:
        return view.events(kinds)
    except CrowdedEvents as error:
        way_out = "have the records of the largest corrected"
        raise TooLarge("pairs of sides of events", error.pairs, error.most, way_out) from None
