"""What an explanation says beside the sum: sources, what is missing, what brought two together."""

import pytest
from small_worlds import ALPHA, BETA, SmallWorld, Subject, Tie, address, closed, person

from comity.graph.answers import Comparison, Said, Why

NAME = {"given_name": "James", "family_name": "Smith"}
BORN = {**NAME, "birth_date": "1980-05-07"}
LINE = Subject("l", "phone", {"phone_number": "+14155550101"})
USES = Tie("p", "l", "uses", "user")


def explained(world: SmallWorld, *ends: tuple[str, str], **times: int) -> Why:
    """Why two persons of alpha's view are one, or not."""
    why = world.view(**times).why(*(address(*end) for end in ends))  # type: ignore[arg-type]
    assert why is not None
    return why


def line(why: Why, name: str) -> Comparison:
    """One line of an explanation."""
    return next(found for found in why.comparisons if found.name == name)


def test_each_value_is_told_in_its_records_words_with_its_source(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(given_name="JIM", family_name="Smith"))
    world.say_of("beta:y:p", "beta", "z", birth_date="1980-05-07")
    why = explained(world, ("alpha", "x"), ("beta", "y"))
    names, born = line(why, "given name"), line(why, "birth date")
    assert names.right_said == (Said("JIM", "beta", "beta", "y"),)
    assert born.left_said == (Said("1980-05-07", "alpha", "alpha", "x"),)
    assert born.right_said == (Said("1980-05-07", "beta", "beta", "z"),)


def test_sources_that_do_not_show_are_not_told(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(given_name="James", family_name=closed("Smith")))
    ends = address("alpha", "x"), address("beta", "y")
    assert "family name" not in {c.name for c in explained(world, ("alpha", "x"), ("beta", "y"))
                                 .comparisons}  # fmt: skip
    told = world.view(BETA).why(*ends)
    assert told is None or "Smith" in str(told)


def test_it_says_how_much_is_missing_and_all_thresholds(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(**BORN))
    world.say(
        "beta", "z", person(given_name="Jamie", family_name="Smythe", birth_date="1951-02-03")
    )
    near, far = (
        explained(world, ("alpha", "x"), ("beta", "y")),
        explained(world, ("alpha", "x"), ("beta", "z")),
    )
    assert near.possible < near.threshold < near.act
    assert far.act > near.act, "what speaks against two counts again before anybody acts"
    assert (near.missing, near.decision) == (0, "same")
    assert far.missing == pytest.approx(far.threshold - far.score)
    assert far.missing > 0


def test_a_pair_says_what_brought_it_together(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN), LINE, ties=[USES])
    world.say("beta", "y", person(**BORN))
    world.say("beta", "z", person(given_name="Jolanda", family_name="Sorg"), LINE, ties=[USES])
    world.say("gamma", "w", person(given_name="Maria", family_name="Lopez"))
    told = {end: explained(world, ("alpha", "x"), end).proposed
            for end in (("beta", "y"), ("beta", "z"), ("gamma", "w"))}  # fmt: skip
    assert list(told.values()) == ["key", "held alike", ""]


def test_why_not_is_answered_for_two_that_nothing_brings_together(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**NAME))
    world.say("beta", "y", person(given_name="Maria", family_name="Lopez"))
    why = explained(world, ("alpha", "x"), ("beta", "y"))
    assert (why.proposed, why.decision) == ("", "different")
    assert {c.name for c in why.comparisons} >= {"given name", "family name"}
    assert why.missing > -why.prior


def test_a_key_of_hidden_values_brings_nobody_together(world: SmallWorld) -> None:
    number = {"state_id": closed("S-4711")}
    world.say("beta", "x", person(given_name="Ann", **number))
    world.say("beta", "y", person(given_name="Zoe", **number))
    ends = address("beta", "x"), address("beta", "y")
    mine, theirs = (world.view(who).why(*ends) for who in (ALPHA, BETA))
    assert mine is not None
    assert theirs is not None
    assert (mine.proposed, theirs.proposed) == ("", "key")


def test_kinds_that_are_never_resolved_are_not_explained(world: SmallWorld) -> None:
    calls = [Subject(part, "call", {"started": "2024-01-01"}) for part in ("c", "d")]
    world.say("alpha", "x", *calls)
    assert world.view().why(address("alpha", "x", "c"), address("alpha", "x", "d")) is None


def test_the_model_and_the_relations_are_named(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(**BORN))
    why, index = explained(world, ("alpha", "x"), ("beta", "y")), world.view()._seen.index
    assert (why.model, why.relations) == (index.model.version, index.model.relations.version)
