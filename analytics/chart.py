"""The chart's content: a part of one view, with positions and provenance, before it is drawn."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from comity.analytics.layout import place
from comity.graph.answers import Entity, Fact, LinkFact, Origin, Standing
from comity.graph.network import Network
from comity.graph.strength import Strength, strength_of, strongest
from comity.graph.view import View
from comity.graph.words import BEGINNING, FOREVER, Interval
from comity.graph.written import written
from comity.sharing import Marking
from comity.sharing.grades import TRUST, trust

MOST_LINES = 14
UNKNOWN = TRUST[-1]


@dataclass(frozen=True, slots=True)
class ChartNode:
    """One entity on the chart; `lines` are its values, each with its source."""

    id: str
    kind: str
    name: str
    standing: str
    agencies: tuple[str, ...]
    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ChartEdge:
    """The links of one kind and role between two entities, and the records they come from.

    `valid` is from the first moment that one of them holds to the last; `strength` is that of the
    strongest of them, `trust` that of the best graded.
    """

    source: str
    target: str
    kind: str
    role: str
    count: int
    agencies: tuple[str, ...]
    lines: tuple[str, ...]
    valid: Interval = Interval(BEGINNING, FOREVER)  # noqa: RUF009 - it is frozen
    strength: Strength = "confirmed"
    grades: tuple[str, ...] = ()
    trust: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class ChartQuery:
    """What a chart was asked for, by which it can be made again.

    `received` ones were handed over: just these entities, marked for whoever got them.
    """

    entities: tuple[str, ...] = ()
    hops: int = 0
    limit: int = 0
    layout: str = "forces"
    seed: int = 0
    received: bool = False


@dataclass(frozen=True)
class Chart:
    """What is drawn, as whom, and what was left off for want of room."""

    standing: Standing
    nodes: tuple[ChartNode, ...]
    edges: tuple[ChartEdge, ...]
    focus: str = ""
    omitted: int = 0
    notes: tuple[str, ...] = field(default=())
    marking: Marking | None = None
    query: ChartQuery | None = None


def chart_of(
    view: View,
    entities: Sequence[str],
    *,
    focus: str = "",
    omitted: int = 0,
    seed: int = 0,
    most_lines: int = MOST_LINES,
) -> Chart:
    """The chart of some entities of a view and every visible link between them."""
    part = part_of(view, entities, most_lines=most_lines)
    spots = place(len(part.rows), part.ends, seed=seed)
    found = map(view.entity, part.rows)
    nodes = [
        _node(entity, float(x), float(y))
        for entity, (x, y) in zip(found, spots.tolist(), strict=True)
        if entity is not None
    ]
    return Chart(view.standing(), tuple(nodes), part.edges, focus, omitted)


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a network that is drawn: its entities' rows, by id and in that order, and links.

    `ends` are the rows of each link's ends.
    """

    numbers: tuple[int, ...]
    rows: Mapping[str, int]
    edges: tuple[ChartEdge, ...]
    ends: tuple[tuple[int, int], ...]


def part_of(view: View, entities: Sequence[str], *, most_lines: int = MOST_LINES) -> Part:
    """Those of some entities that are in a view, and every visible link between them."""
    network = view.network()
    numbers = sorted({n for n in map(network.index_of, entities) if n is not None})
    edges = tuple(_edges(view, network, numbers, most_lines))
    rows = {str(network.ids[number]): row for row, number in enumerate(numbers)}
    ends = tuple((rows[edge.source], rows[edge.target]) for edge in edges)
    return Part(tuple(numbers), rows, edges, ends)


def _node(entity: Entity, x: float, y: float) -> ChartNode:
    lines = [_fact_line(fact) for fact in entity.facts]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"and {len(entity.facts) - MOST_LINES} more"]
    return ChartNode(
        entity.id, entity.kind, entity.name, entity.standing, entity.agencies, tuple(lines), x, y
    )


def _fact_line(fact: Fact) -> str:
    said = fact.raw or fact.value
    return f"{fact.property.replace('_', ' ')}: {said} — {source_of(fact.origin)}"


def spots_of(
    view: View, entities: Sequence[str], *, seed: int = 0
) -> Mapping[str, tuple[float, float]]:
    """Where `chart_of` puts some entities of a view, without reading what they say."""
    network = view.network()
    numbers = sorted({n for n in map(network.index_of, entities) if n is not None})
    row_of = {number: row for row, number in enumerate(numbers)}
    rows = _between(network, numbers)
    ends = zip(network.source[rows].tolist(), network.target[rows].tolist(), strict=True)
    spots = place(len(numbers), [(row_of[a], row_of[b]) for a, b in ends], seed=seed).tolist()
    return {str(network.ids[n]): (x, y) for n, (x, y) in zip(numbers, spots, strict=True)}


def _between(network: Network, numbers: Sequence[int]) -> npt.NDArray[np.intp]:
    """The rows of the links between some entities, but for those of one with itself."""
    inside = np.zeros(network.size, dtype=np.bool_)
    inside[list(numbers)] = True
    return np.flatnonzero(
        inside[network.source] & inside[network.target] & (network.source != network.target)
    )


def _edges(
    view: View, network: Network, numbers: Sequence[int], most_lines: int
) -> list[ChartEdge]:
    """Links of the same ends, kind and role are one line with a count; all others stay apart."""
    rows = _between(network, numbers)
    groups: dict[tuple[str, str, str, str], list[LinkFact]] = defaultdict(list)
    for fact in view.evidence(network.link[rows].tolist()):
        groups[fact.first, fact.second, fact.kind, fact.role].append(fact)
    return [_edge(key, facts, most_lines) for key, facts in sorted(groups.items())]


def _edge(key: tuple[str, str, str, str], facts: list[LinkFact], most_lines: int) -> ChartEdge:
    lines = sorted(f"{source_of(fact.origin)}{_when(fact.valid)}" for fact in facts)
    more = [f"and {len(lines) - most_lines} more"] if len(lines) > most_lines else []
    agencies = tuple(sorted({fact.origin.agency for fact in facts}))
    grades = tuple(sorted({fact.origin.grade for fact in facts} - {""}))
    told = (*lines[:most_lines], *more)
    strength = strongest(fact.origin for fact in facts)
    return ChartEdge(
        *key, len(facts), agencies, told, _from_first_to_last(facts), strength, grades,
        _most_trusted(grades),
    )  # fmt: skip


def _from_first_to_last(facts: Sequence[LinkFact]) -> Interval:
    if len(facts) == 1:
        return facts[0].valid
    return Interval(min(f.valid.start for f in facts), max(f.valid.end for f in facts))


@cache
def _most_trusted(grades: tuple[str, ...]) -> str:
    return min(map(_trust, grades), key=TRUST.index, default=UNKNOWN)


@cache
def _trust(grade: str) -> str:
    """The lesser of what a grade says of source and information, of those that can be judged."""
    judged = [each for each in trust(grade) if each != UNKNOWN]
    return max(judged, key=TRUST.index, default=UNKNOWN)


def source_of(origin: Origin) -> str:
    """Where a fact stands, in one line."""
    graded = f", graded {origin.grade}" if origin.grade else ""
    strength = strength_of(origin)
    drawn = "" if strength == "confirmed" else f", {strength}"
    return f"{origin.agency}, {origin.source} {origin.record}, {origin.handling}{graded}{drawn}"


def _when(valid: Interval) -> str:
    start, end = valid.start, valid.end
    if start == BEGINNING and end == FOREVER:
        return ""
    if end == FOREVER:
        return f", from {written(start)}"
    if start == BEGINNING:
        return f", until {written(end)}"
    return f", {written(start)} to {written(end)}"
