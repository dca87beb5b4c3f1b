"""Random small worlds of records, and their twins in which what is withheld was never recorded."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from comity.graph.ledger import Ledger
from comity.graph.view import micros
from comity.graph.words import (
    Claim,
    Interval,
    Judgement,
    Link,
    LoadPlan,
    Mention,
    Record,
    Source,
    mention_key,
)
from comity.sharing import Label, Viewer
from comity.sharing.agreement import parse_agreement

START = datetime(2025, 3, 1, tzinfo=UTC)
AGENCIES = ("alpha", "beta", "gamma")
LABELS = tuple(
    Label(agency, data_class, handling, caveats)
    for agency in AGENCIES
    for data_class, handling, caveats in (
        ("open", "TLP:GREEN", ()),
        ("open", "TLP:RED", ()),
        ("closed", "TLP:GREEN", ()),
        ("open", "TLP:AMBER", ("not-for:alpha",)),
    )
)
AGREEMENT = """
agreement: between-three
version: 1
title: What the three share
parties: [alpha, beta, gamma]
purposes: [investigation]
starts: 2020-01-01
ends: 2040-01-01
shares:
  - {clause: 1, from: [beta, gamma], to: [alpha], data_classes: [open], handling_ceiling: TLP:AMBER}
"""
VIEWER = Viewer("a.viewer", "alpha", "analyst", "investigation", "a test")
GIVEN = ("Robert", "Bob", "Maria", "Mario", "Ann", "Anna")
FAMILY = ("Okafor", "Okafor-Lindqvist", "Lindqvist", "Marchetti")
BORN = ("1980-05-07", "1980-07-05", "1991-01-01", "1980")
NUMBERS = ("+14155550101", "+14155550102", "+14155550103")
LINKS = (("involved_in", "suspect"), ("involved_in", "victim"), ("associate_of", "associate"))


@dataclass(frozen=True)
class Step:
    """One load of one record, or one judgement, at one moment of the world."""

    at: datetime
    agency: str
    record: Record | None = None
    judgement: Judgement | None = None


def random_world(seed: int) -> list[Step]:
    """Up to a dozen records of three agencies, some corrected or withdrawn, some judged."""
    rng = Random(seed)
    steps: list[Step] = []
    live: dict[tuple[str, str], tuple[Mention, ...]] = {}
    latest: dict[tuple[str, str], Record] = {}
    for number in range(rng.randint(4, 12)):
        at = START + timedelta(hours=len(steps))
        agency = rng.choice(AGENCIES)
        name = f"r{number % 7}"
        former = latest.get((agency, name))
        if former and former.mentions and rng.random() < 0.6:
            record = _corrected(rng, former, agency)
        else:
            record = _record(rng, agency, name, live)
        live[agency, name], latest[agency, name] = record.mentions, record
        steps.append(Step(at, agency, record=record))
    mentions = [mention for group in live.values() for mention in group]
    for _ in range(rng.randint(0, 2)):
        at = START + timedelta(hours=len(steps))
        if judgement := _judgement(rng, mentions):
            steps.append(Step(at, judgement.label.owner, judgement=judgement))
    return steps


def twin_of(world: list[Step], allowed: frozenset[Label]) -> list[Step]:
    """The world in which nothing under any other label was ever recorded."""
    ever = {
        mention.key
        for step in world
        if step.record
        for mention in step.record.mentions
        if mention.label in allowed
    }
    seen_records: set[tuple[str, str]] = set()
    kept = []
    for step in world:
        trimmed = _trimmed(step, allowed, ever)
        if trimmed.record is not None:
            name = (step.agency, trimmed.record.id)
            if not trimmed.record.mentions and name not in seen_records:
                continue
            seen_records.add(name)
        if step.judgement is not None and not _judgement_shows(step.judgement, allowed, ever):
            continue
        kept.append(trimmed)
    return kept


def record_world(steps: list[Step], ledger: Ledger, clock: "WorldClock") -> None:
    """Write a world into a ledger, each step at its own moment."""
    clock.now = START - timedelta(hours=1)
    ledger.put_agreement(AGREEMENT, "a test")
    for step in steps:
        clock.now = step.at
        if step.judgement is not None:
            ledger.judge(step.judgement)
        if step.record is not None:
            _load(ledger, step)
    clock.now = START + timedelta(days=30)


class WorldClock:
    """A clock that stands where a world puts it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        """The moment the world stands at."""
        return self.now

    def micros(self) -> int:
        """The same, as a ledger counts it."""
        return micros(self.now)


def allowed_labels() -> frozenset[Label]:
    """What the viewer may see, said a second time and by hand: the oracle of the decision."""
    parse_agreement(AGREEMENT, "the worlds' agreement")
    return frozenset(
        label
        for label in LABELS
        if label.owner == "alpha"
        or (label.data_class == "open" and label.handling == "TLP:GREEN" and not label.caveats)
    )


def _record(
    rng: Random, agency: str, name: str, live: dict[tuple[str, str], tuple[Mention, ...]]
) -> Record:
    labels = [label for label in LABELS if label.owner == agency]
    mentions = [_mention(agency, name, f"p{part}", labels) for part in range(rng.randint(1, 3))]
    claims = [claim for mention in mentions for claim in _claims(rng, mention, labels)]
    others = [m for (owner, id_), group in live.items() if owner == agency and id_ != name
              for m in group]  # fmt: skip
    links = [_link(rng, mentions, others, labels) for _ in range(rng.randint(0, 3))]
    operation = rng.choice(("insert", "update", "update", "update", "delete"))
    if operation == "delete":
        return Record(name, b"", 1, "delete")
    said = (tuple(mentions), tuple(claims), tuple(filter(None, links)))
    record = Record(name, b"", 1, operation, *said)
    return replace(record, content=_content(record))


def _corrected(rng: Random, former: Record, agency: str) -> Record:
    """The same record with one claim more or one less, and all else said again."""
    labels = [label for label in LABELS if label.owner == agency]
    claims = list(former.claims)
    if claims and rng.random() < 0.5:
        claims.pop(rng.randrange(len(claims)))
    else:
        claims += _claims(rng, rng.choice(former.mentions), labels)[:1]
    ends = {mention.key for mention in former.mentions}
    links = tuple(k for k in former.links if {k.first, k.second} <= ends)
    record = replace(former, operation="update", claims=tuple(dict.fromkeys(claims)), links=links)
    return replace(record, content=_content(record))


def _mention(agency: str, record: str, part: str, labels: list[Label]) -> Mention:
    """A mention whose kind and label are the same in every version of its record."""
    key = mention_key(agency, record, part)
    fixed = Random(key)
    kind = fixed.choice(("person", "person", "person", "phone", "incident"))
    return Mention(key, kind, fixed.choice(labels))


def _claims(rng: Random, mention: Mention, labels: list[Label]) -> list[Claim]:
    values = {
        "person": {"given_name": GIVEN, "family_name": FAMILY, "birth_date": BORN,
                   "phone_number": NUMBERS},
        "phone": {"phone_number": NUMBERS},
        "incident": {"case_number": ("2024-000111", "2024-000222"), "offence": ("theft", "fraud")},
    }[mention.kind]  # fmt: skip
    claims = []
    for prop, choices in values.items():
        for _ in range(rng.choice((0, 1, 1, 1, 2))):
            value = rng.choice(choices)
            label = mention.label if rng.random() < 0.6 else rng.choice(labels)
            valid = rng.choice((Interval(), Interval(0, 1_700_000_000_000_000)))
            claims.append(Claim(mention.key, prop, value, value, label, "", valid))
    return list(dict.fromkeys(claims))


def _link(
    rng: Random, mine: list[Mention], others: list[Mention], labels: list[Label]
) -> Link | None:
    first, second = rng.choice(mine), rng.choice([*mine, *others])
    kind, role = rng.choice(LINKS)
    return Link(first.key, second.key, kind, role, rng.choice(labels)) if first != second else None


def _judgement(rng: Random, mentions: list[Mention]) -> Judgement | None:
    persons = [mention for mention in mentions if mention.kind == "person"]
    if len(persons) < 2:
        return None
    first, second = rng.sample(persons, 2)
    verdict = rng.choice(("same", "different", "unsure"))
    return Judgement(first.key, second.key, verdict, "a.judge", "a test", rng.choice(LABELS))


def _trimmed(step: Step, allowed: frozenset[Label], ever: set[str]) -> Step:
    record = step.record
    if record is None or record.operation == "delete":
        return step
    mentions = tuple(m for m in record.mentions if m.label in allowed)
    here = {mention.key for mention in mentions}
    claims = tuple(c for c in record.claims if c.label in allowed and c.mention in here)
    links = tuple(
        link for link in record.links if link.label in allowed and {link.first, link.second} <= ever
    )
    trimmed = replace(record, mentions=mentions, claims=claims, links=links)
    return replace(step, record=replace(trimmed, content=_content(trimmed)))


def _judgement_shows(judgement: Judgement, allowed: frozenset[Label], ever: set[str]) -> bool:
    permitted = judgement.verdict == "different" or judgement.label in allowed
    return permitted and {judgement.first, judgement.second} <= ever


def _content(record: Record) -> bytes:
    return json.dumps([str(record.mentions), str(record.claims), str(record.links)]).encode()


def _load(ledger: Ledger, step: Step) -> None:
    assert step.record is not None
    source = Source(step.agency, step.agency, f"records of {step.agency}")
    name = f"{step.at.isoformat()}"
    plan = LoadPlan(source, "test@1", "a mapping", name, name)
    opened = ledger.begin(plan)
    ledger.append(opened.load, [step.record], [], 1)
    ledger.publish(opened.load)
