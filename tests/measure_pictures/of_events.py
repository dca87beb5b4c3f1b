"""Pictures of communications, movement, money and scores."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from measure_pictures.drawing import (
    Drawn,
    bar_picture,
    grid_picture,
    lane_picture,
    network_picture,
)
from measure_pictures.of_entities import Names

PHONES = {"0101": (70, 65), "0102": (210, 65), "0103": (210, 165), "0104": (70, 165),
          "0105": (70, 265)}  # fmt: skip
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOUR = 3_600_000_000


def _calls(events: Any) -> dict[tuple[str, str], int]:
    """How often each phone called each other, by the last four digits."""
    columns = events.columns
    names = [name[-4:] for name in events.names]
    found: dict[tuple[str, str], int] = {}
    for who, whom in zip(columns.who.tolist(), columns.whom.tolist(), strict=True):
        pair = names[who], names[whom]
        found[pair] = found.get(pair, 0) + 1
    return found


def _contacts(got: Names) -> str:
    calls = _calls(got["events"])
    best = got["frame"].nlargest(1, "events").iloc[0]
    pair = best["name"][-4:], best["contact_name"][-4:]
    both = sorted({(min(each), max(each)) for each in calls})
    told = {(one, two): f"{calls.get((one, two), 0)} / {calls.get((two, one), 0)}"
            for one, two in both}  # fmt: skip
    drawn = Drawn(on_links=told, strong=[pair])
    note = "calls by the lower number / by the higher"
    return network_picture("Who called whom, and the busiest pair", PHONES, both, drawn, note)


def _common(got: Names) -> str:
    calls = sorted({tuple(sorted(pair)) for pair in _calls(got["events"])})
    frame = got["frame"]
    told = {name[-4:]: f"of {many}"
            for name, many in zip(frame["name"], frame["contacts"], strict=True)}  # fmt: skip
    group = {"0101": 1, "0103": 1} | dict.fromkeys(told, 0)
    drawn = Drawn(group=group, told=told, marked=["0101", "0103"])
    title = "In touch with both 0101 and 0103, of how many contacts"
    return network_picture(title, PHONES, [(one, two) for one, two in calls], drawn)


def _pattern(got: Names) -> str:
    rows = got["frame"][got["frame"]["name"] == "+14155550101"]
    cells = {(row.weekday, row.hour): row.events for row in rows.itertuples()}
    hours = [str(hour) if hour % 3 == 0 else "" for hour in range(24)]
    return grid_picture("Events of 0101 by weekday and hour", DAYS, hours, cells)


def _together(got: Names) -> str:
    events = got["events"]
    columns = events.columns
    start, end = int(columns.starts.min()), int(columns.starts.max())
    span, places = end - start + HOUR // 2, events.names[columns.place]
    lanes = []
    for colour, car in enumerate(sorted(set(events.names[columns.who]))):
        rows = np.flatnonzero(events.names[columns.who] == car)
        seen = [(int(columns.starts[row] - start) / span, places[row].split()[0]) for row in rows]
        lanes.append((car, [(at, at, camera, colour) for at, camera in seen]))
    ticks = [(hour * HOUR / span, f"{20 + hour}:00") for hour in range(4)]
    found = got["co_travel"](events, got["timedelta"](minutes=5)).iloc[0]
    note = (f"{found['name']} and {found['other_name']}: {found['meetings']} meetings,"
            f" {found['expected']:.2f} expected")  # fmt: skip
    return lane_picture("Three cars past three cameras", lanes, ticks, note)


def _payments(got: Names) -> str:
    frame = got["frame"]
    names = [frame["payer_name"].iloc[0], *frame["payee_name"]]
    where = {name: (50 + 110 * at, 90) for at, name in enumerate(names)}
    pairs = list(pairwise(names))
    told = {pair: f"{amount:,.0f}" for pair, amount in zip(pairs, frame["amount"], strict=True)}
    drawn = Drawn(on_links=told, directed=True)
    return network_picture("Money passed on within a day each time", where, pairs, drawn)


def _handsets(got: Names) -> str:
    row = got["frame"].iloc[0]
    times = [each.strftime("%d May") for each in (row["last_before"], row["first_after"])]
    lanes = [(row["imei_before"], [(0.0, 0.5, row["number"], 0)]),
             (row["imei_after"], [(0.75, 1.0, row["number"], 1)])]  # fmt: skip
    ticks = [(0.5, f"last {times[0]}"), (0.75, f"first {times[1]}")]
    return lane_picture("One number in two handsets", lanes, ticks)


def _score(got: Names) -> str:
    found = got["found"]
    bars = [(each.name, float(each.points), str(each.points), 0 if each.points > 0 else 1)
            for each in found.contributions if each.points]  # fmt: skip
    bars.append(("together", float(found.points), f"{found.points}, band {found.band.name}", 2))
    return bar_picture("Points by factor", bars)


PICTURES: Mapping[str, Callable[[Names], str]] = {
    "co-location": _together,
    "common-contacts": _common,
    "contacts": _contacts,
    "handset-changes": _handsets,
    "pattern-of-life": _pattern,
    "payment-chains": _payments,
    "scores": _score,
}
