"""Which links formed and which decayed between two times.

Ties that hold on are the ones that bind; a network whose members stay and whose links turn over
adapts. What is recorded late looks formed late, and most decay is an end that nobody wrote down:
without an end a link holds for ever. After Snijders (2001) on change in panels.
"""

import pandas as pd

from comity.analytics.errors import BadArgument
from comity.analytics.frames import pair_frame
from comity.analytics.windows import dated
from comity.graph.network import Network
from comity.graph.words import Micros

ENDS = ["source", "target"]
COLUMNS = [*ENDS, "change", "links_before", "links_after", "weight_before", "weight_after"]


def holding_at(network: Network, at: Micros) -> Network:
    """All entities and the links that hold at a moment; without dates they hold at any."""
    return network.with_links((network.begins <= at) & (network.ends > at))


def formed_and_decayed(network: Network, first: Micros, second: Micros) -> pd.DataFrame:
    """What `link_changes` says of the links at two moments of one network."""
    if not first <= second:
        raise BadArgument("the second moment", second, f"not before the first, {first}")
    frame = link_changes(holding_at(network, first), holding_at(network, second))
    frame.attrs["undated"] = int((~dated(network)).sum())
    return frame


def link_changes(before: Network, after: Network) -> pd.DataFrame:
    """One row a pair that is linked before or after: formed, decayed, stronger, weaker or kept.

    Entities are told by their ids. `attrs` counts each change, and says the `turnover`: the
    share of all these pairs that formed or decayed.
    """
    both = _pairs(before).merge(
        _pairs(after), on=ENDS, how="outer", suffixes=("_before", "_after")
    )  # fmt: skip
    counted = {f"{name}_{when}": 0 for name in ("links", "weight") for when in ("before", "after")}
    both = both.fillna(counted).astype({"links_before": "int64", "links_after": "int64"})
    both["change"] = [_change(*row) for row in both[COLUMNS[3:]].itertuples(index=False, name=None)]
    frame = both.sort_values(ENDS, kind="stable").reset_index(drop=True)[COLUMNS]
    counts = frame["change"].value_counts().sort_index()
    moved = int(frame["change"].isin(["formed", "decayed"]).sum())
    counted = {str(change): int(many) for change, many in counts.items()}
    frame.attrs.update(changes=counted, turnover=moved / max(len(frame), 1))
    return frame


def _pairs(network: Network) -> pd.DataFrame:
    return pair_frame(network, weight=network.simple.weight)


def _change(links_before: int, links_after: int, weight_before: float, weight_after: float) -> str:
    if not links_before:
        return "formed"
    if not links_after:
        return "decayed"
    if weight_before == weight_after:
        return "kept"
    return "stronger" if weight_after > weight_before else "weaker"
