"""Terms: what the clause that permits a fact lets its receiver do with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.sharing.agreement import Agreement
from comity.sharing.handling import Allowance
from comity.sharing.permits import Permit


@dataclass(frozen=True, slots=True)
class Terms:
    """Passing on, use in court, and whether the owner is asked before anybody acts on it."""

    onward: Allowance
    evidence: Allowance
    verify_first: bool


# Of a clause that nobody knows any more.
NOTHING_ALLOWED = Terms("never", "never", verify_first=True)
TermsBy = Mapping[Permit, Terms]


def terms_of(agreements: Iterable[Agreement]) -> dict[Permit, Terms]:
    """The terms of every clause."""
    return {
        Permit(pact.id, pact.version, clause.number): Terms(
            clause.onward, clause.evidence, clause.verify_first
        )
        for pact in agreements
        for clause in pact.clauses
    }
