"""Permits: by what right each label may be seen, held as one number a label."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Grant:
    """By what right each label may be seen; a label that is not in it is withheld.

    `apart` are the permits of properties that some clause redacts: theirs, and no others, decide
    on facts of that property.
    """

    permits: Mapping[Label, Permit]
    apart: Mapping[str, Mapping[Label, Permit]] = field(default_factory=dict)

    def of(self, label: Label, prop: str = "") -> Permit | None:
        """What permits a fact under a label, be it of a property; None of what is withheld."""
        return self.apart.get(prop, self.permits).get(label)

    def digest(self) -> str:
        """A hash of what is permitted by what: equal ones let see and say the same."""
        return _digest({"": self.permits, **self.apart}, lambda permit: str(permit))

    def allowed_digest(self) -> str:
        """A hash of what is permitted, by whatever."""
        return _digest({"": self.permits, **self.apart}, lambda _: "")


def _digest(told: Mapping[str, Mapping[Label, Permit]], by: Callable[[Permit], str]) -> str:
    lines = sorted(
        f"{prop} {label.canonical()} {by(permit)}"
        for prop, permits in told.items()
        for label, permit in permits.items()
    )
    return hashlib.sha256("\n".join([*told, *lines]).encode()).hexdigest()
