"""Ties of a view: what its mentions are linked to, one relation at a time, from visible links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from comity.graph.columns import Codes, Ints, Mask, among
from comity.graph.facts import rows_of
from comity.graph.sight import Sight
from comity.graph.snapshot import Snapshot
from comity.graph.vocabulary import vocabulary
from comity.resolve import Relation

# Who took part in something with more people than this did not thereby keep company with them.
COMPANY = 12


@dataclass(frozen=True)
class Held:
    """Rows (mention, thing): a thing is the head of its entity, by mention number.

    `link` is the row of the snapshot's links that says so, for telling where it comes from.
    """

    mention: Codes
    thing: Codes
    link: Ints

    def where(self, mask: Mask | Ints) -> "Held":
        """Some of the rows."""
        return Held(self.mention[mask], self.thing[mask], self.link[mask])


@dataclass(frozen=True)
class Links:
    """Rows of links with the kinds that a view sees their ends as; `head` is who is who so far."""

    snapshot: Snapshot
    kind: str
    rows: Ints
    kinds: tuple[Codes, Codes]
    head: Codes
    known: dict[tuple[tuple[str, ...], ...], Ints] = field(default_factory=dict, compare=False)

    def held(self, relation: Relation) -> Held:
        """What each mention holds under one relation."""
        if relation.way == "companion":
            return _joined([self._known(relation), self._met(relation)])
        return self._things(relation.links)

    def ends(self, relation: Relation) -> tuple[Codes, Codes]:
        """The two ends of each link of one relation."""
        return self._ends(self._of(relation.links))

    def between(self, relation: Relation, left: int, right: int) -> Ints:
        """The rows of the links of one relation between two mentions."""
        rows = self._of(relation.links)
        first, second = self._ends(rows)
        either = (first == left) & (second == right) | (first == right) & (second == left)
        found: Ints = rows[either]
        return found

    def of_mention(self, relation: Relation, mention: int) -> Ints:
        """The rows of the links of one relation that start at a mention."""
        rows = self._of(relation.links)
        found: Ints = rows[self._ends(rows)[0] == mention]
        return found

    def on_duty(self, relation: Relation) -> tuple[Codes, Codes]:
        """The mentions that have only professional roles, and those only otherwise involved."""
        rows = self._of(relation.links)
        first, _ = self._ends(rows)
        standing = self._standing(rows)
        professional = first[standing == "professional"]
        involved = first[(standing == "involved") | (standing == "bystander")]
        return (professional[~among(professional, involved)],
                involved[~among(involved, professional)])  # fmt: skip

    def _things(self, links: Mapping[str, Sequence[str]]) -> Held:
        rows = self._of(links)
        rows = rows[self._standing(rows) != "professional"]
        first, second = self._ends(rows)
        return Held(first, self.head[second], rows)

    def _known(self, relation: Relation) -> Held:
        """Companions by links between persons, seen from either end."""
        rows = self._of({link: to for link, to in relation.links.items() if self.kind in to})
        first, second = self._ends(rows)
        mention, other = np.concatenate([first, second]), np.concatenate([second, first])
        return _others(self.head, mention, other, np.concatenate([rows, rows]))

    def _met(self, relation: Relation) -> Held:
        """Companions by having taken part in the same thing."""
        links = {link: to for link, to in relation.links.items() if self.kind not in to}
        taken = _small_companies(self._things(links))
        found = [_nobody()]
        for step in range(1, COMPANY):
            alike = np.flatnonzero(taken.thing[step:] == taken.thing[:-step])
            if not len(alike):
                break
            for one, two in ((alike, alike + step), (alike + step, alike)):
                ends = taken.mention[one], taken.mention[two]
                found.append(_others(self.head, *ends, taken.link[one]))
        return _joined(found)

    def _of(self, links: Mapping[str, Sequence[str]]) -> Ints:
        """The rows of these links between a person and one of these kinds of things, found once."""
        asked = tuple((link, *things) for link, things in links.items())
        if asked not in self.known:
            self.known[asked] = self._found(links)
        return self.known[asked]

    def _found(self, links: Mapping[str, Sequence[str]]) -> Ints:
        find, columns = self.snapshot.words.texts.find, self.snapshot.links
        first, second = self.kinds
        kind = columns["kind"][self.rows]
        kept = np.zeros(len(self.rows), dtype=np.bool_)
        for link, things in links.items():
            for thing in things:
                kept |= (kind == find(link)) & (second == find(thing))
        found: Ints = self.rows[kept & (first == find(self.kind))]
        return found

    def _ends(self, rows: Ints) -> tuple[Codes, Codes]:
        columns = self.snapshot.links
        return columns["first"][rows].astype(np.int32), columns["second"][rows].astype(np.int32)

    def _standing(self, rows: Ints) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
        texts = self.snapshot.words.texts.texts
        roles, place = np.unique(self.snapshot.links["role"][rows], return_inverse=True)
        told = [vocabulary().standing(texts[role]) for role in roles.tolist()]
        return np.array(told or ["neutral"], dtype=np.str_)[place]


def links_of(snapshot: Snapshot, sight: Sight, kind: str, head: Codes, rows: Ints) -> Links:
    """Some links that a view sees, with the kinds that it sees their ends as."""
    ends = np.concatenate([snapshot.links[end][rows] for end in ("first", "second")])
    mentions, place = np.unique(ends, return_inverse=True)
    of_ends = rows_of(snapshot, mentions)
    shown = of_ends[sight.mention_rows[of_ends]]
    kinds = np.full(len(mentions), -1, dtype=np.int32)
    kinds[np.searchsorted(mentions, snapshot.mentions["key"][shown])] = (
        snapshot.mentions["kind"][shown])  # fmt: skip
    first, second = np.split(kinds[place], 2)
    return Links(snapshot, kind, rows, (first, second), head)


def _small_companies(taken: Held) -> Held:
    """Rows in the order of things, without the things that many took part in."""
    order = np.lexsort((taken.mention, taken.thing))
    _, place, size = np.unique(taken.thing[order], return_inverse=True, return_counts=True)
    return taken.where(order[size[place] <= COMPANY])


def _others(head: Codes, mention: Codes, other: Codes, link: Ints) -> Held:
    """Who goes about with whom; nobody keeps company with himself."""
    held = Held(mention, head[other], link)
    return held.where(held.thing != head[mention])


def _nobody() -> Held:
    return Held(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))


def _joined(parts: Sequence[Held]) -> Held:
    return Held(
        np.concatenate([part.mention for part in parts]),
        np.concatenate([part.thing for part in parts]),
        np.concatenate([part.link for part in parts]),
    )
