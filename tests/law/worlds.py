"""Random small worlds: what some agencies record, correct, withdraw, judge and purge."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from law.moments import START
from law.realms import PLAIN, Realm

from comity.graph.words import (
    BadRow,
    Claim,
    Interval,
    Judgement,
    Link,
    Mention,
    Record,
    mention_key,
)
from comity.sharing import Label

GIVEN = ("Robert", "Bob", "Maria", "Mario", "Ann", "Anna")
FAMILY = ("Okafor", "Okafor-Lindqvist", "Lindqvist", "Marchetti")
BORN = ("1980-05-07", "1980-07-05", "1991-01-01", "1980")
NUMBERS = ("+14155550101", "+14155550102", "+14155550103")
KINDS = ("person", "person", "person", "phone", "incident")
UNDER = {"authority": ("W-1",), "authority_case": (*("C-1",) * 5, "C-2"),
         "authority_expires": (*("2099-01-01",) * 5, "2025-02-01")}  # fmt: skip
STARTED = {"started": tuple(f"2024-05-06T{hour:02d}:05:00Z" for hour in (7, 7, 8, 21))}
# What may be said of each kind.
SAID: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "person": {"given_name": GIVEN, "family_name": FAMILY, "birth_date": BORN,
               "phone_number": NUMBERS},
    "phone": {"phone_number": NUMBERS},
    "incident": {"case_number": ("2024-000111", "2024-000222"), "offence": ("theft", "fraud")},
    "account": {"account_number": ("90346886", "90346887", "90346888")},
    "location": {"street": ("1 Pier Road", "2 Pier Road"), "city": ("Springfield",)},
    "call": STARTED | UNDER,
    "sighting": STARTED | UNDER,
    "payment": {"amount": ("100", "95"), "currency": ("EUR",), **STARTED, **UNDER},
}  # fmt: skip
# How one takes part in an event of some kinds, first and second.
SIDES = {
    "call": ("called", "caller", "callee"),
    "payment": ("involved_in", "payer", "payee"),
    "sighting": ("involved_in", "subject", "subject"),
}
LINKS = (
    ("involved_in", "suspect"),
    ("involved_in", "counsel"),
    ("associate_of", "associate"),
    ("uses", "user"),
    ("uses", "user"),
)


@dataclass(frozen=True)
class Step:
    """One thing that happens at one moment.

    A record, a row that is set `aside`, a judgement, its withdrawal, a purge, or an agency's
    agreement that gets a `status`.
    """

    at: datetime
    agency: str
    record: Record | None = None
    judgement: Judgement | None = None
    withdraws: str = ""
    purges: str = ""
    status: str = ""
    aside: BadRow | None = None


def random_world(seed: int, realm: Realm = PLAIN, things: tuple[int, int] = (5, 14)) -> list[Step]:
    """So many things happening to the records of some agencies, and to their agreements."""
    growing = _Growing(Random(seed), realm)
    for _ in range(growing.rng.randint(*things)):
        growing.go_on()
    changes = [
        Step(START + timedelta(hours=change.hours), change.agreement, status=change.status)
        for change in realm.changes
    ]
    return sorted([*growing.steps, *changes], key=lambda step: step.at)


@dataclass
class _Growing:
    """A world in the making: what stands in it by (agency, record)."""

    rng: Random
    realm: Realm
    steps: list[Step] = field(default_factory=list)
    latest: dict[tuple[str, str], Record] = field(default_factory=dict)
    said: set[tuple[str, str]] = field(default_factory=set)
    judged: list[Step] = field(default_factory=list)

    def go_on(self) -> None:
        """One more step, mostly a record."""
        ways = (self._tell, self._judge, self._withdraw, self._purge)
        step = self.rng.choices(ways, (14, 2, 1, 1))[0](START + timedelta(hours=len(self.steps)))
        if step is not None:
            self.steps.append(step)

    def _tell(self, at: datetime) -> Step:
        agency, name = self.rng.choice(self.realm.agencies), f"r{len(self.steps) % 7}"
        former = self.latest.get((agency, name))
        if former and former.mentions and self.rng.random() < 0.6:
            record = _corrected(self.rng, former, self._labels(agency))
        else:
            others, labels = self._others(agency, name), self._labels(agency)
            record = _record(self.rng, (agency, name), others, labels)
        self.latest[agency, name] = record
        if record.operation != "delete":
            self.said.add((agency, name))
        return Step(at, agency, record=record)

    def _judge(self, at: datetime) -> Step | None:
        mentions = [mention for record in self.latest.values() for mention in record.mentions]
        ref = f"judgement {len(self.steps)}"
        judgement = _judgement(self.rng, mentions, self.realm.labels, ref)
        if judgement is None:
            return None
        self.judged.append(Step(at, judgement.label.owner, judgement=judgement))
        return self.judged[-1]

    def _withdraw(self, at: datetime) -> Step | None:
        if not self.judged:
            return None
        step = self.judged.pop()
        assert step.judgement is not None
        return Step(at, step.agency, withdraws=step.judgement.ref)

    def _purge(self, at: datetime) -> Step | None:
        if not self.said:
            return None
        agency, name = self.rng.choice(sorted(self.said))
        self.said.remove((agency, name))
        del self.latest[agency, name]
        whose = mention_key(agency, name, "")
        self.judged = [step for step in self.judged if not _speaks_of(whose, step.judgement)]
        return Step(at, agency, purges=name)

    def _labels(self, agency: str) -> list[Label]:
        return [label for label in self.realm.labels if label.owner == agency]

    def _others(self, agency: str, name: str) -> list[Mention]:
        """What another record of the agency may link to."""
        return [
            mention
            for (owner, other), record in self.latest.items()
            if owner == agency and other != name
            for mention in record.mentions
        ]


def _speaks_of(record: str, judgement: Judgement | None) -> bool:
    assert judgement is not None
    return judgement.first.startswith(record) or judgement.second.startswith(record)


def _record(
    rng: Random, which: tuple[str, str], others: list[Mention], labels: list[Label]
) -> Record:
    agency, name = which
    operation = rng.choice(("insert", "update", "update", "update", "delete"))
    if operation == "delete":
        return Record(name, b"", 1, "delete")
    keys = [mention_key(agency, name, f"p{part}") for part in range(rng.randint(1, 3))]
    mentions = [new_mention(rng, key, labels) for key in keys]
    claims = [claim for mention in mentions for claim in claims_about(rng, mention, labels)]
    links = [link_between(rng, mentions, others, labels) for _ in range(rng.randint(0, 3))]
    said = (tuple(mentions), tuple(claims), tuple(filter(None, links)))
    record = Record(name, b"", 1, operation, *said)
    return replace(record, content=content_of(record))


def _corrected(rng: Random, former: Record, labels: list[Label]) -> Record:
    """The same record with one claim more or one less, and all else said again."""
    claims = list(former.claims)
    if claims and rng.random() < 0.5:
        claims.pop(rng.randrange(len(claims)))
    else:
        claims += claims_about(rng, rng.choice(former.mentions), labels)[:1]
    ends = {mention.key for mention in former.mentions}
    links = tuple(k for k in former.links if {k.first, k.second} <= ends)
    record = replace(former, operation="update", claims=tuple(dict.fromkeys(claims)), links=links)
    return replace(record, content=content_of(record))


def new_mention(rng: Random, key: str, labels: list[Label]) -> Mention:
    """A mention whose kind and label are mostly those of the last version of its record."""
    usual = Random(key)
    kind, label = usual.choice(KINDS), usual.choice(labels)
    if rng.random() < 0.15:
        kind, label = rng.choice(KINDS), rng.choice(labels)
    return Mention(key, kind, label)


def claims_about(rng: Random, mention: Mention, labels: list[Label]) -> list[Claim]:
    """Some properties of a mention, mostly under its own label."""
    claims = []
    for prop, choices in SAID[mention.kind].items():
        for _ in range(rng.choice((0, 1, 1, 1, 2))):
            value = rng.choice(choices)
            label = mention.label if rng.random() < 0.6 else rng.choice(labels)
            valid = rng.choice((Interval(), Interval(0, 1_700_000_000_000_000)))
            claims.append(Claim(mention.key, prop, value, value, label, "", valid))
    return list(dict.fromkeys(claims))


def link_between(
    rng: Random, mine: list[Mention], others: list[Mention], labels: list[Label]
) -> Link | None:
    """A link from one of some mentions to another of them, or to one of others."""
    first, second = rng.choice(mine), rng.choice([*mine, *others])
    kind, role = rng.choice(LINKS)
    if second.kind in SIDES:
        kind, *roles = SIDES[second.kind]
        role = roles[role == "user"]
    return Link(first.key, second.key, kind, role, rng.choice(labels)) if first != second else None


def _judgement(
    rng: Random, mentions: list[Mention], labels: tuple[Label, ...], ref: str
) -> Judgement | None:
    persons = [mention for mention in mentions if mention.kind == "person"]
    if len(persons) < 2:
        return None
    first, second = rng.sample(persons, 2)
    verdict = rng.choice(("same", "different", "unsure"))
    label = rng.choice(labels)
    return Judgement(first.key, second.key, verdict, "a.judge", "a test", label, ref=ref)


def content_of(record: Record) -> bytes:
    """The record verbatim, such as a source would write it."""
    return json.dumps([str(record.mentions), str(record.claims), str(record.links)]).encode()
