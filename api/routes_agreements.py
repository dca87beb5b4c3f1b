"""Questions about agreements: what shows under each, what would go with one, who sees ours."""

from collections import Counter
from typing import Annotated

from fastapi import Path

from comity.api.errors import Nothing
from comity.api.questions import Question
from comity.api.routes_reading import AskedAt, MentionId
from comity.api.wire import PermitOut
from comity.api.wire_agreements import (
    AgreementOut,
    AgreementsAnswer,
    AudienceAnswer,
    AudienceOut,
    ClauseOut,
    RightOut,
    WithoutAnswer,
)
from comity.graph.rights import Right
from comity.sharing import Agreement, Label, Permit, audience, clause_text

AgreementId = Annotated[str, Path(max_length=200, examples=["regional-mou"])]


def agreements(asked: AskedAt) -> AgreementsAnswer:
    """The agreements of one's agency, each clause in words, and how much it lets show."""
    facts = Counter[Permit]()
    for right in asked.view.rights():
        facts[right.permit] += right.facts
    told = tuple(_agreement(one, facts) for one in asked.agreements())
    return AgreementsAnswer(standing=asked.standing(), agreements=told)


def without(asked: AskedAt, agreement: AgreementId) -> WithoutAnswer:
    """What would go from one's view if an agreement ended."""
    if agreement not in {one.id for one in asked.agreements()}:
        raise Nothing
    rest = asked.view_without(agreement)
    still = {right.label for right in rest.rights()}
    lost = (right for right in asked.view.rights() if right.label not in still)
    return WithoutAnswer(
        standing=asked.standing(),
        agreement=agreement,
        counts=asked.view.counts(),
        counts_without=rest.counts(),
        lost=tuple(map(_right, lost)),
    )


def who_sees(asked: AskedAt, id: MentionId) -> AudienceAnswer:  # noqa: A002 - the path's word
    """Who else may see what one's own agency recorded of a mention, and on what conditions."""
    labels = asked.view.labels_of(id)
    if not labels:
        raise Nothing
    told = tuple(one for label in labels for one in _audience(label, asked.agreements()))
    return AudienceAnswer(standing=asked.standing(), audience=told)


def _agreement(one: Agreement, facts: Counter[Permit]) -> AgreementOut:
    clauses = (
        ClauseOut(
            clause=clause.number,
            text=clause_text(clause),
            facts=facts[Permit(one.id, one.version, clause.number)],
        )
        for clause in one.clauses
    )
    return AgreementOut(
        id=one.id,
        version=one.version,
        title=one.title,
        parties=one.parties,
        purposes=one.purposes,
        starts=f"{one.starts:%Y-%m-%d}",
        ends=f"{one.ends:%Y-%m-%d}",
        review=f"{one.review:%Y-%m-%d}" if one.review else None,
        clauses=tuple(clauses),
    )


def _right(right: Right) -> RightOut:
    label = right.label
    return RightOut(
        permit=PermitOut.model_validate(right.permit),
        owner=label.owner,
        data_class=label.data_class,
        handling=label.handling,
        facts=right.facts,
    )


def _audience(label: Label, standing: tuple[Agreement, ...]) -> list[AudienceOut]:
    return [
        AudienceOut(
            agency=receiver,
            permit=PermitOut.model_validate(one.permit),
            data_class=label.data_class,
            handling=label.handling,
            sees=one.sees,
            purposes=one.purposes,
            conditions=clause_text(one.clause),
        )
        for one in audience(label, standing)
        for receiver in one.receivers
    ]


QUESTIONS = (
    Question("GET", "/v1/agreements", agreements),
    Question("GET", "/v1/agreements/{agreement}/without", without),
    Question("GET", "/v1/mentions/{id}/audience", who_sees),
)
