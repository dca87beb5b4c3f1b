"""A score card as frozen values: what it may be used for, its factors, bands and tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

TermKind = Literal["property", "links", "days_since", "agencies", "network"]
LinkFunction = Literal["points", "share", "logistic"]
_ONE = Decimal(1)
_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Term:
    """What a factor measures of an entity, always as a whole number.

    property: 1 if it has the property, with one of `equals` if any are named; links: how many
    entities it is linked to; days_since: whole days since the last link began; agencies: how many
    say so; network: a measure of the links that may count.
    """

    of: TermKind
    property: str = ""
    equals: tuple[str, ...] = ()
    link: str = ""
    roles: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    within_days: int | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """One reviewed factor: `weight` points for each unit of its term, up to `cap` units."""

    id: str
    name: str
    measures: Term
    weight: Decimal
    cap: int
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `at_least` on, and what a named person then has to do."""

    name: str
    at_least: Decimal
    action: str
    by: str


@dataclass(frozen=True, slots=True)
class FairnessPlan:
    """How the card is looked at by groups: selected is who comes into that band or a higher one."""

    groups: tuple[str, ...]
    selected_from: str
    ratio_floor: Decimal
    smallest_group: int
    then: str


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """A model card that is the model: nothing else goes into a score."""

    id: str
    version: int
    title: str
    owner: str
    purposes: tuple[str, ...]
    roles: tuple[str, ...]
    applies_to: tuple[str, ...]
    intended: str
    not_intended: tuple[str, ...]
    limits: tuple[str, ...]
    validation: str
    review: date
    expires: date
    base: Decimal
    link: LinkFunction
    factors: tuple[Factor, ...]
    bands: tuple[Band, ...]
    fairness: FairnessPlan
    proxies: Mapping[str, str]
    age_basis: str = ""

    @property
    def basis(self) -> tuple[str, ...]:
        """The grounds that the card states for what is refused without."""
        return ("age_basis",) if self.age_basis else ()

    @property
    def most(self) -> Decimal:
        """The most points that anybody can have."""
        gains = (max(each.weight, Decimal(0)) * each.cap for each in self.factors)
        return sum(gains, self.base)

    def score_of(self, points: Decimal) -> Decimal:
        """The score of so many points: themselves, their share of the most, or the logistic."""
        if self.link == "points":
            return points
        if self.link == "share":
            share = points / self.most if self.most > 0 else Decimal(0)
            return min(max(share, Decimal(0)), _ONE).quantize(_PLACES)
        return (_ONE / (_ONE + (-points).exp())).quantize(_PLACES)

    def band_of(self, score: Decimal) -> Band:
        """The highest band that a score reaches; the first one holds all below."""
        reached = [band for band in self.bands if score >= band.at_least]
        return reached[-1] if reached else self.bands[0]

    def selects(self, score: Decimal) -> bool:
        """Whether a score comes into the band that the fairness plan watches."""
        names = [band.name for band in self.bands]
        return names.index(self.band_of(score).name) >= names.index(self.fairness.selected_from)
