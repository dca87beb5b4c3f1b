"""Products of sparse matrices in blocks of rows, so that supernodes do not fill the memory."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]
BLOCK = 4_000_000  # pairs of arcs looked at together


def blocks(left: csr_matrix, right: csr_matrix) -> Iterator[slice]:
    """Rows of the left, so many that their product with the right takes BLOCK steps, or one."""
    steps = np.cumsum((left != 0) @ np.diff(right.indptr).astype(np.float64))
    start = 0
    while start < left.shape[0]:
        before = float(steps[start - 1]) if start else 0.0
        end = max(int(np.searchsorted(steps, before + BLOCK, side="right")), start + 1)
        yield slice(start, end)
        start = end


def closed_by(first: csr_matrix, second: csr_matrix, across: csr_matrix) -> Floats:
    """For each b, how many a and c there are with a to b, b to c and a to c, by matrix."""
    back = first.T.tocsr()
    counts = np.zeros(second.shape[0])
    for rows in blocks(back, across):
        ends = (back[rows] @ across).multiply(second[rows])
        counts[rows] = np.asarray(ends.sum(axis=1)).ravel()
    return counts
