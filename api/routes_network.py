"""Questions about the network: paths, communities, who matters, and the chart."""

from collections.abc import Hashable, Mapping
from typing import Annotated, Any

import pandas as pd
from fastapi import Depends, Query

from comity.analytics import (
    MEASURES,
    Path,
    communities,
    degree_centrality,
    k_shortest_paths,
    shortest_paths,
    who_matters,
)
from comity.analytics.errors import TooLarge, UnknownEntity
from comity.analytics.ranking import LEFT_OUT
from comity.api.asked import Asked
from comity.api.asking import ask_at
from comity.api.charts import chart_html
from comity.api.errors import BadQuestion, Nothing
from comity.api.policy import chart_policy
from comity.api.questions import Question
from comity.api.shown import Page
from comity.api.wire import LinkOut
from comity.api.wire_network import (
    CentralityAnswer,
    CommunitiesAnswer,
    CommunityOut,
    HopOut,
    NamedOut,
    PathOut,
    PathsAnswer,
    RankedOut,
)
from comity.api.wire_questions import ChartBody, PathsBody
from comity.graph.network import Network

AskedAt = Annotated[Asked, Depends(ask_at)]
Many = Annotated[int, Query(ge=1, le=1000)]
Draws = Annotated[int, Query(ge=0, le=200)]


def paths(asked: AskedAt, body: PathsBody) -> PathsAnswer:
    """How two entities connect: all shortest paths, or the k shortest, with evidence per hop."""
    network = asked.view.network()
    ends = [asked.view.entity(end) for end in (body.source, body.target)]
    if ends[0] is None or ends[1] is None:
        raise Nothing
    source, target = ends[0].id, ends[1].id
    found = (
        shortest_paths(network, source, target)
        if body.k is None
        else k_shortest_paths(network, source, target, body.k)
    )
    told = tuple(_path(asked, network, path) for path in found)
    return PathsAnswer(standing=asked.standing(), paths=told)


def list_communities(asked: AskedAt, limit: Many = 20, members: Many = 25) -> CommunitiesAnswer:
    """Groups with more links inside than chance would give, largest first."""
    network = asked.view.network()
    frame = communities(network)
    frame["links"] = degree_centrality(network)["links"]
    ordered = frame.sort_values(["community", "links", "entity"], ascending=[True, False, True])
    shown = ordered[ordered["community"] < limit]
    told = [
        CommunityOut(community=number, size=len(group), members=_members(group.head(members)))
        for number, (_, group) in enumerate(shown.groupby("community"))
    ]
    count = int(frame["community"].nunique())
    return CommunitiesAnswer(standing=asked.standing(), count=count, communities=tuple(told))


def centrality(
    asked: AskedAt,
    measure: str,
    limit: Many = 20,
    include: Annotated[list[str] | None, Query(max_length=2)] = None,
    draws: Draws = 0,
) -> CentralityAnswer:
    """Who matters by one measure; bystanders and professionals are left out, and counted.

    `draws` withholds a tenth of the linked pairs so often, to say how far ranks move.
    """
    if measure not in MEASURES:
        raise BadQuestion(f"no such measure; there are {', '.join(MEASURES)}")
    wanted = tuple(include or ())
    if not {*wanted} <= {*LEFT_OUT}:
        raise BadQuestion(f"include takes {' and '.join(LEFT_OUT)}")
    try:
        ranking = who_matters(
            asked.view.network(), measure, limit=limit, include=wanted, draws=draws
        )
    except TooLarge as error:
        raise BadQuestion(str(error)) from None
    told = tuple(_ranked(row, measure) for row in ranking.frame.to_dict("records"))
    return CentralityAnswer(
        standing=asked.standing(), measure=measure, ranking=told, left_out=dict(ranking.left_out)
    )


def chart(
    asked: AskedAt,
    entity: Annotated[str, Query(pattern=r"^([0-9a-f]{32})?$")] = "",
    hops: Annotated[int, Query(ge=0, le=4)] = 1,
    limit: Annotated[int, Query(ge=1, le=2000)] = 150,
) -> Page:
    """A link chart around one entity, or around those who matter, as a page."""
    return _chart(asked, (entity,) if entity else (), hops, limit)


def draw(asked: AskedAt, body: ChartBody) -> Page:
    """A link chart around several entities, as a page."""
    return _chart(asked, body.entities, body.hops, body.limit)


def _chart(asked: Asked, entities: tuple[str, ...], hops: int, limit: int) -> Page:
    found = [asked.view.entity(entity) for entity in entities]
    named = [entity.id for entity in found if entity is not None]
    if len(named) < len(entities):
        raise Nothing
    try:
        html, shown = chart_html(asked.view, named, asked.terms, hops=hops, limit=limit)
    except UnknownEntity:
        raise Nothing from None
    return Page(html, chart_policy(html), shown)


def _ranked(row: Mapping[Hashable, Any], measure: str) -> RankedOut:
    columns = ("rank", "entity", "kind", "name", "rank_low", "rank_high", "first")
    told = {name: row[name] for name in columns if name in row}
    return RankedOut.model_validate({**told, "score": row[measure]})


def _path(asked: Asked, network: Network, path: Path) -> PathOut:
    hops = tuple(
        HopOut(
            source=hop.source,
            target=hop.target,
            links=tuple(map(LinkOut.model_validate, asked.view.evidence(hop.links))),
        )
        for hop in path.hops
    )
    return PathOut(entities=tuple(_named(network, entity) for entity in path.entities), hops=hops)


def _named(network: Network, entity: str) -> NamedOut:
    number = network.index_of(entity)
    assert number is not None  # it came from this network
    return NamedOut(entity=entity, kind=network.kinds[number], name=network.names[number])


def _members(group: pd.DataFrame) -> tuple[NamedOut, ...]:
    rows = group[["entity", "kind", "name"]].itertuples(index=False)
    return tuple(NamedOut(entity=str(e), kind=str(k), name=str(n)) for e, k, n in rows)


QUESTIONS = (
    Question("POST", "/v1/paths", paths),
    Question("GET", "/v1/communities", list_communities),
    Question("GET", "/v1/centrality/{measure}", centrality),
    Question("GET", "/v1/chart", chart),
    Question("POST", "/v1/chart", draw),
)
