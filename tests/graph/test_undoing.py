"""Whatever was said and taken back, what is left answers as if only that had ever been said."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pytest
from small_worlds import ALPHA, SmallWorld, Subject, Tie, address, key, person

from comity.graph.view import View
from comity.graph.words import Verdict

NAMES = (("Robert", "Okafor"), ("Bob", "Okafor"), ("Maria", "Marchetti"))
BORN = ("1980-05-07", "1980-07-05", "")
VERDICTS: tuple[Verdict, ...] = ("same", "same", "different", "different", "unsure")
LINE = Subject("l", "phone", {"phone_number": "+14155550101"})
PERSONS = [(agency, record) for agency in ("alpha", "beta") for record in ("r1", "r2")]
End = tuple[str, str]
STEPS, HISTORIES = 12, 12


@dataclass(frozen=True)
class Said:
    """One record's person, who may use the known phone."""

    end: End
    name: tuple[str, str]
    born: str
    calls: bool


@dataclass(frozen=True)
class Judged:
    """One word on two of the persons."""

    first: End
    second: End
    verdict: Verdict
    hidden: bool


@dataclass
class History:
    """A random history of a world, and what is left of it."""

    world: SmallWorld
    rng: Random
    records: dict[End, Said] = field(default_factory=dict)
    judgements: dict[str, Judged] = field(default_factory=dict)

    def go_on(self) -> None:
        """One more thing that happens."""
        ways = (self.tell, self.judge, self.withdraw, self.unsay)
        self.rng.choices(ways, (3, 4, 4, 1))[0]()

    def tell(self, end: End | None = None) -> None:
        rng = self.rng
        said = Said(
            end or rng.choice(PERSONS), rng.choice(NAMES), rng.choice(BORN), rng.random() < 0.6
        )
        tell(self.world, said)
        # What is said again was said last.
        self.records.pop(said.end, None)
        self.records[said.end] = said

    def judge(self) -> None:
        first, second = self.rng.sample(PERSONS, 2)
        judged = Judged(first, second, self.rng.choice(VERDICTS), self.rng.random() < 0.3)
        self.judgements[judge(self.world, judged)] = judged

    def withdraw(self) -> None:
        if self.judgements:
            ref = self.rng.choice(list(self.judgements))
            self.world.withdraw(ref)
            del self.judgements[ref]

    def unsay(self) -> None:
        if self.records:
            end = self.rng.choice(list(self.records))
            self.world.unsay(*end)
            del self.records[end]


def tell(world: SmallWorld, said: Said) -> None:
    given_name, family_name = said.name
    born = {"birth_date": said.born} if said.born else {}
    who = person(given_name=given_name, family_name=family_name, **born)
    things = (who, LINE) if said.calls else (who,)
    world.say(*said.end, *things, ties=[Tie("p", "l", "uses", "user")] if said.calls else [])


def judge(world: SmallWorld, said: Judged) -> str:
    return world.judge(key(*said.first), key(*said.second), said.verdict, hidden=said.hidden)


def answers(view: View) -> Iterator[object]:
    """What a view says of everybody, less the moments at which it was recorded."""
    yield view.clusters()
    yield view.review()
    for end in PERSONS:
        entity = view.entity(address(*end))
        if entity is not None:
            yield entity.id, entity.name, entity.mentions, entity.possible, entity.disputed
        yield [replace(why, words=()) for why in view.matches(address(*end))]
        for other in PERSONS:
            why = view.why(address(*end), address(*other))
            yield why and replace(why, words=tuple(replace(w, at=0, ref="") for w in why.words))


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_a_history_answers_as_what_survives_of_it(tmp_path: Path, seed: int) -> None:
    for part in ("lived", "rebuilt"):
        (tmp_path / part).mkdir()
    with SmallWorld(tmp_path / "lived") as world:
        history = History(world, Random(seed))
        for end in PERSONS:
            history.tell(end)
        for step in range(STEPS):
            history.go_on()
            if step % 2:
                world.view()
        lived = list(answers(world.view(ALPHA)))
    with SmallWorld(tmp_path / "rebuilt") as again:
        for said in history.records.values():
            tell(again, said)
        for judged in history.judgements.values():
            judge(again, judged)
        assert lived == list(answers(again.view(ALPHA)))
