"""Questions of how entities connect: paths of every sort, and whom one reaches."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from fastapi import Depends

from comity.analytics import (
    Avoid,
    Evidence,
    Path,
    TimedPath,
    TooLarge,
    cheapest_paths,
    disjoint_paths,
    earliest_path,
    k_shortest_paths,
    paths_to,
    shortest_path_through,
    shortest_path_through_kind,
    shortest_paths,
    strength_of_evidence,
    strongest_paths,
)
from comity.analytics import reachable as reached_from
from comity.analytics.evidence import Floats
from comity.analytics.many_paths import WORK
from comity.api.asked import Asked, time_of
from comity.api.asking import ask_at
from comity.api.budgets import check_looks
from comity.api.errors import BadQuestion
from comity.api.naming import held, named
from comity.api.questions import Question
from comity.api.wire import LinkOut, written
from comity.api.wire_paths import (
    AvoidBody,
    HopOut,
    PathOut,
    PathsAnswer,
    PathsBody,
    ReachableAnswer,
    ReachableBody,
    ReachedOut,
    Sort,
)
from comity.graph.network import Network
from comity.graph.words import BEGINNING, FOREVER

AskedAt = Annotated[Asked, Depends(ask_at)]
MOST_PATHS = 100
USUAL: Mapping[Sort, int] = {"k_shortest": 3, "disjoint": 10}
MOST: Mapping[Sort, int] = {"disjoint": 10, "evidence": 10, "strongest": 10}
# Link by link in Python, where the others go by whole levels or from both ends.
LOOKS: Mapping[Sort, int] = {"disjoint": 20, "in_time": 20, "evidence": 2, "strongest": 2}
OF_ONE_SORT: Mapping[str, tuple[Sort, ...]] = {
    "after": ("in_time",),
    "before": ("in_time",),
    "directed": ("in_time",),
    "half_life_years": ("evidence", "strongest"),
    "k": ("k_shortest", "evidence", "strongest", "disjoint"),
    "via": ("shortest",),
    "via_kind": ("shortest",),
}


@dataclass(frozen=True)
class Wanted:
    """Paths as they are looked for: in which network, from whom to whom, and how."""

    asked: Asked
    network: Network
    source: str
    targets: tuple[str, ...]
    sort: Sort
    k: int
    avoid: Avoid
    body: PathsBody


Found = Path | TimedPath | None


def paths(asked: AskedAt, body: PathsBody) -> PathsAnswer:
    """How entities connect: shortest, surest, in order of time or apart, with evidence per hop."""
    wanted = _wanted(asked, body)
    check_looks(wanted.network, _searches(wanted), "ask for fewer paths or targets")
    found = [path for path in WAYS[wanted.sort](wanted) if path is not None]
    told = tuple(_path(wanted, path) for path in found[:MOST_PATHS])
    return PathsAnswer(standing=asked.standing(), paths=told)


def reachable(asked: AskedAt, body: ReachableBody) -> ReachableAnswer:
    """Whom one reaches within some hops: how many in each, and the nearest of them."""
    network = asked.view.network()
    source, avoid = held(asked, body.source), _avoid(asked, body.avoid)
    frame = reached_from(network, source, body.hops, avoid=avoid)
    columns = ["entity", "kind", "name", "hops", "paths"]
    rows = frame[columns].head(body.limit).to_dict("records")
    return ReachableAnswer(
        standing=asked.standing(),
        counts=tuple(frame.attrs["counts"]),
        not_passed=frame.attrs["not_passed"],
        reached=tuple(map(ReachedOut.model_validate, rows)),
    )


def _wanted(asked: Asked, body: PathsBody) -> Wanted:
    sort = body.sort or _usual_sort(body)
    for name, sorts in OF_ONE_SORT.items():
        if getattr(body, name) not in (None, False) and sort not in sorts:
            raise BadQuestion(f"{name} goes with the sort {' or '.join(sorts)}, not with {sort}")
    if body.via is not None and body.via_kind is not None:
        raise BadQuestion("paths pass an entity (via) or a kind (via_kind), not both")
    k = body.k or USUAL.get(sort, 1)
    if k > MOST.get(sort, k):
        raise BadQuestion(f"of the sort {sort} at most {MOST[sort]} paths are looked for (k)")
    source, *targets = [held(asked, each) for each in (body.source, body.target, *body.also)]
    ends, avoid = tuple(dict.fromkeys(targets)), _avoid(asked, body.avoid)
    if k * len(ends) > MOST_PATHS:
        way_out = "ask for fewer paths or targets"
        raise TooLarge("paths to all targets", k * len(ends), MOST_PATHS, way_out)
    return Wanted(asked, asked.view.network(), source, ends, sort, k, avoid, body)


def _usual_sort(body: PathsBody) -> Sort:
    if body.via is not None or body.via_kind is not None:
        return "shortest"
    return "all_shortest" if body.k is None else "k_shortest"


def _avoid(asked: Asked, body: AvoidBody) -> Avoid:
    entities = tuple(held(asked, each) for each in body.entities)
    return Avoid(entities, body.kinds, body.neighbours_above)


def _searches(wanted: Wanted) -> int:
    """How often the network may be gone through, as often as one look takes an array."""
    return LOOKS.get(wanted.sort, 1) * wanted.k * len(wanted.targets)


def _all_shortest(wanted: Wanted) -> Iterable[Found]:
    limit = max(MOST_PATHS // len(wanted.targets), 1)
    for target in wanted.targets:
        yield from shortest_paths(
            wanted.network, wanted.source, target, limit=limit, avoid=wanted.avoid
        )


def _shortest(wanted: Wanted) -> Iterable[Found]:
    network, source, avoid, body = wanted.network, wanted.source, wanted.avoid, wanted.body
    if body.via is not None:
        via = held(wanted.asked, body.via)
        if via in (source, *wanted.targets) or source in wanted.targets:
            raise BadQuestion("via is an entity other than the two ends, which differ")
        return [
            shortest_path_through(network, source, via, target, avoid=avoid)
            for target in wanted.targets
        ]
    if body.via_kind is not None:
        looks = WORK // len(wanted.targets)
        return [
            shortest_path_through_kind(
                network, source, body.via_kind, target, avoid=avoid, most_looks=looks
            )
            for target in wanted.targets
        ]
    return paths_to(network, source, wanted.targets, avoid=avoid).values()


def _k_shortest(wanted: Wanted) -> Iterable[Found]:
    for target in wanted.targets:
        yield from k_shortest_paths(
            wanted.network, wanted.source, target, wanted.k, avoid=wanted.avoid
        )


def _by_evidence(wanted: Wanted) -> Iterable[Found]:
    """A hop costs one over how surely it holds, so that a sure detour beats a rumour."""
    cost = 1 / _strength(wanted)
    for target in wanted.targets:
        yield from cheapest_paths(
            wanted.network, wanted.source, target, cost, wanted.k, avoid=wanted.avoid
        )


def _strongest(wanted: Wanted) -> Iterable[Found]:
    strength = _strength(wanted)
    for target in wanted.targets:
        yield from strongest_paths(
            wanted.network, wanted.source, target, strength, wanted.k, avoid=wanted.avoid
        )


def _strength(wanted: Wanted) -> Floats:
    """How surely links hold; with a half life as of the time asked for, or now."""
    years = wanted.body.half_life_years
    if years is None:
        return strength_of_evidence(wanted.network)
    at = wanted.asked.view.standing().valid_at
    as_of = wanted.asked.now() if at is None else at
    return strength_of_evidence(wanted.network, Evidence(at=as_of, half_life_years=years))


def _in_time(wanted: Wanted) -> Iterable[Found]:
    after, before = (time_of(name, getattr(wanted.body, name)) for name in ("after", "before"))
    for target in wanted.targets:
        yield earliest_path(
            wanted.network,
            wanted.source,
            target,
            after=BEGINNING if after is None else after,
            before=FOREVER if before is None else before,
            directed=wanted.body.directed,
            avoid=wanted.avoid,
        )


def _disjoint(wanted: Wanted) -> Iterable[Found]:
    for target in wanted.targets:
        yield from disjoint_paths(
            wanted.network, wanted.source, target, limit=wanted.k, avoid=wanted.avoid
        )


WAYS: Mapping[Sort, Callable[[Wanted], Iterable[Found]]] = {
    "all_shortest": _all_shortest,
    "shortest": _shortest,
    "k_shortest": _k_shortest,
    "evidence": _by_evidence,
    "strongest": _strongest,
    "in_time": _in_time,
    "disjoint": _disjoint,
}


def _path(wanted: Wanted, path: Path | TimedPath) -> PathOut:
    entities = tuple(named(wanted.network, entity) for entity in path.entities)
    if isinstance(path, TimedPath):
        return PathOut(entities=entities, hops=_hops_in_time(wanted.asked, path))
    hops = tuple(_hop(wanted.asked, hop.source, hop.target, hop.links) for hop in path.hops)
    if wanted.sort == "strongest" and path.cost is not None:
        return PathOut(entities=entities, hops=hops, chance=math.exp(-path.cost))
    return PathOut(entities=entities, hops=hops, cost=path.cost)


def _hops_in_time(asked: Asked, path: TimedPath) -> tuple[HopOut, ...]:
    """The one link that each hop is taken by, and when it can be first."""
    steps = zip(pairwise(path.entities), path.links, path.moments, strict=True)
    return tuple(_hop(asked, *ends, (link,), moment) for ends, link, moment in steps)


def _hop(
    asked: Asked, source: str, target: str, links: tuple[int, ...], at: int | None = None
) -> HopOut:
    said = tuple(map(LinkOut.model_validate, asked.view.evidence(links)))
    return HopOut(source=source, target=target, links=said, at=written(at))


QUESTIONS = (
    Question("POST", "/v1/paths", paths),
    Question("POST", "/v1/reachable", reachable),
)
