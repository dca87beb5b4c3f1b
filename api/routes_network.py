"""Questions about the network: who matters, who holds it together, and the chart."""

from collections.abc import Hashable, Mapping
from typing import Annotated, Any

from fastapi import Depends, Query

from comity.analytics import (
    MEASURES,
    fragmentation,
    players_to_reach,
    players_to_remove,
    who_matters,
)
from comity.analytics.errors import UnknownEntity
from comity.api.asked import Asked
from comity.api.asking import ask_at
from comity.api.budgets import check_looks
from comity.api.charts import chart_html
from comity.api.errors import BadQuestion, Nothing
from comity.api.included import NOBODY_MORE, AlsoRanked
from comity.api.linked import LINKED, Through, left_out, of_those_who_count
from comity.api.naming import held
from comity.api.policy import chart_policy
from comity.api.questions import Question
from comity.api.shown import Page
from comity.api.wire_network import Aim, CentralityAnswer, KeyPlayersAnswer, NamedOut, RankedOut
from comity.api.wire_questions import ChartBody
from comity.graph.network import Network

AskedAt = Annotated[Asked, Depends(ask_at)]
Many = Annotated[int, Query(ge=1, le=1000)]
Draws = Annotated[int, Query(ge=0, le=200)]


def centrality(
    asked: AskedAt,
    measure: str,
    limit: Many = 20,
    draws: Draws = 0,
    included: AlsoRanked = NOBODY_MORE,
) -> CentralityAnswer:
    """Who matters by one measure; bystanders and professionals are left out, and counted.

    `draws` withholds a tenth of the linked pairs so often, to say how far ranks move. To take
    those left out in after all (`include`) needs a reason, which stands in the audit.
    """
    if measure not in MEASURES:
        raise BadQuestion(f"no such measure; there are {', '.join(MEASURES)}")
    include = included.standings()
    ranking = who_matters(asked.view.network(), measure, limit=limit, include=include, draws=draws)
    told = tuple(_ranked(row, measure) for row in ranking.frame.to_dict("records"))
    return CentralityAnswer(
        standing=asked.standing(), measure=measure, ranking=told, left_out=dict(ranking.left_out)
    )


def key_players(
    asked: AskedAt,
    aim: Aim = "remove",
    k: Annotated[int, Query(ge=1, le=10)] = 3,
    hops: Annotated[int, Query(ge=1, le=10)] = 2,
    through: Through = "co_offending",
    included: AlsoRanked = NOBODY_MORE,
) -> KeyPlayersAnswer:
    """The few parties whose removal parts a network most, or who together reach most of it.

    Persons and organisations are linked `through` what two of them share; bystanders and
    professionals are left out, and taken in for a stated reason only.
    """
    whole, include = asked.view.network(), included.standings()
    network = LINKED[through](of_those_who_count(whole, include=include))
    k = min(k, network.size)
    check_looks(network, 4 * k * k, "ask for fewer players")
    if aim == "remove":
        found, nobody = players_to_remove(network, k), fragmentation(network)
    else:
        found, nobody = players_to_reach(network, k, hops=hops), 0.0
    players = found[["entity", "kind", "name"]].to_dict("records")
    return KeyPlayersAnswer(
        standing=asked.standing(),
        aim=aim,
        value=found.attrs["value"],
        without=nobody,
        best=found.attrs["best"],
        candidates=found.attrs["candidates"],
        players=tuple(map(NamedOut.model_validate, players)),
        left_out=_left_out(whole, include),
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
    named = [held(asked, entity) for entity in entities]
    try:
        html, shown = chart_html(asked.view, named, asked.terms, hops=hops, limit=limit)
    except UnknownEntity:
        raise Nothing from None
    return Page(html, chart_policy(html), shown)


def _ranked(row: Mapping[Hashable, Any], measure: str) -> RankedOut:
    columns = ("rank", "entity", "kind", "name", "rank_low", "rank_high", "first")
    told = {name: row[name] for name in columns if name in row}
    return RankedOut.model_validate({**told, "score": row[measure]})


def _left_out(network: Network, include: tuple[str, ...]) -> dict[str, int]:
    """How many parties are not looked at, by standing."""
    return {
        name: int((network.party & (network.standing == name)).sum()) for name in left_out(include)
    }


QUESTIONS = (
    Question("GET", "/v1/centrality/{measure}", centrality),
    Question("GET", "/v1/key-players", key_players),
    Question("GET", "/v1/chart", chart),
    Question("POST", "/v1/chart", draw),
)
