"""Contradictions: what the records of one person do not say, read from the levels of a pair.

They are kept apart from the model's weights: those are right on the whole, and would join a
father and a son who share their name, house and telephone.
"""

from collections.abc import Mapping

import numpy as np
from rapidfuzz.distance import JaroWinkler

from comity.resolve.comparators import BIRTH, COMPARATORS, FAMILY, GIVEN, Levels
from comity.resolve.compare import best_level
from comity.resolve.facts import Pairs
from comity.resolve.features import value_pairs
from comity.resolve.joint import at_least
from comity.resolve.prepare import Prepared

# Parents are at least so much older; a slip of the pen that far off leaves most figures alone.
GENERATION = 15
ALIKE = 0.6
# Of the levels of an identifier only the ends: where the issuer is unsaid, nobody can be sure.
_NUMBERS = np.array([0, 1, 0, 2], dtype=np.uint8)
# The comparisons that each contradiction reads.
READ: Mapping[str, tuple[str, ...]] = {
    "number": ("identifier",),
    "generation": ("suffix", "birth date"),
    "twins": ("given name", "family name", "birth date"),
}


def contradictions(prepared: Prepared, pairs: Pairs) -> dict[str, Levels]:
    """For each contradiction its level: 0 where nothing is said, 1 where it is one.

    Numbers that identify have a second level, where they are the same.
    """
    born = _level(prepared, "birth date", pairs)
    return {
        "number": _NUMBERS[_level(prepared, "identifier", pairs)],
        "generation": _generations(prepared, pairs, born),
        "twins": _twins(prepared, pairs, born),
    }


def _generations(prepared: Prepared, pairs: Pairs, born: Levels) -> Levels:
    """Junior and senior by name, or born a generation apart."""
    found: Levels = (_level(prepared, "suffix", pairs) == 1).astype(np.uint8)
    rows = np.flatnonzero(born == at_least(BIRTH, "different"))
    held = prepared.features["birth"]
    years = np.array([_year(text) for text in held.words.texts], dtype=np.int64)
    spread = value_pairs(held, held, pairs.at(rows))
    one, two = years[spread.left], years[spread.right]
    gap = np.full(len(rows), 10_000, dtype=np.int64)
    np.minimum.at(gap, spread.pair, np.where((one > 0) & (two > 0), abs(one - two), 0))
    found[rows[gap >= GENERATION]] = 1
    return found


def _twins(prepared: Prepared, pairs: Pairs, born: Levels) -> Levels:
    """One family name and day of birth, and given names with nothing alike."""
    found = np.zeros(len(pairs), dtype=np.uint8)
    rows = np.flatnonzero(born >= at_least(BIRTH, "day and month swapped"))
    near = _level(prepared, "family name", pairs.at(rows)) >= at_least(FAMILY, "close")
    rows = rows[near]
    other = _level(prepared, "given name", pairs.at(rows)) == at_least(GIVEN, "different")
    rows = rows[other]
    held = prepared.features["given"]
    spread = value_pairs(held, held, pairs.at(rows))
    one, two = held.words.gather(spread.left), held.words.gather(spread.right)
    like = np.zeros(len(rows), dtype=np.bool_)
    like[spread.pair[[_are_like(a, b) for a, b in zip(one, two, strict=True)]]] = True
    found[rows[~like]] = 1
    return found


def _level(prepared: Prepared, name: str, pairs: Pairs) -> Levels:
    return best_level(prepared, COMPARATORS[prepared.kind][name], pairs)


def _are_like(one: str, two: str) -> bool:
    """Whether one name may be a form of the other that no table knows: Grisha, Grigory."""
    likeness = JaroWinkler.normalized_similarity(min(one, two), max(one, two))
    return one[:1] == two[:1] or bool(likeness >= ALIKE)


def _year(text: str) -> int:
    return int(text[:4]) if text[:4].isdecimal() else 0
