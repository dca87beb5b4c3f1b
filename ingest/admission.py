"""Admission: criminal intelligence needs a reasonable suspicion that its own record states.

28 CFR 23.20 asks for it before a record is taken in; one without it is set aside like any other
row that cannot be used.
"""

from collections.abc import Callable, Iterable

from comity.ingest.cells import Place
from comity.ingest.errors import BadValue
from comity.ingest.labelling import Habits
from comity.ingest.mapping_tables import TableSpec
from comity.ingest.picking import named, picker
from comity.sharing import Label
from comity.sharing.retention import CRIMINAL_INTELLIGENCE

Admit = Callable[[Place, Iterable[Label]], None]
_NOT_STATED = "no reasonable suspicion is stated, without which criminal intelligence is not kept"


def admission(table: TableSpec, habits: Habits) -> Admit:
    """The function that refuses, by BadValue, what may not be taken in under its labels."""
    spec = table.suspicion
    pick = picker(spec, habits.empty) if spec else None

    def admit(place: Place, labels: Iterable[Label]) -> None:
        if all(label.data_class != CRIMINAL_INTELLIGENCE for label in labels):
            return
        if pick is None or not any(text.strip() for text in pick(place)):
            raise BadValue(named(spec) if spec else "suspicion", _NOT_STATED)

    return admit
