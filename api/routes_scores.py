"""Questions under score cards: which answer, one entity's score, and a card by groups.

Each names the card and its version, so that each look stands under them in the audit.
"""

from typing import Annotated, Any

from fastapi import Depends
from fastapi import Path as InPath

from comity.analytics import Score, SignedCard, fairness, score
from comity.analytics.errors import (
    BadArgument,
    NotScored,
    TooLarge,
    UnknownEntity,
)
from comity.analytics.score_terms import Said
from comity.analytics.sign_off import check_usable
from comity.api.asked import Asked
from comity.api.asking import ask_at
from comity.api.errors import BadQuestion, Nothing
from comity.api.questions import Question
from comity.api.routes_reading import EntityId
from comity.api.wire import FactOut, LinkOut
from comity.api.wire_scores import (
    BandOut,
    CardOut,
    ContributionOut,
    FactorOut,
    FairnessAnswer,
    GroupOut,
    ScoreAnswer,
    ScoreCardsAnswer,
    WithoutFactOut,
)
from comity.graph.answers import Fact, LinkFact

AskedAt = Annotated[Asked, Depends(ask_at)]
CardId = Annotated[str, InPath(max_length=64)]
Version = Annotated[int, InPath(ge=1, le=1_000_000)]
Attribute = Annotated[str, InPath(max_length=64)]


def score_cards(asked: AskedAt) -> ScoreCardsAnswer:
    """The score cards that answer this viewer now, with what they may be used for."""
    told = tuple(map(_card, asked.signed_cards()))
    return ScoreCardsAnswer(standing=asked.standing(), cards=told)


def score_entity(
    asked: AskedAt,
    card: CardId,
    version: Version,
    id: EntityId,  # noqa: A002 - the path's word
) -> ScoreAnswer:
    """One entity's score: what adds up to it, the facts behind, and what it were without each."""
    signed = _usable(asked, card, version)
    try:
        found = score(asked.view, signed, id, asked.moment())
    except UnknownEntity:
        raise Nothing from None
    except (NotScored, TooLarge) as error:
        raise BadQuestion(str(error)) from None
    return _answer(asked, signed, found)


def score_fairness(
    asked: AskedAt, card: CardId, version: Version, attribute: Attribute
) -> FairnessAnswer:
    """How often a card selects of each group, and what it gives them; small groups untold."""
    signed = _usable(asked, card, version)
    try:
        frame = fairness(asked.view, signed, attribute, asked.moment())
    except (BadArgument, TooLarge) as error:
        raise BadQuestion(str(error)) from None
    plain = frame.astype(object).where(frame.notna(), None)
    plan = signed.card.fairness
    return FairnessAnswer(
        standing=asked.standing(),
        card=_card(signed),
        attribute=attribute,
        selected_from=plan.selected_from,
        ratio_floor=plan.ratio_floor,
        smallest_group=plan.smallest_group,
        then=plan.then,
        groups=tuple(GroupOut.model_validate(row) for row in plain.to_dict("records")),
    )


def _usable(asked: Asked, card: str, version: int) -> SignedCard:
    """A card that answers this viewer now; one that is not there is like any other nothing."""
    signed = asked.signed_card(card, version)
    if signed is None:
        raise Nothing
    check_usable(signed, asked.viewer, asked.moment())
    return signed


def _answer(asked: Asked, signed: SignedCard, found: Score) -> ScoreAnswer:
    return ScoreAnswer(
        standing=asked.standing(),
        card=_card(signed),
        entity=found.entity,
        kind=found.kind,
        name=found.name,
        base=found.base,
        points=found.points,
        score=found.score,
        band=BandOut.model_validate(found.band),
        contributions=tuple(map(_contribution, found.contributions)),
        without=tuple(map(WithoutFactOut.model_validate, found.without)),
        missing=found.missing,
    )


def _contribution(found: Any) -> ContributionOut:
    facts, links = _parted(found.facts)
    told = {name: getattr(found, name) for name in _PLAIN}
    return ContributionOut(**told, facts=facts, links=links)


_PLAIN = ("factor", "name", "reason", "value", "counted", "weight", "points")


def _parted(said: tuple[Said, ...]) -> tuple[tuple[FactOut, ...], tuple[LinkOut, ...]]:
    facts = tuple(FactOut.model_validate(fact) for fact in said if isinstance(fact, Fact))
    links = tuple(LinkOut.model_validate(fact) for fact in said if isinstance(fact, LinkFact))
    return facts, links


def _card(signed: SignedCard) -> CardOut:
    card, sign_off = signed.card, signed.sign_off
    return CardOut(
        card=card.id,
        version=card.version,
        ref=signed.text_hash,
        title=card.title,
        owner=card.owner,
        intended=card.intended,
        not_intended=card.not_intended,
        limits=card.limits,
        validation=card.validation,
        review=card.review.isoformat(),
        expires=card.expires.isoformat(),
        signed_by=sign_off.who,
        signed_as=sign_off.role,
        signed_at=sign_off.at.isoformat(),
        factors=tuple(map(FactorOut.model_validate, card.factors)),
        bands=tuple(map(BandOut.model_validate, card.bands)),
    )


QUESTIONS = (
    Question("GET", "/v1/scores", score_cards),
    Question("GET", "/v1/scores/{card}/{version}/entities/{id}", score_entity),
    Question("GET", "/v1/scores/{card}/{version}/fairness/{attribute}", score_fairness),
)
