"""Standing: what an entity's roles make of it in rankings, and what a view rests on."""

from collections.abc import Iterable, Mapping

import numpy as np

from comity.graph.sight import Sight
from comity.graph.snapshot import Snapshot
from comity.graph.vocabulary import vocabulary
from comity.sharing import Label, Permit
from comity.sharing.clearance import OWN

_WEIGHTIEST_FIRST = ("involved", "bystander", "professional")


def standing_of(roles: Iterable[str]) -> str:
    """involved if any role is, else bystander or professional if any is, else neutral."""
    standings = {vocabulary().standing(role) for role in roles}
    return next((standing for standing in _WEIGHTIEST_FIRST if standing in standings), "neutral")


def agreements_behind(
    snapshot: Snapshot, sight: Sight, permits: Mapping[Label, Permit]
) -> tuple[str, ...]:
    """The agreements that the facts in a view rest on; own records rest on none."""
    used = np.concatenate(
        [
            snapshot.mentions["label"][sight.mention_rows],
            snapshot.claims["label"][sight.shown_claims],
            snapshot.links["label"][sight.shown_links],
        ]
    )
    found = (permits[snapshot.labels[int(number)]] for number in np.unique(used))
    return tuple(sorted({permit.agreement for permit in found if permit != OWN}))
