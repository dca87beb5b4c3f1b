"""A network too large to draw, drawn as groups: who hangs together is one dot, and opens.

The groups are worked out on what shows alone, and the same network has the same groups.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from comity.analytics.communities import communities
from comity.analytics.layout import place
from comity.graph.network import Network
from comity.graph.view import View

By = Literal["community", "kind"]
MOST_GROUPS = 300  # as many dots as people tell apart; the smaller ones are put together by kind
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ChartGroup:
    """Some entities as one dot: who is linked to most in it, its kinds, and the links inside."""

    members: tuple[str, ...]
    first: str
    name: str
    kinds: tuple[tuple[str, int], ...]
    links: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups from the largest down, the links between them by their places, and what is left off.

    A link is two places and how many pairs of entities it stands for.
    """

    groups: tuple[ChartGroup, ...]
    links: tuple[tuple[int, int, int], ...]
    omitted: int


def groups_of(
    view: View, entities: Sequence[str] = (), *, by: By = "community", limit: int, seed: int = 0
) -> Groups:
    """Some entities of a view as groups, or without any those who are linked to most."""
    network = view.network()
    kept, omitted = _kept(network, entities, limit)
    part = network.only(kept)
    if not part.size:
        return Groups((), (), omitted)
    found = _by_kind(part) if by == "kind" else _by_community(part, seed)
    label = _from_the_largest(_few(part, found))
    pairs, counts, inside = _links(part, label)
    ends = [(int(a), int(b)) for a, b in pairs]
    size = int(label.max()) + 1
    spots = place(size, ends, seed=seed) * 2.0
    groups = tuple(_group(part, np.flatnonzero(label == at), int(inside[at]), spots[at].tolist())
                   for at in range(size))  # fmt: skip
    return Groups(groups, tuple((a, b, int(n)) for (a, b), n in zip(ends, counts, strict=True)),
                  omitted)  # fmt: skip


def _kept(
    network: Network, entities: Sequence[str], limit: int
) -> tuple[npt.NDArray[np.bool_], int]:
    kept = np.zeros(network.size, dtype=np.bool_)
    if entities:
        found = {n for n in map(network.index_of, entities) if n is not None}
        kept[sorted(found)[:limit]] = True
        return kept, max(len(found) - limit, 0)
    # Those of as many links stand in the order of their ids.
    kept[np.argsort(-np.diff(network.simple.start), kind="stable")[:limit]] = True
    return kept, max(network.size - limit, 0)


def _by_community(part: Network, seed: int) -> Labels:
    frame = communities(part, seed=seed, seeds=1)
    return np.asarray(frame["community"].to_numpy(), dtype=np.int64)


def _by_kind(part: Network) -> Labels:
    """By kind, and by how many each is linked to: none, one, two to three, four to seven, ..."""
    _, kind = np.unique(part.kinds.astype(str), return_inverse=True)
    degree = np.ceil(np.log2(np.diff(part.simple.start) + 1)).astype(np.int64)
    return np.asarray(kind * 64 + degree, dtype=np.int64)


def _few(part: Network, label: Labels) -> Labels:
    """The largest groups as they are; all others, and those of one alone, put together by kind."""
    label = _from_the_largest(label)
    _, kind = np.unique(part.kinds.astype(str), return_inverse=True)
    alone = np.bincount(label)[label] == 1
    rest = alone | (label >= MOST_GROUPS - len(np.unique(kind)))
    return np.where(rest, label.max() + 1 + kind, label)


def _from_the_largest(label: Labels) -> Labels:
    """The same groups numbered from the largest; of equal ones the first by its first member."""
    _, first, of, size = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -size))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    return np.asarray(number[of], dtype=np.int64)


def _links(part: Network, label: Labels) -> tuple[Labels, Labels, Labels]:
    """The pairs of groups that are linked, by how many pairs of entities; and those inside."""
    size = int(label.max()) + 1
    one, other = label[part.simple.low], label[part.simple.high]
    inside = np.bincount(one[one == other], minlength=size)
    low, high = np.minimum(one, other), np.maximum(one, other)
    pairs, counts = np.unique((low * size + high)[low != high], return_counts=True)
    return np.stack(np.divmod(pairs, size), axis=1), counts, inside


def _group(part: Network, rows: npt.NDArray[np.intp], links: int, spot: list[float]) -> ChartGroup:
    degree = np.diff(part.simple.start)[rows]
    first = rows[int(np.argmax(degree))]
    kinds = Counter(part.kinds[rows].tolist())
    return ChartGroup(
        members=tuple(map(str, part.ids[rows].tolist())),
        first=str(part.ids[first]),
        name=str(part.names[first]),
        kinds=tuple(sorted(kinds.items(), key=lambda each: (-each[1], each[0]))),
        links=links,
        x=round(spot[0], 1),
        y=round(spot[1], 1),
    )
