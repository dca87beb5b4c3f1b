"""What masked rows say of everybody at once, in one pass over the columns."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from comity.graph.columns import Codes, Ints, Mask
from comity.graph.snapshot import Snapshot

Values = dict[str, list[str]]


def gather_values(snapshot: Snapshot, claims: Mask) -> dict[int, Values]:
    """The values of each mention by property, both sorted, so that arrival leaves no trace."""
    texts = snapshot.words.texts.texts
    found: dict[int, Values] = {}
    for mention, prop, value in _said(snapshot, claims):
        values = found.setdefault(mention, {}).setdefault(texts[prop], [])
        if values:
            values[:] = sorted({*values, texts[value]})
        else:
            values.append(texts[value])
    return found


def gather_roles(snapshot: Snapshot, links: Mask, entity_of: Codes) -> dict[int, tuple[str, ...]]:
    """The roles of each entity that has any, sorted: what a link's first end plays in it."""
    rows, texts = np.flatnonzero(links), snapshot.words.texts.texts
    many = len(texts)  # once: the list may grow while we read
    holders = entity_of[snapshot.links["first"][rows]].astype(np.int64)
    found: dict[int, set[str]] = defaultdict(set)
    for pair in np.unique(holders * many + snapshot.links["role"][rows]).tolist():
        entity, role = divmod(pair, many)
        if texts[role]:
            found[entity].add(texts[role])
    return {entity: tuple(sorted(roles)) for entity, roles in found.items()}


def _said(snapshot: Snapshot, claims: Mask) -> Iterator[tuple[int, int, int]]:
    """Mention, property and value of every claim, by mention and property."""
    rows = np.flatnonzero(claims)
    columns = [snapshot.claims[name][rows] for name in ("mention", "property", "value")]
    order = np.lexsort((_places(snapshot)[columns[1]], columns[0]))
    return zip(*(column[order].tolist() for column in columns), strict=True)


def _places(snapshot: Snapshot) -> Ints:
    """The place of each property, by text number, in the order of their names."""
    texts = snapshot.words.texts.texts
    place = np.zeros(len(texts), dtype=np.int64)
    by_name = sorted(np.unique(snapshot.claims["property"]).tolist(), key=lambda code: texts[code])
    place[by_name] = np.arange(len(by_name))
    return place
