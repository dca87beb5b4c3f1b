"""Matches: every pair of mentions that blocking proposes, with its pattern and score.

Derived from a snapshot, extended with it, thrown away freely. Pairs below the threshold are
kept too: what hides a contradiction must not part two mentions that a viewer sees agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from comity.graph.columns import Codes, Ints, Mask
from comity.graph.snapshot import Snapshot
from comity.resolve import Facts, Model, Pairs, candidate_pairs, compare, prepare, score, shares_key

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Matches:
    """Pairs of mention numbers of one kind, first below second, with log2 odds."""

    first: Codes
    second: Codes
    scores: Scores

    def __len__(self) -> int:
        return len(self.first)

    def where(self, mask: Mask) -> "Matches":
        """The pairs a mask keeps."""
        return Matches(self.first[mask], self.second[mask], self.scores[mask])


@dataclass(frozen=True)
class MatchIndex:
    """The matches of a whole snapshot, a table a kind, under one model."""

    snapshot: Snapshot
    model: Model
    by_kind: Mapping[str, Matches]

    @cached_property
    def fact_counts(self) -> Ints:
        """How many distinct facts were ever said of each mention."""
        return np.bincount(self.snapshot.facts[1], minlength=self.snapshot.size)

    def seen_whole(self, claims: Mask) -> Mask:
        """Which mentions show every fact ever said of them, given the claims that show."""
        fact, owner = self.snapshot.facts
        shown = np.zeros(len(owner), dtype=np.bool_)
        shown[fact[claims]] = True
        seen = np.bincount(owner[shown], minlength=self.snapshot.size)
        whole: Mask = seen == self.fact_counts
        return whole


def index_matches(snapshot: Snapshot, model: Model, former: MatchIndex | None = None) -> MatchIndex:
    """Match a snapshot; pairs of mentions that said nothing new since `former` are taken over."""
    fresh = _fresh(snapshot, former.snapshot if former else None)
    tables = {}
    for kind in model.kinds:
        old = former.by_kind.get(kind) if former else None
        tables[kind] = _match_kind(snapshot, model, kind, fresh, old)
    return MatchIndex(snapshot, model, tables)


def rescore(snapshot: Snapshot, model: Model, kind: str, matches: Matches, claims: Mask) -> Matches:
    """Score pairs again from the claims that show; a pair no visible key proposes falls away."""
    members = np.unique(np.concatenate([matches.first, matches.second]))
    facts = facts_of(snapshot, kind, members, claims)
    pairs = Pairs(
        np.searchsorted(members, matches.first).astype(np.int32),
        np.searchsorted(members, matches.second).astype(np.int32),
    )
    prepared = prepare(facts, model)
    scores = score(kind, compare(prepared, pairs), model)
    again = Matches(matches.first, matches.second, scores)
    return again.where(shares_key(prepared, pairs))


def facts_of(snapshot: Snapshot, kind: str, members: Codes, claims: Mask) -> Facts:
    """The facts of some mentions (sorted numbers) as resolution takes them."""
    columns = snapshot.claims
    place = np.full(snapshot.size, -1, dtype=np.int32)
    place[members] = np.arange(len(members), dtype=np.int32)
    rows = np.flatnonzero(claims & (place[columns["mention"]] >= 0))
    properties, prop = np.unique(columns["property"][rows], return_inverse=True)
    values, value = np.unique(columns["value"][rows], return_inverse=True)
    texts = snapshot.words.texts.texts
    return Facts(
        kind=kind,
        subjects=len(members),
        subject=place[columns["mention"][rows]],
        property=prop.astype(np.int16),
        value=value.astype(np.int32),
        properties=tuple(texts[code] for code in properties),
        values=[texts[code] for code in values],
    )


def _fresh(snapshot: Snapshot, former: Snapshot | None) -> Mask:
    """Which mentions have rows that the former snapshot lacked."""
    fresh = np.ones(snapshot.size, dtype=np.bool_)
    if former is None:
        return fresh
    fresh[: former.size] = False
    since = former.reached.known_at
    for columns, name in ((snapshot.claims, "mention"), (snapshot.mentions, "key")):
        fresh[columns[name][columns["known_from"] > since]] = True
    return fresh


def _match_kind(
    snapshot: Snapshot, model: Model, kind: str, fresh: Mask, old: Matches | None
) -> Matches:
    members = members_of(snapshot, kind)
    if not fresh[members].any() and old is not None:
        return old
    everything = np.ones(len(snapshot.claims["mention"]), dtype=np.bool_)
    prepared = prepare(facts_of(snapshot, kind, members, everything), model)
    pairs = candidate_pairs(prepared, None if old is None else fresh[members])
    scores = score(kind, compare(prepared, pairs), model)
    new = Matches(members[pairs.first], members[pairs.second], scores)
    if old is None:
        return new
    return _joined(old.where(~fresh[old.first] & ~fresh[old.second]), new)


def members_of(snapshot: Snapshot, kind: str) -> Codes:
    """The mentions that were ever of one kind, by number."""
    code = snapshot.words.texts.find(kind)
    return np.unique(snapshot.mentions["key"][snapshot.mentions["kind"] == code]).astype(np.int32)


def _joined(left: Matches, right: Matches) -> Matches:
    return Matches(
        np.concatenate([left.first, right.first]),
        np.concatenate([left.second, right.second]),
        np.concatenate([left.scores, right.scores]),
    )
