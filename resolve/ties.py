"""Ties: what subjects are linked to, and how much of it two of them have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from comity.resolve.comparators import COMPARATORS, Levels
from comity.resolve.compare import best_level, comparisons
from comity.resolve.facts import Codes, Ints, Pairs
from comity.resolve.features import Feature, Words, distinct, value_pairs
from comity.resolve.prepare import Prepared
from comity.resolve.relations import Relation

Weights = npt.NDArray[np.float32]
# So many others with the same thing still say something; a busier one is everybody's.
FEW = 3


@dataclass(frozen=True)
class Ties:
    """The things of each subject under one relation, and who holds each subject to be whom.

    `holder` numbers the people that subjects make up before relations are reckoned with.
    """

    held: Feature
    holder: Codes

    @cached_property
    def crowd(self) -> Ints:
        """How many people hold each thing."""
        size = int(self.holder.max(initial=0)) + 1
        both = self.held.code.astype(np.int64) * size + self.holder[self.held.subject]
        return np.bincount(distinct(both) // size, minlength=1)

    def held_by(self, subject: int) -> list[int]:
        """The things of one subject."""
        held = self.held
        return [int(code) for code in held.code[held.first[subject] : held.first[subject + 1]]]


def tied(subjects: int, subject: Codes, thing: Codes) -> Feature:
    """Rows (subject, thing) as a feature whose codes are the things themselves."""
    size = int(thing.max(initial=0)) + 1
    both = distinct(subject.astype(np.int64) * size + thing)
    return Feature(
        subjects, (both // size).astype(np.int32), (both % size).astype(np.int32), Words(())
    )


def in_common(ties: Ties, pairs: Pairs) -> Levels:
    """0 if a side has nothing, else 1 to 4: from nothing in common to theirs alone."""
    levels = np.zeros(len(pairs), dtype=np.uint8)
    spread = value_pairs(ties.held, ties.held, pairs)
    levels[spread.pair] = 1
    hit = spread.left == spread.right
    pair, thing = spread.pair[hit], spread.left[hit]
    one_person = ties.holder[pairs.first[pair]] == ties.holder[pairs.second[pair]]
    others = ties.crowd[thing] - np.where(one_person, 1, 2)
    found = np.where(others == 0, 4, np.where(others <= FEW, 3, 2)).astype(np.uint8)
    np.maximum.at(levels, pair, found)
    return levels


def unsaid(prepared: Prepared, relation: Relation, pairs: Pairs, levels: Levels) -> Levels:
    """Levels without what the comparison of the same thing, as both state it, has counted."""
    said = best_level(prepared, COMPARATORS[prepared.kind][relation.said], pairs)
    close = comparisons(prepared.kind)[relation.said].index("close") + 1
    counted = (said >= close) | ((levels == 1) & (said > 0))
    return np.where(counted, 0, levels).astype(np.uint8)


def weigh(relations: Sequence[Relation], levels: Mapping[str, Levels]) -> dict[str, Weights]:
    """What each relation adds to each pair; of one group only the strongest adds anything."""
    weights = {
        relation.name: np.array([0.0, *relation.weights], np.float32)[levels[relation.name]]
        for relation in relations
    }
    for group in dict.fromkeys(relation.group for relation in relations):
        _keep_strongest([weights[r.name] for r in relations if r.group == group])
    return weights


def _keep_strongest(weights: list[Weights]) -> None:
    """Put all but the highest of several weights to 0, or all but the lowest if none is above."""
    if len(weights) == 1:
        return
    table = np.stack(weights)
    chosen = np.where(table.max(axis=0) > 0, table.argmax(axis=0), table.argmin(axis=0))
    for place, weight in enumerate(weights):
        weight[chosen != place] = 0.0
