"""Acting: the clusters so sure that a warrant or a caution may follow them.

A wrong merge has much that speaks for it and something that speaks against it; a right one
seldom has anything against it. So objections count more here than in the question of being the
same, and where a kind says so, few records that agree need more than many.
"""

import numpy as np

from comity.resolve.cluster import cluster, components
from comity.resolve.compare import compare
from comity.resolve.facts import NO_PAIRS, Codes, Facts, Pairs, Scores
from comity.resolve.model import Model
from comity.resolve.run import Matched, Resolved, match_facts
from comity.resolve.score import objections


def resolve_to_act_on(
    facts: Facts, model: Model, *, adapted: bool = True, lists: Codes | None = None
) -> Resolved:
    """Clusters that are safe to act on, with the pairs that may hold them and their scores."""
    return act_on(match_facts(facts, model, adapted=adapted, lists=lists))


def act_on(found: Matched) -> Resolved:
    """The same from pairs that are already scored."""
    pairs, scores = _cautious(found)
    return Resolved(pairs, scores, _clusters(found, pairs, scores))


def _cautious(found: Matched) -> tuple[Pairs, Scores]:
    """The pairs of components that may be acted on, scored with their objections counted again."""
    kind, subjects = found.prepared.kind, found.prepared.subjects
    made = found.model.by_kind[kind]
    sure = found.scores > _least(found)
    component = components(subjects, found.pairs.at(sure))
    inside = component[found.pairs.first] == component[found.pairs.second]
    pairs, scores = found.pairs.at(inside), found.scores[inside]
    more = np.float32(made.caution.objections - 1.0)
    against = objections(kind, compare(found.prepared, pairs), found.model)
    return pairs, scores + more * against


def _clusters(found: Matched, pairs: Pairs, scores: Scores) -> Codes:
    """Records that enough others corroborate, and among the rest those that need nobody."""
    made = found.model.by_kind[found.prepared.kind]
    loose = _cut(found, pairs, scores, _least(found))
    many = np.bincount(loose, minlength=len(loose))[loose] >= made.caution.records
    rest = (loose[pairs.first] == loose[pairs.second]) & ~many[pairs.first]
    strict = _cut(found, pairs.at(rest), scores[rest], made.thresholds.act)
    return np.where(many, loose, strict)


def _least(found: Matched) -> float:
    """The score below which nothing is acted on."""
    made = found.model.by_kind[found.prepared.kind]
    corroborated = made.caution.corroborated
    return made.thresholds.act if corroborated is None else corroborated


def _cut(found: Matched, pairs: Pairs, scores: Scores, threshold: float) -> Codes:
    subjects = found.prepared.subjects
    return cluster(subjects, pairs, scores, threshold, found.lists, NO_PAIRS, NO_PAIRS)
