"""What an agreement would change, for every kind of person its parties have."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from comity.api.installation import Installation
from comity.sharing import Agreement, Label, LabelTable, Rulebook, Viewer, effects
from comity.sharing.comparison import Effect

ANY, OTHERS = "any", "any other"


@dataclass(frozen=True, slots=True)
class Simulated:
    """A label that becomes visible or hidden to some people, and its owner's facts under it.

    `facts` is None where the facts are another agency's: their number is theirs to know.
    """

    agency: str
    purpose: str
    role: str
    owner: str
    data_class: str
    handling: str
    becomes: Literal["visible", "hidden"]
    facts: int | None


def simulated(installation: Installation, new: Agreement, counted_for: str) -> list[Simulated]:
    """What appears or vanishes if `new` takes the place of its namesake, by who and label.

    People are taken to meet every condition but purpose and role; emergencies are left out.
    """
    standing = installation.ledger.agreements()
    concerned = [*(one for one in standing if one.id == new.id), new]
    kept = [one for one in standing if one.id != new.id]
    before, after = Rulebook(standing), Rulebook([*kept, replace(new, status="active")])
    counts = installation.desk.facts_of(counted_for)
    table = LabelTable(label for _, label in installation.ledger.labels())
    now = max(installation.clock(), new.starts)
    roles = [*sorted({role for one in concerned for c in one.clauses for role in c.roles}), OTHERS]
    told = {
        _told(viewer, effect, counts, counted_for): None
        for viewer in _people(concerned, roles)
        for effect in effects(viewer, table, before, after, now)
    }
    return _without_idle_roles(list(told), roles)


def _people(agreements: Sequence[Agreement], roles: Sequence[str]) -> Iterator[Viewer]:
    """One viewer for each agency, purpose and role that the agreements tell apart."""
    agencies = sorted({party for one in agreements for party in one.parties})
    purposes = sorted({purpose for one in agreements for purpose in one.purposes})
    training = tuple({need for one in agreements for c in one.clauses for need in c.training})
    forces = ["", *sorted({force.id for one in agreements for force in one.task_forces})]
    for agency, purpose, role, force in product(agencies, purposes, roles, forces):
        yield Viewer(
            "simulated", agency, role, purpose, "simulation", "a case", training, ("a case",), force
        )


def _told(
    viewer: Viewer, effect: Effect, counts: Mapping[Label, int], counted_for: str
) -> Simulated:
    label = effect.label
    return Simulated(
        agency=viewer.agency,
        purpose=viewer.purpose,
        role=viewer.role,
        owner=label.owner,
        data_class=label.data_class,
        handling=label.handling,
        becomes="visible" if effect.before is None else "hidden",
        facts=counts.get(label, 0) if label.owner == counted_for else None,
    )


def _without_idle_roles(told: list[Simulated], roles: Sequence[str]) -> list[Simulated]:
    """One line for all roles where the role makes no difference."""
    alike = Counter(replace(one, role=ANY) for one in told)
    lines = {
        merged if alike[merged := replace(one, role=ANY)] == len(roles) else one: None
        for one in told
    }
    return list(lines)
