"""Why mentions are held to be the same, from what one view sees of them."""

from pathlib import Path

import pytest
from law.core import case_of
from law.recording import empty_ledger, recorded
from small_worlds import ALPHA, BETA, SmallWorld, Subject, address, closed, key, person

from comity.resolve import default_model

RELATIONS = {relation.name for relation in default_model().relations.of("person")}
NAME = {"given_name": "James", "family_name": "Smith"}
BORN = {**NAME, "birth_date": "1980-05-07"}


def test_a_score_is_its_prior_and_what_each_comparison_weighs(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(**BORN))
    why = world.view().why(address("alpha", "x"), address("beta", "y"))
    assert why.score == pytest.approx(why.prior + sum(line.weight for line in why.comparisons))
    assert (why.decision, why.verdict) == ("same", "")
    assert why.score >= why.threshold
    born = next(line for line in why.comparisons if line.name == "birth date")
    assert (born.level, born.left, born.right) == ("same", "1980-05-07", "1980-05-07")
    assert why.model == world.desk.open(ALPHA).why(why.first, why.second).model


def test_which_mention_is_asked_first_changes_only_the_sides(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(given_name="Jim", family_name="Smithe", birth_date="1980"))
    ends = address("alpha", "x"), address("beta", "y")
    ahead, behind = world.view().why(*ends), world.view().why(*ends[::-1])
    assert (ahead.score, ahead.decision) == (behind.score, behind.decision)
    assert [(c.left, c.right) for c in ahead.comparisons] == [
        (c.right, c.left) for c in behind.comparisons
    ]


@pytest.mark.parametrize("seed", [17, 37, 74])
def test_joints_explained_together_are_explained_as_one_by_one(tmp_path: Path, seed: int) -> None:
    case = case_of(seed)
    empty_ledger(tmp_path / "empty.db", case.realm)
    joints = []
    with recorded(case.world, tmp_path / "ours", tmp_path / "empty.db", realm=case.realm) as place:
        view = place.all_seeing()
        for entity in sorted({entity for _, entity in view.clusters()}):
            joints += view.matches(entity)
        assert joints == [view.why(joint.first, joint.second) for joint in joints]
    assert any(line.name in RELATIONS for joint in joints for line in joint.comparisons)


def test_hidden_claims_are_no_part_of_an_explanation(world: SmallWorld) -> None:
    world.say("beta", "x", person(**NAME, birth_date=closed("1980-05-07")))
    world.say("beta", "y", person(**NAME, birth_date=closed("1980-05-07")))
    ends = address("beta", "x"), address("beta", "y")
    mine, theirs = (world.view(who).why(*ends) for who in (ALPHA, BETA))
    assert "birth date" not in {line.name for line in mine.comparisons}
    assert "1980" not in str(mine)
    assert "birth date" in {line.name for line in theirs.comparisons}
    assert theirs.score > mine.score


def test_valid_time_does_not_change_an_explanation(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(**BORN))
    ends = address("alpha", "x"), address("beta", "y")
    assert world.view(valid_at=-(10**15)).why(*ends) == world.view().why(*ends)


def test_a_verdict_stands_beside_the_score_and_decides(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(**BORN))
    ends = address("alpha", "x"), address("beta", "y")
    scored = world.view().why(*ends).score
    world.judge(key("alpha", "x"), key("beta", "y"), "different")
    why = world.view().why(*ends)
    assert (why.verdict, why.decision, why.score) == ("different", "different", scored)


def test_there_is_nothing_to_explain_between_kinds_or_with_what_is_hidden(
    world: SmallWorld,
) -> None:
    world.say("beta", "x", person(**NAME), Subject("i", "incident", {"case_number": "1"}),
              person("h", hidden=True, **NAME))  # fmt: skip
    view, mine = world.view(), address("beta", "x")
    assert view.why(mine, address("beta", "x", "i")) is None
    assert view.why(mine, address("beta", "x", "h")) is None
    assert view.why(mine, "0" * 32) is None


def test_an_entity_is_explained_by_as_few_joints_as_hold_it_weakest_first(
    world: SmallWorld,
) -> None:
    for number, agency in enumerate(("alpha", "beta", "gamma")):
        world.say(agency, "r1", person(**BORN, **({"sex": "m"} if number else {})))
    joints = world.view().matches(address("alpha", "r1"))
    assert len(joints) == 2
    assert [joint.score for joint in joints] == sorted(joint.score for joint in joints)
    assert {end for joint in joints for end in (joint.first, joint.second)} == {
        address(agency, "r1") for agency in ("alpha", "beta", "gamma")
    }


def test_a_judged_joint_is_told_as_such(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**NAME))
    world.say("beta", "y", person(given_name="Maria", family_name="Lopez"))
    world.judge(key("alpha", "x"), key("beta", "y"), "same")
    (joint,) = world.view().matches(address("beta", "y"))
    assert (joint.verdict, joint.decision) == ("same", "same")


def test_what_stands_alone_has_no_joints(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**NAME), Subject("i", "arrest_warrant", {"name": "odd"}))
    assert world.view().matches(address("alpha", "x")) == []
    assert world.view().matches(address("alpha", "x", "i")) == []


def test_joints_through_a_hidden_mention_are_not_told(world: SmallWorld) -> None:
    for agency, hidden in (("alpha", False), ("beta", True), ("gamma", False)):
        world.say(agency, "r1", person(hidden=hidden, **BORN))
    (joint,) = world.view().matches(address("alpha", "r1"))
    assert {joint.first, joint.second} == {address("alpha", "r1"), address("gamma", "r1")}
