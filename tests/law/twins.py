"""Twins of worlds, in which what one viewer is refused was never recorded."""

from dataclasses import dataclass, field, replace

from law.realms import Allowed
from law.worlds import Step, content_of

from comity.graph.words import Judgement, Record


def twin_of(world: list[Step], allowed: Allowed) -> list[Step]:
    """The world in which nothing else was ever recorded."""
    trimming = _Trimming(allowed, _ever(world, allowed))
    return [kept for step in world if (kept := trimming.trimmed(step)) is not None]


def with_ends_in_sight(world: list[Step], allowed: Allowed) -> list[Step]:
    """The world without links that show, to an end that shows at another time but not yet.

    A ledger sets a record aside whose link has no end, so that no twin could hold it as it is.
    """
    ever, live = _ever(world, allowed), dict[tuple[str, str], frozenset[str]]()
    kept = []
    for step in world:
        record = step.record
        if record is None:
            live.pop((step.agency, step.purges), None)
            kept.append(step)
            continue
        live[step.agency, record.id] = _shown(record, allowed)
        missing = ever.difference(*live.values())
        links = tuple(
            link
            for link in record.links
            if link.label not in allowed
            or not {link.first, link.second} <= ever
            or missing.isdisjoint((link.first, link.second))
        )
        if links != record.links:
            told = replace(record, links=links)
            step = replace(step, record=replace(told, content=content_of(told)))
        kept.append(step)
    return kept


def _ever(world: list[Step], allowed: Allowed) -> frozenset[str]:
    shown = (_shown(step.record, allowed) for step in world if step.record)
    return frozenset().union(*shown)


def _shown(record: Record, allowed: Allowed) -> frozenset[str]:
    return frozenset(mention.key for mention in record.mentions if mention.label in allowed)


@dataclass
class _Trimming:
    """Goes through a world in its order; `ever` are the mentions that show at some time."""

    allowed: Allowed
    ever: frozenset[str]
    records: set[tuple[str, str]] = field(default_factory=set)
    judgements: set[str] = field(default_factory=set)
    latest: dict[tuple[str, str], Record] = field(default_factory=dict)

    def trimmed(self, step: Step) -> Step | None:
        """What is left of a step, or None if nothing is; agreements are no secret."""
        if step.status:
            return step
        if step.aside is not None:
            return None
        if step.record is not None:
            return self._of_record(step)
        if step.judgement is not None:
            return self._of_judgement(step, step.judgement)
        if step.withdraws:
            return step if step.withdraws in self.judgements else None
        known = (step.agency, step.purges) in self.records
        self.records.discard((step.agency, step.purges))
        self.latest.pop((step.agency, step.purges), None)
        return step if known else None

    def _of_record(self, step: Step) -> Step | None:
        record = step.record
        assert record is not None
        mentions = tuple(m for m in record.mentions if m.label in self.allowed)
        if not mentions and (step.agency, record.id) not in self.records:
            return None
        self.records.add((step.agency, record.id))
        if record.operation == "delete":
            self.latest.pop((step.agency, record.id), None)
            return step
        here = {mention.key for mention in mentions}
        claims = tuple(c for c in record.claims if self.allowed.shows(c) and c.mention in here)
        links = tuple(
            link
            for link in record.links
            if link.label in self.allowed and {link.first, link.second} <= self.ever
        )
        left = replace(record, mentions=mentions, claims=claims, links=links)
        told = replace(left, content=content_of(left))
        # Said again word for word it is no news, however often.
        former = self.latest.get((step.agency, record.id))
        if former is not None and replace(former, operation=told.operation) == told:
            return None
        self.latest[step.agency, record.id] = told
        return replace(step, record=told)

    def _of_judgement(self, step: Step, judgement: Judgement) -> Step | None:
        permitted = judgement.verdict == "different" or judgement.label in self.allowed
        if not (permitted and {judgement.first, judgement.second} <= self.ever):
            return None
        self.judgements.add(judgement.ref)
        if judgement.label in self.allowed:
            return step
        # That somebody parted them may be known; who, when and why may not.
        return replace(step, judgement=replace(judgement, who="", reason="", at=0))
