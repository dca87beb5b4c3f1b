"""Who is in touch with whom: top contacts, reciprocity, and the common contacts of two.

Counts of records say how often, not how close: a taxi rank is called more than a brother.
Reciprocity as the share of contacts that go both ways: Wasserman and Faust (1994), chapter 13.
"""

import numpy as np
import pandas as pd

from comity.analytics.authority import Events
from comity.analytics.errors import BadArgument
from comity.analytics.event_frames import as_moments, of_entity, row_of, told
from comity.graph.network import Ints
from comity.graph.words import BEGINNING


def top_contacts(events: Events, k: int = 10) -> pd.DataFrame:
    """The k contacts of each entity with most events; of equals the lowest id first.

    `outgoing` and `incoming` count by who called or paid; `first` and `last` are the known times.
    """
    if k < 1:
        raise BadArgument("k", k, "1 or more")
    table = _contacts(events)
    ordered = table.sort_values(["mine", "events", "other"], ascending=[True, False, True])
    rank = ordered.groupby("mine").cumcount() + 1
    kept = ordered.assign(rank=rank)[rank <= k]
    return told(events, _named(events, kept) | {name: kept[name].to_numpy() for name in _COUNTS})


def reciprocity(events: Events) -> pd.DataFrame:
    """Of each entity the contacts it reached, that reached it, and the share that is mutual."""
    table = _contacts(events)
    out, into = table["outgoing"] > 0, table["incoming"] > 0
    sums = pd.DataFrame(
        {"mine": table["mine"], "reached": out, "reached_by": into, "mutual": out & into}
    ).groupby("mine").sum()  # fmt: skip
    contacts = sums["reached"] + sums["reached_by"] - sums["mutual"]
    frame = of_entity(events, "entity", sums.index.to_numpy(dtype=np.int64))
    counts = {name: sums[name].to_numpy(dtype=np.int64) for name in sums}
    share = (sums["mutual"] / contacts).to_numpy(dtype=np.float64)
    return told(events, frame | counts | {"reciprocity": share})


def common_contacts(events: Events, one: str, two: str) -> pd.DataFrame:
    """Who is in touch with both of two: how often with each, and with how many in all.

    Those with fewest contacts come first: what half the town calls ties nobody.
    """
    table = _contacts(events)
    many = table.groupby("mine").size()
    left, right = (_contacts_of(table, row_of(events, each)) for each in (one, two))
    both = left.rename(columns={"events": "events_one"}).join(
        right.rename(columns={"events": "events_two"}), how="inner"
    )
    both["contacts"] = many.reindex(both.index).to_numpy()
    both = both.reset_index().sort_values(["contacts", "other"])
    frame = of_entity(events, "entity", both["other"].to_numpy(dtype=np.int64))
    names = ("events_one", "events_two", "contacts")
    return told(events, frame | {name: both[name].to_numpy(dtype=np.int64) for name in names})


_COUNTS = ("rank", "events", "outgoing", "incoming", "first", "last")


def _contacts(events: Events) -> pd.DataFrame:
    """A row an entity and contact, both ways; whom nobody names and oneself left out."""
    columns = events.columns
    at = np.flatnonzero((columns.who >= 0) & (columns.whom >= 0) & (columns.who != columns.whom))
    who, whom = columns.who[at], columns.whom[at]
    mine, other = np.concatenate([who, whom]), np.concatenate([whom, who])
    code = mine * max(len(events.ids), 1) + other
    pairs, place = np.unique(code, return_inverse=True)
    outgoing = np.bincount(place[: len(at)], minlength=len(pairs))
    incoming = np.bincount(place[len(at) :], minlength=len(pairs))
    first, last = _span(np.tile(columns.starts[at], 2), place, len(pairs))
    size = max(len(events.ids), 1)
    return pd.DataFrame(
        {"mine": pairs // size, "other": pairs % size, "events": outgoing + incoming,
         "outgoing": outgoing, "incoming": incoming,
         "first": as_moments(first), "last": as_moments(last)}
    )  # fmt: skip


def _span(moments: Ints, place: Ints, size: int) -> tuple[Ints, Ints]:
    """The first and last known moment of each place, BEGINNING where there is none."""
    known = moments > BEGINNING
    first = np.full(size, -BEGINNING, dtype=np.int64)
    last = np.full(size, BEGINNING, dtype=np.int64)
    np.minimum.at(first, place[known], moments[known])
    np.maximum.at(last, place[known], moments[known])
    return np.where(last == BEGINNING, BEGINNING, first), last


def _contacts_of(table: pd.DataFrame, row: int) -> pd.DataFrame:
    return table.loc[table["mine"] == row, ["other", "events"]].set_index("other")


def _named(events: Events, table: pd.DataFrame) -> dict[str, pd.Series]:
    mine, other = (table[name].to_numpy(dtype=np.int64) for name in ("mine", "other"))
    return of_entity(events, "entity", mine) | of_entity(events, "contact", other)
