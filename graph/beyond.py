"""What lies beyond a view: whom to ask, and which of its entities are one by what is withheld.

Both come of a wider look, which lets in what a clause gives as a pointer or as ties, and of
which nothing else is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.graph.audit_words import Disclosed
from comity.graph.identity import fact_ref
from comity.graph.ledger_words import StoredJudgement
from comity.graph.resting import resting_on, resting_on_mentions
from comity.graph.search import SAME_CODE, fold
from comity.graph.seen import Seen
from comity.graph.sight import see
from comity.graph.told import seen_judgements
from comity.sharing import Clearance, Label, Permit

MOST_HITS = 50


@dataclass(frozen=True, slots=True, order=True)
class Pointer:
    """That an agency holds more about something, and by what right one may know; `ref` names it."""

    agency: str
    ref: str
    permit: Permit


@dataclass(frozen=True, slots=True, order=True)
class DisclosedTie:
    """Another entity that is the same one by facts that do not show, and who discloses it."""

    entity: str
    name: str
    agencies: tuple[str, ...]
    permits: tuple[Permit, ...]


@dataclass(frozen=True)
class Beyond:
    """A view's own look, and the wider one that lets in what is under `more` labels."""

    seen: Seen
    wider: Seen
    more: Mapping[Label, Permit]

    def about(self, entity: int) -> "Pointing":
        """Whom to ask about an entity of the view."""
        return Pointing(self, self._holding(entity), self.seen.detail.id_of(entity))

    def about_text(self, text: str) -> "Pointing":
        """Whom to ask about what is called so or bears that number, letter for letter."""
        hits = self.wider.search.find(text, None, MOST_HITS)
        found = (self.wider.detail.locate(hit.entity) for hit in hits if hit.score >= SAME_CODE)
        return Pointing(self, [one for one in found if one is not None], fold(text))

    def ties(self, entity: int) -> tuple[DisclosedTie, ...]:
        """The other entities that are one with it by what is under the labels, by id."""
        holding = self._holding(entity)
        behind = self.behind(holding)
        if not behind:
            return ()
        owners = tuple(sorted({label.owner for label, _ in behind}))
        permits = tuple(sorted({permit for _, permit in behind}))
        detail = self.seen.detail
        return tuple(
            DisclosedTie(detail.id_of(other), detail.name(other), owners, permits)
            for other in self._shown_in(holding)
            if other != entity
        )

    def behind(self, holding: Iterable[int]) -> list[tuple[Label, Permit]]:
        """What is under the labels, of some entities of the wider look."""
        resting = resting_on(self.wider.detail, (), holding)
        return sorted((label, permit) for label, permit in resting if label in self.more)

    def _shown_in(self, holding: Iterable[int]) -> list[int]:
        """The entities of the view that have a mention in some of the wider look."""
        members = [self.wider.entities.members_of(one) for one in holding]
        mentions = np.concatenate([np.zeros(0, dtype=np.int64), *members])
        shown = mentions[self.seen.sight.mentions[mentions]]
        return [int(one) for one in np.unique(self.seen.entities.entity_of[shown])]

    def _holding(self, entity: int) -> list[int]:
        members = self.seen.entities.members_of(entity)
        return [int(one) for one in np.unique(self.wider.entities.entity_of[members])]


@dataclass(frozen=True)
class Pointing:
    """Pointers to what some entities of the wider look hold, all of them asked for as `about`."""

    beyond: Beyond
    holding: Sequence[int]
    about: str

    def pointers(self) -> tuple[Pointer, ...]:
        """Whom to ask: each agency once, however much it holds, by its first clause."""
        found: dict[str, Permit] = {}
        for label, permit in self.beyond.behind(self.holding):
            found[label.owner] = min(permit, found.get(label.owner, permit))
        told = sorted(found.items())
        return tuple(Pointer(agency, self._ref(agency), permit) for agency, permit in told)

    def disclosed(self) -> dict[str, tuple[Disclosed, ...]]:
        """The records that each pointer is to, by its reference: for the audit of their owners."""
        refs: dict[tuple[Label, Permit], set[str]] = defaultdict(set)
        detail = self.beyond.wider.detail
        for entity in self.holding:
            for mention in detail.members(entity):
                for bears in self._pointed(mention):
                    refs[bears].add(detail.mention_id(mention))
        found: dict[str, tuple[Disclosed, ...]] = defaultdict(tuple)
        for (label, permit), records in sorted(refs.items()):
            ref = self._ref(label.owner)
            told = tuple(sorted({ref, *records}))
            clause = (permit.agreement, permit.version, permit.clause)
            found[ref] += (Disclosed(label.canonical(), *clause, told),)
        return dict(found)

    def _pointed(self, mention: int) -> list[tuple[Label, Permit]]:
        """What one mention, its claims and its links bear that is pointed to."""
        detail, more = self.beyond.wider.detail, self.beyond.more
        resting = resting_on_mentions(detail, [mention])
        return [(label, permit) for label, permit in resting if label in more]

    def _ref(self, agency: str) -> str:
        """Another one for each thing asked for, so that equal ones do not tell that two are one."""
        return fact_ref(self.beyond.seen.detail.snapshot.id_key, ("pointer", agency, self.about))


def look_beyond(
    seen: Seen,
    clearance: Clearance,
    more: Mapping[Label, Permit],
    judgements: Iterable[StoredJudgement],
) -> Beyond:
    """Look again with more let in, under the same model and at the same times."""
    wide = replace(
        clearance,
        permits={**clearance.permits, **more},
        apart={prop: {**permits, **more} for prop, permits in clearance.apart.items()},
    )
    snapshot, scope = seen.index.snapshot, seen.sight.scope
    sight = see(snapshot, wide, valid_at=scope.valid_at, known_at=scope.known_at)
    # Whose words count is the viewer's own right: a wider look hears nobody more.
    told = seen_judgements(snapshot, sight, clearance, tuple(judgements), scope.known_at)
    return Beyond(seen, Seen(seen.index, wide.grant, sight, told), more)
