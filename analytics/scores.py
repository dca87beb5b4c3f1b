"""Scores under policy: a signed card's weighted sum over what one view shows of one entity.

A score says how it came about: points by factor that add up exactly, the facts behind each, and
what it would be without any one of them. It ranks nobody and decides nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from comity.analytics.errors import NotScored, TooLarge, UnknownEntity
from comity.analytics.score_card import Band, Factor, ScoreCard
from comity.analytics.score_terms import Known, Measured, Said, ground_of, known_of, measure
from comity.analytics.sign_off import SignedCard, check_usable
from comity.graph.answers import Entity
from comity.graph.view import View

MOST_WORK = 50_000_000
UNSCORED = ("bystander", "professional")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one factor adds: `counted` of the `value` it measures, times its weight."""

    factor: str
    name: str
    reason: str
    value: int
    counted: int
    weight: Decimal
    points: Decimal
    facts: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class WithoutFact:
    """What the score would be had one fact never been recorded."""

    ref: str
    points: Decimal
    score: Decimal
    band: str


@dataclass(frozen=True, slots=True)
class Score:
    """One entity's score under one card; `points` are the base and all contributions."""

    card: str
    version: int
    text_hash: str
    entity: str
    kind: str
    name: str
    base: Decimal
    points: Decimal
    score: Decimal
    band: Band
    contributions: tuple[Contribution, ...]
    without: tuple[WithoutFact, ...]
    missing: tuple[str, ...]


def score(view: View, signed: SignedCard, entity: str, now: datetime) -> Score:
    """The score of one entity of a view, explained.

    Raises CardNotUsable where the card may not answer this viewer now, UnknownEntity, and
    NotScored for kinds that it does not apply to and for who is there as a victim, a witness or
    by profession.
    """
    check_usable(signed, view.viewer, now)
    found = view.entity(entity)
    if found is None:
        raise UnknownEntity(entity)
    why = why_unscored(signed.card, found)
    if why:
        raise NotScored(why)
    return _explained(
        signed, found, known_of(view, ground_of(view, signed.card), found, signed.card)
    )


def why_unscored(card: ScoreCard, entity: Entity) -> str:
    """Why a card gives no score of an entity; empty if it does."""
    if entity.kind not in card.applies_to:
        return f"{card.id} applies to {', '.join(card.applies_to)}; this is a {entity.kind}"
    if entity.standing in UNSCORED:
        return f"a {entity.standing} is never scored; nobody is for what happened to them or a job"
    return ""


def points_of(card: ScoreCard, known: Known) -> Decimal:
    """The points of what is known: the base and every contribution."""
    found = ((factor, measure(factor.measures, known)) for factor in card.factors)
    return sum((_points(factor, each) for factor, each in found), card.base)


def _explained(signed: SignedCard, entity: Entity, known: Known) -> Score:
    card = signed.card
    _check_work(card, known)
    measured = [measure(factor.measures, known) for factor in card.factors]
    told = zip(card.factors, measured, strict=True)
    contributions = tuple(_contribution(factor, each) for factor, each in told)
    points = sum((each.points for each in contributions), card.base)
    value = card.score_of(points)
    return Score(
        card=card.id,
        version=card.version,
        text_hash=signed.text_hash,
        entity=entity.id,
        kind=entity.kind,
        name=entity.name,
        base=card.base,
        points=points,
        score=value,
        band=card.band_of(value),
        contributions=contributions,
        without=tuple(_without(card, known, contributions)),
        missing=tuple(_missing(card, measured)),
    )


def _contribution(factor: Factor, found: Measured) -> Contribution:
    counted = min(found.value, factor.cap)
    points = _points(factor, found)
    told = (factor.id, factor.name, factor.reason, found.value, counted, factor.weight, points)
    return Contribution(*told, found.facts)


def _points(factor: Factor, found: Measured) -> Decimal:
    return factor.weight * min(found.value, factor.cap)


def _without(
    card: ScoreCard, known: Known, contributions: tuple[Contribution, ...]
) -> Iterator[WithoutFact]:
    """For each fact behind a contribution, in their order."""
    behind = dict.fromkeys(fact.ref for each in contributions for fact in each.facts)
    for ref in behind:
        points = points_of(card, known.without(ref))
        value = card.score_of(points)
        yield WithoutFact(ref, points, value, card.band_of(value).name)


def _missing(card: ScoreCard, measured: list[Measured]) -> Iterator[str]:
    for factor, found in zip(card.factors, measured, strict=True):
        if not found.facts:
            yield f"{factor.id}: nothing that shows speaks of it"
        if found.undated:
            yield f"{factor.id}: {found.undated} without a date do not count"


def _check_work(card: ScoreCard, known: Known) -> None:
    """Refuse what would hold the asker up for minutes: a network measured anew for each fact."""
    measures = sum(factor.measures.of == "network" for factor in card.factors)
    work = (
        measures * len(known.links) * (known.ground.network.size + len(known.ground.network.link))
    )
    if work > MOST_WORK:
        way_out = "use a card without network measures for whoever has so many links"
        raise TooLarge("links times the network", work, MOST_WORK, way_out)
