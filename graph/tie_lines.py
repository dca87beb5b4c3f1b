"""The lines of an explanation beside the model's: what links say, and contradictions."""

from collections.abc import Sequence

import numpy as np

from comity.graph.answers import Comparison, Said
from comity.graph.columns import Ints
from comity.graph.detail import Detail
from comity.graph.relating import Evidence
from comity.graph.said import said_of
from comity.resolve import READ, TOLD, Pairs, Relation, properties_of, weigh

Told = Sequence[tuple[str, int]]


def tie_lines(detail: Detail, kind: str, ends: Sequence[tuple[int, int]]) -> list[list[Comparison]]:
    """What each relation of each two mentions adds to their score, if it adds anything.

    All at once: each weighing goes through everything that the view's mentions hold.
    """
    evidence = detail.entities.evidence.get(kind)
    if evidence is None or not ends:
        return [[] for _ in ends]
    first, second = np.array(ends, dtype=np.int32).T
    levels = evidence.levels(Pairs(first, second))
    weights = weigh(evidence.relations, levels)
    found: list[list[Comparison]] = [[] for _ in ends]
    for relation in evidence.relations:
        for at in np.flatnonzero(weights[relation.name]).tolist():
            level = relation.levels[int(levels[relation.name][at]) - 1]
            one, two = _sides(detail, evidence, relation, *ends[at])
            weight = float(weights[relation.name][at])
            line = Comparison(relation.name, level, _text(one), _text(two), weight, one, two)
            found[at].append(line)
    return found


def _sides(
    detail: Detail, evidence: Evidence, relation: Relation, left: int, right: int
) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """What each side's records say of a relation."""
    if relation.way in TOLD:
        read = [properties_of(evidence.kind, name) for name in READ[relation.way]]
        wanted = frozenset[str]().union(*read)
        return said_of(detail, left, wanted), said_of(detail, right, wanted)
    one, two = _told(detail, evidence, relation, left, right)
    return _said(detail, one), _said(detail, two)


def _told(
    detail: Detail, evidence: Evidence, relation: Relation, left: int, right: int
) -> tuple[Told, Told]:
    """What each side is linked to, with the rows that say so."""
    if relation.way == "standing":
        return _roles(detail, evidence, relation, left), _roles(detail, evidence, relation, right)
    if relation.way == "each other":
        rows = evidence.links.between(relation, left, right)
        both = [(detail.text(int(_column(detail, "kind")[row])), row) for row in rows.tolist()]
        return both, both
    one, two = (_things(detail, evidence, relation, mention) for mention in (left, right))
    common = {name for name, _ in one} & {name for name, _ in two}
    sides = (tuple(t for t in side if not common or t[0] in common) for side in (one, two))
    return next(sides), next(sides)


def _things(detail: Detail, evidence: Evidence, relation: Relation, mention: int) -> Told:
    held = evidence.held(relation)
    entity_of = detail.entities.entity_of
    rows = np.flatnonzero(held.mention == mention)
    pairs = zip(held.thing[rows].tolist(), held.link[rows].tolist(), strict=True)
    return [(detail.name(int(entity_of[thing])), link) for thing, link in pairs]


def _roles(detail: Detail, evidence: Evidence, relation: Relation, mention: int) -> Told:
    rows = evidence.links.of_mention(relation, mention).tolist()
    return [(detail.text(int(_column(detail, "role")[row])), row) for row in rows]


def _column(detail: Detail, name: str) -> Ints:
    return detail.snapshot.links[name]


def _text(said: Sequence[Said]) -> str:
    return ", ".join(sorted({each.value for each in said}))


def _said(detail: Detail, told: Told) -> tuple[Said, ...]:
    words, records = detail.snapshot.words, _column(detail, "record")
    found = set()
    for name, row in told:
        record = int(records[row])
        agency, source = words.record_agency[record], words.record_source[record]
        found.add(Said(name.replace("_", " "), agency, source, words.record_id[record]))
    return tuple(sorted(found))
