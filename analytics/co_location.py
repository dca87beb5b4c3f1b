"""Co-location and co-travel: two seen at the same place within a window, and several times so.

Chance meetings are many where many pass. The baseline takes each one's sightings at each place as
spread evenly and independently over the whole period: rush hours and routes make more meetings than
that by chance, so that `p` is a way to order leads and proves nothing.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, identity
from scipy.special import pdtrc

from comity.analytics.authority import Events
from comity.analytics.errors import BadArgument
from comity.analytics.event_frames import as_moments, check_pairs, expanded, of_entity, told
from comity.graph.network import Ints
from comity.graph.words import BEGINNING
from comity.resolve.positions import EARTH

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Seen:
    """Sightings by place and time: rows of the events, place numbers, and which lie near which."""

    rows: Ints
    place: Ints
    near: csr_matrix


def co_location(
    events: Events, window: timedelta, metres: float = 0.0, *, limit: int | None = None
) -> pd.DataFrame:
    """Each two sightings of different entities near in time and place, in the order of time.

    The same place is the same location, or coordinates at most so many metres apart. With a
    `limit` the first so many; `attrs["meetings"]` counts all.
    """
    seen = _seen(events, window, metres)
    first, second = _meetings(events, seen, window)
    columns = events.columns
    swap = columns.who[first] > columns.who[second]
    first, second = np.where(swap, second, first), np.where(swap, first, second)
    meetings, later = len(first), np.maximum(columns.starts[first], columns.starts[second])
    order = np.lexsort((second, first, later))[:limit]
    first, second = first[order], second[order]
    return told(
        events,
        {
            **of_entity(events, "entity", columns.who[first]),
            **of_entity(events, "other", columns.who[second]),
            "seen": columns.event[first],
            "other_seen": columns.event[second],
            "at": as_moments(columns.starts[first]),
            "other_at": as_moments(columns.starts[second]),
        },
        meetings=meetings,
    )


def co_travel(
    events: Events, window: timedelta, metres: float = 0.0, *, least_places: int = 2
) -> pd.DataFrame:
    """Two who were seen together at several places, least likely by chance first.

    `expected` is how many meetings chance gives, `p` how likely as many or more are (Poisson).
    """
    seen = _seen(events, window, metres)
    first, second = _meetings(events, seen, window)
    columns, size = events.columns, max(len(events.ids), 1)
    where = np.full(len(columns.who), -1, dtype=np.int64)
    where[seen.rows] = seen.place
    low, high = (
        np.minimum(columns.who[first], columns.who[second]),
        np.maximum(columns.who[first], columns.who[second]),
    )
    place = np.minimum(where[first], where[second])
    pairs, at, meetings = np.unique(low * size + high, return_inverse=True, return_counts=True)
    spots = np.unique(at * max(seen.near.shape[0], 1) + place)
    places = np.bincount(spots // max(seen.near.shape[0], 1), minlength=len(pairs))
    kept = np.flatnonzero(places >= least_places)
    one, two, met = pairs[kept] // size, pairs[kept] % size, meetings[kept]
    expected = _by_chance(events, seen, window, one, two)
    chance = pdtrc(met - 1, expected)
    order = np.lexsort((two, one, -met, chance))
    return told(
        events,
        {
            **of_entity(events, "entity", one[order]),
            **of_entity(events, "other", two[order]),
            "meetings": met[order],
            "places": places[kept][order],
            "expected": expected[order],
            "p": chance[order],
        },
    )


def _seen(events: Events, window: timedelta, metres: float) -> _Seen:
    if window < timedelta(0):
        raise BadArgument("window", window, "0 or more")
    if not 0 <= metres < np.inf:
        raise BadArgument("metres", metres, "0 or more")
    columns = events.columns
    known = (columns.kind == "sighting") & (columns.who >= 0) & (columns.starts > BEGINNING)
    mapped = np.isfinite(columns.latitude) & np.isfinite(columns.longitude)
    rows = np.flatnonzero(known & ((columns.place >= 0) | mapped))
    spots = np.stack(
        [columns.place[rows].astype(np.float64), columns.latitude[rows], columns.longitude[rows]]
    )
    spots[1:, ~mapped[rows]] = 1000.0  # no coordinates: near to nothing but itself
    distinct, place = np.unique(spots, axis=1, return_inverse=True)
    near = _near(distinct, metres)
    place = place.reshape(-1).astype(np.int64)
    order = np.lexsort((rows, columns.starts[rows], place))
    return _Seen(rows[order], place[order], near)


def _near(distinct: Floats, metres: float) -> csr_matrix:
    """Which places are one: of the same location, or near by their coordinates."""
    size = distinct.shape[1]
    near = identity(size, dtype=np.int64, format="csr")
    named = np.flatnonzero(distinct[0] >= 0)
    spots = np.unique(distinct[0, named], return_counts=True)[1]
    check_pairs(int((spots**2).sum()), "look at fewer sightings")
    belongs = csr_matrix(
        (np.ones(len(named), np.int64), (named, distinct[0, named].astype(np.int64))),
        shape=(size, int(distinct[0].max(initial=0)) + 1),
    )
    near = near + belongs @ belongs.T
    mapped = np.flatnonzero(distinct[1] <= 90)
    if len(mapped):
        pairs = _on_the_globe(distinct[1:, mapped], metres)
        one, two = mapped[pairs[:, 0]], mapped[pairs[:, 1]]
        ones = np.ones(len(pairs), np.int64)
        beside = csr_matrix((ones, (one, two)), shape=(size, size))
        near = near + beside + beside.T
    near.data[:] = 1
    near.sort_indices()
    return near


def _on_the_globe(degrees: Floats, metres: float) -> Ints:
    latitude, longitude = np.radians(degrees)
    flat = np.cos(latitude)
    points = np.stack(
        [flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)], axis=1
    )
    chord = 2 * np.sin(min(metres / EARTH, np.pi) / 2)
    # A quarter of a second of loading, which every other command would wait for.
    from scipy.spatial import cKDTree

    tree = cKDTree(points)
    many = (int(tree.count_neighbors(tree, chord + 1e-12)) - len(points)) // 2
    check_pairs(many, "take a smaller distance")  # before they fill the memory
    return np.asarray(tree.query_pairs(chord + 1e-12, output_type="ndarray"), dtype=np.int64)


def _meetings(events: Events, seen: _Seen, window: timedelta) -> tuple[Ints, Ints]:
    """Each two sightings near in place and time, the earlier or lower row first."""
    starts = events.columns.starts[seen.rows]
    times, when = np.unique(starts, return_inverse=True)
    size = len(times) + 1
    key = seen.place * size + when
    wide = window // timedelta(microseconds=1)
    until = np.searchsorted(times, starts + wide, side="right")
    way_out = "take a smaller window or distance, or fewer sightings"
    at, cell = expanded(seen.near.indptr[seen.place], seen.near.indptr[seen.place + 1], way_out)
    other = seen.near.indices[cell].astype(np.int64) * size
    low = np.searchsorted(key, other + when[at])
    high = np.searchsorted(key, other + until[at])
    one, two = expanded(low, high, way_out)
    first, second = seen.rows[at[one]], seen.rows[two]
    moments, who = events.columns.starts, events.columns.who
    kept = (moments[first] < moments[second]) | (first < second)
    kept &= who[first] != who[second]
    return first[kept], second[kept]


def _by_chance(events: Events, seen: _Seen, window: timedelta, one: Ints, two: Ints) -> Floats:
    """How often each was at near places, multiplied and summed, times the window's share."""
    if not len(one):
        return np.zeros(0)
    starts = events.columns.starts[seen.rows]
    span = max(int(starts.max() - starts.min()), 1)
    share = min((2 * (window // timedelta(microseconds=1)) + 1) / span, 1.0)
    who = events.columns.who[seen.rows]
    ones = np.ones(len(who))
    shape = len(events.ids), seen.near.shape[0]
    visits = csr_matrix((ones, (who, seen.place)), shape=shape)
    around = (visits @ seen.near)[one].multiply(visits[two]).sum(axis=1)
    return np.asarray(around, dtype=np.float64).ravel() * share
