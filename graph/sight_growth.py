"""How sight grows with its snapshot: only the rows of what was touched are looked at again."""

from collections.abc import Sequence

import numpy as np

from comity.graph.columns import Columns, Ints, Mask, among
from comity.graph.growing import Table
from comity.graph.sight import (
    Sight,
    allowed_labels,
    is_open,
    is_redacted,
    is_valid,
    redactions_of,
    scope_of,
)
from comity.graph.snapshot import Change, Snapshot
from comity.graph.words import Micros
from comity.sharing import Clearance

_READ = ("label", "known_from", "known_to")


def grown_sight(former: Sight, snapshot: Snapshot, clearance: Clearance, change: Change) -> Sight:
    """What the same permits show now, of the same time in the world."""
    known_at, valid_at = snapshot.reached.known_at, former.scope.valid_at
    allowed = allowed_labels(snapshot, clearance)
    touched, groups = change.touched.tolist(), snapshot.groups
    rows = groups.mentions.of_all(touched)
    is_shown = is_open(_some(snapshot.mentions, _READ, rows), allowed, known_at)
    mention_rows = _patched(former.mention_rows, snapshot.mentions.size, rows, is_shown)
    shown = among(change.touched, snapshot.mentions["key"][rows[is_shown]])
    mentions = _patched(former.mentions, snapshot.size, change.touched, shown)
    claims, links = groups.claims.of_all(touched), _links(snapshot, change)
    known_claims, shown_claims = _two(
        (former.known_claims, former.shown_claims), snapshot.claims, claims,
        allowed, known_at, valid_at, mentions, ("mention",),
    )  # fmt: skip
    redactions = redactions_of(snapshot, clearance, allowed)
    redacted = claims[
        is_redacted(_some(snapshot.claims, ("label", "property"), claims), redactions)
    ]
    for mask in (known_claims, shown_claims):
        mask[redacted] = False
    known_links, shown_links = _two(
        (former.known_links, former.shown_links), snapshot.links, links,
        allowed, known_at, valid_at, mentions, ("first", "second"),
    )  # fmt: skip
    return Sight(
        allowed=allowed,
        mention_rows=mention_rows,
        mentions=mentions,
        known_claims=known_claims,
        known_links=known_links,
        shown_claims=shown_claims,
        shown_links=shown_links,
        scope=scope_of(allowed, redactions, known_at, valid_at),
    )


def _links(snapshot: Snapshot, change: Change) -> Ints:
    """The links that may show otherwise than before: touched ones, and those of touched ends."""
    touched, groups = change.touched.tolist(), snapshot.groups
    ends = groups.firsts.of_all(touched), groups.seconds.of_all(touched)
    return np.unique(np.concatenate([change.links, *ends]))


def _two(
    masks: tuple[Mask, Mask],
    table: Table,
    rows: Ints,
    allowed: Mask,
    known_at: Micros,
    valid_at: Micros | None,
    mentions: Mask,
    ends: Sequence[str],
) -> tuple[Mask, Mask]:
    """The rows known and those that hold as well, looked at again where they were touched."""
    some = _some(table, (*_READ, *ends), rows)
    known = is_open(some, allowed, known_at)
    for end in ends:
        known &= mentions[some[end]]
    again = _patched(masks[0], table.size, rows, known)
    if valid_at is None:
        return again, again
    valid = is_valid(_some(table, ("valid_from", "valid_to"), rows), known, valid_at)
    return again, _patched(masks[1], table.size, rows, valid)


def _some(table: Table, names: Sequence[str], rows: Ints) -> Columns:
    return {name: table[name][rows] for name in names}


def _patched(old: Mask, size: int, rows: Ints, values: Mask) -> Mask:
    """A longer copy of a mask with other values in some rows."""
    mask = np.zeros(size, dtype=np.bool_)
    mask[: len(old)] = old
    mask[rows] = values
    return mask
