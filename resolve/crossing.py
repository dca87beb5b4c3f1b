"""Crossing: the given name of one side compared with the family name of the other."""

import numpy as np

from comity.resolve.comparators import Levels, given_names, given_rarity
from comity.resolve.facts import Ints, Pairs
from comity.resolve.features import distinct, value_pairs
from comity.resolve.likeness import SLIPPED
from comity.resolve.prepare import Prepared
from comity.resolve.spelling import likely


def crossed(prepared: Prepared, pairs: Pairs) -> Levels:
    """The best level, as of given names, of the first one's given names with the other's family."""
    best = np.zeros(len(pairs), dtype=np.uint8)
    spread = value_pairs(prepared.features["given"], prepared.features["family"], pairs)
    if not len(spread.pair):
        return best
    words, given, family = prepared.names
    first, second = given[spread.left], family[spread.right]
    levels = words.known(lambda held: given_rarity(held, prepared.model), given_rarity)[first]
    rows = np.flatnonzero(first != second)
    levels[rows] = given_names(words, first[rows], second[rows])
    np.maximum.at(best, spread.pair, levels)
    return best


def may_cross(prepared: Prepared, pairs: Pairs) -> Ints:
    """The rows with a given name that may be close to the other side's family name."""
    words, given, family = prepared.names
    found = []
    for ends in (pairs, Pairs(pairs.second, pairs.first)):
        spread = value_pairs(prepared.features["given"], prepared.features["family"], ends)
        close = likely(words.spelling, given[spread.left], family[spread.right], SLIPPED)
        found.append(spread.pair[close])
    return distinct(np.concatenate(found))
