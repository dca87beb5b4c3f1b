"""Crossing: the given name of one side compared with the family name of the other."""

import numpy as np

from comity.resolve.comparators import Levels, given_names, given_rarity
from comity.resolve.facts import Codes, Pairs
from comity.resolve.features import Feature, Words, value_pairs
from comity.resolve.prepare import Prepared


def crossed(prepared: Prepared, left: str, right: str, pairs: Pairs) -> Levels:
    """The best level, as of given names, of one side's feature against another of the other's."""
    one, two = prepared.features[left], prepared.features[right]
    best = np.zeros(len(pairs), dtype=np.uint8)
    spread = value_pairs(one, two, pairs)
    if not len(spread.pair):
        return best
    words, places = _shared(one, two)
    first, second = places[0][spread.left], places[1][spread.right]
    levels = given_rarity(words, prepared.model)[first]
    rows = np.flatnonzero(first != second)
    levels[rows] = given_names(words, first[rows], second[rows])
    np.maximum.at(best, spread.pair, levels)
    return best


def _shared(one: Feature, two: Feature) -> tuple[Words, tuple[Codes, Codes]]:
    """The texts of two features under one numbering, and where each one's went."""
    numbers: dict[str, int] = {}
    places = [
        np.fromiter((numbers.setdefault(t, len(numbers)) for t in held.words.texts), np.int32)
        for held in (one, two)
    ]
    return Words(tuple(numbers)), (places[0], places[1])
