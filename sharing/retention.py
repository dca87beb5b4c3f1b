"""The retention schedule: per owner and data class, how long records are kept and by which rule.

Without a rule nothing is purged. Rules go by class and age alone: a schedule that names what
the law protects (race, religion, views, health and the like) is refused.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from comity.sharing.document import parse_document, read_document

CRIMINAL_INTELLIGENCE = "criminal-intelligence"
PROTECTED = (
    "race", "ethnic", "colour", "color", "religio", "politic", "national_origin", "nationality",
    "sex", "gender", "orientation", "disab", "health", "union_member", "belief", "genetic",
)  # fmt: skip
Basis = Literal["28 CFR 23", "UK MoPI", "agency"]
MOPI = "UK MoPI"
CFR_23_YEARS = 5


@dataclass(frozen=True, slots=True)
class ReviewPeriod:
    """When a group of records is reviewed, in years: first, and after each review that keeps it.

    `clock` says whether what nobody reviewed in time may go.
    """

    title: str
    first: int
    every: int
    clock: bool


@cache
def review_periods() -> dict[int, ReviewPeriod]:
    """The shipped review periods of UK MoPI, by group."""
    text = resources.files(__package__).joinpath("data/reviews.yaml").read_text("utf-8")
    return {group: ReviewPeriod(**told) for group, told in yaml.safe_load(text)[MOPI].items()}


def _is_class(value: str) -> str:
    if not value or value != value.strip():
        raise ValueError("a data class is a word without spaces at its ends")
    if any(word in value.casefold().replace("-", "_") for word in PROTECTED):
        raise ValueError(f"{value!r} is a protected attribute, and no criterion for keeping")
    return value


class RetentionRule(BaseModel):
    """How long one owner keeps one data class."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Annotated[str, Field(min_length=1, max_length=100)]
    owner: Annotated[str, Field(min_length=1, max_length=100)]
    data_class: Annotated[str, AfterValidator(_is_class)]
    basis: Basis
    years: Annotated[int, Field(ge=1, le=100)] | None = None
    group: Literal[1, 2, 3, 4] | None = None

    @model_validator(mode="after")
    def _fits_its_basis(self) -> "RetentionRule":
        federal = self.basis == "28 CFR 23"
        if federal != (self.data_class == CRIMINAL_INTELLIGENCE):
            raise ValueError(
                f"28 CFR 23 is the rule of the class {CRIMINAL_INTELLIGENCE!r}, and of no other"
            )
        if federal and (self.years or CFR_23_YEARS) > CFR_23_YEARS:
            raise ValueError("28 CFR 23 keeps five years at most; validate what is still needed")
        if (self.basis == "UK MoPI") != (self.group is not None):
            raise ValueError("UK MoPI takes a group (1 to 4), and nothing else takes one")
        if self.basis == "agency" and self.years is None:
            raise ValueError("an agency's own rule needs its years")
        return self

    @property
    def review(self) -> ReviewPeriod | None:
        """When its records are reviewed, where the basis has them reviewed."""
        return None if self.group is None else review_periods()[self.group]

    def ends(self, received: date, validated: date | None) -> date | None:
        """From which day a record is past its date; None where a person decides, never a clock."""
        if self.years is None and self.review is not None:
            return self.reviewed(received, validated) if self.review.clock else None
        return years_after(validated or received, self.years or CFR_23_YEARS)

    def reviewed(self, received: date, validated: date | None) -> date | None:
        """On which day somebody has to look at a record next, where its basis asks for that."""
        if self.review is None:
            return None
        if validated is None:
            return years_after(received, self.review.first)
        return years_after(validated, self.review.every)

    @property
    def needs_suspicion(self) -> bool:
        """Whether a record needs a stated reasonable suspicion to be kept at all."""
        return self.basis == "28 CFR 23"


class Schedule(BaseModel):
    """One schedule: its rules, and nobody's records without one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schedule: Annotated[str, Field(min_length=1, max_length=100)]
    version: Annotated[int, Field(ge=1)]
    rules: Annotated[tuple[RetentionRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_rule_each(self) -> "Schedule":
        seen: set[tuple[str, str]] = set()
        for rule in self.rules:
            if (rule.owner, rule.data_class) in seen:
                raise ValueError(f"two rules for {rule.data_class!r} of {rule.owner!r}; keep one")
            seen.add((rule.owner, rule.data_class))
        return self

    def rule_for(self, owner: str, data_class: str) -> RetentionRule | None:
        """The rule for a class of an owner, or None: then nothing is purged."""
        wanted = (owner, data_class)
        return next((r for r in self.rules if (r.owner, r.data_class) == wanted), None)


def read_schedule(path: Path) -> Schedule:
    """Read a schedule; raises DocumentError with file and line."""
    return read_document(path, Schedule)


def parse_schedule(text: str, name: str) -> Schedule:
    """Read a schedule's text; `name` stands in errors where a file's path would."""
    return parse_document(text, Schedule, name)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
