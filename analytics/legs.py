"""The legs of a two-mode network: which party touches which thing, by which links."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.analytics.evidence import strength_of_evidence
from comity.graph.network import Ints, Network, Nodes

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Legs:
    """Each party and thing that touch, once, in the order of things and then of parties.

    `begins` and `ends` span all links of a leg, `best` is the row of the surest of them.
    """

    party: Nodes
    thing: Nodes
    begins: Ints
    ends: Ints
    best: Ints
    _links: Ints
    _first: Ints

    def links_of(self, leg: int) -> tuple[int, ...]:
        """The handles of a leg's links, in order."""
        return tuple(self._links[self._first[leg] : self._first[leg + 1]].tolist())


def legs_of(
    network: Network,
    things: Collection[str],
    link_kinds: Collection[str],
    roles: Collection[str],
) -> Legs:
    """The legs between parties and things of some kinds, by links of some kinds and roles."""
    is_thing = np.isin(network.kinds.astype(str), list(things)) & ~network.party
    forward = network.party[network.source] & is_thing[network.target]
    backward = network.party[network.target] & is_thing[network.source]
    rows = np.flatnonzero(
        (forward | backward) & _among(network.link_kinds, link_kinds) & _among(network.roles, roles)
    )
    turned = backward[rows]
    party = np.where(turned, network.target[rows], network.source[rows])
    thing = np.where(turned, network.source[rows], network.target[rows])
    order = np.lexsort((network.link[rows], party, thing))
    return _grouped(network, rows[order], party[order], thing[order])


def _among(words: npt.NDArray[np.object_], wanted: Collection[str]) -> Mask:
    if not wanted:
        return np.ones(len(words), dtype=np.bool_)
    return np.asarray(np.isin(words.astype(str), list(wanted)))


def _grouped(network: Network, rows: Ints, party: Nodes, thing: Nodes) -> Legs:
    new = np.ones(len(rows), dtype=np.bool_)
    new[1:] = (party[1:] != party[:-1]) | (thing[1:] != thing[:-1])
    first = np.flatnonzero(new)
    begins, ends = network.begins[rows], network.ends[rows]
    if len(rows):
        begins, ends = np.minimum.reduceat(begins, first), np.maximum.reduceat(ends, first)
    leg = np.cumsum(new) - 1
    surest = np.lexsort((-strength_of_evidence(network)[rows], leg))
    edges = np.append(first, len(rows))
    return Legs(
        party[first], thing[first], begins, ends, rows[surest[first]], network.link[rows], edges
    )
