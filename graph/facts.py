"""Facts: what claims say of mentions, as resolution takes it."""

from dataclasses import replace

import numpy as np

from comity.graph.columns import Codes, Ints, Mask, distinct
from comity.graph.grouped import Grouped
from comity.graph.snapshot import Snapshot
from comity.resolve import Facts, Pairs

# So many mentions are looked up one by one; more of them all at once.
MOST_ONE_BY_ONE = 1_000


def numbered_among(first: Codes | Ints, second: Codes | Ints, size: int) -> tuple[Codes, Pairs]:
    """The mentions (of `size`) that pairs are of, in order, and the pairs by their places there."""
    members = distinct(np.concatenate([first, second]), size)
    one, other = (np.searchsorted(members, end).astype(np.int32) for end in (first, second))
    return members, Pairs(one, other)


def facts_ever(snapshot: Snapshot, kind: str, members: Codes) -> Facts:
    """All that was ever said of some mentions (sorted numbers), as resolution takes it."""
    return _facts(snapshot, kind, members, claims_of(snapshot, members))


def facts_of(snapshot: Snapshot, kind: str, members: Codes, claims: Mask) -> Facts:
    """The facts of some mentions (sorted numbers) that a mask shows."""
    rows = claims_of(snapshot, members)
    return _facts(snapshot, kind, members, rows[claims[rows]])


def claims_of(snapshot: Snapshot, members: Codes) -> Ints:
    """The rows of the claims about some mentions."""
    return _rows_about(snapshot.groups.claims, snapshot.claims["mention"], members, snapshot.size)


def rows_of(snapshot: Snapshot, mentions: Codes) -> Ints:
    """The rows of some mentions in the table of mentions, in its order for each of them."""
    return _rows_about(snapshot.groups.mentions, snapshot.mentions["key"], mentions, snapshot.size)


def _rows_about(grouped: Grouped, about: Codes, mentions: Codes, size: int) -> Ints:
    """Looked up one by one where they are few, else by a mask over all."""
    if len(mentions) <= MOST_ONE_BY_ONE:
        return grouped.of_all(mentions.tolist())
    is_wanted = np.zeros(size, dtype=np.bool_)
    is_wanted[mentions] = True
    return np.flatnonzero(is_wanted[about])


def only(facts: Facts, properties: frozenset[str]) -> Facts:
    """The facts of some properties."""
    wanted = [place for place, name in enumerate(facts.properties) if name in properties]
    rows = np.flatnonzero(np.isin(facts.property, wanted))
    columns = facts.subject[rows], facts.property[rows], facts.value[rows]
    return replace(facts, subject=columns[0], property=columns[1], value=columns[2])


def _facts(snapshot: Snapshot, kind: str, members: Codes, rows: Ints) -> Facts:
    columns = snapshot.claims
    properties, prop = np.unique(columns["property"][rows], return_inverse=True)
    values, value = np.unique(columns["value"][rows], return_inverse=True)
    texts = snapshot.words.texts.texts
    return Facts(
        kind=kind,
        subjects=len(members),
        subject=np.searchsorted(members, columns["mention"][rows]).astype(np.int32),
        property=prop.astype(np.int16),
        value=value.astype(np.int32),
        properties=tuple(texts[code] for code in properties.tolist()),
        values=[texts[code] for code in values.tolist()],
    )


def members_of(snapshot: Snapshot, kind: str) -> Codes:
    """The mentions that were ever of one kind, by number."""
    code = snapshot.words.texts.find(kind)
    return np.unique(snapshot.mentions["key"][snapshot.mentions["kind"] == code]).astype(np.int32)
