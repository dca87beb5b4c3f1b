"""What an agreement would change, for every kind of person its parties have."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from comity.api.installation import Installation
from comity.sharing import Agreement, Label, LabelTable, Rulebook, Viewer, effects
from comity.sharing.comparison import Effect

ANY, OTHERS = "any", "any other"


@dataclass(frozen=True, slots=True)
class Simulated:
    """Labels that become visible or hidden to some people, and their owner's facts under them.

    Labels that differ by caveats or jurisdiction alone stand in one line.

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
    told: dict[Simulated, set[Label]] = defaultdict(set)
    for viewer in _people(concerned, roles):
        for effect in effects(viewer, table, before, after, now):
            told[_told(viewer, effect, counted_for)].add(effect.label)
    return _without_idle_roles([_counted(one, told[one], counts) for one in told], roles)


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


def _told(viewer: Viewer, effect: Effect, counted_for: str) -> Simulated:
    label = effect.label
    return Simulated(
        agency=viewer.agency,
        purpose=viewer.purpose,
        role=viewer.role,
        owner=label.owner,
        data_class=label.data_class,
        handling=label.handling,
        becomes="visible" if effect.before is None else "hidden",
        facts=0 if label.owner == counted_for else None,
    )


def _counted(one: Simulated, labels: Iterable[Label], counts: Mapping[Label, int]) -> Simulated:
    """With its owner's facts under all the labels that one line stands for."""
    if one.facts is None:
        return one
    return replace(one, facts=sum(counts.get(label, 0) for label in labels))


def _without_idle_roles(told: list[Simulated], roles: Sequence[str]) -> list[Simulated]:
    """One line for all roles where the role makes no difference."""
    alike = Counter(replace(one, role=ANY) for one in told)
    lines = {
        merged if alike[merged := replace(one, role=ANY)] == len(roles) else one: None
        for one in told
    }
    return list(lines)
