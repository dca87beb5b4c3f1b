"""How far off a measure is that was taken from some sources only, and which ones to take."""

import math

import numpy as np
import numpy.typing as npt

from comity.analytics.errors import BadArgument

EXACT_WORK = 400_000_000  # entities times links up to which every entity is a source
SOURCES = 256


def drawn(size: int, k: int, seed: int) -> npt.NDArray[np.int64]:
    """k different sources of `size`, by a seed, in order."""
    if not 1 <= k <= size:
        raise BadArgument("k", k, f"from 1 to the {size} entities there are")
    return np.sort(np.random.default_rng(seed).choice(size, k, replace=False)).astype(np.int64)


def error_of(k: int, size: int, doubt: float) -> float:
    """How far off a mean of k values within 0..1 is at most for all entities, but for a doubt.

    Hoeffding (1963) for one, and the doubt shared out among all; draws without return are
    no worse (his section 6). No less than 0 where all were taken.
    """
    return 0.0 if k >= size else math.sqrt(math.log(2 * size / doubt) / (2 * k))
