"""Rows that say the same in everything that is compared and yet stay apart: told, never silent."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from comity.resolve.facts import Codes
from comity.resolve.table_columns import Column

# So many alike rows are more than namesakes of whom little is known.
MANY = 50
_SEED = 11


def alike_apart(held: Sequence[tuple[str, Column]], cluster: Codes) -> list[str]:
    """A warning where many rows are alike in all columns matched on but not in one cluster."""
    marks = _marks(held, len(cluster))
    _, group, sizes = np.unique(marks, return_inverse=True, return_counts=True)
    many = (sizes >= MANY)[group] & (marks != 0)
    if not many.any():
        return []
    both = np.unique(np.column_stack([group[many], cluster[many]]), axis=0)
    groups, clusters = np.unique(both[:, 0], return_counts=True)
    apart = groups[clusters > 1]
    if not len(apart):
        return []
    rows = int(sizes[apart].sum())
    return [
        f"{rows:,} rows in {len(apart):,} groups of {MANY} and more are alike in every column that "
        "is matched on and yet are not one cluster, for what so many share tells nobody apart; "
        "drop exact doubles first, or match on more columns"
    ]


def _marks(held: Sequence[tuple[str, Column]], rows: int) -> npt.NDArray[np.uint64]:
    """A number for what each row says, equal for equal rows; 0 for one that says nothing."""
    draw = np.random.default_rng(_SEED)
    marks = np.zeros(rows, dtype=np.uint64)
    for prop, column in held:
        if prop != "source":
            words = draw.integers(1, 2**63, len(column.texts), dtype=np.uint64)
            np.add.at(marks, column.row, words[column.code])
    return marks
