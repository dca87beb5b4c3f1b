"""Standing: what an entity's roles make of it in rankings, and what a view rests on."""

from collections.abc import Iterable
from functools import lru_cache

from comity.graph.vocabulary import vocabulary
from comity.sharing import Permit
from comity.sharing.permits import OWN

_WEIGHTIEST_FIRST = ("involved", "bystander", "professional")


@lru_cache(maxsize=4096)
def standing_of(roles: tuple[str, ...]) -> str:
    """involved if any role is, else bystander or professional if any is, else neutral."""
    standings = {vocabulary().standing(role) for role in roles}
    return next((standing for standing in _WEIGHTIEST_FIRST if standing in standings), "neutral")


def agreements_of(permits: Iterable[Permit]) -> tuple[str, ...]:
    """The agreements that permits rest on; own records rest on none."""
    return tuple(sorted({permit.agreement for permit in permits if permit != OWN}))
