"""What a score may know of an entity, and what each term of a card measures of it.

Facts of protected properties and of their proxies never get here, nor do links that tell of a
victim, a witness, a home or a family: so no group label can change a score.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.cores import core_number
from comity.analytics.degree import degree_centrality
from comity.analytics.protected import why_not_link, why_not_property
from comity.analytics.score_card import ScoreCard, Term
from comity.graph.answers import Entity, Fact, LinkFact
from comity.graph.network import Network
from comity.graph.view import View
from comity.graph.words import BEGINNING, DAY, Micros

Ints = npt.NDArray[np.int64]
Said = Fact | LinkFact
_MEASURES: Mapping[str, Callable[[Network], pd.DataFrame]] = {
    "neighbours": degree_centrality,
    "core": core_number,
}


@dataclass(frozen=True, eq=False)
class Ground:
    """The links of a view that may count, and its measures; `at` is the day that days end on."""

    network: Network
    at: Micros

    def rows_of(self, number: int) -> Ints:
        """The rows of an entity's links, but for loops, in order."""
        rows, first = self._touching
        found: Ints = np.sort(rows[first[number] : first[number + 1]])
        straight: Ints = found[self.network.source[found] != self.network.target[found]]
        return straight

    @cached_property
    def _touching(self) -> tuple[Ints, Ints]:
        """Rows grouped by either end, and where each entity's begin."""
        network, count = self.network, len(self.network.link)
        ends = np.concatenate([network.source, network.target])
        order = np.argsort(ends, kind="stable")
        first = np.searchsorted(ends[order], np.arange(network.size + 1))
        return order % max(count, 1), first

    @cached_property
    def _measured(self) -> dict[str, Ints]:
        return {}

    def measured(self, measure: str) -> Ints:
        """A measure of every entity, worked out once."""
        if measure not in self._measured:
            found = _MEASURES[measure](self.network)[measure]
            self._measured[measure] = found.to_numpy(dtype=np.int64)
        return self._measured[measure]

    def without(self, handles: Iterable[int]) -> "Ground":
        """The same without some links."""
        gone = np.isin(self.network.link, list(handles))
        return Ground(self.network.with_links(~gone), self.at)


@dataclass(frozen=True, slots=True)
class Linked:
    """One link of the scored entity: the claim, the other end and its kind, its row's handle."""

    fact: LinkFact
    other: str
    kind: str
    handle: int


@dataclass(frozen=True)
class Known:
    """What may count of one entity."""

    number: int
    facts: tuple[Fact, ...]
    links: tuple[Linked, ...]
    ground: Ground

    @property
    def refs(self) -> tuple[str, ...]:
        """Every fact that may count, each once."""
        told: tuple[Said, ...] = (*self.facts, *(each.fact for each in self.links))
        return tuple(dict.fromkeys(fact.ref for fact in told))

    def without(self, ref: str) -> "Known":
        """The same had one fact never been recorded."""
        gone = [each.handle for each in self.links if each.fact.ref == ref]
        return replace(
            self,
            facts=tuple(fact for fact in self.facts if fact.ref != ref),
            links=tuple(each for each in self.links if each.fact.ref != ref),
            ground=self.ground.without(gone) if gone else self.ground,
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """What a term comes to: a whole number, the facts behind it, and links without a date."""

    value: int
    facts: tuple[Said, ...]
    undated: int = 0


def ground_of(view: View, card: ScoreCard) -> Ground:
    """The links of a view that a card may know, at the view's own time."""
    network, standing = view.network(), view.standing()
    pairs = list(zip(network.link_kinds.tolist(), network.roles.tolist(), strict=True))
    may = {
        pair: not why_not_link(*pair) and not card.proxies.keys() & {*pair} for pair in set(pairs)
    }
    kept = np.array([may[pair] for pair in pairs], dtype=np.bool_)
    at = standing.known_at if standing.valid_at is None else standing.valid_at
    return Ground(network.with_links(kept), at)


def known_of(view: View, ground: Ground, entity: Entity, card: ScoreCard) -> Known:
    """What may count of an entity of the view."""
    number = ground.network.index_of(entity.id)
    assert number is not None  # entity and network are of one view
    refused = {
        fact.property for fact in entity.facts if why_not_property(fact.property, card.basis)
    }
    refused |= set(card.proxies)
    facts = tuple(fact for fact in entity.facts if fact.property not in refused)
    return Known(number, facts, _links(view, ground, number), ground)


def measure(term: Term, known: Known) -> Measured:
    """What one term comes to."""
    return _TERMS[term.of](term, known)


def _links(view: View, ground: Ground, number: int) -> tuple[Linked, ...]:
    network, rows = ground.network, ground.rows_of(number)
    source, target = network.source[rows], network.target[rows]
    others = np.where(source == number, target, source)
    found = view.evidence(network.link[rows].tolist())
    told = zip(found, others.tolist(), network.link[rows].tolist(), strict=True)
    return tuple(
        Linked(fact, str(network.ids[other]), str(network.kinds[other]), handle)
        for fact, other, handle in told
    )


def _property(term: Term, known: Known) -> Measured:
    facts = [fact for fact in known.facts if fact.property == term.property]
    if term.equals:
        facts = [fact for fact in facts if fact.value in term.equals]
    return Measured(int(bool(facts)), tuple(facts))


def _count(term: Term, known: Known) -> Measured:
    links, undated = _counting(term, known)
    return Measured(len({each.other for each in links}), _claims(links), undated)


def _agencies(term: Term, known: Known) -> Measured:
    links, undated = _counting(term, known)
    return Measured(len({each.fact.origin.agency for each in links}), _claims(links), undated)


def _days_since(term: Term, known: Known) -> Measured:
    links, _ = _counting(term, known)
    dated = [each for each in links if BEGINNING < each.fact.valid.start <= known.ground.at]
    newest = max((each.fact.valid.start for each in dated), default=known.ground.at)
    behind = [each for each in dated if each.fact.valid.start == newest]
    undated = sum(each.fact.valid.start == BEGINNING for each in links)
    return Measured((known.ground.at - newest) // DAY, _claims(behind), undated)


def _network(term: Term, known: Known) -> Measured:
    value = int(known.ground.measured(term.measure)[known.number])
    return Measured(value, _claims(known.links))


def _counting(term: Term, known: Known) -> tuple[list[Linked], int]:
    """The links that a term is about, and how many more would be if one knew when they began."""
    links = [each for each in known.links if _is_meant(term, each)]
    if term.within_days is None:
        return links, 0
    earliest, at = known.ground.at - term.within_days * DAY, known.ground.at
    undated = sum(each.fact.valid.start == BEGINNING for each in links)
    return [each for each in links if earliest <= each.fact.valid.start <= at], undated


def _is_meant(term: Term, linked: Linked) -> bool:
    fact = linked.fact
    in_role = fact.role in (term.roles or ("",))
    return fact.kind == term.link and in_role and (not term.to or linked.kind in term.to)


def _claims(links: Iterable[Linked]) -> tuple[Said, ...]:
    return tuple(dict.fromkeys(each.fact for each in links))


_TERMS: Mapping[str, Callable[[Term, Known], Measured]] = {
    "property": _property,
    "links": _count,
    "days_since": _days_since,
    "agencies": _agencies,
    "network": _network,
}
