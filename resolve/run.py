"""Resolution from facts to clusters: the steps in their order."""

from dataclasses import dataclass

import numpy as np

from comity.resolve.block import candidate_pairs
from comity.resolve.closure import unproposed
from comity.resolve.cluster import cluster
from comity.resolve.compare import compare
from comity.resolve.facts import NO_PAIRS, Codes, Facts, Mask, Pairs, Scores
from comity.resolve.model import Model
from comity.resolve.prepare import Prepared, prepare
from comity.resolve.score import score
from comity.resolve.train import adapt, count


@dataclass(frozen=True)
class Resolved:
    """What resolution made of some facts: pairs with their scores, and a cluster a subject."""

    pairs: Pairs
    scores: Scores
    clusters: Codes


def resolve_facts(facts: Facts, model: Model, *, adapted: bool = True) -> Resolved:
    """Block, compare, score and cluster, by the model as it is or adapted to these facts."""
    prepared = prepare(facts, model)
    pairs = candidate_pairs(prepared)
    patterns = compare(prepared, pairs)
    if adapted:
        model = adapt(model, facts.kind, count(prepared, patterns))
    scores = score(facts.kind, patterns, model)
    same = model.thresholds(facts.kind).same
    pairs, scores = _closed(prepared, pairs, scores, scores > same, model)
    nobody = np.full(facts.subjects, -1, dtype=np.int32)
    clusters = cluster(facts.subjects, pairs, scores, same, nobody, NO_PAIRS, NO_PAIRS)
    return Resolved(pairs, scores, clusters)


def _closed(
    prepared: Prepared, pairs: Pairs, scores: Scores, near: Mask, model: Model
) -> tuple[Pairs, Scores]:
    """The pairs and scores with those that only their company proposed."""
    more = unproposed(prepared.subjects, pairs, near)
    found = score(prepared.kind, compare(prepared, more), model)
    first = np.concatenate([pairs.first, more.first])
    second = np.concatenate([pairs.second, more.second])
    return Pairs(first, second), np.concatenate([scores, found])
