"""The view: one snapshot seen through one clearance, and the only door for reading.

Every answer is worked out from the rows that the clearance lets show, as if the others had
never been recorded.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from comity.graph.answers import (
    Entity,
    Hit,
    LinkFact,
    MentionAnswer,
    Neighbour,
    Outline,
    Review,
    Standing,
    Why,
)
from comity.graph.audit_words import Disclosed
from comity.graph.beyond import (
    Beyond,
    DisclosedTie,
    Pointer,
    Pointing,
    disclosed_ties,
    look_beyond,
    of_each_owner,
)
from comity.graph.decisions import Decisions, decisions_of
from comity.graph.disclosed import disclosed
from comity.graph.events import KINDS, EventColumns, event_columns
from comity.graph.explanation import explain_entity, explain_pair
from comity.graph.in_force import Indexes, in_force
from comity.graph.joining import NOBODY
from comity.graph.ledger_words import StoredJudgement, StoredModel
from comity.graph.matching import MatchIndex
from comity.graph.network import Network
from comity.graph.ports import Scope
from comity.graph.regrouping import Regrouped, regrouped
from comity.graph.resting import Resting, resting_on
from comity.graph.review import review
from comity.graph.rights import Right, labels_of, rights
from comity.graph.seen import Seen
from comity.graph.sight import see
from comity.graph.told import seen_judgements
from comity.graph.words import Micros
from comity.resolve import Model
from comity.sharing import Clearance, Grant, Label, Permit, Release, Viewer, what_may_go
from comity.sharing.terms import TermsBy


def open_view(
    index: MatchIndex,
    clearance: Clearance,
    judgements: Sequence[StoredJudgement] = (),
    *,
    valid_at: Micros | None = None,
    known_at: Micros | None = None,
) -> "View":
    """Open the view of one clearance under one model; `known_at` None means as known now."""
    indexes = Indexes(index.snapshot, index.model, (), [index])
    seen = look(indexes, clearance, judgements, valid_at=valid_at, known_at=known_at)
    return View(seen, indexes, clearance, judgements, known_at)


def look(
    indexes: Indexes,
    clearance: Clearance,
    judgements: Sequence[StoredJudgement],
    *,
    valid_at: Micros | None,
    known_at: Micros | None,
) -> Seen:
    """What a clearance lets show of a snapshot; the part that may be kept for others.

    Who is who is worked out by the model that was in force at that time for this clearance.
    """
    snapshot, newest = indexes.snapshot, indexes.snapshot.reached.known_at
    at = newest if known_at is None else min(known_at, newest)
    sight = see(snapshot, clearance, valid_at=valid_at, known_at=at)
    told = seen_judgements(snapshot, sight, clearance, judgements, at)
    return Seen(indexes.of(clearance, at), clearance.grant, sight, told)


class View:
    """Everything one viewer may see, at one time, for one purpose."""

    def __init__(
        self,
        seen: Seen,
        indexes: Indexes,
        clearance: Clearance,
        judgements: Sequence[StoredJudgement],
        known_at: Micros | None = None,
    ) -> None:
        self._seen, self._indexes = seen, indexes
        self._clearance, self._judgements = clearance, judgements
        self._known_at = micros(clearance.decided_at) if known_at is None else known_at
        self._told_beyond: dict[str, tuple[Disclosed, ...]] = {}

    @property
    def viewer(self) -> Viewer:
        """Who asks."""
        return self._clearance.viewer

    def standing(self) -> Standing:
        """As whom, for what, resting on which agreements, known when."""
        return Standing(
            viewer=self.viewer.principal,
            agency=self.viewer.agency,
            purpose=self.viewer.purpose,
            agreements=self._seen.agreements,
            known_at=self._known_at,
            valid_at=self._seen.sight.scope.valid_at,
            digest=self._seen.digest,
        )

    def entity(self, address: str) -> Entity | None:
        """The entity that holds this mention, or None: absent and withheld are the same."""
        number = self._seen.detail.locate(address)
        return None if number is None else self._seen.detail.entity(number)

    def holder(self, address: str) -> str | None:
        """The id of the entity that holds this mention, or None, without reading the entity."""
        number = self._seen.detail.locate(address)
        return None if number is None else self._seen.detail.id_of(number)

    def holders(self, addresses: Iterable[str]) -> dict[str, str]:
        """The same of many: the id by the address, of those that there is one for."""
        wanted, detail = [*dict.fromkeys(addresses)], self._seen.detail
        found = zip(wanted, detail.holders(wanted).tolist(), strict=True)
        return {address: detail.id_of(number) for address, number in found if number != NOBODY}

    def members(self, address: str) -> tuple[str, ...]:
        """The addresses of all mentions of the entity that holds one, in order; none of nobody."""
        number, detail = self._seen.detail.locate(address), self._seen.detail
        return () if number is None else tuple(map(detail.mention_id, detail.members(number)))

    def outlines(self, addresses: Iterable[str]) -> list[Outline | None]:
        """The entity that holds each of some mentions without its facts, or None."""
        numbers, detail = self._seen.detail.holders([*addresses]).tolist(), self._seen.detail
        told = iter(detail.outlines([number for number in numbers if number != NOBODY]))
        return [None if number == NOBODY else next(told) for number in numbers]

    def search(self, text: str, *, kind: str | None = None, limit: int = 20) -> list[Hit]:
        """Entities by name (fuzzy) or identifier, best first, then by id."""
        return self._seen.search.find(text, kind, limit)

    def neighbours(self, address: str, *, limit: int = 50, after: str = "") -> list[Neighbour]:
        """Entities linked to this one, in the order of ids, from after the given id."""
        number = self._seen.detail.locate(address)
        if number is None:
            return []
        return self._seen.surroundings.neighbours(number, limit, after)

    def network(self) -> Network:
        """Entities and links as arrays, for analytics."""
        return self._seen.surroundings.network

    def events(self, kinds: Collection[str] = KINDS) -> EventColumns:
        """Calls, payments and sightings as columns over the network's entities."""
        return event_columns(self._seen.detail, kinds)

    def evidence(self, handles: Sequence[int]) -> list[LinkFact]:
        """The claims behind links of the network, in the order asked."""
        return self._seen.surroundings.evidence(handles)

    def why(self, first: str, second: str) -> Why | None:
        """Why two mentions are the same or not, from what this view sees of them."""
        detail = self._seen.detail
        left, right = detail.mention(first), detail.mention(second)
        if left is None or right is None:
            return None
        return explain_pair(detail, self._seen.index.model, self._seen.judgements, left, right)

    def pointers(self, address: str) -> tuple[Pointer, ...]:
        """Who holds more about an entity that one may only ask for."""
        number = self._seen.detail.locate(address)
        if number is None:
            return ()
        return self._pointing(look.about(number) for look in self._looks(self._clearance.pointers))

    def pointers_to(self, text: str) -> tuple[Pointer, ...]:
        """Who holds something that one may only ask for of what has just this name or number."""
        looks = self._looks(self._clearance.pointers)
        return self._pointing(look.about_text(text) for look in looks)

    def ties(self, address: str) -> tuple[DisclosedTie, ...]:
        """Other entities that are the same one by facts that do not show, as a clause discloses."""
        number = self._seen.detail.locate(address)
        if number is None:
            return ()
        found = disclosed_ties(self._looks(self._clearance.ties), number)
        self._told_beyond |= {tie.entity: records for tie, records in found}
        return tuple(tie for tie, _ in found)

    def matches(self, address: str) -> list[Why]:
        """How an entity came together, weakest joint first."""
        detail = self._seen.detail
        number = detail.locate(address)
        if number is None:
            return []
        return explain_entity(detail, self._seen.index.model, self._seen.judgements, number)

    def review(self, *, kind: str = "person", limit: int = 50) -> list[Review]:
        """Pairs that may be one, those first on which a person's word would teach most."""
        detail = self._seen.detail
        if kind not in detail.entities.matches:
            return []
        return review(detail, self._seen.judgements, kind, limit)

    def model(self) -> StoredModel | None:
        """The ledger's model that is in force in this view; None where the shipped one is."""
        known_at = self._seen.sight.scope.known_at
        return in_force(self._indexes.stored, self._clearance, known_at)

    def decisions(self, *, kind: str = "person") -> Decisions:
        """The pairs that people judged, with the scores that the model gives them."""
        detail = self._seen.detail
        if kind not in detail.entities.matches:
            return Decisions(kind, (), ())
        return decisions_of(detail, self._clearance, self._judgements, kind)

    def changes_under(self, model: Model) -> list[Regrouped]:
        """The entities that another model would join, part or regroup."""
        seen, index = self._seen, self._indexes.under(model)
        other = Seen(index, self._clearance.grant, seen.sight, seen.judgements)
        return regrouped(seen.entities, other.entities)

    def changes(self, since: Micros) -> list[Regrouped]:
        """The entities that joined, parted, came or went since a moment."""
        known_at = min(since, self._seen.sight.scope.known_at)
        then = look(
            self._indexes, self._clearance, self._judgements, valid_at=None, known_at=known_at
        )
        return regrouped(then.entities, self._seen.entities)

    def counts(self) -> dict[str, int]:
        """How many mentions, claims, links and entities show."""
        sight = self._seen.sight
        return {
            "entities": self._seen.entities.size,
            "mentions": int(sight.mentions.sum()),
            "claims": int(sight.shown_claims.sum()),
            "links": int(sight.shown_links.sum()),
        }

    def rights(self) -> tuple[Right, ...]:
        """What shows, by label, and the clause that permits it."""
        return rights(self._seen.detail)

    def labels_of(self, address: str) -> tuple[Label, ...]:
        """The labels of the viewer's own agency's facts about a mention; none of another's."""
        number = self._seen.detail.mention(address)
        if number is None:
            return ()
        return labels_of(self._seen.detail, number, self.viewer.agency)

    def scope(self) -> Scope:
        """What a graph store may read for this view."""
        return self._seen.sight.scope

    def mention_key(self, address: str) -> str | None:
        """The ledger's key of a visible mention, for judging it; None if it does not show."""
        number = self._seen.detail.mention(address)
        return None if number is None else self._seen.index.snapshot.words.mentions.texts[number]

    def mention(self, address: str) -> MentionAnswer | None:
        """A visible mention and its record, by its lasting address."""
        number = self._seen.detail.mention(address)
        return None if number is None else self._seen.detail.mention_answer(number)

    def disclosed(self, addresses: Iterable[str]) -> tuple[Disclosed, ...]:
        """The records behind the entities at some addresses, by label and right: for the audit."""
        wanted = tuple(addresses)
        beyond = (one for address in wanted for one in self._told_beyond.get(address, ()))
        return (*disclosed(self._seen.detail, wanted), *beyond)

    def resting_on(self, addresses: Iterable[str] | None = None) -> Resting:
        """The labels and rights behind the entities at some addresses, or behind everything."""
        if addresses is None:
            found = self._seen.resting
        else:
            holding = self._seen.detail.holding(addresses)
            found = resting_on(self._seen.detail, self._seen.judgements, holding)
        return found | self._of_model() if found else found

    def going_to(self, release: Release, terms: TermsBy) -> "View":
        """What would show if what may not be handed to a recipient had never been recorded."""
        clearance, scope = what_may_go(self._clearance, terms, release), self._seen.sight.scope
        told = self._judgements
        seen = look(
            self._indexes, clearance, told, valid_at=scope.valid_at, known_at=scope.known_at
        )
        return View(seen, self._indexes, clearance, told, self._known_at)

    def clusters(self) -> list[tuple[str, str]]:
        """Each visible mention's key with its entity's id, by key: for scoring and export."""
        return self._seen.detail.clusters()

    def _of_model(self) -> Resting:
        """What the model was trained on, which decides of everybody who is who."""
        model, permits = self.model(), self._clearance.permits
        return frozenset((label, permits[label]) for label in (model.labels if model else ()))

    def _pointing(self, pointings: Iterable[Pointing]) -> tuple[Pointer, ...]:
        """The pointers, with what they are to kept for the audit of their owners."""
        found: list[Pointer] = []
        for pointing in pointings:
            told = pointing.pointers()
            if told:
                self._told_beyond |= pointing.disclosed()
            found += told
        return tuple(sorted(found))

    def _looks(self, more: Mapping[Label, Permit]) -> Iterator[Beyond]:
        """A wider look for each owner: what one holds must not say what another does."""
        return map(self._beyond, of_each_owner(more))

    def _beyond(self, more: Mapping[Label, Permit]) -> Beyond:
        """A wider look, kept with the narrow one for whoever has the same grants."""
        kept, key = self._seen.beyond, Grant(more).digest()
        if key not in kept:
            kept[key] = look_beyond(self._seen, self._clearance, more, self._judgements)
        found: Beyond = kept[key]
        return found


def micros(moment: datetime) -> Micros:
    """A moment as whole microseconds since 1970 in UTC."""
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
