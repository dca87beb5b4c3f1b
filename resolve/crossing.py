"""Crossing: the given name of one side compared with the family name of the other."""

import numpy as np

from comity.resolve.comparators import CLOSE, Levels, given_names, given_rarity
from comity.resolve.facts import Ints, Pairs
from comity.resolve.features import distinct, value_pairs
from comity.resolve.prepare import Prepared
from comity.resolve.spelling import nearly


def crossed(prepared: Prepared, pairs: Pairs) -> Levels:
    """The best level, as of given names, of the first one's given names with the other's family."""
    best = np.zeros(len(pairs), dtype=np.uint8)
    given, family = prepared.features["given"], prepared.features["family"]
    spread = value_pairs(given, family, pairs)
    if not len(spread.pair):
        return best
    rarity = given.words.known(lambda held: given_rarity(held, prepared.model), given_rarity)
    levels = rarity[spread.left]
    rows = np.flatnonzero(spread.left != spread.right)
    levels[rows] = given_names(given.words, spread.left[rows], spread.right[rows])
    np.maximum.at(best, spread.pair, levels)
    return best


def may_cross(prepared: Prepared, pairs: Pairs) -> Ints:
    """The rows with a given name that may be close to the other side's family name."""
    given, family = prepared.features["given"], prepared.features["family"]
    found = []
    for ends in (pairs, Pairs(pairs.second, pairs.first)):
        spread = value_pairs(given, family, ends)
        close = nearly(given.words.spelling, spread.left, spread.right, CLOSE)
        found.append(spread.pair[close])
    return distinct(np.concatenate(found))
