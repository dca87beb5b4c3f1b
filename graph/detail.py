"""The detail of a view: entities with every visible value and its origin."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from comity.graph.answers import Dispute, Entity, MentionAnswer, Outline, Possible
from comity.graph.columns import Codes, Ints
from comity.graph.describe import Values, common_name
from comity.graph.entities import Entities
from comity.graph.gathered import gather_roles, gather_values
from comity.graph.joining import NOBODY
from comity.graph.matching import MatchIndex
from comity.graph.naming import Carried, Named
from comity.graph.possible import MOST_POSSIBLE, OpenPairs, open_pairs
from comity.graph.quoted import Quoting
from comity.graph.sight import Sight
from comity.graph.snapshot import Snapshot
from comity.graph.standing import standing_of
from comity.sharing import Grant


@dataclass(frozen=True)
class Detail:
    """What a view can say of a single mention or entity."""

    index: MatchIndex
    grant: Grant
    sight: Sight
    entities: Entities
    disputed: tuple[tuple[int, int], ...] = ()
    carried: Carried | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot it masks."""
        return self.index.snapshot

    def text(self, code: int) -> str:
        """The text behind a number."""
        return self.snapshot.words.texts.texts[code]

    def mention(self, address: str) -> int | None:
        """The number of a visible mention by its lasting address."""
        ids = self.snapshot.mention_ids
        order = self._by_id
        wanted = np.bytes_(address.encode("ascii", "replace"))
        at = int(np.searchsorted(ids, wanted, sorter=order))
        if at == len(order) or ids[order[at]] != wanted:
            return None
        number = int(order[at])
        return number if self.sight.mentions[number] else None

    def locate(self, address: str) -> int | None:
        """The entity of this view that holds the mention with this address."""
        number = self.mention(address)
        return None if number is None else int(self.entities.entity_of[number])

    def holding(self, addresses: Iterable[str]) -> list[int]:
        """The entities of this view that hold any of these addresses, each once."""
        found = np.unique(self.holders([*addresses]))
        return [int(entity) for entity in found[found != NOBODY]]

    def holders(self, addresses: Sequence[str]) -> Codes:
        """The entity of this view that holds each address, NOBODY where there is none."""
        wanted = np.array([address.encode("ascii", "replace") for address in addresses], dtype="S")
        ids, order = self.snapshot.mention_ids, self._by_id
        if not len(order) or not len(wanted):
            return np.full(len(wanted), NOBODY, dtype=np.int32)
        places = np.searchsorted(ids, wanted, sorter=order)
        numbers = order[np.minimum(places, len(order) - 1)]
        seen = (ids[numbers] == wanted) & self.sight.mentions[numbers]
        return np.where(seen, self.entities.entity_of[numbers], NOBODY).astype(np.int32)

    def id_of(self, entity: int) -> str:
        """The id of an entity: the smallest of its visible mentions' addresses."""
        return self.mention_id(int(self.entities.heads[entity]))

    def mention_id(self, mention: int) -> str:
        """The lasting address of a mention."""
        address: bytes = self.snapshot.mention_ids[mention]
        return address.decode()

    def kind_of(self, entity: int) -> str:
        """What kind of thing an entity is."""
        return self.text(int(self.kinds[self.entities.heads[entity]]))

    def name(self, entity: int) -> str:
        """A short name: the one that most of its members bear."""
        kind = self.kind_of(entity)
        members = self.entities.members_of(entity).tolist()
        return common_name(kind, map(self.values, members))

    def members(self, entity: int) -> list[int]:
        """The mentions of an entity in the order of their addresses."""
        members = self.entities.members_of(entity)
        return [int(m) for m in members[np.argsort(self.snapshot.rank[members])]]

    def claim_rows(self, mention: int) -> Ints:
        """The claims of a mention that show."""
        mine = self.snapshot.groups.claims.of(mention)
        return mine[self.sight.shown_claims[mine]]

    def values(self, mention: int) -> dict[str, list[str]]:
        """The visible values of a mention by property, sorted so that arrival leaves no trace."""
        found: dict[str, set[str]] = defaultdict(set)
        claims = self.snapshot.claims
        for row in self.claim_rows(mention):
            found[self.text(claims["property"][row])].add(self.text(claims["value"][row]))
        return {prop: sorted(values) for prop, values in sorted(found.items())}

    @cached_property
    def named(self) -> Named:
        """The name and the standing of every entity, as `name` and `roles` give them one by one.

        After a change only those are looked at again whom it reaches.
        """
        entities, carried = self.entities, self.carried
        head, heads = entities.linked.head, entities.heads
        if carried is None:
            return Named(head, heads, self._names(), self._standings())
        known, before = carried.known(head, heads).tolist(), carried.before
        names = [self.name(e) if at < 0 else before.names[at] for e, at in enumerate(known)]
        standings = [
            self._standing_now(e) if at < 0 else before.standings[at] for e, at in enumerate(known)
        ]
        return Named(head, heads, names, standings)

    def _standing_now(self, entity: int) -> str:
        """The standing of one entity from the links of its mentions alone."""
        rows = self.snapshot.groups.firsts.of_all(self.members(entity))
        codes = np.unique(self.snapshot.links["role"][rows[self.sight.shown_links[rows]]])
        return standing_of(tuple(sorted(filter(None, map(self.text, codes.tolist())))))

    def _standings(self) -> list[str]:
        return [standing_of(self.roles(entity)) for entity in range(self.entities.size)]

    def _names(self) -> list[str]:
        texts, seen = self.snapshot.words.texts.texts, np.flatnonzero(self.sight.mentions)
        borne: list[list[Values]] = [[] for _ in range(self.entities.size)]
        for mention, entity in zip(
            seen.tolist(), self.entities.entity_of[seen].tolist(), strict=True
        ):
            if values := self.all_values.get(mention):
                borne[entity].append(values)
        heads = self.kinds[self.entities.heads].tolist()
        return [common_name(texts[k], members) for k, members in zip(heads, borne, strict=True)]

    @cached_property
    def all_values(self) -> dict[int, dict[str, list[str]]]:
        """The visible values of every mention that has any, as `values` gives them."""
        return gather_values(self.snapshot, self.sight.shown_claims)

    def entity(self, number: int) -> Entity:
        """Everything visible about one entity."""
        members = self.members(number)
        rows = np.concatenate([self.claim_rows(mention) for mention in members])
        facts = sorted(
            Quoting(self.snapshot, self.grant).claims(rows),
            key=lambda fact: (fact.property, fact.value, fact.origin.agency, fact.ref, fact.origin),
        )
        mentions = tuple(self.mention_answer(mention) for mention in members)
        roles = self.roles(number)
        return Entity(
            id=self.id_of(number),
            kind=self.kind_of(number),
            name=self.name(number),
            agencies=tuple(sorted({mention.agency for mention in mentions})),
            facts=tuple(facts),
            mentions=mentions,
            possible=self.possible(number),
            roles=roles,
            standing=standing_of(roles),
            disputed=self.disputes(members),
        )

    def outlines(self, numbers: Sequence[int]) -> list[Outline]:
        """The little of some entities that many at once are shown by."""
        agencies, records = self.snapshot.words.record_agency, self.records
        known = self.named.names if "named" in vars(self) else None
        found = []
        for number in numbers:
            held = records[self.entities.members_of(number)].tolist()
            name = self.name(number) if known is None else known[number]
            owners = tuple(sorted({agencies[record] for record in held}))
            found.append(Outline(self.id_of(number), self.kind_of(number), name, owners))
        return found

    def disputes(self, members: Sequence[int]) -> tuple[Dispute, ...]:
        """The pairs with an end among these mentions on which people disagree."""
        ends = [pair for pair in self.disputed if not set(members).isdisjoint(pair)]
        return tuple(sorted(Dispute(*sorted(map(self.mention_id, pair))) for pair in ends))

    def mention_answer(self, mention: int) -> MentionAnswer:
        """One visible mention with its record."""
        words, record = self.snapshot.words, int(self.records[mention])
        return MentionAnswer(
            id=self.mention_id(mention),
            source=words.record_source[record],
            record=words.record_id[record],
            agency=words.record_agency[record],
        )

    def possible(self, number: int) -> tuple[Possible, ...]:
        """Other entities that a match leaves possible, likeliest first."""
        near = self._open.beside(number)
        best = sorted(near, key=lambda other: (-near[other], other))[:MOST_POSSIBLE]
        return tuple(Possible(self.id_of(n), self.name(n), near[n]) for n in best)

    def roles(self, entity: int) -> tuple[str, ...]:
        """The roles an entity has in the links that show, sorted."""
        return self._roles.get(entity, ())

    def clusters(self) -> list[tuple[str, str]]:
        """Each visible mention's key with its entity's id, by key."""
        keys, entity_of = self.snapshot.words.mentions.texts, self.entities.entity_of
        seen, ids = np.flatnonzero(self.sight.mentions), self.ids
        pairs = zip(seen.tolist(), entity_of[seen].tolist(), strict=True)
        return sorted((keys[mention], ids[entity]) for mention, entity in pairs)

    @cached_property
    def kinds(self) -> Codes:
        """The kind of each visible mention, as a text number."""
        kinds = np.full(self.snapshot.size, -1, dtype=np.int32)
        rows = self.sight.mention_rows
        kinds[self.snapshot.mentions["key"][rows]] = self.snapshot.mentions["kind"][rows]
        return kinds

    @cached_property
    def records(self) -> Codes:
        """The record of each visible mention."""
        records = np.full(self.snapshot.size, -1, dtype=np.int32)
        rows = self.sight.mention_rows
        records[self.snapshot.mentions["key"][rows]] = self.snapshot.mentions["record"][rows]
        return records

    @cached_property
    def labels(self) -> Codes:
        """The label of each visible mention, as a label number."""
        labels = np.full(self.snapshot.size, -1, dtype=np.int32)
        rows = self.sight.mention_rows
        labels[self.snapshot.mentions["key"][rows]] = self.snapshot.mentions["label"][rows]
        return labels

    @cached_property
    def ids(self) -> list[str]:
        """The id of every entity, as `id_of` gives them one by one."""
        heads: list[str] = self.snapshot.mention_ids[self.entities.heads].astype("U32").tolist()
        return heads

    @cached_property
    def _open(self) -> OpenPairs:
        return open_pairs(self.index, self.entities)

    @cached_property
    def _by_id(self) -> Ints:
        return np.argsort(self.snapshot.rank)

    @cached_property
    def _roles(self) -> dict[int, tuple[str, ...]]:
        """Roles by entity; a role is what its first end plays in its second."""
        return gather_roles(self.snapshot, self.sight.shown_links, self.entities.entity_of)
