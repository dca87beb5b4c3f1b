"""Joint comparisons: what several levels say together, so that nothing is counted twice.

Town and postcode move together and count once, as an area; names the wrong way round count
once, by their order.
"""

from collections.abc import Mapping

import numpy as np

from comity.resolve.comparators import FAMILY, GIVEN, Levels
from comity.resolve.crossing import crossed, may_cross
from comity.resolve.facts import Pairs
from comity.resolve.prepare import Prepared

AREA, ORDER = "area", "name order"
AREA_LEVELS = ("different", "close", "one the same", "same")
_AREA = {AREA: AREA_LEVELS}
JOINT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "person": {**_AREA, ORDER: ("as written", "swapped, close", "swapped")},
    "organisation": _AREA,
    "location": _AREA,
}
# Comparisons that only speak through a joint one.
SILENT: Mapping[str, tuple[str, ...]] = dict.fromkeys(JOINT, ("city", "postcode"))
# The features that a joint comparison reads, for explaining it.
FEATURES: Mapping[str, tuple[str, ...]] = {
    AREA: ("city", "postcode"), ORDER: ("given", "family"),
}  # fmt: skip
All = dict[str, Levels]


def with_joint(prepared: Prepared, pairs: Pairs, levels: All) -> All:
    """The levels with their joint ones added, and what those took over put to nothing said."""
    if prepared.kind in JOINT:
        levels = levels | {AREA: _area(levels["city"], levels["postcode"])}
    return _of_persons(prepared, pairs, levels) if prepared.kind == "person" else levels


def _area(city: Levels, postcode: Levels) -> Levels:
    """Both the same, one of them, or something close."""
    same = (city == 3).astype(np.uint8) + (postcode == 3)
    said = (city > 0).astype(np.uint8) + (postcode > 0)
    close, some = (city == 2) | (postcode == 2), same > 0
    # The highest that holds, by arithmetic: picking rows would take many times as long.
    area: Levels = np.minimum(said, 1)
    for level, mask in ((2, close), (3, some), (4, some & (same == said))):
        np.maximum(area, mask * np.uint8(level), out=area)
    return area


def _of_persons(prepared: Prepared, pairs: Pairs, levels: All) -> All:
    """Names the wrong way round are told by their order alone, not by each name's level."""
    order = _order(prepared, pairs, levels)
    names = {name: levels[name] * (order < 2) for name in ("given name", "family name")}
    return levels | names | {ORDER: order}


def _order(prepared: Prepared, pairs: Pairs, levels: Mapping[str, Levels]) -> Levels:
    """2 or 3 where one side's given name is like the other's family name, and the reverse."""
    given, family = levels["given name"], levels["family name"]
    order = np.minimum(given, 1).astype(np.uint8)
    odd = (given < at_least(GIVEN, "part")) & (family < at_least(FAMILY, "part"))
    rows = np.flatnonzero(odd)
    rows = rows[may_cross(prepared, pairs.at(rows))]
    some = pairs.at(rows)
    ahead = crossed(prepared, some)
    back = crossed(prepared, Pairs(some.second, some.first))
    least, most = np.minimum(ahead, back), np.maximum(ahead, back)
    close, like = at_least(GIVEN, "close"), at_least(GIVEN, "initial")
    found = np.where((least >= like) & (most >= close), 2, order[rows])
    # A name that stands alone is the other's other name, and nothing speaks against it.
    found = np.where((least == 0) & (most > close), 2, found)
    order[rows] = np.where(least > close, 3, found)
    return order


def at_least(levels: tuple[str, ...], name: str) -> int:
    """The number of a level by its name."""
    return levels.index(name) + 1
