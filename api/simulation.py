"""What an agreement would change, for every kind of person its parties have."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from math import prod
from typing import Literal

from comity.analytics.errors import TooLarge
from comity.api.installation import Installation
from comity.graph.view import View
from comity.sharing import Agreement, Label, LabelTable, Rulebook, Viewer, effects
from comity.sharing.comparison import Effect

ANY, OTHERS = "any", "any other"
# Each kind of person is decided twice, at some milliseconds each.
MOST_PEOPLE, MOST_DECISIONS = 1_000, 500_000
Sides = tuple[list[str], list[str], list[str], list[str]]


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
    table = LabelTable(label for _, label in installation.ledger.labels())
    counts = installation.desk.facts_of(counted_for)
    return _simulated(standing, new, table, counts, counted_for, installation.clock())


def simulated_for(
    view: View, pacts: Sequence[Agreement], new: Agreement, now: datetime
) -> list[Simulated]:
    """The same as far as one viewer may know it: by the agreements of their agency alone.

    What others gain and lose is told of the agency's own facts, and what its own people do of
    whatever shows to this viewer: that others hold what does not show is theirs to know.
    """
    agency, counts = view.viewer.agency, Counter[Label]()
    for right in view.rights():
        counts[right.label] += right.facts
    people = prod(map(len, _sides([*(one for one in pacts if one.id == new.id), new])))
    _check_size("kinds of people", people, MOST_PEOPLE)
    _check_size("decisions", people * len(counts), MOST_DECISIONS)
    found = _simulated(pacts, new, LabelTable(counts), counts, agency, now)
    return [one for one in found if agency in (one.owner, one.agency)]


def _check_size(what: str, size: int, most: int) -> None:
    if size > most:
        raise TooLarge(what, size, most, "name fewer parties, purposes, roles or task forces")


def _simulated(
    standing: Sequence[Agreement], new: Agreement, table: LabelTable,
    counts: Mapping[Label, int], counted_for: str, now: datetime,
) -> list[Simulated]:  # fmt: skip
    concerned = [*(one for one in standing if one.id == new.id), new]
    kept = [one for one in standing if one.id != new.id]
    before, after = Rulebook(standing), Rulebook([*kept, replace(new, status="active")])
    sides = _sides(concerned)
    told: dict[Simulated, set[Label]] = defaultdict(set)
    for viewer in _people(concerned, sides):
        for effect in effects(viewer, table, before, after, max(now, new.starts)):
            told[_told(viewer, effect, counted_for)].add(effect.label)
    return _without_idle_roles([_counted(one, told[one], counts) for one in told], sides[2])


def _sides(agreements: Sequence[Agreement]) -> Sides:
    """The agencies, purposes, roles and task forces that agreements tell apart."""
    agencies = {party for one in agreements for party in one.parties}
    purposes = {purpose for one in agreements for purpose in one.purposes}
    roles = {role for one in agreements for c in one.clauses for role in c.roles}
    forces = {force.id for one in agreements for force in one.task_forces}
    return sorted(agencies), sorted(purposes), [*sorted(roles), OTHERS], ["", *sorted(forces)]


def _people(agreements: Sequence[Agreement], sides: Sides) -> Iterator[Viewer]:
    """One viewer for each agency, purpose, role and task force that the agreements tell apart."""
    training = tuple({need for one in agreements for c in one.clauses for need in c.training})
    for agency, purpose, role, force in product(*sides):
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
