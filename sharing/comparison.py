"""Two agreements, or two states of the same, side by side: what was changed and what it does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from comity.sharing.agreement import Agreement, Clause, Duty, Party, TaskForce
from comity.sharing.agreement_text import span
from comity.sharing.clearance import Viewer
from comity.sharing.decision import decide, spares
from comity.sharing.handling import shows
from comity.sharing.label_table import LabelTable
from comity.sharing.labels import Label
from comity.sharing.permits import Permit
from comity.sharing.rulebook import Rulebook, covers

_LISTS = {"clauses": "number", "duties": "number", "desks": "agency", "task_forces": "id"}
_PART = {"clauses": "clause", "duties": "duty", "desks": "party", "task_forces": "task force"}
# Told by the desks, which name each party.
_LEFT_OUT = frozenset({"parties"})
_SEES = {
    "facts": "the facts",
    "pointer": "whom to ask",
    "link_disclosure": "that two are one by them",
}
Part = Clause | Duty | Party | TaskForce


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two texts say differently; an empty side says nothing of it."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """A label that one viewer sees in one state and not in the other."""

    label: Label
    before: Permit | None
    after: Permit | None


def changes_between(old: Agreement, new: Agreement) -> tuple[Change, ...]:
    """What two versions of an agreement say differently, part by part."""
    return tuple(_changes(old, new))


def effects(
    viewer: Viewer,
    labels: LabelTable,
    before: Rulebook,
    after: Rulebook,
    at: datetime,
) -> tuple[Effect, ...]:
    """The labels that appear or vanish for a viewer between two states of the agreements."""
    was, will_be = (decide(viewer, labels, rules, at).permits for rules in (before, after))
    told = ((label, was.get(label), will_be.get(label)) for label in labels.labels)
    return tuple(Effect(*one) for one in told if (one[1] is None) != (one[2] is None))


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may see a label by one clause, and how much; who meets its other conditions, that is."""

    permit: Permit
    clause: Clause
    purposes: tuple[str, ...]
    receivers: tuple[str, ...]
    sees: str


def audience(label: Label, in_force: Iterable[Agreement]) -> tuple[Audience, ...]:
    """Who else than its owner may see a label, by the clauses of agreements in force."""
    found = [
        _audience(label, pact, clause)
        for pact in in_force
        for clause in pact.clauses
        if covers(clause, label)
    ]
    told = (one for one in found if one.receivers and one.sees)
    return tuple(sorted(told, key=lambda one: one.permit))


def _audience(label: Label, pact: Agreement, clause: Clause) -> Audience:
    spared = (
        receiver
        for receiver in clause.receivers
        if receiver != label.owner and spares(label.caveats, receiver)
    )
    permit = Permit(pact.id, pact.version, clause.number)
    purposes = clause.purposes or pact.purposes
    return Audience(permit, clause, purposes, tuple(spared), _sees(label, clause))


def _sees(label: Label, clause: Clause) -> str:
    if shows(label.handling) != "all":
        pointed = shows(label.handling) == "pointer" and clause.gives != "link_disclosure"
        return "whom to ask" if pointed else ""
    less = f", but for {', '.join(clause.redact)}" if clause.redact else ""
    return _SEES[clause.gives] + less


def _changes(old: Agreement, new: Agreement) -> Iterator[Change]:
    for field in fields(Agreement):
        if field.name in _LEFT_OUT:
            continue
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name in _LISTS:
            yield from _part_changes(field.name, before, after)
        elif before != after:
            yield Change(field.name, _said(before), _said(after))


def _part_changes(name: str, old: tuple[Part, ...], new: tuple[Part, ...]) -> Iterator[Change]:
    key = _LISTS[name]
    before = {getattr(part, key): part for part in old}
    after = {getattr(part, key): part for part in new}
    for found in dict.fromkeys([*before, *after]):
        one, other = before.get(found), after.get(found)
        where = f"{_PART[name]} {found}"
        if one is None or other is None:
            yield Change(where, "there" if one else "", "there" if other else "")
            continue
        for field in fields(one):
            was, is_now = getattr(one, field.name), getattr(other, field.name)
            if was != is_now:
                yield Change(f"{where}: {field.name}", _said(was), _said(is_now))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, timedelta):
        return span(value)
    return "" if value is None else str(value)
