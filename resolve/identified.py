"""Identification numbers in tables: equal ones outweigh all else, different ones bar a join.

In a ledger each view adds the same weights, beside what links say. A table may hold anything
under such a heading, so that its own rates are heard first.
"""

import numpy as np

from comity.resolve.compare import comparisons, unpacked
from comity.resolve.facts import Hashes, Scores
from comity.resolve.model import Model
from comity.resolve.score import score, weight_table

NUMBER, COMPARISON = "number", "identifier"
# One person of so many with two numbers is a slip; of more, these are no numbers of persons.
BARRED_BELOW = -8.0


def score_records(kind: str, patterns: Hashes, model: Model) -> Scores:
    """Scores with what equal and different identification numbers weigh beyond the rates."""
    scores = score(kind, patterns, model)
    more = _more(kind, model)
    if not more.any():
        return scores
    return scores + more[unpacked(kind, patterns)[COMPARISON]]


def _more(kind: str, model: Model) -> Scores:
    """What each level adds.

    An equal number counts only where it carries a pair by itself: a default typed into many
    rows does not. A different one bars only where one person seldom has two.
    """
    found = [each for each in model.relations.of(kind) if each.way == NUMBER]
    if not found:
        return np.zeros(1, dtype=np.float32)
    rates = weight_table(kind, COMPARISON, model)
    different, same = found[0].weights
    more = np.zeros(len(comparisons(kind)[COMPARISON]) + 1, dtype=np.float32)
    more[1] = different if rates[1] <= BARRED_BELOW else 0.0
    more[-1] = same if rates[-1] + model.by_kind[kind].prior > 0 else 0.0
    return more
