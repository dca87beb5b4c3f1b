"""What became of communities between two times: born, died, split, merged, continued.

Two divisions are laid over each other by who is in both. Communities drift with every run, so
a change is worth a look only where both divisions are stable; whom the view came to see in the
meantime changes groups as well as what people did. After Greene, Doyle and Cunningham (2010).
"""

from collections import Counter

import pandas as pd

from comity.analytics.errors import BadArgument

LEAST_SHARED, LEAST_SIZE = 0.5, 3
COLUMNS = ("change", "before", "after", "before_size", "after_size", "shared")


def community_changes(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    least_shared: float = LEAST_SHARED,
    least_size: int = LEAST_SIZE,
) -> pd.DataFrame:
    """One row for each community that became another, died (no after) or was born (no before).

    `before` and `after` are frames of `communities`. One becomes another if they share
    `least_shared` of the smaller of the two; `change` is born, died, split, merged, split and
    merged, grew, shrank or continued. Communities below `least_size` are left out.
    """
    if not 0 < least_shared <= 1:
        raise BadArgument("least_shared", least_shared, "above 0 and up to 1")
    old, new = _sizes(before, least_size), _sizes(after, least_size)
    shared = _shared(before, after, old, new)
    became = {
        pair: many
        for pair, many in sorted(shared.items())
        if many >= least_shared * min(old[pair[0]], new[pair[1]])
    }
    children, parents = Counter(a for a, _ in became), Counter(b for _, b in became)
    rows: list[tuple[object, ...]] = [
        (_change(children[a], parents[b], old[a], new[b]), a, b, old[a], new[b], many)
        for (a, b), many in became.items()
    ]
    rows += [("died", a, None, old[a], 0, 0) for a in sorted(old) if a not in children]
    rows += [("born", None, b, 0, new[b], 0) for b in sorted(new) if b not in parents]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"before": "Int64", "after": "Int64"})


def _change(children: int, parents: int, old: int, new: int) -> str:
    if children > 1 and parents > 1:
        return "split and merged"
    if children > 1:
        return "split"
    if parents > 1:
        return "merged"
    if old == new:
        return "continued"
    return "grew" if new > old else "shrank"


def _sizes(frame: pd.DataFrame, least: int) -> dict[int, int]:
    counted = Counter(map(int, frame["community"]))
    return {number: size for number, size in counted.items() if size >= least}


def _shared(
    before: pd.DataFrame, after: pd.DataFrame, old: dict[int, int], new: dict[int, int]
) -> dict[tuple[int, int], int]:
    now = dict(zip(after["entity"], after["community"], strict=True))
    both = Counter(
        (int(number), int(now[entity]))
        for entity, number in zip(before["entity"], before["community"], strict=True)
        if entity in now
    )
    return {(a, b): many for (a, b), many in both.items() if a in old and b in new}
