"""What a community is: who, of what kinds, why together, where, when, and who says so.

A division of a network is numbers; this is what to read before believing it. A community
whose links are all of one record is that record.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from comity.analytics.errors import UnknownEntity
from comity.analytics.frames import entity_frame
from comity.graph.view import View
from comity.graph.words import BEGINNING, FOREVER, Interval


@dataclass(frozen=True)
class CommunityProfile:
    """A community as a view sees it.

    `members` are its entities, best bound first, with their links `inside` and `outside`.
    `conductance` is the share of its links' ends that lie outside: low is well apart.
    """

    members: pd.DataFrame
    kinds: Mapping[str, int]
    link_kinds: Mapping[str, int]
    places: tuple[str, ...]
    agencies: Mapping[str, int]
    records: int
    when: Interval
    density: float
    conductance: float


def community_profile(view: View, entities: Sequence[str]) -> CommunityProfile:
    """The profile of some entities of a view, as of one community of `communities`."""
    network = view.network()
    inside = np.zeros(network.size, dtype=np.bool_)
    for entity in entities:
        number = network.index_of(entity)
        if number is None:
            raise UnknownEntity(entity)
        inside[number] = True
    within = inside[network.source] & inside[network.target]
    touching = (inside[network.source] | inside[network.target]) & ~within
    facts = view.evidence(network.link[within].tolist())
    members = _members(view, inside, within, touching)
    size, simple = int(inside.sum()), network.simple
    pairs = int((inside[simple.low] & inside[simple.high]).sum())
    ends = 2 * int(within.sum()) + int(touching.sum())
    return CommunityProfile(
        members=members,
        kinds=_counted(members["kind"].tolist()),
        link_kinds=_counted(network.link_kinds[within].tolist()),
        places=tuple(members.loc[members["kind"] == "location", "name"]),
        agencies=_counted([fact.origin.agency for fact in facts]),
        records=len({(fact.origin.source, fact.origin.record) for fact in facts}),
        when=_span([fact.valid for fact in facts]),
        density=pairs / (size * (size - 1) / 2) if size > 1 else 0.0,
        conductance=int(touching.sum()) / ends if ends else 0.0,
    )


def _members(
    view: View,
    inside: np.ndarray[tuple[int], np.dtype[np.bool_]],
    within: np.ndarray[tuple[int], np.dtype[np.bool_]],
    touching: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> pd.DataFrame:
    network = view.network()
    counts = [
        np.bincount(
            np.concatenate([network.source[rows], network.target[rows]]), minlength=network.size
        )
        for rows in (within, touching)
    ]
    frame = entity_frame(network, standing=network.standing, inside=counts[0], outside=counts[1])[
        inside
    ]
    ordered = frame.sort_values(["inside", "entity"], ascending=[False, True], kind="stable")
    return ordered.reset_index(drop=True)


def _counted(words: Sequence[str]) -> Mapping[str, int]:
    """Most frequent first, then by the word."""
    counted = Counter(map(str, words))
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _span(stretches: Sequence[Interval]) -> Interval:
    """From the first known beginning to the last known end."""
    known = [
        moment
        for stretch in stretches
        for moment in (stretch.start, stretch.end)
        if moment not in (BEGINNING, FOREVER)
    ]
    return Interval(min(known, default=BEGINNING), max(known, default=FOREVER))
