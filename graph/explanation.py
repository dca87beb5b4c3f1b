"""Why mentions are held to be the same, from what one view sees of them."""

from collections.abc import Iterator, Sequence

import numpy as np

from comity.graph.answers import Comparison, Why
from comity.graph.detail import Detail
from comity.graph.joining import SeenJudgement
from comity.graph.tie_lines import tie_lines
from comity.resolve import Explanation, Model, explain


def explain_pair(
    detail: Detail, model: Model, judgements: Sequence[SeenJudgement], left: int, right: int
) -> Why | None:
    """The comparisons of two mentions of one kind; None where kinds differ."""
    kinds = {detail.text(int(detail.kinds[mention])) for mention in (left, right)}
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    found = explain(kind, _values(detail, left), _values(detail, right), model)
    ties = tie_lines(detail, kind, left, right)
    score = found.score + sum(line.weight for line in ties)
    thresholds = model.thresholds(kind)
    verdict = _verdict(judgements, left, right)
    together = bool(detail.entities.entity_of[left] == detail.entities.entity_of[right])
    possible = score >= thresholds.possible and verdict != "different"
    return Why(
        first=detail.mention_id(left),
        second=detail.mention_id(right),
        prior=found.prior,
        comparisons=(*_compared(found), *ties),
        score=score,
        threshold=thresholds.same,
        model=model.version,
        verdict=verdict,
        decision="same" if together else "possible" if possible else "different",
    )


def _compared(found: Explanation) -> Iterator[Comparison]:
    for line in found.comparisons:
        yield Comparison(line.name, line.level, line.left, line.right, line.weight)


def explain_entity(
    detail: Detail, model: Model, judgements: Sequence[SeenJudgement], entity: int
) -> list[Why]:
    """The strongest joints that hold an entity together, weakest first."""
    joints = [
        explain_pair(detail, model, judgements, left, right)
        for left, right in _joints(detail, judgements, entity)
    ]
    found = [joint for joint in joints if joint is not None]
    return sorted(found, key=lambda why: (why.score, why.first, why.second))


def _joints(
    detail: Detail, judgements: Sequence[SeenJudgement], entity: int
) -> list[tuple[int, int]]:
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


def _candidates(
    detail: Detail, judgements: Sequence[SeenJudgement], entity: int
) -> list[tuple[int, int]]:
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


def _values(detail: Detail, mention: int) -> dict[str, list[str]]:
    """Identity rests on every claim known, whatever time in the world is asked about."""
    mine = detail.snapshot.groups.claims.of(mention)
    claims = detail.snapshot.claims
    values: dict[str, set[str]] = {}
    for row in mine[detail.sight.known_claims[mine]]:
        prop = detail.text(claims["property"][row])
        values.setdefault(prop, set()).add(detail.text(claims["value"][row]))
    return {prop: sorted(found) for prop, found in sorted(values.items())}


def _verdict(judgements: Sequence[SeenJudgement], left: int, right: int) -> str:
    pair = {left, right}
    told = [j.verdict for j in judgements if {j.first, j.second} == pair]
    return told[-1] if told else ""
