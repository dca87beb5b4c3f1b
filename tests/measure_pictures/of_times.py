"""Pictures of time: windows, trends, bursts, and what formed, decayed or was learned later."""

from collections.abc import Callable, Mapping

import numpy as np
from measure_pictures.drawing import Drawn, bar_picture, lane_picture, network_picture
from measure_pictures.of_entities import Names, short

from comity.analytics import trends

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")
SQUARE = {"A": (60, 70), "B": (200, 70), "C": (200, 160), "D": (60, 160)}
COLOUR = {"formed": 2, "decayed": 1, "kept": 4, "known then": 4, "learned later": 2, "given up": 1}


def _windows(got: Names) -> str:
    rows = got["frame"][got["frame"]["entity"] == "B"]
    bars = [(MONTHS[at], value, short(value), 0) for at, value in enumerate(rows["betweenness"])]
    return bar_picture("Betweenness of B, month by month", bars)


def _trends(got: Names) -> str:
    found = trends(got["frame"], "neighbours").set_index("entity")
    lanes = []
    for name, held in got["told"].items():
        steps = len(held)
        lanes.append((f"{name}: {found.loc[name, 'trend']}", [
            (at / steps, (at + 0.85) / steps, str(many), 2 if name == "A" else 4)
            for at, many in enumerate(held)
        ]))  # fmt: skip
    ticks = [((at + 0.4) / 8, name[:3]) for at, name in enumerate(MONTHS)]
    return lane_picture("Contacts by month, and the trend", lanes, ticks)


def _bursts(got: Names) -> str:
    hours, frame = got["hours"], got["frame"]
    whole = hours[-1]
    start = np.datetime64("2024-05-01", "us")
    calls = [(hour / whole, hour / whole, "", 0) for hour in hours]
    lanes = [("calls", calls)]
    for row in frame.itertuples():
        ends = [(np.datetime64(each) - start) / np.timedelta64(1, "h") / whole
                for each in (row.begins, row.ends)]  # fmt: skip
        lanes.append((f"level {row.level}", [(*ends, str(row.events), 1)]))
    ticks = [(24 * day / whole, f"{day + 1} May") for day in range(0, 10, 2)]
    return lane_picture("Calls, and the burst among them", lanes, ticks)


def _changes(got: Names) -> str:
    rows = list(got["frame"].itertuples())
    pairs = [(row.source, row.target) for row in rows]
    told = {pair: row.change for pair, row in zip(pairs, rows, strict=True)}
    kept = [pair for pair, change in told.items() if change != "decayed"]
    drawn = Drawn(
        on_links=told,
        strong=[pair for pair, change in told.items() if change == "formed"],
        guessed=[pair for pair, change in told.items() if change == "decayed"],
    )
    return network_picture("Between 1 January and 1 June", SQUARE, kept, drawn)


def _hindsight(got: Names) -> str:
    lanes = []
    for row in got["frame"].itertuples():
        pair = f"{got['names'][row.source]} - {got['names'][row.target]}"
        first = 0.0 if row.links_then else 0.55
        last = 1.0 if row.links_now else 0.45
        lanes.append((pair, [(first, last, row.change, COLOUR[row.change])]))
    return lane_picture(
        "What was known then, and what is now", sorted(lanes), [(0.2, "then"), (0.8, "now")]
    )


PICTURES: Mapping[str, Callable[[Names], str]] = {
    "bursts": _bursts,
    "hindsight": _hindsight,
    "link-changes": _changes,
    "trends": _trends,
    "windows": _windows,
}
