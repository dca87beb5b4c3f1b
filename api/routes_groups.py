"""The question of a chart that is too large to draw: who hangs together, as dots that open."""

from typing import Annotated

from fastapi import Depends

from comity.analytics import ChartGroup, groups_of
from comity.api.asked import Asked
from comity.api.asking import ask_at
from comity.api.questions import Question
from comity.api.wire_groups import (
    BetweenOut,
    GroupOut,
    GroupsAnswer,
    GroupsBody,
    KindOut,
    MemberOut,
)

AskedAt = Annotated[Asked, Depends(ask_at)]


def drawing_groups(asked: AskedAt, body: GroupsBody) -> GroupsAnswer:
    """A large part of the network as groups; draw the members of one to open it."""
    named = [*asked.view.holders(body.entities).values()]
    if body.entities and not named:
        return GroupsAnswer(standing=asked.standing(), groups=(), between=(), omitted=0)
    found = groups_of(asked.view, named, by=body.by, limit=body.limit)
    return GroupsAnswer(
        standing=asked.standing(),
        groups=tuple(map(_group, found.groups)),
        between=tuple(BetweenOut(one=a, other=b, count=n) for a, b, n in found.links),
        omitted=found.omitted,
    )


def _group(group: ChartGroup) -> GroupOut:
    return GroupOut(
        entity=group.first, name=group.name, links=group.links, x=group.x, y=group.y,
        kinds=tuple(KindOut(kind=kind, count=count) for kind, count in group.kinds),
        members=tuple(MemberOut(entity=entity) for entity in group.members),
    )  # fmt: skip


QUESTIONS = (Question("POST", "/v1/drawing/groups", drawing_groups),)
