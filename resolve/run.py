"""Resolution from facts to clusters: the steps in their order."""

from dataclasses import dataclass

import numpy as np

from comity.resolve.closure import inside_of, unproposed
from comity.resolve.cluster import cluster, components
from comity.resolve.columns import joined
from comity.resolve.compare import compare
from comity.resolve.crowds import bounded_pairs
from comity.resolve.doubles import lists_without_doubles
from comity.resolve.facts import NO_PAIRS, Codes, Facts, Pairs, Scores
from comity.resolve.identified import score_records
from comity.resolve.model import Model
from comity.resolve.prepare import Prepared, prepare
from comity.resolve.train import adapt, count


@dataclass(frozen=True)
class Resolved:
    """What resolution made of some facts: pairs with their scores, and a cluster a subject."""

    pairs: Pairs
    scores: Scores
    clusters: Codes


@dataclass(frozen=True)
class Matched:
    """Pairs with their scores by one model; the list without doubles that each subject is in."""

    prepared: Prepared
    model: Model
    pairs: Pairs
    scores: Scores
    lists: Codes


def resolve_facts(
    facts: Facts, model: Model, *, adapted: bool = True, lists: Codes | None = None
) -> Resolved:
    """Block, compare, score and cluster, by the model as it is or adapted to these facts.

    With `lists`, subjects of an equal number (0 or more) stand in one list that names nobody
    twice: they are never compared and never joined.
    """
    found = match_facts(facts, model, adapted=adapted, lists=lists)
    same = found.model.thresholds(facts.kind).same
    said = _inside_components(facts.subjects, found, same)
    clusters = cluster(facts.subjects, *said, same, found.lists, NO_PAIRS, NO_PAIRS)
    return Resolved(found.pairs, found.scores, clusters)


def _inside_components(subjects: int, found: Matched, same: float) -> tuple[Pairs, Scores]:
    """What is said inside components, which is all that clusters depend on, and is not much."""
    # As wide as clustering subtracts, so that both draw the line in one place.
    near = np.flatnonzero(found.scores > np.float64(same))
    rows = inside_of(components(subjects, found.pairs.at(near)), found.pairs)
    return found.pairs.at(rows), found.scores[rows]


def match_facts(
    facts: Facts, model: Model, *, adapted: bool = True, lists: Codes | None = None
) -> Matched:
    """Everything up to clustering."""
    nobody = np.full(facts.subjects, -1, dtype=np.int32)
    lists = nobody if lists is None else lists
    prepared = prepare(facts, model)
    pairs = _across(lists, bounded_pairs(prepared))
    patterns = compare(prepared, pairs)
    if adapted:
        model = adapt(model, facts.kind, count(prepared, patterns))
    scores = score_records(facts.kind, patterns, model)
    same = model.thresholds(facts.kind).same
    if adapted:
        clean = lists_without_doubles(prepared, pairs, scores > same)
        lists = np.where(lists < 0, clean, lists)
    more = _across(lists, unproposed(prepared.subjects, pairs, scores > same))
    pairs, scores = _closed(prepared, pairs, scores, more, model)
    return Matched(prepared, model, pairs, scores, lists)


def _across(lists: Codes, pairs: Pairs) -> Pairs:
    """The pairs that are not of one list."""
    if not (lists >= 0).any():
        return pairs
    one = lists[pairs.first]
    kept = (one != lists[pairs.second]) | (one < 0)
    return pairs if kept.all() else pairs.at(kept)


def _closed(
    prepared: Prepared, pairs: Pairs, scores: Scores, more: Pairs, model: Model
) -> tuple[Pairs, Scores]:
    """The pairs and scores with those that only their company proposed."""
    found = score_records(prepared.kind, compare(prepared, more), model)
    ends = (pairs.first, more.first), (pairs.second, more.second)
    first, second = (
        joined(one.astype(np.int32, copy=False), two.astype(np.int32, copy=False))
        for one, two in ends
    )
    return Pairs(first, second), joined(scores, found)
