"""Changes of handset or SIM: a number in another handset, a handset with another SIM.

A number is what people dial, an IMSI the SIM, an IMEI the handset. IMEIs are cloned and mistyped,
and a handset may be lent: a change is a lead, not a person.
"""

from typing import Literal

import numpy as np
import pandas as pd

from comity.analytics.authority import Events
from comity.analytics.errors import BadArgument
from comity.analytics.event_frames import as_moments, told
from comity.graph.words import BEGINNING

By = Literal["number", "imei", "imsi"]
_PARTS: tuple[By, ...] = ("number", "imei", "imsi")


def handset_changes(events: Events, by: By = "number") -> pd.DataFrame:
    """Each change of the other two of number, IMEI and IMSI, in the order of time.

    A record that leaves one out changes nothing. `last_before` and `first_after` hold the change
    between them; records of one moment are in no order, and go by their texts.
    """
    if by not in _PARTS:
        raise BadArgument("by", by, "number, imei or imsi")
    others = [part for part in _PARTS if part != by]
    uses = _uses(events).sort_values(["starts", *_PARTS])
    uses = uses[uses[by] != ""].sort_values(by, kind="stable").reset_index(drop=True)
    held = uses.assign(**{part: uses[part].mask(uses[part] == "") for part in others})
    filled = held.groupby(by)[others].ffill()
    before = filled.groupby(uses[by]).shift()
    moved = {p: (filled[p] != before[p]) & before[p].notna() & filled[p].notna() for p in others}
    changed = np.flatnonzero(moved[others[0]] | moved[others[1]])
    previous = uses.groupby(by)["starts"].shift(fill_value=BEGINNING)
    frame: dict[str, object] = {by: uses[by].to_numpy()[changed]}
    for part in others:
        frame[f"{part}_before"] = before[part].fillna("").to_numpy()[changed]
        frame[f"{part}_after"] = filled[part].fillna("").to_numpy()[changed]
    names = [np.where(moved[part], part, "") for part in others]
    kinds = [" and ".join(filter(None, both)) for both in zip(*names, strict=True)]
    frame["changed"] = np.array(kinds, dtype=object)[changed]
    frame["last_before"] = as_moments(previous.to_numpy()[changed])
    frame["first_after"] = as_moments(uses["starts"].to_numpy()[changed])
    return told(events, frame)


def _uses(events: Events) -> pd.DataFrame:
    """What records say of either side's telephone, where they say when."""
    columns = events.columns
    timed = columns.starts > BEGINNING
    sides = (
        {"starts": columns.starts, "number": columns.number, "imei": columns.imei,
         "imsi": columns.imsi},
        {"starts": columns.starts, "number": columns.whom_number, "imei": columns.whom_imei,
         "imsi": columns.whom_imsi},
    )  # fmt: skip
    frames = [pd.DataFrame({name: each[timed] for name, each in side.items()}) for side in sides]
    return pd.concat(frames, ignore_index=True).drop_duplicates()
