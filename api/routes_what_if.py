"""Questions about what is not so: what if, and links that may be missing."""

from typing import Annotated

import pandas as pd
from fastapi import Depends, Query

from comity.analytics import (
    BadArgument,
    HiddenLink,
    Scratch,
    UnknownMeasure,
    effect,
)
from comity.analytics import hidden_links as likely
from comity.analytics import what_if as compared
from comity.analytics.hidden_links import Method
from comity.analytics.what_if import COMPARED, among
from comity.api.asked import Asked
from comity.api.asking import ask_at
from comity.api.errors import BadQuestion
from comity.api.linked import LINKED, Through, of_those_who_count
from comity.api.naming import held, named
from comity.api.questions import Question
from comity.api.wire_what_if import (
    ChangedOut,
    CommonOut,
    EffectOut,
    HiddenLinkOut,
    HiddenLinksAnswer,
    WhatIfAnswer,
    WhatIfBody,
)
from comity.graph.network import Network

AskedAt = Annotated[Asked, Depends(ask_at)]


def what_if(asked: AskedAt, body: WhatIfBody) -> WhatIfAnswer:
    """Measures before and after some entities are left out or taken as one; nothing is recorded."""
    meant = [held(asked, address) for address in (*body.without, *body.merged)]
    without, merged = meant[: len(body.without)], meant[len(body.without) :]
    network = of_those_who_count(asked.view.network(), meant)
    try:
        scratch = _changed(network, without, merged)
        frame = compared(network, scratch, [name for name in body.measures if _known(name)])
    except (BadArgument, UnknownMeasure) as error:
        raise BadQuestion(str(error)) from None
    ranked = among(frame, network.ids[network.party])
    told = effect(network, scratch).to_dict("records")
    return WhatIfAnswer(
        standing=asked.standing(),
        changes=scratch.changes,
        effect=tuple(EffectOut.model_validate(row) for row in told),
        entities=_entities(ranked, body.limit),
    )


def hidden_links(
    asked: AskedAt,
    through: Through = "co_offending",
    method: Method = "model",
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> HiddenLinksAnswer:
    """Who may be linked though nobody has said so, with whom both know; a guess is no claim."""
    network = LINKED[through](of_those_who_count(asked.view.network(), []))
    try:
        guesses = likely(network, limit, method=method)
    except BadArgument as error:
        raise BadQuestion(str(error)) from None
    told = tuple(_guess(network, guess) for guess in guesses)
    return HiddenLinksAnswer(standing=asked.standing(), method=method, guesses=told)


def _changed(network: Network, without: list[str], merged: list[str]) -> Scratch:
    if not without and not merged:
        raise BadQuestion("name whom to leave out (without), or who is to be one (merged)")
    if {*without} & {*merged}:
        raise BadQuestion("nobody can be left out and taken as one with others")
    scratch = Scratch.of(network).without(list(dict.fromkeys(without)))
    return scratch.merged(merged) if merged else scratch


def _known(measure: str) -> bool:
    if measure not in COMPARED:
        raise UnknownMeasure(measure, COMPARED)
    return True


def _entities(frame: pd.DataFrame, limit: int) -> tuple[ChangedOut, ...]:
    """Of each measure those who rank best, before or after: who goes and who comes up."""
    order = ["place", "best", "rank_after", "entity"]
    places = {name: at for at, name in enumerate(frame["measure"].unique())}
    best = frame[["rank_before", "rank_after"]].min(axis=1)
    placed = frame.assign(place=frame["measure"].map(places), best=best)
    few = placed.sort_values(order, kind="stable").groupby("place", sort=True).head(limit)
    columns = ["entity", "kind", "name", "measure", "before", "after", "rank_before", "rank_after"]
    rows = few[columns].astype(object).where(few[columns].notna(), None)
    return tuple(ChangedOut.model_validate(row) for row in rows.to_dict("records"))


def _guess(network: Network, guess: HiddenLink) -> HiddenLinkOut:
    because = tuple(
        CommonOut(knows=each.knows, **named(network, each.entity).model_dump())
        for each in guess.because
    )
    ends = named(network, guess.one), named(network, guess.other)
    return HiddenLinkOut(one=ends[0], other=ends[1], score=guess.score, because=because)


QUESTIONS = (
    Question("POST", "/v1/what-if", what_if),
    Question("GET", "/v1/hidden-links", hidden_links),
)
