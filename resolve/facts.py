"""What resolution takes in: the identity facts of subjects, and pairs of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
# Numbers used to look things up: narrow where many are kept, wide where much is looked up.
Index = npt.NDArray[np.int32] | npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Facts:
    """The facts of `subjects` subjects of one kind, one row a value.

    `subject`, `property` and `value` are numbers: of a subject, into `properties` and into
    `values`. Several values of one property are normal.
    """

    kind: str
    subjects: int
    subject: Codes
    property: npt.NDArray[np.int16]
    value: Codes
    properties: tuple[str, ...]
    values: Sequence[str]


@dataclass(frozen=True)
class Pairs:
    """Pairs of subjects, first below second."""

    first: Index
    second: Index

    def __len__(self) -> int:
        return len(self.first)

    def at(self, rows: Ints | Mask | slice) -> "Pairs":
        """Some of the pairs."""
        return Pairs(self.first[rows], self.second[rows])


NO_PAIRS = Pairs(np.zeros(0, np.int32), np.zeros(0, np.int32))
