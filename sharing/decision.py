"""The decision: agreements permit, an owner's caveat forbids, silence means no."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from comity.sharing.agreement import Agreement
from comity.sharing.clearance import Clearance, Viewer
from comity.sharing.handling import shows
from comity.sharing.label_table import Codes, LabelTable
from comity.sharing.labels import Label
from comity.sharing.permits import CLOSED, OWN, Permits
from comity.sharing.rulebook import Bits, Rulebook

ORIGINATOR_ONLY = "originator-only"
NOT_FOR = "not-for:"
SEALED = "sealed-but-for:"


def decide(
    viewer: Viewer,
    labels: LabelTable | Iterable[Label],
    agreements: Rulebook | Iterable[Agreement],
    at: datetime,
) -> Clearance:
    """Decide every label once for one viewer at one moment (aware datetime, UTC)."""
    table = labels if isinstance(labels, LabelTable) else LabelTable(labels)
    rules = agreements if isinstance(agreements, Rulebook) else Rulebook(agreements)
    deciding = _Deciding(table, rules, viewer, at)
    facts, permits = deciding.facts(), (OWN, *rules.permits)

    def told(codes: Codes) -> Permits:
        return Permits(table, codes, permits)

    return Clearance(
        viewer,
        at,
        permits=told(facts),
        apart={prop: told(codes) for prop, codes in deciding.apart(facts)},
        pointers=told(deciding.pointers(facts)),
        ties=told(deciding.ties(facts)),
    )


class _Deciding:
    """The labels of a table before one viewer at one moment: which clause opens each."""

    def __init__(self, table: LabelTable, rules: Rulebook, viewer: Viewer, at: datetime) -> None:
        self._rules, self._open = rules, rules.open_to(viewer, at)
        self._coverage = rules.coverage(table)
        spared = _spared(table, viewer)
        self._own = _owned(table, viewer.agency) & ~_sealed(table, viewer.agency)
        self._whole = spared & _shown(table, "all")
        self._pointed = spared & _shown(table, "pointer")

    def facts(self) -> Codes:
        """What opens the facts of each label."""
        return self._seen(self._rules.giving("facts"))

    def apart(self, facts: Codes) -> Iterator[tuple[str, Codes]]:
        """What opens the facts of each property that a clause redacts, where it differs."""
        giving = self._rules.giving("facts")
        for prop, redacting in self._rules.redacting(self._open).items():
            codes = self._seen(giving & ~redacting)
            if not np.array_equal(codes, facts):
                yield prop, codes

    def pointers(self, facts: Codes) -> Codes:
        """What lets know whom to ask, of labels whose facts do not show."""
        pointing = self._rules.giving("pointer")
        codes = self._first(pointing, self._whole & (facts == CLOSED))
        if self._pointed.any():
            more = self._pointed & (facts == CLOSED)
            codes[more] = self._first(pointing | self._rules.giving("facts"), more)[more]
        return codes

    def ties(self, facts: Codes) -> Codes:
        """What lets know that entities are one by facts that do not show."""
        tying = self._rules.giving("link_disclosure")
        return self._first(tying, self._whole & (facts == CLOSED))

    def _seen(self, clauses: Bits) -> Codes:
        codes = self._first(clauses, self._whole)
        codes[self._own] = 0
        return codes

    def _first(self, clauses: Bits, where: npt.NDArray[np.bool_]) -> Codes:
        """The first of some clauses that covers each label; where it may."""
        if not clauses & self._open:
            return np.full(len(where), CLOSED, dtype=np.int64)
        # One's own records stand before the clauses among the permits: clause i is permit i + 1.
        found = self._coverage.first(clauses & self._open)
        found[~where | (found == 0)] = CLOSED
        return found


def _spared(table: LabelTable, viewer: Viewer) -> npt.NDArray[np.bool_]:
    """Which labels have no caveat against this viewer's agency, or whom they act for."""
    spared = [
        spares(caveats, viewer.agency) and (not viewer.task_force or _names_not(caveats, viewer))
        for caveats in table.caveats.values
    ]
    return np.array(spared, dtype=np.bool_)[table.caveats.codes]


def _names_not(caveats: Iterable[str], viewer: Viewer) -> bool:
    return NOT_FOR + viewer.task_force not in caveats


def _shown(table: LabelTable, much: str) -> npt.NDArray[np.bool_]:
    """Which labels' handling codes show so much of a fact."""
    shown = [shows(handling) == much for handling, _ in table.reach.values]
    return np.array(shown, dtype=np.bool_)[table.reach.codes]


def _owned(table: LabelTable, agency: str) -> npt.NDArray[np.bool_]:
    owned = [owner == agency for owner in table.owner.values]
    return np.array(owned, dtype=np.bool_)[table.owner.codes]


def _sealed(table: LabelTable, agency: str) -> npt.NDArray[np.bool_]:
    """Which labels a seal closes to this agency, be it the owner."""
    closed = [
        any(each.startswith(SEALED) and not _spares(each, agency) for each in caveats)
        for caveats in table.caveats.values
    ]
    return np.array(closed, dtype=np.bool_)[table.caveats.codes]


def sealed_label(label: Label, spared: Iterable[str]) -> Label:
    """The label of a sealed fact: closed to everyone but the agencies that its order names."""
    return replace(label, caveats=(*label.caveats, SEALED + ",".join(sorted(spared))))


def spares(caveats: Iterable[str], agency: str) -> bool:
    """Whether caveats leave an agency free to see; one that is not understood does not."""
    return all(_spares(caveat, agency) for caveat in caveats)


def _spares(caveat: str, agency: str) -> bool:
    if caveat.startswith(SEALED):
        return agency in caveat.removeprefix(SEALED).split(",")
    return caveat.startswith(NOT_FOR) and caveat.removeprefix(NOT_FOR) != agency
