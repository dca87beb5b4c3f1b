"""Compare: each pair of subjects becomes a pattern, one small level a comparison.

Each distinct pair of values is compared once and gathered by number. The last two slots
hold what is read from the other levels together: names the wrong way round, and the mark of
relatives under one roof.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from comity.resolve.comparators import COMPARATORS, Comparator, Levels
from comity.resolve.facts import Hashes, Pairs
from comity.resolve.features import Feature, value_pairs
from comity.resolve.model import Model
from comity.resolve.prepare import Prepared

BITS = 4
ORDER, KIN = "name order", "kinship"
KIN_LEVELS = ("unrelated", "relatives under one roof", "twins", "elder and younger namesake")
JOINT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "person": {ORDER: ("as written", "swapped"), KIN: KIN_LEVELS},
}
CHUNK = 1_000_000


def comparisons(kind: str) -> dict[str, tuple[str, ...]]:
    """Every comparison of a kind with the names of its levels, from level 1 up."""
    single = {name: made.levels for name, made in COMPARATORS.get(kind, {}).items()}
    return single | dict(JOINT.get(kind, {}))


def compare(prepared: Prepared, pairs: Pairs) -> Hashes:
    """The packed pattern of each pair, four bits a comparison."""
    if not len(pairs):
        return np.zeros(0, dtype=np.uint64)
    starts = range(0, len(pairs), CHUNK)
    parts = (Pairs(pairs.first[s : s + CHUNK], pairs.second[s : s + CHUNK]) for s in starts)
    return np.concatenate([_packed(_levels(prepared, part)) for part in parts])


def unpacked(kind: str, patterns: Hashes) -> dict[str, Levels]:
    """The levels in packed patterns, by comparison."""
    mask = np.uint64((1 << BITS) - 1)
    return {
        name: ((patterns >> np.uint64(BITS * slot)) & mask).astype(np.uint8)
        for slot, name in enumerate(comparisons(kind))
    }


def _packed(levels: Mapping[str, Levels]) -> Hashes:
    packed = np.zeros(len(next(iter(levels.values()))), dtype=np.uint64)
    for slot, level in enumerate(levels.values()):
        packed |= level.astype(np.uint64) << np.uint64(BITS * slot)
    return packed


def _levels(prepared: Prepared, pairs: Pairs) -> dict[str, Levels]:
    made = COMPARATORS.get(prepared.kind, {})
    levels = {
        name: _best(how, prepared.features[how.feature], prepared.features[how.feature], pairs,
                    prepared.model)
        for name, how in made.items()
    }  # fmt: skip
    return _with_joint(prepared, pairs, levels) if prepared.kind in JOINT else levels


def _best(how: Comparator, left: Feature, right: Feature, pairs: Pairs, model: Model) -> Levels:
    """The best level over all values of the two sides; 0 where a side says nothing."""
    spread = value_pairs(left, right, pairs)
    low, high = np.minimum(spread.left, spread.right), np.maximum(spread.left, spread.right)
    size = max(len(left.texts), 1)
    distinct, back = np.unique(low.astype(np.int64) * size + high, return_inverse=True)
    codes = ((distinct // size).astype(np.int32), (distinct % size).astype(np.int32))
    found = how.compare(left.texts, *codes, model) if len(distinct) else np.zeros(0, np.uint8)
    best = np.zeros(len(pairs), dtype=np.uint8)
    np.maximum.at(best, spread.pair, found[back])
    return best


def _with_joint(prepared: Prepared, pairs: Pairs, levels: dict[str, Levels]) -> dict[str, Levels]:
    """Names the wrong way round count once; relatives are told by what they share and do not."""
    swapped = _swapped(prepared, pairs, levels)
    order = np.where(swapped, 2, np.minimum(levels["given name"], 1)).astype(np.uint8)
    kin = _kin(levels)
    kin[swapped] = 1
    for name in ("given name", "family name"):
        levels[name] = np.where(swapped, 0, levels[name]).astype(np.uint8)
    return levels | {ORDER: order, KIN: kin}


def _swapped(
    prepared: Prepared, pairs: Pairs, levels: Mapping[str, Levels]
) -> npt.NDArray[np.bool_]:
    """Where one side's given name is the other's family name, and the reverse."""
    given, family = prepared.features["given"], prepared.features["family"]
    odd = (levels["given name"] <= 3) & (levels["family name"] <= 2)
    odd &= (levels["given name"] > 0) & (levels["family name"] > 0)
    rows = np.flatnonzero(odd)
    some = Pairs(pairs.first[rows], pairs.second[rows])
    crossed = np.zeros(len(pairs), dtype=np.bool_)
    crossed[rows] = _meet(given, family, some) & _meet(family, given, some)
    return crossed


def _meet(left: Feature, right: Feature, pairs: Pairs) -> npt.NDArray[np.bool_]:
    spread = value_pairs(left, right, pairs)
    place = {text: code for code, text in enumerate(right.texts)}
    same = np.array([place.get(text, -1) for text in left.texts] or [-1])
    met = np.zeros(len(pairs), dtype=np.bool_)
    met[spread.pair[same[spread.left] == spread.right]] = True
    return met


def _kin(levels: Mapping[str, Levels]) -> Levels:
    given, family, born = levels["given name"], levels["family name"], levels["birth date"]
    roof = (levels["street"] >= 3) | (levels["phone"] == 3)
    other_name = (given == 1) | (given == 3)
    near = roof | (family >= 4)
    kin = np.ones(len(given), dtype=np.uint8)
    kin[other_name & near & (born <= 2)] = 2
    kin[other_name & near & (born == 6)] = 3
    kin[(given >= 4) & (family >= 4) & (born > 0) & (born <= 2)] = 4
    return kin
