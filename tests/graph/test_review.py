"""The review queue: undecided pairs first, by what hangs on them, one for each pair of entities."""

from math import log2

import pytest
from changed_models import changed
from small_worlds import ALPHA, SmallWorld, Subject, Tie, address, key, person

from comity.graph.answers import Review
from comity.resolve import default_model

VIKTOR = {"given_name": "Viktor", "family_name": "Semchenko"}
VIC = {"given_name": "Vic", "family_name": "Semcenko", "sex": "m"}
ROBERT = {"given_name": "Robert", "family_name": "Okaforow"}
BOB = {"given_name": "Bob", "family_name": "Okavorow"}
LINE = Subject("l", "phone", {"phone_number": "+14155550101"})


def ends(found: Review) -> set[str]:
    """The two mentions of a row."""
    return {found.first, found.second}


def queue(world: SmallWorld, **asked: object) -> list[Review]:
    return world.view(ALPHA).review(**asked)  # type: ignore[arg-type]


@pytest.fixture
def open_pair(world: SmallWorld) -> SmallWorld:
    """Two records that may be one person's; a known phone is what proposes them."""
    crowd = [person(f"q{n}", given_name=f"Zoe{n}", family_name=f"Quist{n}") for n in range(5)]
    uses = [Tie(part, "l", "uses", "user") for part in ("p", *(c.part for c in crowd))]
    world.say("alpha", "x", person(**VIKTOR), LINE, *crowd, ties=uses)
    world.say("beta", "y", person(**VIC), LINE, ties=[Tie("p", "l", "uses", "user")])
    assert not {"alpha:x:p", "beta:y:p"} - {k for k, _ in world.view().clusters()}
    return world


def test_what_the_scores_leave_open_waits_with_its_figures(open_pair: SmallWorld) -> None:
    (row,) = queue(open_pair)
    assert ends(row) == {address("alpha", "x"), address("beta", "y")}
    assert {row.first_name, row.second_name} == {"Viktor Semchenko", "Vic Semcenko"}
    chance = 1 / (1 + 2**-row.mean)
    assert row.chance == pytest.approx(chance, abs=0.01)
    doubt = -(chance * log2(chance) + (1 - chance) * log2(1 - chance))
    assert row.gain == pytest.approx(doubt * row.stake, rel=0.02)
    assert row.stake == 2  # one mention and its one link


def test_the_best_match_of_two_entities_stands_for_all(open_pair: SmallWorld) -> None:
    born = {**VIKTOR, "birth_date": "1980-05-07"}
    open_pair.say("gamma", "z", person(**born))
    open_pair.say("gamma", "w", person(**born))
    rows = queue(open_pair)
    pairs = [frozenset((row.first_entity, row.second_entity)) for row in rows]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(("verdict", "waits"), [("different", 0), ("same", 0), ("unsure", 1)])
def test_what_a_person_decided_waits_no_more(
    open_pair: SmallWorld, verdict: str, waits: int
) -> None:
    ref = open_pair.judge(key("alpha", "x"), key("beta", "y"), verdict)  # type: ignore[arg-type]
    rows = queue(open_pair)
    assert len(rows) == waits
    assert [row.verdict for row in rows] == ["unsure"] * waits
    open_pair.withdraw(ref)
    assert len(queue(open_pair)) == 1


def test_a_different_between_any_two_of_their_mentions_settles_two_entities(
    open_pair: SmallWorld,
) -> None:
    open_pair.say("gamma", "z", person(**VIKTOR, state_id="S-1"))
    open_pair.say("gamma", "w", person(**VIKTOR, state_id="S-1"))
    told = {frozenset((row.first_entity, row.second_entity)) for row in queue(open_pair)}
    open_pair.judge(key("gamma", "z"), key("beta", "y"), "different")
    view = open_pair.view()
    gone = {view.entity(address("gamma", "z")), view.entity(address("beta", "y"))}
    pair = frozenset(entity.id for entity in gone if entity)
    assert pair not in {frozenset((r.first_entity, r.second_entity)) for r in view.review()}
    assert told


def test_two_of_one_record_never_wait(world: SmallWorld) -> None:
    twins = [person(part, **VIKTOR, birth_date="1980-05-07") for part in ("p", "q")]
    world.say("alpha", "x", *twins)
    assert queue(world) == []


def test_more_at_stake_comes_first(world: SmallWorld) -> None:
    crowd = [person(f"q{n}", given_name=f"Zoe{n}", family_name=f"Quist{n}") for n in range(5)]
    for number, links in enumerate((1, 4)):
        line = Subject("l", "phone", {"phone_number": f"+1415555020{number}"})
        cars = [Subject(f"c{n}", "vehicle", {"plate": f"KTR-{number}{n}21"}) for n in range(links)]
        uses = [Tie("p", thing, "uses", "user") for thing in ("l", *(c.part for c in cars))]
        one, other = ((VIKTOR, VIC), (ROBERT, BOB))[number]
        others = [Tie(c.part, "l", "uses", "user") for c in crowd]
        world.say("alpha", f"x{number}", person(**one), line, *cars, *crowd, ties=[*uses, *others])
        world.say("beta", f"y{number}", person(**other), line, *cars, ties=uses)
    rows = queue(world)
    second, first = (next(r for r in rows if ends(r) == pair(number)) for number in (0, 1))
    assert first.stake > second.stake
    assert rows.index(first) < rows.index(second)
    assert [row.gain for row in rows] == sorted((row.gain for row in rows), reverse=True)
    assert queue(world, limit=1) == rows[:1]


def pair(number: int) -> set[str]:
    """The two persons of one crowd."""
    return {address("alpha", f"x{number}"), address("beta", f"y{number}")}


def test_other_kinds_have_queues_of_their_own_and_unknown_ones_none(open_pair: SmallWorld) -> None:
    assert queue(open_pair, kind="phone") == []
    assert queue(open_pair, kind="dragon") == []


def test_hidden_mentions_weigh_nothing_in_the_queue(open_pair: SmallWorld) -> None:
    before = queue(open_pair)
    open_pair.say(
        "beta", "z", person(hidden=True, **VIC), LINE, ties=[Tie("p", "l", "uses", "user")]
    )
    assert queue(open_pair) == before


def test_the_queue_goes_by_the_model_in_force(world: SmallWorld) -> None:
    born = {"birth_date": "1980-05-07"}
    # Under the shipped model either two are one; the others say less of themselves.
    world.say("alpha", "x", person(**VIKTOR, **born))
    world.say("beta", "y", person(**VIKTOR, **born))
    world.say("alpha", "u", person(**ROBERT, birth_date="1991-11-30"))
    world.say("beta", "v", person(**ROBERT, birth_date="1991-11-28"))
    alike = {address("alpha", "x"), address("beta", "y")}
    assert alike not in [ends(row) for row in queue(world)]
    score = next(iter(world.view().matches(address("alpha", "x")))).score
    shipped = default_model().thresholds("person").same
    world.use(changed("as sure as not", bits=score - shipped + 0.1))
    first, *others = queue(world)
    assert ends(first) == alike
    assert first.chance == pytest.approx(1 / (1 + 2**0.1), abs=0.01)
    assert all(first.gain > row.gain for row in others)
    assert others
    world.use(changed("beyond doubt", bits=score - shipped + 90))
    assert queue(world) == []
    world.unuse("beyond doubt")
    assert [ends(row) for row in queue(world)] == [ends(first), *map(ends, others)]
