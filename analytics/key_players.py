"""Key players: the few whose removal parts a network most, or who together reach most of it.

The k most central are not the best set: they do each other's work. Who to arrest, warn or
watch are different questions, hence two measures. Both are of the network as known today: it
will not stand still when a set is removed. Borgatti (2006), Comp. Math. Org. Theory 12, 21-34.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from comity.analytics.brandes import Rows, distances
from comity.analytics.errors import BadArgument, TooLarge, UnknownEntity
from comity.analytics.frames import entity_frame
from comity.analytics.matrices import adjacency
from comity.graph.network import Network

MOST_SETS = 5_000
MOST_CANDIDATES = 150
MOST_PLAYERS, MOST_SWAPS = 20, 20
WORK = 100_000_000  # entities and links looked at for one set to be built up
MOST_WORK = 2 * WORK  # and for it to be bettered
Value = Callable[[Sequence[int]], float]


def fragmentation(network: Network, removed: Sequence[str] = ()) -> float:
    """The share of pairs of entities that cannot reach each other once a set is removed (F)."""
    return _fragmentation(adjacency(network), _numbers(network, removed))


def reach(network: Network, players: Sequence[str], *, hops: int = 2) -> float:
    """The share of all entities that a set reaches within some hops, itself included."""
    reached = _reached(network, np.array(_numbers(network, players)), hops)
    return float(reached.any(axis=0).sum() / max(network.size, 1))


def players_to_remove(network: Network, k: int) -> pd.DataFrame:
    """The k entities whose removal fragments most; `attrs` says the value, and if it is the best.

    All sets are tried while there are at most MOST_SETS; beyond, the best is built up one by
    one among those with most neighbours (`attrs["candidates"]`) and bettered by exchanges.
    """
    matrix = adjacency(network)
    return _set(network, k, lambda chosen: _fragmentation(matrix, chosen))


def players_to_reach(network: Network, k: int, *, hops: int = 2) -> pd.DataFrame:
    """The k entities who together reach most within some hops; found in the same way."""
    if hops < 1:
        raise BadArgument("hops", hops, "1 or more")
    candidates = _candidates(network, k)
    reached = _reached(network, candidates, hops)
    place = {int(number): at for at, number in enumerate(candidates)}

    def share(chosen: Sequence[int]) -> float:
        rows = reached[[place[number] for number in chosen]]
        return float(rows.any(axis=0).sum() / max(network.size, 1))

    return _set(network, k, share)


def _set(network: Network, k: int, value: Value) -> pd.DataFrame:
    if not 0 <= k <= network.size:
        raise BadArgument("k", k, f"from 0 to the {network.size} entities there are")
    if k > MOST_PLAYERS:
        raise TooLarge("key players", k, MOST_PLAYERS, "ask for a smaller set")
    candidates = _candidates(network, k).tolist()
    whole = _few_sets(network, k)
    if whole:
        chosen = _best_of_all(candidates, k, value)
    else:
        chosen = _grown(candidates, k, value, _rounds(network, k, len(candidates)))
    frame = entity_frame(network).iloc[sorted(chosen)].reset_index(drop=True)
    frame.attrs.update(value=value(chosen), best=whole, candidates=len(candidates))
    return frame


def _rounds(network: Network, k: int, candidates: int) -> int:
    """How often exchanges are tried: each round looks at the network for each of them."""
    looks = k * candidates * (network.size + len(network.simple.low))
    return min(MOST_SWAPS, max(MOST_WORK // max(looks, 1), 1))


def _few_sets(network: Network, k: int) -> bool:
    return 0 <= k <= network.size and comb(network.size, k) <= MOST_SETS


def _candidates(network: Network, k: int) -> npt.NDArray[np.int64]:
    """Those with most neighbours, in the order of ids: fewer, the dearer each look is."""
    if _few_sets(network, k):
        return np.arange(network.size)
    look = 2 * max(k, 1) * (network.size + len(network.simple.low))
    most = max(min(MOST_CANDIDATES, WORK // max(look, 1)), 2 * k, 1)
    degree = np.diff(network.simple.start)
    return np.sort(np.argsort(-degree, kind="stable")[:most])


def _best_of_all(candidates: Sequence[int], k: int, value: Value) -> list[int]:
    # Of equal sets max keeps the first, and combinations come in the order of ids.
    return list(max(combinations(candidates, k), key=lambda chosen: value(tuple(chosen))))


def _grown(candidates: Sequence[int], k: int, value: Value, rounds: int) -> list[int]:
    chosen: list[int] = []
    for _ in range(k):
        others = [one for one in candidates if one not in chosen]
        chosen.append(max(others, key=lambda one: value([*chosen, one])))
    for _ in range(rounds):
        better = _exchanged(candidates, chosen, value)
        if value(better) <= value(chosen):
            break
        chosen = better
    return chosen


def _exchanged(candidates: Sequence[int], chosen: list[int], value: Value) -> list[int]:
    """The best set that differs in one."""
    others = [one for one in candidates if one not in chosen]
    sets = [[*chosen[:at], one, *chosen[at + 1 :]] for at in range(len(chosen)) for one in others]
    return max(sets, key=value, default=chosen)


def _fragmentation(matrix: csr_matrix, removed: Sequence[int]) -> float:
    """Borgatti's F over all entities: whoever is removed reaches nobody."""
    size = matrix.shape[0]
    kept = np.ones(size, dtype=np.bool_)
    kept[list(removed)] = False
    if size < 2 or not kept.any():
        return float(size > 1)
    _, label = connected_components(matrix[kept][:, kept], directed=False)
    parts = np.bincount(label).astype(np.float64)
    return float(1 - (parts * (parts - 1)).sum() / (size * (size - 1)))


def _reached(network: Network, players: npt.NDArray[np.int64], hops: int) -> npt.NDArray[np.bool_]:
    """Whom each reaches within some hops, a row a player."""
    rows = Rows.of(adjacency(network))
    reached = np.zeros((len(players), network.size), dtype=np.bool_)
    for at, player in enumerate(players.tolist()):
        far = distances(rows, player)
        reached[at] = (far >= 0) & (far <= hops)
    return reached


def _numbers(network: Network, entities: Sequence[str]) -> list[int]:
    numbers = []
    for entity in entities:
        number = network.index_of(entity)
        if number is None:
            raise UnknownEntity(entity)
        numbers.append(number)
    return numbers
