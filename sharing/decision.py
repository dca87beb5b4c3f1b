"""The decision: agreements permit, an owner's caveat forbids, silence means no."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from comity.sharing.agreement import Agreement
from comity.sharing.clearance import Clearance, Viewer
from comity.sharing.handling import shows
from comity.sharing.label_table import Codes, Column, LabelTable
from comity.sharing.labels import Label
from comity.sharing.permits import CLOSED, OWN, Permits
from comity.sharing.rulebook import Bits, Rulebook, lowest

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
    codes = _codes(table, rules, rules.open_to(viewer, at))
    codes[~_spared(table, viewer)] = CLOSED
    shown, pointed = _shown(table, "all"), _shown(table, "pointer")
    open_codes = np.where(shown, codes, CLOSED)
    open_codes[_owned(table, viewer.agency) & ~_sealed(table, viewer.agency)] = 0
    pointers = np.where(pointed & (open_codes == CLOSED), codes, CLOSED)
    permits = (OWN, *rules.permits)
    return Clearance(
        viewer, at, Permits(table, open_codes, permits), Permits(table, pointers, permits)
    )


def _codes(table: LabelTable, rules: Rulebook, open_now: Bits) -> Codes:
    """The first permit that covers each label, found once for labels covered by the same."""
    about = Column.of(rules.about(*kind) & open_now for kind in table.kind.values)
    within = Column.of(rules.within(*reach) for reach in table.reach.values)
    width = max(len(within.values), 1)
    pairs = about.codes[table.kind.codes] * width + within.codes[table.reach.codes]
    different, back = np.unique(pairs, return_inverse=True)
    first = [
        lowest(about.values[pair // width] & within.values[pair % width])
        for pair in different.tolist()
    ]
    # One's own records stand before the clauses among the permits; -1 of none stays -1.
    codes = np.array([place + 1 if place >= 0 else CLOSED for place in first], dtype=np.int64)
    return codes[back]


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
