"""Projections: who is linked through what they share, with all of it kept behind each link.

A network of persons and incidents is of two modes, and most measures mean little on it: two who
were in one incident are two hops apart, and nobody's contacts know each other. A projection links
the persons. It forgets nothing here, but it makes a clique of every event: clustering and density
then measure the size of events. What nearly everybody shares says nothing of any two of them, and
is counted instead. Newman (2001), Physical Review E 64, 016132; Breiger (1974).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analytics.errors import BadArgument, TooLarge
from comity.analytics.evidence import strength_of_evidence
from comity.analytics.frames import entity_frame, pair_frame
from comity.analytics.legs import Legs, legs_of
from comity.graph.network import Ints, Network, Nodes, Objects

Weighting = Literal["newman", "count"]
MOST_SHARED = 50
MOST_ROWS = 20_000_000
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sharing:
    """What has to be shared: things of some kinds, by links of some kinds and roles; () for any."""

    kinds: Collection[str]
    link_kinds: Collection[str] = ()
    roles: Collection[str] = ()


@dataclass(frozen=True, eq=False)
class Projection:
    """Parties linked by what they share: one row of `network` for each two and each thing.

    `through[row]` is the thing's id. `left_out` lists what too many share, with how many. The
    network's handles are places in this projection, not the view's: `behind` gives those.
    """

    network: Network
    through: Objects
    left_out: pd.DataFrame
    _legs: Legs
    _ends: Ints

    def behind(self, row: int) -> tuple[int, ...]:
        """The handles, in the view, of every link that one row of the network rests on."""
        if not 0 <= row < len(self.through):
            raise BadArgument("row", row, f"from 0 and below {len(self.through)}")
        one, two = self._ends[row].tolist()
        return (*self._legs.links_of(one), *self._legs.links_of(two))

    def pairs(self) -> pd.DataFrame:
        """The linked pairs: `links` counts the things shared, `through` names them."""
        simple, network = self.network.simple, self.network
        edges = zip(simple.first[:-1], simple.first[1:], strict=True)
        names = [tuple(sorted(self.through[simple.rows[a:b]].tolist())) for a, b in edges]
        through = np.empty(len(names), dtype=object)
        through[:] = names
        return pair_frame(network, weight=simple.weight, through=through)


def projected(
    network: Network,
    sharing: Sharing,
    *,
    weighting: Weighting = "newman",
    most_shared: int | None = MOST_SHARED,
    overlapping: bool = False,
) -> Projection:
    """The parties of a network, linked where they share something.

    Newman's weight of a thing that k share is 1 / (k - 1) for each two of them, so that large
    events bind less; `count` makes it 1. What more than `most_shared` share is left out, unless
    that is None. `overlapping` asks that both held it at the same time.
    """
    if weighting not in ("newman", "count"):
        raise BadArgument("weighting", weighting, "newman or count")
    if most_shared is not None and most_shared < 2:
        raise BadArgument("most_shared", most_shared, "2 or more, or None")
    legs = legs_of(network, sharing.kinds, sharing.link_kinds, sharing.roles)
    sharers = np.bincount(legs.thing, minlength=network.size)
    hub = sharers > (most_shared if most_shared is not None else network.size)
    one, two = _meetings(legs.thing, hub)
    if overlapping:
        together = np.maximum(legs.begins[one], legs.begins[two]) < np.minimum(
            legs.ends[one], legs.ends[two]
        )
        one, two = one[together], two[together]
    thing = legs.thing[one]
    weight = 1.0 / (sharers[thing] - 1) if weighting == "newman" else np.ones(len(thing))
    left_out = entity_frame(network, shared_by=sharers).iloc[np.flatnonzero(hub)]
    rows = _rows(network, legs, one, two, weight)
    ends = np.stack([one, two], axis=1)
    return Projection(rows, network.ids[thing], left_out.reset_index(drop=True), legs, ends)


def modes(network: Network) -> pd.DataFrame:
    """How many links join which two kinds: `kind`, `other`, `links`, most first."""
    kinds = network.kinds.astype(str)
    first, second = kinds[network.source], kinds[network.target]
    low, high = np.where(first < second, first, second), np.where(first < second, second, first)
    table = pd.DataFrame({"kind": low.astype(object), "other": high.astype(object)})
    counted = table.groupby(["kind", "other"]).size().rename("links").reset_index()
    ordered = counted.sort_values(["links", "kind", "other"], ascending=[False, True, True])
    return ordered.astype({"links": "int64"}).reset_index(drop=True)


def check_one_mode(network: Network) -> None:
    """Refuse a network whose links join things of unlike kinds, parties among themselves aside."""
    party = network.party
    apart = network.kinds[network.source] != network.kinds[network.target]
    mixed = np.flatnonzero(apart & ~(party[network.source] & party[network.target]))
    if len(mixed):
        row = int(mixed[0])
        ends = network.source[row], network.target[row]
        kinds = " and ".join(sorted(str(network.kinds[end]) for end in ends))
        raise BadArgument("network", f"linking {kinds}", "of one mode: project it, or take a part")


def _meetings(thing: Nodes, hub: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Each two legs to one thing, hubs left out; legs lie in the order of things."""
    at = np.flatnonzero(~hub[thing])
    _, first, many = np.unique(thing[at], return_index=True, return_counts=True)
    last = np.repeat(first + many, many)
    later = last - np.arange(len(at)) - 1
    if int(later.sum()) > MOST_ROWS:
        raise TooLarge("pairs", int(later.sum()), MOST_ROWS, "leave out what fewer share")
    one = np.repeat(np.arange(len(at)), later)
    before = np.cumsum(later) - later
    two = one + 1 + np.arange(len(one)) - before[one]
    return at[one], at[two]


def _rows(network: Network, legs: Legs, one: Ints, two: Ints, weight: Floats) -> Network:
    """The parties and a row for each two legs, in time where both held."""
    begins = np.maximum(legs.begins[one], legs.begins[two])
    ends = np.maximum(np.minimum(legs.ends[one], legs.ends[two]), begins)
    sure = strength_of_evidence(network)[legs.best]
    weaker = legs.best[np.where(sure[one] <= sure[two], one, two)]
    kinds = np.array([f"shared {kind}" for kind in network.kinds[legs.thing[one]]], dtype=object)
    number = np.cumsum(network.party, dtype=np.int32) - 1
    parties = network.with_links(np.zeros(len(network.link), dtype=np.bool_)).only(network.party)
    return replace(
        parties,
        source=number[legs.party[one]].astype(np.int32),
        target=number[legs.party[two]].astype(np.int32),
        link=np.arange(len(one), dtype=np.int64),
        link_kinds=kinds,
        roles=np.full(len(one), "", dtype=object),
        weight=weight.astype(np.float64),
        begins=begins,
        ends=ends,
        grades=network.grades[weaker],
    )
