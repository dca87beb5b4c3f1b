"""How strongly a link is meant: what people draw by hand says so, and a record of a source stands.

The strength lies in what made the claim, its mapping, which every store keeps; a name that no
mapping of a file can have.
"""

from collections.abc import Iterable
from typing import Literal, get_args

from comity.graph.answers import Origin

Strength = Literal["confirmed", "unconfirmed", "tentative"]
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
# The sources of what is drawn, one an agency; no mapping can name a source like that.
DRAWN_SOURCES = "drawn/"
_MADE: dict[str, Strength] = {f"drawn-{strength}@1": strength for strength in STRENGTHS}


def made_by(strength: Strength) -> str:
    """What claims say they were made by that somebody drew with this strength."""
    return f"drawn-{strength}@1"


def strength_of(origin: Origin) -> Strength:
    """How strongly one fact is meant; whatever a source recorded counts as confirmed."""
    return _MADE.get(origin.mapping, "confirmed")


def strongest(origins: Iterable[Origin]) -> Strength:
    """How strongly several facts together are meant: as the strongest of them."""
    return min(map(strength_of, origins), key=STRENGTHS.index)
