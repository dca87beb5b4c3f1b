"""Why mentions are held to be the same, from what one view sees of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from comity.graph.answers import Comparison, Why, Word
from comity.graph.detail import Detail
from comity.graph.joining import SeenJudgement
from comity.graph.said import said_of, values_of
from comity.graph.tie_lines import tie_lines
from comity.resolve import (
    KINSHIP,
    ComparisonLine,
    Explanation,
    KindModel,
    Model,
    explain,
    properties_of,
)

Ends = tuple[int, int]


def explain_pair(
    detail: Detail, model: Model, judgements: Sequence[SeenJudgement], left: int, right: int
) -> Why | None:
    """The comparisons of two mentions of one kind; None of two kinds, or one never resolved."""
    found = _explained(detail, model, judgements, [(left, right)])
    return found[0] if found else None


def _explained(
    detail: Detail, model: Model, judgements: Sequence[SeenJudgement], ends: Iterable[Ends]
) -> list[Why]:
    """The same of several, without those that are never compared."""
    compared = defaultdict[str, list[Ends]](list)
    for left, right in ends:
        kind, other = (detail.text(int(detail.kinds[mention])) for mention in (left, right))
        if kind == other and kind in model.kinds:
            compared[kind].append((left, right))
    return [
        _why(detail, model, judgements, kind, two, ties)
        for kind, pairs in compared.items()
        for two, ties in zip(pairs, tie_lines(detail, kind, pairs), strict=True)
    ]


def _why(
    detail: Detail, model: Model, judgements: Sequence[SeenJudgement], kind: str, ends: Ends,
    ties: Sequence[Comparison],
) -> Why:  # fmt: skip
    left, right = ends
    found = explain(kind, values_of(detail, left), values_of(detail, right), model)
    score = found.score + sum(line.weight for line in ties)
    thresholds, words = model.thresholds(kind), _words(judgements, left, right)
    verdict = words[-1].verdict if words else ""
    return Why(
        first=detail.mention_id(left),
        second=detail.mention_id(right),
        proposed=_proposed(detail, kind, found, left, right),
        prior=found.prior,
        comparisons=(*_compared(detail, kind, found, left, right), *ties),
        score=score,
        possible=thresholds.possible,
        threshold=thresholds.same,
        act=_to_act_on(model.by_kind[kind], (*found.comparisons, *ties)),
        missing=max(0.0, thresholds.same - score),
        model=model.version,
        relations=model.relations.version,
        verdict=verdict,
        words=words,
        decision=_decision(detail, score >= thresholds.possible, verdict, left, right),
    )


def _to_act_on(model: KindModel, lines: Sequence[ComparisonLine | Comparison]) -> float:
    """The score from which this pair is safe to act on: what speaks against it counts more."""
    against = sum(min(line.weight, 0.0) for line in lines if line.name != KINSHIP)
    return round(model.thresholds.act - (model.caution.objections - 1.0) * against, 2)


def _decision(detail: Detail, near: bool, verdict: str, left: int, right: int) -> str:
    """What follows: of two that are near but apart, that they are possibly the same."""
    if detail.entities.entity_of[left] == detail.entities.entity_of[right]:
        return "same"
    return "possible" if near and verdict != "different" else "different"


def _proposed(detail: Detail, kind: str, found: Explanation, left: int, right: int) -> str:
    """What brought two mentions together, if anything did."""
    if found.shares_key:
        return "key"
    table = detail.entities.matches.get(kind)
    if table is None:
        return ""
    low, high = min(left, right), max(left, right)
    return "held alike" if ((table.first == low) & (table.second == high)).any() else ""


def _compared(
    detail: Detail, kind: str, found: Explanation, left: int, right: int
) -> Iterator[Comparison]:
    for line in found.comparisons:
        wanted = properties_of(kind, line.name)
        said = (said_of(detail, mention, wanted) for mention in (left, right))
        yield Comparison(line.name, line.level, line.left, line.right, line.weight, *said)


def explain_entity(
    detail: Detail, model: Model, judgements: Sequence[SeenJudgement], entity: int
) -> list[Why]:
    """The strongest joints that hold an entity together, weakest first."""
    found = _explained(detail, model, judgements, _joints(detail, judgements, entity))
    return sorted(found, key=lambda why: (why.score, why.first, why.second))


def _joints(detail: Detail, judgements: Sequence[SeenJudgement], entity: int) -> list[Ends]:
    """A spanning tree of the entity's mentions, judgements first, then strongest matches.

    Each joint starts at the lower address: mentions are numbered as they arrive, which is
    nobody's business.
    """
    tied: dict[int, int] = {member: member for member in detail.members(entity)}

    def top(member: int) -> int:
        while tied[member] != member:
            member = tied[member]
        return member

    joints, rank = [], detail.snapshot.rank
    for left, right in _candidates(detail, judgements, entity):
        if left in tied and right in tied and top(left) != top(right):
            tied[top(left)] = top(right)
            joints.append((left, right) if rank[left] < rank[right] else (right, left))
    return joints


def _candidates(detail: Detail, judgements: Sequence[SeenJudgement], entity: int) -> list[Ends]:
    told = [(j.first, j.second) for j in judgements if j.verdict == "same"]
    table = detail.entities.matches.get(detail.kind_of(entity))
    if table is None:
        return told
    entity_of, rank = detail.entities.entity_of, detail.snapshot.rank
    inside = np.flatnonzero(
        (entity_of[table.first] == entity) & (entity_of[table.second] == entity)
    )
    ends = np.stack([rank[table.first[inside]], rank[table.second[inside]]])
    order = np.lexsort((ends.max(axis=0), ends.min(axis=0), -table.scores[inside]))
    chosen = inside[order]
    pairs = zip(table.first[chosen].tolist(), table.second[chosen].tolist(), strict=True)
    return told + list(pairs)


def _words(judgements: Sequence[SeenJudgement], left: int, right: int) -> tuple[Word, ...]:
    pair = {left, right}
    return next((j.words for j in judgements if {j.first, j.second} == pair), ())
