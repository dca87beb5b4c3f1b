"""Scores: exact sums, facts behind, what it were without each, and groups that change nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from cards import NOW, card_text, signed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_worlds import SmallWorld, Subject, Tie, address, person

from comity.analytics import (
    BadArgument,
    CardNotUsable,
    NotScored,
    UnknownEntity,
    fairness,
    score,
)
from comity.graph.words import Interval
from comity.sharing import Viewer

DAY = 86_400_000_000
SEXES = ("male", "female", "")


@pytest.fixture
def town(world: SmallWorld) -> SmallWorld:
    """A person with two friends, said by two agencies, one of whom keeps a third to itself."""
    ties = [Tie("p", "q", valid=Interval(1_700_000_000_000_000)), Tie("p", "r")]
    hidden = Tie("p", "s", closed=True)
    people = [person("p", sex="female", rank="captain"), *map(person, "qrs")]
    world.say("beta", "r1", *people, ties=[*ties, hidden])
    return world


def found(world: SmallWorld, part: str = "p", text: str = card_text()) -> object:
    """The score of one person of the first record."""
    return score(world.view(), signed(text), address("beta", "r1", part), NOW)


def test_a_score_says_what_adds_up_to_it(town: SmallWorld) -> None:
    told = score(town.view(), signed(), address("beta", "r1"), NOW)
    points = {each.factor: (each.value, each.points) for each in told.contributions}
    assert points["friends"] == (2, Decimal("1.0"))
    assert points["ranked"] == (1, Decimal("-0.75"))
    assert points["beside"] == (2, Decimal("0.250"))
    assert points["inner"] == (1, Decimal("0.3"))
    assert told.points == sum(each.points for each in told.contributions) + told.base
    assert {fact.origin.agency for each in told.contributions for fact in each.facts} == {"beta"}
    assert told.missing == ("waiting: 1 without a date do not count",
                            "sayers: 1 without a date do not count")  # fmt: skip


def test_without_a_fact_is_what_a_world_without_it_scores(town: SmallWorld, tmp_path: Path) -> None:
    told = score(town.view(), signed(), address("beta", "r1"), NOW)
    [rank] = next(each for each in told.contributions if each.factor == "ranked").facts
    without = {each.ref: each for each in told.without}
    assert len(without) == 3
    (tmp_path / "other").mkdir()
    with SmallWorld(tmp_path / "other") as other:
        tie = Tie("p", "q", valid=Interval(1_700_000_000_000_000))
        people = [person("p", sex="female"), *map(person, "qrs")]
        other.say("beta", "r1", *people, ties=[tie, Tie("p", "r")])
        plain = score(other.view(), signed(), address("beta", "r1"), NOW)
    assert without[rank.ref].score == plain.score
    assert without[rank.ref].score > told.score


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32), labels=st.lists(st.sampled_from(SEXES), min_size=5, max_size=5))
def test_points_add_up_exactly_and_no_group_label_changes_them(
    tmp_path_factory: pytest.TempPathFactory, seed: int, labels: list[str]
) -> None:
    plain = list(_scores(tmp_path_factory.mktemp("plain"), seed, [""] * 5))
    marked = list(_scores(tmp_path_factory.mktemp("marked"), seed, labels))
    assert plain == marked
    for points, contributions, base in plain:
        assert points == base + sum(contributions)


def _scores(
    folder: Path, seed: int, labels: list[str]
) -> Iterator[tuple[Decimal, list[Decimal], Decimal]]:
    """The scores of five persons with such sexes, of whom a seed says the same each time."""
    rng = Random(seed)
    parts = "pqrst"
    ties = [Tie(*rng.sample(parts, 2)) for _ in range(rng.randint(0, 8))]
    with SmallWorld(folder) as world:
        told = [{"rank": "captain"} if rng.random() < 0.5 else {} for _ in parts]
        marked = [{"sex": label} if label else {} for label in labels]
        each = zip(parts, told, marked, strict=True)
        world.say("beta", "r1", *(person(p, **one, **two) for p, one, two in each), ties=ties)
        view = world.view()
        for part in parts:
            got = score(view, signed(), address("beta", "r1", part), NOW)
            yield got.points, [one.points for one in got.contributions], got.base


def test_victims_and_their_links_do_not_count_and_are_never_scored(world: SmallWorld) -> None:
    incident = Subject("i", "incident", {"case_number": "24-1"})
    ties = [Tie("p", "q"), Tie("p", "i", "involved_in", "suspect"),
            Tie("q", "i", "involved_in", "victim"), Tie("v", "i", "involved_in", "victim"),
            Tie("q", "i", "involved_in", "suspect")]  # fmt: skip
    world.say("beta", "r1", person("p"), person("q"), person("v"), incident, ties=ties)
    with pytest.raises(NotScored, match="a bystander is never scored"):
        found(world, "v")
    with pytest.raises(NotScored, match="applies to person"):
        found(world, "i")
    told = score(world.view(), signed(), address("beta", "r1", "q"), NOW)
    links = {fact.ref: fact for each in told.contributions for fact in each.facts}
    assert {getattr(fact, "role", "") for fact in links.values()} == {"associate", "suspect"}


@pytest.mark.parametrize(
    ("viewer", "now", "why"),
    [
        ({}, datetime(2090, 6, 1, tzinfo=NOW.tzinfo), "until 2090-06-01"),
        ({}, datetime(2019, 1, 1, tzinfo=NOW.tzinfo), "from its sign-off"),
        ({"purpose": "licensing"}, NOW, "is for investigation, not licensing"),
        ({"role": "auditor"}, NOW, "is for the roles analyst, writer"),
    ],
)
def test_a_card_answers_in_its_time_for_its_purposes_and_roles_alone(
    town: SmallWorld, viewer: dict[str, str], now: datetime, why: str
) -> None:
    told = {"agency": "alpha", "role": "analyst", "purpose": "investigation"} | viewer
    view = town.view(Viewer(principal="a", justification="a test", **told))
    with pytest.raises(CardNotUsable, match=why):
        score(view, signed(), address("beta", "r1"), now)
    with pytest.raises(CardNotUsable, match=why):
        fairness(view, signed(), "sex", now)


def test_who_does_not_show_has_no_score(town: SmallWorld) -> None:
    with pytest.raises(UnknownEntity):
        score(town.view(), signed(), "0" * 32, NOW)


@pytest.fixture
def crowd(world: SmallWorld) -> SmallWorld:
    """Six men of whom four have a friend, six women of whom two have, two who are not recorded."""
    sexes = ["male"] * 6 + ["female"] * 6 + [""] * 2
    people = [person(f"p{n}", **({"sex": sex} if sex else {})) for n, sex in enumerate(sexes)]
    friends = [(0, 1), (2, 3), (6, 7)]
    world.say("beta", "r1", *people, ties=[Tie(f"p{a}", f"p{b}") for a, b in friends])
    return world


def test_a_table_of_fairness_counts_by_group_and_tells_nothing_of_small_ones(
    crowd: SmallWorld,
) -> None:
    told = [("low", 0, "Nothing is done."), ("high", 0.05, "A clerk reads it.")]
    bands = [
        dict(zip(("name", "at_least", "action"), row, strict=True), by="clerk") for row in told
    ]
    plan = {"groups": ["sex"], "selected_from": "high", "smallest_group": 5,
            "then": "The card is suspended."}  # fmt: skip
    card = signed(card_text(bands=bands, fairness=plan | {"smallest_group": 5}))
    frame = fairness(crowd.view(), card, "sex", NOW).set_index("group")
    # The only small group could be subtracted from all that show: the next is withheld with it.
    assert frame["count"].isna().to_dict() == {"female": True, "male": False, "not recorded": True}
    more = [person(f"m{n}") for n in range(3)]
    crowd.say("beta", "r2", *more)
    frame = fairness(crowd.view(), card, "sex", NOW).set_index("group")
    assert frame["count"].to_dict() == {"female": 6, "male": 6, "not recorded": 5}
    assert frame["selected"].to_dict() == {"female": 2, "male": 4, "not recorded": 0}
    assert frame["ratio"].to_dict() == {"female": 0.5, "male": 1.0, "not recorded": 0.0}
    assert frame["below_floor"].to_dict() == {"female": True, "male": False, "not recorded": True}
    with pytest.raises(BadArgument, match="one of sex"):
        fairness(crowd.view(), card, "birth_date", NOW)


def test_days_are_counted_at_the_views_own_time(town: SmallWorld) -> None:
    now = score(town.view(), signed(), address("beta", "r1"), NOW)
    day = 1_700_000_000_000_000 + int(timedelta(days=30) / timedelta(microseconds=1))
    then = score(town.view(valid_at=day), signed(), address("beta", "r1"), NOW)
    days = [next(c.value for c in s.contributions if c.factor == "waiting") for s in (now, then)]
    assert days[1] == 30
    assert days[0] > 300
