"""What a view answers with: every fact says who asserts it and by what right it shows."""

from dataclasses import dataclass

from comity.graph.words import Interval, Micros
from comity.sharing import Permit


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where a fact comes from and by what right this viewer sees it."""

    agency: str
    source: str
    record: str
    mapping: str
    handling: str
    data_class: str
    grade: str
    recorded: Micros
    permit: Permit
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One visible value of an entity; `ref` is its lasting address."""

    ref: str
    property: str
    value: str
    raw: str
    valid: Interval
    origin: Origin


@dataclass(frozen=True, slots=True)
class LinkFact:
    """One visible link claim between two entities of this view."""

    ref: str
    first: str
    second: str
    kind: str
    role: str
    valid: Interval
    origin: Origin


@dataclass(frozen=True, slots=True)
class MentionAnswer:
    """One visible mention: a lasting address that leads to its entity, and its record."""

    id: str
    source: str
    record: str
    agency: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a chart says of an entity without its facts: who it is, and whose records say so."""

    id: str
    kind: str
    name: str
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Possible:
    """Another entity that may be the same: shown apart, never merged."""

    entity: str
    name: str
    score: float


@dataclass(frozen=True, slots=True, order=True)
class Dispute:
    """Two mentions that one person holds to be the same and another to be different."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A cluster of mentions in this view, with every visible value and its origin.

    `disputed` are pairs with an end among its mentions on which people disagree.
    """

    id: str
    kind: str
    name: str
    agencies: tuple[str, ...]
    facts: tuple[Fact, ...]
    mentions: tuple[MentionAnswer, ...]
    possible: tuple[Possible, ...]
    roles: tuple[str, ...]
    standing: str
    disputed: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One entity found by a search, and the visible value it was found by."""

    entity: str
    kind: str
    name: str
    score: float
    property: str
    value: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One entity beside another, with every link between them."""

    entity: str
    kind: str
    name: str
    links: tuple[LinkFact, ...]


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One value on one side of a comparison, and the record that says it."""

    value: str
    agency: str
    source: str
    record: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of an explanation: what was compared, how well it agreed, what it weighs.

    `left` and `right` are the values as compared; what the records say is in the `said` ones.
    """

    name: str
    level: str
    left: str
    right: str
    weight: float
    left_said: tuple[Said, ...] = ()
    right_said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Word:
    """One person's standing word on a pair.

    Where who said it is withheld, who and why are empty and when is BEGINNING, no time at all.
    """

    verdict: str
    who: str
    agency: str
    at: Micros
    reason: str
    ref: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why two mentions are held to be the same, possibly the same, or not.

    Weights are log2 odds; `score` is the prior plus their sum, `missing` how far it stays
    below the threshold of the same. `proposed` says what brought the two together: a key of
    their own, a thing that both hold, or nothing. `verdict` is what people said last (empty if
    nobody did), `words` all that they say; `decision` is what follows: same, possible or
    different.
    """

    first: str
    second: str
    proposed: str
    prior: float
    comparisons: tuple[Comparison, ...]
    score: float
    possible: float
    threshold: float
    act: float
    missing: float
    model: str
    relations: str
    verdict: str
    words: tuple[Word, ...]
    decision: str


@dataclass(frozen=True, slots=True)
class Review:
    """A pair that waits for a person's word: the best match between two entities.

    `score` is that match's, `mean` that of all pairs of their mentions over the threshold, in
    log2 odds; `chance` is what the mean makes likely, `stake` how many mentions and links a
    join would bring along, `gain` the bits of doubt times the stake.
    """

    kind: str
    first: str
    second: str
    first_entity: str
    second_entity: str
    first_name: str
    second_name: str
    score: float
    mean: float
    chance: float
    stake: int
    gain: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The line every answer carries: as whom, for what, when known, resting on what."""

    viewer: str
    agency: str
    purpose: str
    agreements: tuple[str, ...]
    known_at: Micros
    valid_at: Micros | None
    digest: str
