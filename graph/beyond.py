"""What lies beyond a view: whom to ask, and which of its entities are one by what is withheld.

Both come of a wider look, which lets in what a clause gives as a pointer or as ties, and of
which nothing else is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.graph.audit_words import Disclosed
from comity.graph.bearing import Bears
from comity.graph.identity import fact_ref
from comity.graph.ledger_words import StoredJudgement
from comity.graph.resting import resting_on, resting_on_mentions
from comity.graph.seen import Seen
from comity.graph.sight import see
from comity.graph.spelled import fold
from comity.graph.told import seen_judgements
from comity.sharing import Clearance, Label, Permit


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
        return Pointing(self, self.holding(entity), self.seen.detail.id_of(entity))

    def about_text(self, text: str) -> "Pointing":
        """Whom to ask about what is called so or bears that number, letter for letter."""
        return Pointing(self, self.wider.search.called(text), fold(text))

    def tied(self, entity: int) -> list[int]:
        """The other entities of the view that are one with it in the wider look."""
        holding = self.holding(entity)
        if not self.behind(holding):
            return []
        return [other for other in self._shown_in(holding) if other != entity]

    def behind(self, holding: Iterable[int]) -> list[Bears]:
        """What is under the labels, of some entities of the wider look."""
        resting = resting_on(self.wider.detail, (), holding)
        return sorted((label, permit) for label, permit in resting if label in self.more)

    def records(self, holding: Iterable[int]) -> list[Disclosed]:
        """The records under the labels, of some entities of the wider look, by label and right."""
        refs: dict[Bears, set[str]] = defaultdict(set)
        detail = self.wider.detail
        for entity in holding:
            for mention in detail.members(entity):
                for bears in self._borne_by(mention):
                    refs[bears].add(detail.mention_id(mention))
        return [
            Disclosed(label.canonical(), by.agreement, by.version, by.clause, tuple(sorted(found)))
            for (label, by), found in sorted(refs.items())
        ]

    def _borne_by(self, mention: int) -> list[Bears]:
        """What is under the labels, of one mention, its claims and its links."""
        resting = resting_on_mentions(self.wider.detail, [mention])
        return [(label, permit) for label, permit in resting if label in self.more]

    def _shown_in(self, holding: Iterable[int]) -> list[int]:
        """The entities of the view that have a mention in some of the wider look."""
        members = [self.wider.entities.members_of(one) for one in holding]
        mentions = np.concatenate([np.zeros(0, dtype=np.int64), *members])
        shown = mentions[self.seen.sight.mentions[mentions]]
        return [int(one) for one in np.unique(self.seen.entities.entity_of[shown])]

    def holding(self, entity: int) -> list[int]:
        """The entities of the wider look in which one of the view is."""
        members = self.seen.entities.members_of(entity)
        return [int(one) for one in np.unique(self.wider.entities.entity_of[members])]


def of_each_owner(more: Mapping[Label, Permit]) -> list[Mapping[Label, Permit]]:
    """Labels apart by owner.

    Looked at together, what ties by one agency's records would name whoever else holds something.
    """
    found: dict[str, dict[Label, Permit]] = defaultdict(dict)
    for label, permit in sorted(more.items()):
        found[label.owner][label] = permit
    return list(found.values())


def disclosed_ties(
    looks: Iterable[Beyond], entity: int
) -> list[tuple[DisclosedTie, tuple[Disclosed, ...]]]:
    """The entities that some looks, one for each agency, tie to one, with the records by which."""
    tying: dict[int, list[tuple[Beyond, list[int]]]] = defaultdict(list)
    for look in looks:
        for other in look.tied(entity):
            tying[other].append((look, look.holding(entity)))
    told = []
    for other, found in tying.items():
        behind = [bears for look, holding in found for bears in look.behind(holding)]
        records = tuple(one for look, holding in found for one in look.records(holding))
        told.append((_tie(found[0][0], other, behind), records))
    return sorted(told)


def _tie(look: Beyond, other: int, behind: Sequence[Bears]) -> DisclosedTie:
    agencies = tuple(sorted({label.owner for label, _ in behind}))
    permits = tuple(sorted({permit for _, permit in behind}))
    detail = look.seen.detail
    return DisclosedTie(detail.id_of(other), detail.name(other), agencies, permits)


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
        found: dict[str, tuple[Disclosed, ...]] = defaultdict(tuple)
        for one in self.beyond.records(self.holding):
            ref = self._ref(one.owner)
            found[ref] += (replace(one, refs=tuple(sorted({ref, *one.refs}))),)
        return dict(found)

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
