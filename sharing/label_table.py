"""Many labels as columns, so that what they have in common is decided once."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from comity.sharing.labels import Label

Codes = npt.NDArray[np.int64]
Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True)
class Column(Generic[Value]):
    """One part of many labels: its different values, and the place of each label's among them."""

    values: tuple[Value, ...]
    codes: Codes

    @classmethod
    def of(cls, values: Iterable[Value]) -> "Column[Value]":
        """The column of some values."""
        places: dict[Value, int] = {}
        codes = [places.setdefault(value, len(places)) for value in values]
        return cls(tuple(places), np.array(codes, dtype=np.int64))


class LabelTable:
    """Different labels in an order of their own."""

    def __init__(self, labels: Iterable[Label]) -> None:
        self.labels = tuple(labels)
        self.owner = Column.of(label.owner for label in self.labels)
        self.kind = Column.of((label.owner, label.data_class) for label in self.labels)
        self.reach = Column.of((label.handling, label.jurisdiction) for label in self.labels)
        self.caveats = Column.of(label.caveats for label in self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def position(self) -> dict[Label, int]:
        """Where each label stands."""
        return {label: place for place, label in enumerate(self.labels)}
