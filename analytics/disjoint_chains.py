"""The shortest chains from one entity to several places that share nobody on the way.

Found one after the other, each by the shortest walk that may take back what earlier ones took
(Suurballe 1974; Bhandari 1999), so that together they are as short as can be. Knows numbers
and compressed rows only.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import pairwise

from comity.analytics.path_search import Chain
from comity.graph.network import Simple

# An entity as it is come to (False) and as it is left (True): only one chain may do both.
Place = tuple[int, bool]


@dataclass
class Search:
    """Where chains are looked for, whom none may pass, and how many steps were looked at so far."""

    simple: Simple
    banned: Set[int]
    looked: int = 0


@dataclass
class _Flow:
    """What the chains found so far take: steps, entities passed, and room left at the ends."""

    start: int
    room: dict[int, int]
    steps: set[tuple[int, int]] = field(default_factory=set)
    before: dict[int, set[int]] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)

    def take(self, walk: list[Place]) -> None:
        """Add a walk, taking back the steps that it goes against."""
        for (one, leaving), (two, arriving) in pairwise(walk):
            if one == two:
                self.passed.symmetric_difference_update({one})
            elif leaving and not arriving:
                self.steps.add((one, two))
                self.before.setdefault(two, set()).add(one)
            else:
                self.steps.discard((two, one))
                self.before[one].discard(two)
        self.room[walk[-1][0]] -= 1


def disjoint_chains(search: Search, start: int, ends: Mapping[int, int], most: int) -> list[Chain]:
    """At most so many chains, shortest first; each end may be reached as often as it says."""
    flow = _Flow(start, dict(ends))
    for _ in range(most):
        walk = _shortest_walk(search, flow)
        if walk is None:
            break
        flow.take(walk)
    return sorted(_chains(flow), key=lambda chain: (len(chain), chain))


def _chains(flow: _Flow) -> Iterator[Chain]:
    after = {one: two for one, two in flow.steps if one != flow.start}
    for first in sorted(two for one, two in flow.steps if one == flow.start):
        chain = [flow.start, first]
        while chain[-1] not in flow.room:
            chain.append(after[chain[-1]])
        yield tuple(chain)


def _shortest_walk(search: Search, flow: _Flow) -> list[Place] | None:
    """From the start to an end with room; a step costs 1, and one taken back earns 1."""
    root: Place = (flow.start, True)
    spent, came = {root: 0}, dict[Place, Place]()
    queue, goal = deque([root]), None
    while queue:
        place = queue.popleft()
        for other, price in _moves(search, flow, place):
            search.looked += 1
            whole = spent[place] + price
            # What is taken back later earns no more than all steps so far.
            if goal is not None and whole - len(flow.steps) >= spent[goal]:
                continue
            if whole < spent.get(other, 2**31):
                spent[other], came[other] = whole, place
                queue.append(other)
                if flow.room.get(other[0], 0) > 0 and (goal is None or whole < spent[goal]):
                    goal = other
    if goal is None:
        return None
    walk = [goal]
    while walk[-1] != root:
        walk.append(came[walk[-1]])
    return walk[::-1]


def _moves(search: Search, flow: _Flow, place: Place) -> Iterator[tuple[Place, int]]:
    one, leaving = place
    if not leaving:
        for before in sorted(flow.before.get(one, ())):
            yield (before, True), -1
        if one not in flow.passed and one not in flow.room:
            yield (one, True), 0
        return
    if one in flow.passed:
        yield (one, False), 0
    for other in search.simple.neighbour_list(one):
        if other != flow.start and other not in search.banned and (one, other) not in flow.steps:
            yield (other, False), 1
