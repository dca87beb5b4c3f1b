"""As known on a day against as true on it: what was not known then, and what was wrong.

The fair question to a past decision is what could be known when it was taken. Two views of the same
viewer are laid over each other, of the same time in the world: one as known then, one as known
now. A link that is given up may have been withdrawn, corrected, purged or no longer be shared.
Snodgrass (1999), Developing Time-Oriented Database Applications, on the two times.
"""

import pandas as pd

from comity.analytics.errors import BadArgument
from comity.analytics.joining import joined
from comity.analytics.link_changes import link_changes
from comity.graph.view import View

_WORDS = {"formed": "learned later", "decayed": "given up"}


def hindsight(then: View, now: View) -> pd.DataFrame:
    """One row a linked pair: known then, learned later, or given up since.

    Entities are those of `now`; whoever has been joined to another since is told by that one.
    """
    _check(then, now)
    moved = {
        entity: held.id
        for entity in then.network().ids.tolist()
        if now.network().index_of(entity) is None and (held := now.entity(entity)) is not None
    }
    frame = link_changes(joined(then.network(), moved), now.network())
    told = [_WORDS.get(change, "known then") for change in frame["change"]]
    counts = pd.Series(told, dtype=object).value_counts().sort_index()
    frame.attrs = {"changes": {str(word): int(many) for word, many in counts.items()}}
    return frame.assign(change=told).rename(
        columns={
            f"{name}_{old}": f"{name}_{new}"
            for name in ("links", "weight")
            for old, new in (("before", "then"), ("after", "now"))
        }
    )


def _check(then: View, now: View) -> None:
    if then.viewer != now.viewer:
        raise BadArgument("the viewer", now.viewer.principal, f"{then.viewer.principal} for both")
    first, second = then.standing(), now.standing()
    if first.valid_at != second.valid_at:
        raise BadArgument("valid_at", second.valid_at, f"the same for both: {first.valid_at}")
    if first.known_at > second.known_at:
        raise BadArgument("known_at", second.known_at, f"not before {first.known_at}")
