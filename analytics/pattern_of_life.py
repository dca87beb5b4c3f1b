"""Pattern of life: how many events of each entity fall in each hour of each weekday.

By the clock of a stated zone. When clocks go back an hour comes twice and counts as one;
when they go forward one never comes. A quiet hour may be an hour nobody recorded.
"""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.authority import Events
from comity.analytics.errors import BadArgument
from comity.analytics.event_frames import as_moments, of_entity, told
from comity.graph.words import BEGINNING

HOURS = 24


def pattern_of_life(events: Events, zone: str) -> pd.DataFrame:
    """A row an entity, weekday (Monday is 0) and hour with events in it, on either side.

    `share` is of the entity's timed events; `attrs` has the zone and how many have no time of day.
    """
    columns = events.columns
    timed = columns.starts > BEGINNING
    local = _local(as_moments(columns.starts[timed]), zone)
    slot = local.day_of_week.to_numpy() * HOURS + local.hour.to_numpy()
    sides = columns.who[timed], columns.whom[timed]
    both = (sides[1] >= 0) & (sides[1] != sides[0])
    who = np.concatenate([sides[0], sides[1][both]])
    slots = np.concatenate([slot, slot[both]]).astype(np.int64)
    code = (who * (7 * HOURS) + slots)[who >= 0]
    cells, count = np.unique(code, return_counts=True)
    entity, slot = np.divmod(cells, 7 * HOURS)
    whole = np.bincount(entity, weights=count, minlength=1)
    found = {"weekday": slot // HOURS, "hour": slot % HOURS, "events": count,
             "share": count / whole[entity]}  # fmt: skip
    without = len(np.unique(columns.event[~timed].astype(str)))
    return told(events, of_entity(events, "entity", entity) | found, zone=zone, untimed=without)


def _local(moments: npt.NDArray[np.datetime64], zone: str) -> pd.DatetimeIndex:
    try:
        known = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder, as "America" is
        raise BadArgument("zone", repr(zone), "a zone such as Europe/Brussels or UTC") from None
    return pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(known)
