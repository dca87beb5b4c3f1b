"""Questions about communities: which there are, what one is, and what became of them."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import pandas as pd
from fastapi import Depends, Query

from comity.analytics import communities, degree_centrality
from comity.analytics import community_changes as changes_between
from comity.analytics import community_profile as profile_of
from comity.api.asked import Asked, time_of
from comity.api.asking import Time, ask_at
from comity.api.budgets import check_looks
from comity.api.errors import BadQuestion
from comity.api.naming import held
from comity.api.questions import Question
from comity.api.routes_reading import EntityId
from comity.api.wire import IntervalOut
from comity.api.wire_communities import (
    AS_USUAL,
    CommunitiesAnswer,
    CommunityChangeOut,
    CommunityChangesAnswer,
    CommunityOut,
    Divided,
    Division,
    DivisionOut,
    MemberOut,
    ProfileAnswer,
    ProfileOut,
)
from comity.api.wire_network import NamedOut
from comity.graph.network import Network

AskedAt = Annotated[Asked, Depends(ask_at)]
Many = Annotated[int, Query(ge=1, le=1000)]


def list_communities(
    asked: AskedAt, limit: Many = 20, members: Many = 25, division: Divided = AS_USUAL
) -> CommunitiesAnswer:
    """Groups with more links inside than chance would give, largest first, and how sure that is."""
    frame = _divided(asked.view.network(), division)
    few = _communities(frame, members, range(limit))
    return CommunitiesAnswer(
        standing=asked.standing(),
        count=int(frame["community"].nunique()),
        division=_division(frame, division),
        communities=tuple(few.values()),
    )


def community_profile(
    asked: AskedAt,
    id: EntityId,  # noqa: A002 - the path's word
    members: Many = 25,
    division: Divided = AS_USUAL,
) -> ProfileAnswer:
    """The community that holds an entity: who, of what kinds, why together, where and when."""
    entity, view = held(asked, id), asked.view
    frame = _divided(view.network(), division)
    number = int(frame.loc[frame["entity"] == entity, "community"].iloc[0])
    inside = frame.loc[frame["community"] == number, "entity"]
    found = profile_of(view, inside.tolist())
    rows = found.members.head(members).to_dict("records")
    profile = ProfileOut(
        community=number,
        size=len(inside),
        members=tuple(map(MemberOut.model_validate, rows)),
        kinds=dict(found.kinds),
        link_kinds=dict(found.link_kinds),
        places=found.places[:members],
        agencies=dict(found.agencies),
        records=found.records,
        when=IntervalOut.model_validate(found.when),
        density=found.density,
        conductance=found.conductance,
    )
    return ProfileAnswer(
        standing=asked.standing(), division=_division(frame, division), profile=profile
    )


def community_changes(
    asked: AskedAt,
    before_known_at: Time = None,
    before_valid_at: Time = None,
    limit: Many = 50,
    members: Many = 10,
    division: Divided = AS_USUAL,
) -> CommunityChangesAnswer:
    """What became of communities between a time before and the one that is asked for."""
    if before_known_at is None and before_valid_at is None:
        raise BadQuestion("say since when: before_known_at, before_valid_at or both")
    known_at = time_of("before_known_at", before_known_at)
    valid_at = time_of("before_valid_at", before_valid_at)
    before = _divided(asked.view_at(known_at, valid_at).network(), division)
    after = _divided(asked.view.network(), division)
    found = changes_between(before, after).head(limit)
    then = _communities(before, members, found["before"].dropna())
    now = _communities(after, members, found["after"].dropna())
    return CommunityChangesAnswer(
        standing=asked.standing(),
        before=_division(before, division),
        after=_division(after, division),
        changes=tuple(
            CommunityChangeOut(
                change=row["change"],
                before=then[row["before"]] if row["before_size"] else None,
                after=now[row["after"]] if row["after_size"] else None,
                shared=row["shared"],
            )
            for row in found.to_dict("records")
        ),
    )


def _divided(network: Network, division: Division) -> pd.DataFrame:
    """Everybody's community, with how many links they have."""
    check_looks(network, division.seeds, "ask for fewer seeds")
    frame = communities(
        network,
        resolution=division.resolution,
        quality=division.quality,
        seeds=division.seeds,
    )
    frame["links"] = degree_centrality(network)["links"]
    return frame


def _communities(
    frame: pd.DataFrame, members: int, numbers: Iterable[int]
) -> Mapping[int, CommunityOut]:
    """Some communities by number, each with its best linked members."""
    few = frame[frame["community"].isin(list(numbers))]
    shown = few.sort_values(["community", "links", "entity"], ascending=[True, False, True])
    found = sorted({*few["community"].tolist()})
    groups = (group for _, group in shown.groupby("community"))
    return {
        number: CommunityOut(community=number, size=len(group), members=_members(group, members))
        for number, group in zip(found, groups, strict=True)
    }


def _members(group: pd.DataFrame, most: int) -> tuple[NamedOut, ...]:
    rows = group[["entity", "kind", "name"]].head(most).to_dict("records")
    return tuple(map(NamedOut.model_validate, rows))


def _division(frame: pd.DataFrame, division: Division) -> DivisionOut:
    reached, stability = frame.attrs[division.quality], frame.attrs["stability"]
    return DivisionOut(**division.model_dump(), reached=reached, stability=stability)


QUESTIONS = (
    Question("GET", "/v1/communities", list_communities),
    Question("GET", "/v1/communities/changes", community_changes),
    Question("GET", "/v1/entities/{id}/community", community_profile),
)
