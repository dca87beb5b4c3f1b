"""The YAML form of a score card; what is forbidden is refused here, with the line and why."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from comity.analytics.protected import why_not_link, why_not_property, why_not_words
from comity.analytics.score_card import (
    Band,
    Factor,
    FairnessPlan,
    LinkFunction,
    ScoreCard,
    Term,
    TermKind,
)
from comity.graph.vocabulary import vocabulary
from comity.sharing.agreement_document import Name, Names
from comity.sharing.document import document_text, parse_document
from comity.sharing.errors import unknown

SCHEMA_ID = "urn:comity:score-card:1"
NETWORK_MEASURES = ("neighbours", "core")
# Under five in a group a table would tell of persons.
LEAST_GROUP = 5
Text = Annotated[str, Field(min_length=10, max_length=4000)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
Points = Annotated[Decimal, Field(ge=-1000, le=1000, decimal_places=4)]
_TAKES: dict[TermKind, frozenset[str]] = {
    "property": frozenset({"property", "equals"}),
    "links": frozenset({"link", "roles", "to", "within_days"}),
    "days_since": frozenset({"link", "roles", "to"}),
    "agencies": frozenset({"link", "roles", "to", "within_days"}),
    "network": frozenset({"measure"}),
}
_NEEDS: dict[TermKind, str] = {
    "property": "property",
    "links": "link",
    "days_since": "link",
    "agencies": "link",
    "network": "measure",
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TermDocument(_Part):
    """What is measured of what the view shows of an entity."""

    of: TermKind
    property: Name | None = None
    equals: list[Name] = Field(default_factory=list)
    link: Name | None = None
    roles: list[Name] = Field(default_factory=list)
    to: list[Name] = Field(default_factory=list)
    within_days: int | None = Field(default=None, ge=1, le=36_525, strict=True)
    measure: Name | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> "TermDocument":
        for problem in self._problems():
            raise ValueError(problem)
        return self

    def _problems(self) -> Iterator[str]:
        for key in sorted(self.model_fields_set - {"of"} - _TAKES[self.of]):
            yield f"{self.of} takes no {key!r}; it takes {', '.join(sorted(_TAKES[self.of]))}"
        if getattr(self, _NEEDS[self.of]) is None:
            yield f"{self.of} needs {_NEEDS[self.of]!r}"
        words = vocabulary()
        known = {name for names in words.kinds.values() for name in names}
        yield from _unknown("property", _named(self.property), known)
        yield from _unknown("link", _named(self.link), words.links)
        yield from _unknown("role", self.roles, words.roles)
        yield from _unknown("kind", self.to, words.kinds)
        yield from _unknown("measure", _named(self.measure), NETWORK_MEASURES)
        if self.link and bool(self.roles) == (self.link in words.roleless):
            # Without a role links would count whose end is a victim's or a witness's.
            told = "have no roles" if self.roles else "count only in roles that are named"
            yield f"links of {self.link!r} {told}"

    def frozen(self) -> Term:
        """The term that is measured."""
        return Term(
            of=self.of,
            property=self.property or "",
            equals=tuple(self.equals),
            link=self.link or "",
            roles=tuple(self.roles),
            to=tuple(self.to),
            within_days=self.within_days,
            measure=self.measure or "",
        )


class FactorDocument(_Part):
    """One factor: what it measures, what it weighs, why, and where that was found."""

    id: Id
    name: Name
    measures: TermDocument
    weight: Points
    cap: int = Field(ge=1, le=100_000, strict=True)
    reason: Text
    source: Text

    @field_validator("weight")
    @classmethod
    def _weighs(cls, value: Decimal) -> Decimal:
        if value == 0:
            raise ValueError("a factor that weighs nothing is left out")
        return value

    def refusals(self, basis: Iterable[str]) -> Iterator[str]:
        """Why no score may rest on this, for a card that states these grounds."""
        term = self.measures
        said = " ".join((self.id.replace("-", " "), self.name, *term.equals))
        links = (why_not_link(term.link or "", role) for role in term.roles or [""])
        found = (
            why_not_property(term.property or "", basis),
            *links,
            why_not_words(said, basis),
        )
        return filter(None, found)

    @property
    def measured(self) -> frozenset[str]:
        """The properties, links and roles that it measures."""
        term = self.measures
        return frozenset(filter(None, (term.property, term.link, *term.roles)))

    def frozen(self) -> Factor:
        """The factor that counts."""
        told = self.model_dump(exclude={"measures"})
        return Factor(**told, measures=self.measures.frozen())


def _may_count(factor: FactorDocument, info: ValidationInfo) -> FactorDocument:
    """Refuse what no score may rest on, at the line where it stands."""
    for why in factor.refusals(("age_basis",) if info.data.get("age_basis") else ()):
        raise ValueError(f"no score may rest on {factor.id!r}: {why}")
    for proxy in info.data.get("proxies", ()):
        if proxy.what in factor.measured:
            why = f"the card declares that {proxy.what} stands for {proxy.stands_for}"
            raise ValueError(f"no score may rest on {factor.id!r}: {why}")
    return factor


class BandDocument(_Part):
    """A band of scores, and what a person of which role does about it."""

    name: Name
    at_least: Points
    action: Text
    by: Name


class FairnessDocument(_Part):
    """How the card is looked at by groups, and what is done if it selects them unequally."""

    groups: Names
    selected_from: Name
    ratio_floor: Decimal = Field(default=Decimal("0.8"), gt=0, le=1)
    smallest_group: int = Field(default=10, ge=LEAST_GROUP, le=1000, strict=True)
    then: Text

    @field_validator("groups")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        known = {name for names in vocabulary().kinds.values() for name in names}
        for problem in _unknown("property", value, known):
            raise ValueError(problem)
        return value


class ProxyDocument(_Part):
    """A property, link or role that the card's own authors found to stand for a group."""

    what: Name
    stands_for: Name


class ScoreCardDocument(_Part):
    """A score card: a weighted sum of reviewed factors, and everything that must be said of it."""

    card: Id
    version: int = Field(ge=1, le=1_000_000, strict=True)
    title: Name
    owner: Name
    purposes: Names
    roles: Names
    applies_to: Names
    intended: Text
    not_intended: list[Text] = Field(min_length=1)
    limits: list[Text] = Field(min_length=1)
    validation: Text
    review: date
    expires: date
    base: Points = Decimal(0)
    link: LinkFunction = "share"
    proxies: list[ProxyDocument] = Field(default_factory=list)
    age_basis: Text | None = None
    # After what the card states for itself: a factor is held against that.
    factors: list[Annotated[FactorDocument, AfterValidator(_may_count)]] = Field(
        min_length=1, max_length=50
    )
    bands: list[BandDocument] = Field(min_length=2, max_length=10)
    fairness: FairnessDocument

    @field_validator("factors")
    @classmethod
    def _apart(cls, value: list[FactorDocument]) -> list[FactorDocument]:
        for name in _twice(each.id for each in value):
            raise ValueError(f"factor {name!r} stands twice; keep one")
        return value

    @field_validator("bands")
    @classmethod
    def _rising(cls, value: list[BandDocument]) -> list[BandDocument]:
        for name in _twice(each.name for each in value):
            raise ValueError(f"band {name!r} stands twice; keep one")
        floors = [each.at_least for each in value]
        if floors != sorted(set(floors)):
            raise ValueError("bands rise: each begins above the one before it")
        return value

    @model_validator(mode="after")
    def _holds_together(self) -> "ScoreCardDocument":
        for problem in self._problems():
            raise ValueError(problem)
        return self

    def _problems(self) -> Iterator[str]:
        yield from _unknown("kind", self.applies_to, vocabulary().kinds)
        if self.review >= self.expires:
            yield f"its review ({self.review}) comes too late: it expires on {self.expires}"
        yield from _unknown("band", [self.fairness.selected_from], [b.name for b in self.bands])
        if self.fairness.selected_from == self.bands[0].name:
            yield "selected_from is the first band, which everybody is in; name a higher one"

    def frozen(self) -> ScoreCard:
        """The card that scores are worked out by."""
        plan = self.fairness.model_dump() | {"groups": tuple(self.fairness.groups)}
        return ScoreCard(
            id=self.card,
            version=self.version,
            title=self.title,
            owner=self.owner,
            purposes=tuple(self.purposes),
            roles=tuple(self.roles),
            applies_to=tuple(self.applies_to),
            intended=self.intended,
            not_intended=tuple(self.not_intended),
            limits=tuple(self.limits),
            validation=self.validation,
            review=self.review,
            expires=self.expires,
            base=self.base,
            link=self.link,
            factors=tuple(each.frozen() for each in self.factors),
            bands=tuple(Band(**each.model_dump()) for each in self.bands),
            fairness=FairnessPlan(**plan),
            proxies={each.what: each.stands_for for each in self.proxies},
            age_basis=self.age_basis or "",
        )


def read_card(path: Path) -> ScoreCard:
    """Read a score card from a YAML file; raises DocumentError with file and line."""
    return parse_card(document_text(path), str(path))


def parse_card(text: str, name: str) -> ScoreCard:
    """Read a score card from YAML text kept under `name`; whole, or not at all."""
    return parse_document(text, ScoreCardDocument, name).frozen()


def card_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the document, for editors and other programs."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "$id": SCHEMA_ID, **ScoreCardDocument.model_json_schema()}


def _named(value: str | None) -> list[str]:
    return [] if value is None else [value]


def _unknown(what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    allowed = sorted(known)
    return (unknown(what, name, allowed) for name in names if name not in allowed)


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)
