"""What a mention's records say of it, for explanations: identity rests on every claim known.

Whatever time in the world is asked about changes nothing here.
"""

from comity.graph.answers import Said
from comity.graph.columns import Ints
from comity.graph.detail import Detail


def values_of(detail: Detail, mention: int) -> dict[str, list[str]]:
    """The values of a mention by property, as they are compared."""
    claims = detail.snapshot.claims
    values: dict[str, set[str]] = {}
    for row in _known_rows(detail, mention):
        prop = detail.text(claims["property"][row])
        values.setdefault(prop, set()).add(detail.text(claims["value"][row]))
    return {prop: sorted(found) for prop, found in sorted(values.items())}


def said_of(detail: Detail, mention: int, properties: frozenset[str]) -> tuple[Said, ...]:
    """What a mention's records say of some properties, in their own words."""
    claims, words = detail.snapshot.claims, detail.snapshot.words
    found = set()
    for row in _known_rows(detail, mention):
        if detail.text(claims["property"][row]) in properties:
            record = int(claims["record"][row])
            source, agency = words.record_source[record], words.record_agency[record]
            raw = detail.text(claims["raw"][row])
            found.add(Said(raw, agency, source, words.record_id[record]))
    return tuple(sorted(found))


def _known_rows(detail: Detail, mention: int) -> Ints:
    mine = detail.snapshot.groups.claims.of(mention)
    return mine[detail.sight.known_claims[mine]]
