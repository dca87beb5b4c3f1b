"""Conflicts: where two clauses speak of the same facts and one undoes what the other asks for.

Agreements only permit, so of two clauses the milder one has the last word: whoever wrote the
stricter one has to know.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from comity.sharing.agreement import Agreement, Clause
from comity.sharing.handling import ALLOWANCES, within_ceiling
from comity.sharing.permits import Permit

_NEEDED = (("roles", "the role"), ("areas", "a place in"))


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a clause asks for and another one, of the same facts, does without."""

    stricter: Permit
    milder: Permit
    about: str
    asks: str


@dataclass(frozen=True, slots=True)
class _Said:
    permit: Permit
    clause: Clause
    purposes: frozenset[str]


def conflicts(agreements: Iterable[Agreement]) -> tuple[Conflict, ...]:
    """Where clauses of agreements that may stand at the same time undo each other."""
    said = [one for pact in agreements if pact.status != "ended" for one in _said(pact)]
    found = {conflict for pair in combinations(said, 2) for conflict in _between(*pair)}
    return tuple(sorted(found, key=lambda one: (one.stricter, one.milder, one.asks)))


def _said(agreement: Agreement) -> Iterator[_Said]:
    for clause in agreement.clauses:
        permit = Permit(agreement.id, agreement.version, clause.number)
        yield _Said(permit, clause, frozenset(clause.purposes or agreement.purposes))


def _between(one: _Said, other: _Said) -> Iterator[Conflict]:
    about = _same_facts(one, other)
    if about and not (one.clause.emergency or other.clause.emergency):
        yield from _asked_in_vain(one, other, about)
        yield from _asked_in_vain(other, one, about)


def _same_facts(one: _Said, other: _Said) -> str:
    """What both clauses speak of, if they can speak of the same fact to the same person."""
    shared = [
        _both(one.clause.owners, other.clause.owners),
        _both(one.clause.data_classes, other.clause.data_classes),
        _both(one.clause.receivers, other.clause.receivers),
    ]
    if not all(shared) or not one.purposes & other.purposes:
        return ""
    owners, classes, receivers = map(", ".join, shared)
    return f"{classes} of {owners} to {receivers}"


def _asked_in_vain(strict: _Said, mild: _Said, about: str) -> Iterator[Conflict]:
    """What the first clause asks for and the second does not."""
    for asks in _asks(strict.clause, mild.clause):
        yield Conflict(strict.permit, mild.permit, about, asks)


def _asks(strict: Clause, mild: Clause) -> Iterator[str]:
    for name, words in _NEEDED:
        needed, elsewhere = getattr(strict, name), getattr(mild, name)
        if needed and (not elsewhere or not set(elsewhere) <= set(needed)):
            yield f"{words} {' or '.join(needed)}"
    if not set(strict.training) <= set(mild.training):
        yield f"training in {' and '.join(strict.training)}"
    if strict.case_member and not mild.case_member:
        yield "to be a member of the case"
    if strict.verify_first and not mild.verify_first:
        yield "to ask the owner before acting"
    if strict.gives == mild.gives == "facts" and not set(strict.redact) <= set(mild.redact):
        yield f"to leave out {' and '.join(strict.redact)}"
    if strict.gives != "facts" and mild.gives == "facts":
        yield "to show no facts"
    for name in ("onward", "evidence"):
        asked, granted = getattr(strict, name), getattr(mild, name)
        if ALLOWANCES.index(asked) > ALLOWANCES.index(granted):
            yield f"{name}: {asked}, not {granted}"
    for code in mild.ceilings:
        if not within_ceiling(code, strict.ceilings):
            yield f"no more than {' and '.join(strict.ceilings)}, not {code}"


def _both(some: Sequence[str], others: Sequence[str]) -> list[str]:
    return [name for name in some if name in others]
