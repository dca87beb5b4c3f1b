"""What resolution takes in: the identity facts of subjects, and pairs of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
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

    first: Codes
    second: Codes

    def __len__(self) -> int:
        return len(self.first)


NO_PAIRS = Pairs(np.zeros(0, np.int32), np.zeros(0, np.int32))
