"""The rulebook: every clause of some agreements, as sets of bits.

Bit i of a set stands for the i-th clause, so that what is open to a viewer and what covers a
label are intersections of few whole numbers, and the first that permits is their lowest bit.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from comity.sharing.agreement import Agreement, Clause, Gives
from comity.sharing.clearance import Viewer
from comity.sharing.handling import within_ceiling
from comity.sharing.label_table import Codes, Column, LabelTable
from comity.sharing.labels import Label
from comity.sharing.permits import Permit

Name = TypeVar("Name", bound=Hashable)
Bits = int
NONE: Bits = 0


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Sets of clauses that cover labels, and the place of each label's among them."""

    sets: tuple[Bits, ...]
    place: Codes

    def first(self, clauses: Bits) -> Codes:
        """The first of some clauses that covers each label, counted from one; 0 where none does."""
        lowest = [((both := clauses & covering) & -both).bit_length() for covering in self.sets]
        found: Codes = np.array(lowest, dtype=np.int64)[self.place]
        return found


class Rulebook:
    """Clauses in a fixed order: by agreement and number, those for emergencies last.

    `permits[i]` is what bit i stands for.
    """

    def __init__(self, agreements: Iterable[Agreement]) -> None:
        self.agreements = tuple(agreements)
        found = [(pact, clause) for pact in self.agreements for clause in pact.clauses]
        found.sort(key=lambda one: (one[1].emergency, one[0].id, one[0].version, one[1].number))
        clauses = [clause for _, clause in found]
        self.permits = tuple(Permit(pact.id, pact.version, one.number) for pact, one in found)
        self._of_agreement = _sets((pact.id,) for pact, _ in found)
        self._parties = _sets(pact.parties for pact, _ in found)
        self._purposes = _sets(clause.purposes or pact.purposes for pact, clause in found)
        self._receivers = _sets(clause.receivers for clause in clauses)
        self._owners = _sets(clause.owners for clause in clauses)
        self._classes = _sets(clause.data_classes for clause in clauses)
        self._ceilings = _sets((clause.ceilings,) for clause in clauses)
        self._roles = _Condition(clauses, lambda clause: clause.roles)
        self._areas = _Condition(clauses, lambda clause: clause.areas)
        self._training = _sets((clause.training,) for clause in clauses)
        self._giving = _sets((clause.gives,) for clause in clauses)
        self._redacting = _sets(clause.redact for clause in clauses)
        self._for_members = _bits(clauses, lambda clause: clause.case_member)
        self._for_emergencies = _bits(clauses, lambda clause: clause.emergency)
        self._coverages: WeakKeyDictionary[LabelTable, Coverage] = WeakKeyDictionary()

    def open_to(self, viewer: Viewer, at: datetime) -> Bits:
        """The clauses that permit this viewer something at this moment."""
        found = (
            self._in_force(at)
            & self._parties.get(viewer.agency, NONE)
            & self._purposes.get(viewer.purpose, NONE)
            & self._received_by(viewer, at)
            & self._roles.met_by(viewer.role)
            & self._trained(set(viewer.training))
        )
        if viewer.case not in viewer.cases:
            found &= ~self._for_members
        return found if viewer.emergency else found & ~self._for_emergencies

    def giving(self, what: Gives) -> Bits:
        """The clauses that give facts, pointers or ties."""
        return self._giving.get(what, NONE)

    def redacting(self, open_now: Bits) -> Mapping[str, Bits]:
        """Of each property that some of these clauses redact, the clauses that do."""
        return {prop: bits for prop, bits in self._redacting.items() if bits & open_now}

    def coverage(self, table: LabelTable) -> Coverage:
        """Which clauses cover each label, whoever asks: worked out once for a table."""
        found = self._coverages.get(table)
        if found is None:
            self._coverages[table] = found = self._covering(table)
        return found

    def _covering(self, table: LabelTable) -> Coverage:
        about = Column.of(self._about(*kind) for kind in table.kind.values)
        within = Column.of(self._within(*reach) for reach in table.reach.values)
        width = max(len(within.values), 1)
        pairs = about.codes[table.kind.codes] * width + within.codes[table.reach.codes]
        different, place = np.unique(pairs, return_inverse=True)
        sets = (
            about.values[pair // width] & within.values[pair % width] for pair in different.tolist()
        )
        return Coverage(tuple(sets), place)

    def _about(self, owner: str, data_class: str) -> Bits:
        """The clauses that share an owner's facts of one data class."""
        return self._owners.get(owner, NONE) & self._classes.get(data_class, NONE)

    def _within(self, handling: str, jurisdiction: str) -> Bits:
        """The clauses that reach up to a handling code, in a jurisdiction."""
        reaching = (
            clauses
            for ceilings, clauses in self._ceilings.items()
            if within_ceiling(handling, ceilings)
        )
        return _union(reaching) & self._areas.met_by(jurisdiction)

    def _in_force(self, at: datetime) -> Bits:
        open_now = (pact.id for pact in self.agreements if pact.in_force(at))
        return _union(self._of_agreement.get(pact, NONE) for pact in open_now)

    def _received_by(self, viewer: Viewer, at: datetime) -> Bits:
        received = self._receivers.get(viewer.agency, NONE)
        if not viewer.task_force:
            return received
        for pact in self.agreements:
            force = pact.task_force(viewer.task_force)
            if force is not None and force.holds(viewer.agency, at):
                received |= self._of_agreement.get(pact.id, NONE) & self._receivers.get(
                    force.id, NONE
                )
        return received

    def _trained(self, training: set[str]) -> Bits:
        return _union(
            clauses for needed, clauses in self._training.items() if training.issuperset(needed)
        )


class _Condition:
    """A condition that some clauses set and the others leave open."""

    def __init__(
        self, clauses: Sequence[Clause], names: Callable[[Clause], tuple[str, ...]]
    ) -> None:
        self._open = _bits(clauses, lambda clause: not names(clause))
        self._named = _sets(map(names, clauses))

    def met_by(self, name: str) -> Bits:
        """The clauses that name it, or name nobody."""
        return self._open | self._named.get(name, NONE)


def covers(clause: Clause, label: Label) -> bool:
    """Whether a clause speaks of a label, whoever asks."""
    return (
        label.owner in clause.owners
        and label.data_class in clause.data_classes
        and within_ceiling(label.handling, clause.ceilings)
        and (not clause.areas or label.jurisdiction in clause.areas)
    )


def _sets(names: Iterable[Iterable[Name]]) -> Mapping[Name, Bits]:
    """For each name, the places that bear it."""
    found: dict[Name, Bits] = defaultdict(int)
    for place, borne in enumerate(names):
        for name in borne:
            found[name] |= 1 << place
    return dict(found)


def _bits(clauses: Iterable[Clause], told: Callable[[Clause], bool]) -> Bits:
    return _union(1 << place for place, clause in enumerate(clauses) if told(clause))


def _union(sets: Iterable[Bits]) -> Bits:
    united = NONE
    for bits in sets:
        united |= bits
    return united
