"""Searches level by level from some sources, over whole frontiers at once (Brandes 2001).

Knows compressed rows only; what a sum means is said where it is asked for.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]
Nodes = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Whom each entity leads to, as compressed rows."""

    start: Ints
    beside: Nodes

    @classmethod
    def of(cls, matrix: csr_matrix) -> "Rows":
        """The rows of a matrix."""
        return cls(matrix.indptr.astype(np.int64), matrix.indices)

    @property
    def size(self) -> int:
        """How many entities."""
        return len(self.start) - 1

    def arcs(self, edge: Nodes) -> tuple[Ints, Ints]:
        """For all arcs of some entities: whose each is (a place in `edge`), and where it lies."""
        many = self.start[edge + 1] - self.start[edge]
        whose = np.repeat(np.arange(len(edge)), many)
        before = np.cumsum(many) - many
        return whose, np.arange(len(whose)) + np.repeat(self.start[edge] - before, many)


@dataclass(frozen=True)
class _Level:
    """Arcs from one level of a search to the next: whose, to whom, and where each lies."""

    whose: Nodes
    to: Nodes
    at: Ints


def distances(rows: Rows, source: int) -> Nodes:
    """Hops from a source to everybody; -1 where there is no way."""
    far = np.full(rows.size, -1, dtype=np.int32)
    far[source] = 0
    edge = np.array([source], dtype=np.int32)
    while len(edge):
        around = rows.beside[rows.arcs(edge)[1]]
        hops = far[edge[0]] + 1
        # Marking before looking who was marked costs no sorting of what was met.
        far[around[far[around] == -1]] = hops
        edge = _first_of(around[far[around] == hops], rows.size)
    return far


def dependencies(rows: Rows, sources: Ints) -> tuple[Floats, Floats]:
    """How much shortest paths from the sources depend on each entity, and on each arc."""
    nodes, arcs = np.zeros(rows.size), np.zeros(len(rows.beside))
    for source in sources.tolist():
        paths, levels = _search(rows, source)
        delta = np.zeros(rows.size)
        for level in reversed(levels):
            share = paths[level.whose] / paths[level.to] * (1 + delta[level.to])
            arcs[level.at] += share  # an arc lies on one level of a search only
            _add(delta, level.whose, share)
        delta[source] = 0.0
        nodes += delta
    return nodes, arcs


def _search(rows: Rows, source: int) -> tuple[Floats, list[_Level]]:
    """How many shortest paths lead to each, and the arcs they take, level by level."""
    paths = np.zeros(rows.size)
    far = np.full(rows.size, -1, dtype=np.int32)
    paths[source], far[source] = 1.0, 0
    edge, levels = np.array([source], dtype=np.int32), list[_Level]()
    while len(edge):
        whose, at = rows.arcs(edge)
        to, hops = rows.beside[at], far[edge[0]] + 1
        far[to[far[to] == -1]] = hops
        ahead = far[to] == hops
        level = _Level(edge[whose[ahead]], to[ahead], at[ahead])
        _add(paths, level.to, paths[level.whose])
        edge = _first_of(level.to, rows.size)
        if len(edge):
            levels.append(level)
    return paths, levels


def _add(total: Floats, at: Nodes, values: Floats) -> None:
    """Add values at places that may come twice; a long chain has many levels of few."""
    if len(at) < len(total) // 50:
        np.add.at(total, at, values)
    else:
        total += np.bincount(at, weights=values, minlength=len(total))


def _first_of(met: Nodes, size: int) -> Nodes:
    """Who was met, each once, in order."""
    if len(met) < size // 50:
        return np.unique(met)
    there = np.zeros(size, dtype=np.bool_)
    there[met] = True
    return np.flatnonzero(there).astype(np.int32)
