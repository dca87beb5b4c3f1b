"""Regrouping: which entities of a view joined, parted, came and went between two moments.

It compares who is who then with who is who now, by the mentions that show at both, so that it
can tell nothing which the view does not show.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from comity.graph.columns import Codes, Ints, Mask
from comity.graph.entities import Entities
from comity.graph.joining import NOBODY

# How entities changed, in the order in which it is told.
WAYS = ("joined", "parted", "regrouped", "renamed", "came", "went")


@dataclass(frozen=True, slots=True)
class Regrouped:
    """Entities that became others; a `before` id leads on as long as its own mention shows."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def how(self) -> str:
        """One of WAYS: whether they joined, parted, did both, or came, went or got another id."""
        few = min(len(self.before), 2), min(len(self.after), 2)
        ways = {(2, 1): "joined", (1, 2): "parted", (1, 1): "renamed", (2, 2): "regrouped"}
        return ways.get(few, "went" if self.before else "came")


def regrouped(then: Entities, now: Entities) -> list[Regrouped]:
    """What became of the entities of then, and where those of now are from."""
    pairs = _overlaps(then, now)
    went, came = np.setdiff1d(_heads(then), pairs[:, 0]), np.setdiff1d(_heads(now), pairs[:, 1])
    other = _is_more_than_one(pairs, 0) | _is_more_than_one(pairs, 1)
    pairs = pairs[other | (pairs[:, 0] != pairs[:, 1])]
    found = [
        Regrouped(_ids(then, pairs[part, 0]), _ids(now, pairs[part, 1]))
        for part in _together(pairs)
    ]
    found += [Regrouped((), (address,)) for address in _ids(now, came)]
    found += [Regrouped((address,), ()) for address in _ids(then, went)]
    return sorted(found, key=lambda each: (WAYS.index(each.how), each.before, each.after))


def _together(pairs: Ints) -> list[Ints]:
    """The rows of pairs that hang together by either end."""
    if not len(pairs):
        return []
    old, new = (np.unique(pairs[:, side], return_inverse=True)[1] for side in (0, 1))
    size = int(old.max() + new.max()) + 2
    links = coo_matrix((np.ones(len(pairs)), (old, old.max() + 1 + new)), (size, size))
    group = connected_components(links, directed=False)[1][old]
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _is_more_than_one(pairs: Ints, side: int) -> Mask:
    """Which pairs have an end that is in another pair too."""
    _, place, counts = np.unique(pairs[:, side], return_inverse=True, return_counts=True)
    found: Mask = counts[place] > 1
    return found


def _overlaps(then: Entities, now: Entities) -> Ints:
    """Pairs of heads, then and now, of the entities that share a mention which shows at both."""
    size = min(len(then.linked.head), len(now.linked.head))
    heads = np.stack([then.linked.head[:size], now.linked.head[:size]], axis=1)
    both = heads[(heads != NOBODY).all(axis=1)]
    found: Ints = np.unique(both, axis=0)
    return found


def _heads(entities: Entities) -> Codes:
    return np.unique(entities.linked.head[entities.linked.head != NOBODY])


def _ids(entities: Entities, heads: Codes | Ints) -> tuple[str, ...]:
    ids = entities.snapshot.mention_ids[np.unique(heads)]
    return tuple(sorted(address.decode() for address in ids.tolist()))
