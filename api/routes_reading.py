"""Questions about single entities: search, entity, neighbours, matches, why, review, standing."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Depends, Path, Query

from comity.analytics import draw_waterfall
from comity.api.asked import Asked, moment_of
from comity.api.asking import ask_at, ask_page
from comity.api.cursors import Cursor, write_cursor
from comity.api.errors import BadQuestion, Nothing
from comity.api.questions import Question
from comity.api.shown import Picture
from comity.api.wire import (
    ENTITY,
    OTHER,
    ChangesAnswer,
    EntityAnswer,
    EntityOut,
    HitOut,
    IdOut,
    NeighbourOut,
    NeighboursAnswer,
    RegroupedOut,
    SearchAnswer,
    StandingAnswer,
)
from comity.api.wire_questions import SearchBody
from comity.api.wire_why import MatchesAnswer, ReviewAnswer, ReviewOut, WhyAnswer, WhyOut
from comity.graph.answers import Neighbour
from comity.graph.regrouping import Regrouped
from comity.sharing import marking_line

PATTERN = r"^[0-9a-f]{32}$"
KIND = r"^[a-z_]+$"
EntityId = Annotated[str, Path(pattern=PATTERN, examples=[ENTITY])]
MentionId = Annotated[str, Path(pattern=PATTERN, examples=[OTHER])]
AskedAt = Annotated[Asked, Depends(ask_at)]
AskedPage = Annotated[Asked, Depends(ask_page)]


def standing(asked: AskedAt) -> StandingAnswer:
    """As whom this token asks, resting on which agreements, and how much shows."""
    return StandingAnswer(standing=asked.standing(), counts=asked.view.counts())


def search(asked: AskedAt, body: SearchBody) -> SearchAnswer:
    """Entities by name, however spelled, or by an identifier; best first."""
    hits = asked.view.search(body.text, kind=body.kind, limit=body.limit)
    outlines = asked.view.outlines([hit.entity for hit in hits])
    agencies = {one.id: one.agencies for one in outlines if one is not None}
    told = tuple(HitOut(**asdict(hit), agencies=agencies.get(hit.entity, ())) for hit in hits)
    return SearchAnswer(standing=asked.standing(), hits=told)


def entity(asked: AskedAt, id: EntityId) -> EntityAnswer:  # noqa: A002 - the path's word
    """One entity with every visible value and where each comes from."""
    found = asked.view.entity(id)
    if found is None:
        raise Nothing
    return EntityAnswer(standing=asked.standing(), entity=EntityOut.model_validate(found))


def neighbours(
    asked: AskedPage,
    id: EntityId,  # noqa: A002 - the path's word
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> NeighboursAnswer:
    """What is linked to an entity, page by page, in the order of ids."""
    if asked.cursor and asked.cursor.entity != id:
        raise BadQuestion("this cursor belongs to another entity; start from the first page")
    if asked.view.holder(id) is None:
        raise Nothing
    after = asked.cursor.after if asked.cursor else ""
    found = asked.view.neighbours(id, limit=limit + 1, after=after)
    page = found[:limit]
    return NeighboursAnswer(
        standing=asked.standing(),
        neighbours=tuple(map(NeighbourOut.model_validate, page)),
        next_cursor=_cursor(asked, id, page[-1]) if len(found) > limit else None,
    )


def matches(asked: AskedAt, id: EntityId) -> MatchesAnswer:  # noqa: A002 - the path's word
    """How an entity came together, weakest joint first."""
    if asked.view.holder(id) is None:
        raise Nothing
    found = asked.view.matches(id)
    return MatchesAnswer(
        standing=asked.standing(), matches=tuple(map(WhyOut.model_validate, found))
    )


def review(
    asked: AskedAt,
    kind: Annotated[str, Query(pattern=KIND, max_length=40, examples=["person"])] = "person",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> ReviewAnswer:
    """Pairs that may be one, those first on which a person's word would teach most."""
    found = asked.view.review(kind=kind, limit=limit)
    queue = tuple(map(ReviewOut.model_validate, found))
    return ReviewAnswer(standing=asked.standing(), queue=queue)


def why(asked: AskedAt, first: EntityId, second: MentionId) -> WhyAnswer:
    """Why two mentions are held to be the same, possibly the same, or different."""
    found = asked.view.why(first, second)
    if found is None:
        raise Nothing
    return WhyAnswer(standing=asked.standing(), why=WhyOut.model_validate(found))


def why_picture(asked: AskedAt, first: EntityId, second: MentionId) -> Picture:
    """The same as a waterfall: an SVG picture with the prior, each weight and the thresholds."""
    found = asked.view.why(first, second)
    if found is None:
        raise Nothing
    both = found.first, found.second
    marking = asked.marking(both)
    return Picture(draw_waterfall(found, marking_line(marking) if marking else ""), both)


def changes(
    asked: AskedAt,
    since: Annotated[str, Query(max_length=40, examples=["2026-03-01T00:00:00Z"])],
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> ChangesAnswer:
    """Which entities joined, parted, came and went since a moment; joins and splits first."""
    found = asked.view.changes(moment_of("since", since))
    told = tuple(map(regrouped_out, found[:limit]))
    return ChangesAnswer(standing=asked.standing(), since=since, total=len(found), changes=told)


def regrouped_out(change: Regrouped) -> RegroupedOut:
    """One change on the wire."""
    before, after = (tuple(IdOut(entity=id_) for id_ in ids)
                     for ids in (change.before, change.after))  # fmt: skip
    return RegroupedOut(how=change.how, before=before, after=after)


def _cursor(asked: Asked, entity_id: str, last: Neighbour) -> str:
    told = asked.view.standing()
    place = Cursor(entity_id, last.entity, told.known_at, told.valid_at, told.digest)
    return write_cursor(asked.id_key, place)


QUESTIONS = (
    Question("GET", "/v1/standing", standing),
    Question("POST", "/v1/search", search),
    Question("GET", "/v1/entities/{id}", entity),
    Question("GET", "/v1/entities/{id}/neighbours", neighbours),
    Question("GET", "/v1/entities/{id}/matches", matches),
    Question("GET", "/v1/review", review),
    Question("GET", "/v1/changes", changes),
    Question("GET", "/v1/why/{first}/{second}", why),
    Question("GET", "/v1/why/{first}/{second}/picture", why_picture),
)
