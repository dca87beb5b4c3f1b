"""One world and its three twins, asked the same: what the viewer is told must not differ.

In the twins what is withheld was never recorded, says something else, or is more. One twin more
ends at the moment as of which the world is asked: what came later must not show then.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from law.moments import START
from law.questions import BEYOND, OF_A_VIEW, OF_ANALYTICS, OF_STORES, Answers, Asking, Question, ask
from law.realms import PLAIN, Allowed, Realm, random_realm, wider_realm
from law.recording import ID_KEY, Recorded, empty_ledger, recorded
from law.rewrites import added, changed
from law.twins import twin_of, with_ends_in_sight
from law.worlds import Step, random_world
from law.worlds_of_events import steps_of_events
from unthreaded import unthreaded

from comity.graph.identity import mention_id
from comity.graph.view import micros

World = list[Step]
HOUR = 3_600_000_000
EARLIER = "earlier"
WIDER = 1_000_000
Times = Mapping[str, int]
# Analytics and stores get what a view shows, and cost more than all the rest: at one of the times.
DEEP: Mapping[str, Question] = {**OF_A_VIEW, **OF_STORES, **OF_ANALYTICS}
# What tells that hidden facts matter to who sees everything.
WEIGHED = {name: OF_A_VIEW[name] for name in ("clusters", "network", "entity")}


@dataclass(frozen=True)
class Case:
    """One world to be tried: its realm and its steps, and what is asked of it.

    `beyond`: its viewer is asked whom to ask as well, so that the twins keep what is pointed to
    and what is disclosed to tie; in the others nothing of that may show in any other answer.
    """

    seed: int
    realm: Realm
    world: World
    deep: bool = False
    beyond: bool = False

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of every mention that the world or a twin of it ever makes."""
        worlds = (self.world, *self.twins.values())
        records = (step.record for world in worlds for step in world if step.record)
        return tuple(sorted({mention.key for record in records for mention in record.mentions}))

    @property
    def times(self) -> list[Times]:
        """As known now; and as known at some moment, of some moment in the world."""
        rng = Random(self.seed)
        known_at = micros(START) + rng.randint(1, 12) * HOUR
        valid_at = rng.choice((None, 1_650_000_000_000_000, 1_750_000_000_000_000))
        then = {"known_at": known_at} | ({} if valid_at is None else {"valid_at": valid_at})
        return [{}, then]

    def table(self, number: int) -> Mapping[str, Question]:
        """What is asked at one of the times, by its number."""
        table = DEEP if self.deep and number == (self.seed // 20 + self.seed) % 2 else OF_A_VIEW
        return self.answerable(table)

    def answerable(self, table: Mapping[str, Question]) -> Mapping[str, Question]:
        """The questions that this case may put."""
        return {name: table[name] for name in table if self.beyond or name not in BEYOND}

    @cached_property
    def allowed(self) -> Allowed:
        """What the twins keep."""
        return self.realm.told() if self.beyond else self.realm.allowed()

    @cached_property
    def twins(self) -> dict[str, World]:
        """The worlds that must look the same, by what became of the hidden facts."""
        hidden = [label for label in self.realm.labels if label not in self.allowed]
        own = self.realm.viewer.agency
        strangers = [agency for agency in self.realm.agencies if agency != own]
        return {
            "dropped": twin_of(self.world, self.allowed),
            "changed": changed(self.world, self.allowed, hidden),
            "added": added(self.world, self.allowed, hidden, strangers),
        }

    @property
    def earlier(self) -> World:
        """The world up to the second of its times; a purge reaches back, and so does a status.

        A delete of what was never told leaves nothing that a later purge could reach.
        """
        known_at = self.times[1]["known_at"]
        told, kept = set[tuple[str, str]](), []
        for step in self.world:
            then = micros(step.at) <= known_at
            if then and step.record is not None and step.record.operation != "delete":
                told.add((step.agency, step.record.id))
            if then or step.status or (step.agency, step.purges) in told:
                kept.append(step)
        return kept

    def named(self, twin: str) -> World:
        """One of the twins by its name."""
        return self.earlier if twin == EARLIER else self.twins[twin]


@dataclass(frozen=True)
class Heard:
    """What the viewer is told at each time, and what one who sees everything is told now."""

    told: list[Answers]
    everything: Answers


@dataclass(frozen=True)
class Outcome:
    """What came of one world: the first difference, if any, and whether it counts."""

    seed: int
    tells: str
    counts: bool
    weighs: tuple[str, ...] = ()

    def told(self) -> dict[str, object]:
        """It as JSON."""
        return asdict(self)

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Outcome":
        """It from JSON."""
        return cls(**{**told, "weighs": tuple(told["weighs"])})


Tale = Callable[[Case, World, str], Heard]


def case_of(seed: int, *, deep: bool = False) -> Case:
    """The case of a seed; the same on every machine. From WIDER on clauses may give less."""
    realm = wider_realm(seed) if seed >= WIDER else random_realm(seed)
    beyond = seed >= WIDER and seed % 2 == 0
    world = [*random_world(seed, realm), *steps_of_events(seed, realm)]
    case = Case(seed, realm, sorted(world, key=lambda step: step.at), deep, beyond)
    return replace(case, world=with_ends_in_sight(case.world, case.allowed))


def crowded_case(seed: int) -> Case:
    """A larger world, in which more hangs together, under one agreement."""
    return Case(seed, PLAIN, random_world(seed, PLAIN, (35, 40)))


def tried(case: Case, weighed: Mapping[str, Question] = WEIGHED) -> Outcome:
    """Record a world and its twins, and compare what is told of them.

    By what is `weighed` one who sees everything learns whether the hidden facts matter.
    """
    with unthreaded(), shelf(case.realm) as (folder, empty):
        ours = _heard(case, case.world, folder / "ours", empty, weighed)
        tells, differ = "", []
        for name, twin in case.twins.items():
            theirs = _heard(case, twin, folder / name, empty, weighed)
            tells = tells or _first_difference(ours, theirs, name)
            differ.append(_differing(ours.everything, theirs.everything))
        then = _heard(case, case.earlier, folder / EARLIER, empty, {})
        tells = tells or _first_difference(ours, then, EARLIER)
    shows = any(address for address in ours.told[0]["clusters"])
    weighs = tuple(sorted(set[str]().union(*differ)))
    return Outcome(case.seed, tells, shows and all(differ), weighs)


def tells_of(case: Case, twin: str, questions: Mapping[str, Question]) -> str:
    """What some questions tell that is different in one twin."""
    with unthreaded(), shelf(case.realm) as (folder, empty):
        ours, theirs = (
            _heard(case, world, folder / name, empty, {}, questions)
            for name, world in (("ours", case.world), (twin, case.named(twin)))
        )
        return _first_difference(ours, theirs, twin)


@contextmanager
def shelf(realm: Realm) -> Iterator[tuple[Path, Path]]:
    """A folder for the ledgers of one case, and a ledger that holds the agreements alone."""
    folder = Path(tempfile.mkdtemp(prefix="law"))
    try:
        empty_ledger(folder / "empty.db", realm)
        yield folder, folder / "empty.db"
    finally:
        shutil.rmtree(folder)


def _heard(
    case: Case,
    world: World,
    folder: Path,
    empty: Path,
    weighed: Mapping[str, Question],
    questions: Mapping[str, Question] | None = None,
) -> Heard:
    often = case.seed % 5 == 0 and folder.name == "ours"
    with recorded(world, folder, empty, often=often, realm=case.realm) as place:
        first = int(folder.name == EARLIER)
        return hear(place, case, questions, weighed, first)


def hear(
    place: Recorded,
    case: Case,
    questions: Mapping[str, Question] | None,
    weighed: Mapping[str, Question],
    first: int = 0,
) -> Heard:
    """Ask what a case or some questions ask at its times, and some of one who sees everything."""
    addresses = tuple(mention_id(ID_KEY, key) for key in case.keys)
    asking = Asking(addresses, case.keys, place.store, 1_000 if case.deep else 3)
    told = []
    for number, at in enumerate(case.times[first:], first):
        table = case.table(number) if questions is None else case.answerable(questions)
        told.append(ask(place.desk.open(case.realm.viewer, **at), asking, table))
    return Heard(told, ask(place.all_seeing(), asking, weighed) if weighed else {})


def _differing(one: Answers, other: Answers) -> set[str]:
    return {name for name in one if one[name] != other[name]}


def _first_difference(ours: Heard, theirs: Heard, twin: str) -> str:
    """Of what both were asked: a twin that ends earlier is asked as of its end alone."""
    first = len(ours.told) - len(theirs.told)
    for number, (one, other) in enumerate(zip(ours.told[first:], theirs.told, strict=True), first):
        for name, answer in one.items():
            if answer != other[name]:
                return f"{name} at time {number} tells what is {twin}"
    return ""
