"""Permits: by what right each label may be seen, held as one number a label."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.sharing.label_table import Codes, LabelTable
from comity.sharing.labels import Label

CLOSED = -1


@dataclass(frozen=True, slots=True, order=True)
class Permit:
    """Why a label may be seen: the agreement, its version and the clause."""

    agreement: str
    version: int
    clause: str


OWN = Permit("own records", 0, "")


class Permits(Mapping[Label, Permit]):
    """The permit of each label of a table that may be seen; the others are not in it.

    `codes[i]` is the place among `permits` of what opens label i, or CLOSED.
    """

    def __init__(self, table: LabelTable, codes: Codes, permits: Sequence[Permit]) -> None:
        self.table, self.codes, self.permits = table, codes, tuple(permits)

    def __getitem__(self, label: Label) -> Permit:
        code = int(self.codes[self.table.position[label]])
        if code == CLOSED:
            raise KeyError(label)
        return self.permits[code]

    def __iter__(self) -> Iterator[Label]:
        open_places = np.flatnonzero(self.codes != CLOSED)
        return (self.table.labels[place] for place in open_places.tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(self.codes != CLOSED))
