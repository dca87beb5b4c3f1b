"""What one clearance sees of a snapshot: three masks, and nothing else may be read through."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from comity.graph.columns import Columns, Mask
from comity.graph.ports import Scope
from comity.graph.snapshot import Snapshot
from comity.graph.words import FOREVER, Micros
from comity.sharing import Clearance


@dataclass(frozen=True)
class Sight:
    """Masks over the rows of a snapshot.

    `known` masks hold for identity, which valid time never changes; `shown` ones are
    narrowed by valid time as well.
    """

    allowed: Mask
    mention_rows: Mask
    mentions: Mask
    known_claims: Mask
    known_links: Mask
    shown_claims: Mask
    shown_links: Mask
    scope: Scope


def see(
    snapshot: Snapshot, clearance: Clearance, *, valid_at: Micros | None, known_at: Micros
) -> Sight:
    """Mask a snapshot by a clearance and the two times.

    A mention shows if its own label is allowed; a claim if its label is, its property is not
    redacted and its mention shows; a link if its label is and both its ends show.
    """
    allowed = allowed_labels(snapshot, clearance)
    redactions = redactions_of(snapshot, clearance, allowed)
    rows = is_open(snapshot.mentions, allowed, known_at)
    mentions = np.zeros(snapshot.size, dtype=np.bool_)
    mentions[snapshot.mentions["key"][rows]] = True
    claims = is_open(snapshot.claims, allowed, known_at) & mentions[snapshot.claims["mention"]]
    if redactions:
        claims &= ~is_redacted(snapshot.claims, redactions)
    links = is_open(snapshot.links, allowed, known_at)
    links &= mentions[snapshot.links["first"]] & mentions[snapshot.links["second"]]
    return Sight(
        allowed=allowed,
        mention_rows=rows,
        mentions=mentions,
        known_claims=claims,
        known_links=links,
        shown_claims=is_valid(snapshot.claims, claims, valid_at),
        shown_links=is_valid(snapshot.links, links, valid_at),
        scope=scope_of(allowed, redactions, known_at, valid_at),
    )


def allowed_labels(snapshot: Snapshot, clearance: Clearance) -> Mask:
    """Which label numbers a clearance lets show."""
    size = max(snapshot.labels, default=-1) + 1
    allowed = np.zeros(size, dtype=np.bool_)
    for number, label in snapshot.labels.items():
        allowed[number] = clearance.allows(label)
    return allowed


@dataclass(frozen=True)
class Redaction:
    """A property, its text number (-1 of one that no claim has), and labels that withhold it."""

    name: str
    code: int
    closed: Mask


def redactions_of(snapshot: Snapshot, clearance: Clearance, allowed: Mask) -> list[Redaction]:
    """The properties that some of the allowed labels do not show."""
    found = []
    for prop, permits in sorted(clearance.apart.items()):
        closed = allowed.copy()
        for number in np.flatnonzero(allowed).tolist():
            closed[number] = snapshot.labels[number] not in permits
        found.append(Redaction(prop, snapshot.words.texts.find(prop), closed))
    return found


def is_redacted(claims: Columns, redactions: Iterable[Redaction]) -> Mask:
    """Which claims are of a property that their label does not show."""
    mask: Mask = np.zeros(len(claims["label"]), dtype=np.bool_)
    for redaction in redactions:
        mask |= (claims["property"] == redaction.code) & redaction.closed[claims["label"]]
    return mask


def scope_of(
    allowed: Mask, redactions: Iterable[Redaction], known_at: Micros, valid_at: Micros | None
) -> Scope:
    """What a store may read for the same sight."""
    redacted = tuple(
        (each.name, label) for each in redactions for label in np.flatnonzero(each.closed).tolist()
    )
    return Scope(tuple(np.flatnonzero(allowed).tolist()), known_at, valid_at, redacted)


def is_open(columns: Columns, allowed: Mask, known_at: Micros) -> Mask:
    """Which rows bear an allowed label and were known at a moment."""
    if not len(columns["label"]):
        return np.zeros(0, dtype=np.bool_)
    mask: Mask = allowed[columns["label"]] & (columns["known_from"] <= known_at)
    mask &= (columns["known_to"] > known_at) | (columns["known_to"] == FOREVER)
    return mask


def is_valid(columns: Columns, known: Mask, valid_at: Micros | None) -> Mask:
    """Which of the known rows hold at a moment in the world."""
    if valid_at is None:
        return known
    mask: Mask = known & (columns["valid_from"] <= valid_at) & (valid_at < columns["valid_to"])
    return mask
