"""The shapes that answers have on the wire, read off the graph's own words; no logic."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = -62_135_596_800_000_000, 253_402_300_800_000_000  # years 1 and 10000 in micros


def moment_text(value: object) -> object:
    """Micros as an ISO time in UTC; the open ends of an interval become None."""
    if not isinstance(value, int):
        return value
    if not FIRST <= value < LAST:
        return None
    return (EPOCH + timedelta(microseconds=value)).isoformat().replace("+00:00", "Z")


def written(moment: int | None) -> str | None:
    """A moment in micros as an ISO time in UTC; None where there is none."""
    text = moment_text(moment)
    return text if isinstance(text, str) else None


Moment = Annotated[str | None, BeforeValidator(moment_text)]
ENTITY = "9c1f4be0a7d25e33b8f06a1d42c7e590"
OTHER = "e07b66a2d19f4c58a3d20b7f5e8c1946"
REF = "51d0c3e8b7a94f62a0e5d7c3b1f82649"


class Wire(BaseModel):
    """Base of every answer: read from frozen values, nothing extra."""

    model_config = ConfigDict(from_attributes=True, extra="forbid", frozen=True)


class PermitOut(Wire):
    """By what right a fact shows."""

    agreement: str = Field(examples=["north-corridor-mou"])
    version: int = Field(examples=[1])
    clause: str = Field(examples=["2.1"])


class OriginOut(Wire):
    """Who says it, in which record, and by what right it shows."""

    agency: str = Field(examples=["harbor-so"])
    source: str = Field(examples=["harbor-jail"])
    record: str = Field(examples=["B-20931"])
    mapping: str = Field(examples=["harbor-jail@1"])
    handling: str = Field(examples=["TLP:AMBER"])
    data_class: str = Field(examples=["booking"])
    grade: str = Field(examples=["4x4:B2"])
    recorded: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    permit: PermitOut
    desk: str = Field(default="", examples=["jail records desk"])


class IntervalOut(Wire):
    """When it holds in the world, [start, end); null is an end nobody knows."""

    start: Moment = Field(examples=["2026-03-01T00:00:00Z"])
    end: Moment = Field(examples=[None])


class FactOut(Wire):
    """One value of an entity, as written (`raw`) and as compared (`value`)."""

    ref: str = Field(examples=[REF])
    property: str = Field(examples=["birth_date"])
    value: str = Field(examples=["1980-05-07"])
    raw: str = Field(examples=["5/7/80"])
    valid: IntervalOut
    origin: OriginOut


class LinkOut(Wire):
    """One link that one record asserts between two entities of this view."""

    ref: str = Field(examples=[REF])
    first: str = Field(examples=[ENTITY])
    second: str = Field(examples=[OTHER])
    kind: str = Field(examples=["uses"])
    role: str = Field(examples=["subscriber"])
    valid: IntervalOut
    origin: OriginOut


class MentionOut(Wire):
    """One mention; its id leads to the entity that holds it in any view that sees it."""

    id: str = Field(examples=[OTHER])
    source: str = Field(examples=["harbor-jail"])
    record: str = Field(examples=["B-20931"])
    agency: str = Field(examples=["harbor-so"])


class PossibleOut(Wire):
    """Another entity that may be the same: shown apart, never merged."""

    entity: str = Field(examples=[OTHER])
    name: str = Field(examples=["Jon Smyth"])
    score: float = Field(examples=[4.2])


class DisputeOut(Wire):
    """Two mentions of which one person says that they are the same and another the opposite."""

    first: str = Field(examples=[ENTITY])
    second: str = Field(examples=[OTHER])


class EntityOut(Wire):
    """An entity of this view with every visible value and its origin."""

    id: str = Field(examples=[ENTITY])
    kind: str = Field(examples=["person"])
    name: str = Field(examples=["John Smith"])
    agencies: tuple[str, ...] = Field(examples=[["harbor-so", "riverton-pd"]])
    facts: tuple[FactOut, ...]
    mentions: tuple[MentionOut, ...]
    possible: tuple[PossibleOut, ...]
    roles: tuple[str, ...] = Field(examples=[["arrestee"]])
    standing: str = Field(examples=["involved"])
    disputed: tuple[DisputeOut, ...]


class HitOut(Wire):
    """One entity found, the visible value it was found by, and whose records say so of it."""

    entity: str = Field(examples=[ENTITY])
    kind: str = Field(examples=["person"])
    name: str = Field(examples=["John Smith"])
    score: float = Field(examples=[93.0])
    property: str = Field(examples=["name"])
    value: str = Field(examples=["SMITH, JON"])
    agencies: tuple[str, ...] = Field(examples=[["harbor-so"]])


class NeighbourOut(Wire):
    """One entity beside another, with every link between them."""

    entity: str = Field(examples=[OTHER])
    kind: str = Field(examples=["phone"])
    name: str = Field(examples=["+1 212 555 0117"])
    links: tuple[LinkOut, ...]


class StandingOut(Wire):
    """The line every answer carries: as whom, for what, when known, resting on what."""

    viewer: str = Field(examples=["d.reyes"])
    agency: str = Field(examples=["riverton-pd"])
    purpose: str = Field(examples=["investigation"])
    agreements: tuple[str, ...] = Field(examples=[["north-corridor-mou"]])
    known_at: Moment = Field(examples=["2026-03-02T09:30:00Z"])
    valid_at: Moment = Field(examples=[None])
    digest: str = Field(examples=[REF + REF])


class Answer(Wire):
    """Base of the answers that show facts."""

    standing: StandingOut


class MarkingOut(Wire):
    """What binds whoever sees the answer: the strictest code of each scheme, and every caveat.

    `onward` is passing on and `evidence` use in court (`free`, `ask` or `never`), by codes and
    clauses; the agencies of `verify_first` are asked before anybody acts on it.
    """

    owners: tuple[str, ...] = Field(examples=[["harbor-so", "riverton-pd"]])
    codes: tuple[str, ...] = Field(examples=[["TLP:AMBER"]])
    caveats: tuple[str, ...] = Field(examples=[["not-for:state-dmv"]])
    onward: str = Field(examples=["ask"])
    evidence: str = Field(examples=["ask"])
    verify_first: tuple[str, ...] = Field(examples=[["harbor-so"]])


class Marked(Answer):
    """Base of the answers that combine facts; `marking` is null where there are none.

    It is that of the entities in the answer, or of all that shows where it was worked out so.
    """

    of_everything: ClassVar[bool] = False
    marking: MarkingOut | None = Field(default=None, examples=[None])


class SearchAnswer(Marked):
    """What a search found, best first."""

    hits: tuple[HitOut, ...]


class EntityAnswer(Marked):
    """One entity."""

    entity: EntityOut


class NeighboursAnswer(Marked):
    """One page of neighbours; send `next_cursor` back for the next, null ends it."""

    neighbours: tuple[NeighbourOut, ...]
    next_cursor: str | None = Field(examples=[None])


class IdOut(Wire):
    """An entity by its id, which leads on to whatever holds that mention now."""

    entity: str = Field(examples=[ENTITY])


class RegroupedOut(Wire):
    """Entities that became others: `joined`, `parted`, `regrouped`, `renamed`, `came` or `went`."""

    how: str = Field(examples=["joined"])
    before: tuple[IdOut, ...]
    after: tuple[IdOut, ...]


class ChangesAnswer(Answer):
    """What became of entities between `since` and the answer's `known_at`; `total` of any limit."""

    since: str = Field(examples=["2026-03-01T00:00:00Z"])
    total: int = Field(examples=[1])
    changes: tuple[RegroupedOut, ...]


class StandingAnswer(Answer):
    """As whom this token asks, and how much shows."""

    counts: dict[str, int] = Field(examples=[{"entities": 812, "mentions": 2310}])
