"""Who is who in one view: worked out from what it sees, as if the rest had never been said."""

import pytest
from small_worlds import ALPHA, BETA, SmallWorld, Value, address, closed, key, person

from comity.graph.view import View
from comity.graph.words import Interval

NAME = {"given_name": "James", "family_name": "Smith"}
BORN = {**NAME, "birth_date": "1980-05-07"}


def groups(view: View) -> list[set[str]]:
    """The mentions of each entity, by key."""
    found: dict[str, set[str]] = {}
    for mention, entity in view.clusters():
        found.setdefault(entity, set()).add(mention)
    return sorted(found.values(), key=sorted)


def test_two_mentions_joined_only_through_a_hidden_one_are_two_entities(world: SmallWorld) -> None:
    world.say("beta", "x", person(**NAME, state_id="S-1"))
    world.say("beta", "h", person(hidden=True, **NAME, state_id="S-1", national_id="N-1"))
    world.say("beta", "y", person(**NAME, national_id="N-1"))
    x, h, y = (key("beta", record) for record in "xhy")
    assert groups(world.view(BETA)) == [{h, x, y}]
    assert groups(world.view(ALPHA)) == [{x}, {y}]
    assert world.view(ALPHA).entity(address("beta", "x")).possible == ()


def test_a_hidden_contradiction_parts_nobody_who_does_not_see_it(world: SmallWorld) -> None:
    world.say("beta", "x", person(**BORN, sex=closed("m"), state_id=closed("S-1")))
    world.say("beta", "y", person(**NAME, birth_date="1980", sex=closed("f"),
                                  state_id=closed("S-2")))  # fmt: skip
    assert len(groups(world.view(BETA))) == 2
    assert len(groups(world.view(ALPHA))) == 1


def test_a_pair_that_only_a_hidden_key_proposes_is_no_match(world: SmallWorld) -> None:
    world.say("beta", "x", person(**NAME, national_id=closed("N-1")))
    world.say("beta", "y", person(**NAME, national_id=closed("N-1")))
    assert len(groups(world.view(BETA))) == 1
    view = world.view(ALPHA)
    assert len(groups(view)) == 2
    assert view.entity(address("beta", "x")).possible == ()


def test_hidden_claims_neither_join_nor_lend_weight(world: SmallWorld) -> None:
    world.say("beta", "x", person(**BORN))
    veiled = {"birth_date": closed("1980-05-07"), "alias": closed("James Smith")}
    world.say("beta", "y", person(given_name="Ann", family_name="Jones", **veiled))
    assert len(groups(world.view(ALPHA))) == 2
    assert len(groups(world.view(BETA))) == 1


def test_identity_rests_on_what_is_known_whenever_it_holds_in_the_world(
    world: SmallWorld,
) -> None:
    then = Value("S-1", valid=Interval(10, 20))
    world.say("beta", "x", person(**NAME, state_id=then, sex=closed("m")))
    world.say("beta", "y", person(**NAME, state_id="S-1", sex=closed("m")))
    for valid_at in (9, 10, 20):
        assert len(groups(world.view(ALPHA, valid_at=valid_at))) == 1


def test_what_another_record_says_of_a_mention_counts(world: SmallWorld) -> None:
    world.say("beta", "x", person(**NAME))
    world.say("beta", "y", person(**NAME, state_id="S-1"))
    assert len(groups(world.view())) == 2
    world.say_of(key("beta", "x"), "beta", "z", state_id="S-1")
    assert len(groups(world.view())) == 1
    world.unsay("beta", "z")
    assert len(groups(world.view())) == 2


def test_what_a_record_once_said_no_longer_counts(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(**BORN))
    world.say("beta", "y", person(given_name="Maria", family_name="Lopez", birth_date="1991-01-01"))
    assert len(groups(world.view())) == 2


def test_participants_of_one_record_are_never_one(world: SmallWorld) -> None:
    world.say("beta", "r1", person("p", **BORN), person("q", **BORN))
    assert len(groups(world.view())) == 2
    assert world.view().entity(address("beta", "r1")).possible


def test_kinds_never_mix(world: SmallWorld) -> None:
    world.say("beta", "r1", person(name="Harbour Cars"))
    world.say("beta", "r2", person(name="Harbour Cars"))
    firm = person(name="Harbour Cars")
    world.say("alpha", "r3", type(firm)("p", "organisation", firm.values))
    assert {key("alpha", "r3")} in groups(world.view())


@pytest.mark.parametrize("hidden", [True, False])
def test_a_hidden_same_is_ignored_and_a_visible_one_heard(world: SmallWorld, hidden: bool) -> None:
    world.say("alpha", "x", person(**NAME))
    world.say("beta", "y", person(given_name="Maria", family_name="Lopez"))
    world.judge(key("alpha", "x"), key("beta", "y"), "same", hidden=hidden)
    assert len(groups(world.view(ALPHA))) == (2 if hidden else 1)


def test_different_is_heard_even_from_those_who_hide_why(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(**BORN))
    world.judge(key("alpha", "x"), key("beta", "y"), "different", hidden=True)
    view = world.view(ALPHA)
    assert len(groups(view)) == 2
    assert view.entity(address("alpha", "x")).possible == ()
    assert view.why(address("alpha", "x"), address("beta", "y")).verdict == "different"


def test_a_judgement_on_a_hidden_mention_is_not_heard(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**NAME))
    world.say("beta", "h", person(hidden=True, **NAME))
    before = world.view(ALPHA)
    world.judge(key("alpha", "x"), key("beta", "h"), "same")
    world.judge(key("alpha", "x"), "beta:nobody:p", "different")
    after = world.view(ALPHA)
    assert after.entity(address("alpha", "x")) == before.entity(address("alpha", "x"))
    assert after.standing().digest == before.standing().digest


def test_the_latest_visible_word_on_a_pair_holds(world: SmallWorld) -> None:
    world.say("beta", "x", person(**NAME))
    world.say("beta", "y", person(given_name="Maria", family_name="Lopez"))
    pair = key("beta", "x"), key("beta", "y")
    world.judge(*pair, "same")
    world.judge(*pair, "unsure", hidden=True)
    assert (len(groups(world.view(ALPHA))), len(groups(world.view(BETA)))) == (1, 2)
    world.judge(*pair[::-1], "different")
    assert len(groups(world.view(ALPHA))) == 2


def test_a_judgement_outranks_the_model_and_withdrawing_it_restores_the_answer(
    world: SmallWorld,
) -> None:
    world.say("alpha", "x", person(**BORN))
    world.say("beta", "y", person(**BORN))
    world.say("gamma", "z", person(given_name="Maria", family_name="Lopez"))
    ends = [address("alpha", "x"), address("beta", "y"), address("gamma", "z")]
    before = world.view()
    first = world.judge(key("alpha", "x"), key("beta", "y"), "different")
    second = world.judge(key("beta", "y"), key("gamma", "z"), "same")
    assert {key("beta", "y"), key("gamma", "z")} in groups(world.view())
    world.withdraw(first)
    world.withdraw(second)
    after = world.view()
    assert [after.entity(end) for end in ends] == [before.entity(end) for end in ends]
    assert [after.matches(end) for end in ends] == [before.matches(end) for end in ends]
    assert after.standing().digest == before.standing().digest


def test_a_withdrawn_judgement_still_holds_in_what_was_known_then(world: SmallWorld) -> None:
    world.say("alpha", "x", person(**NAME))
    world.say("beta", "y", person(given_name="Maria", family_name="Lopez"))
    ref = world.judge(key("alpha", "x"), key("beta", "y"), "same")
    judged = world.ledger.head()[1]
    world.withdraw(ref)
    assert len(groups(world.view())) == 2
    assert len(groups(world.view(known_at=judged))) == 1
    assert len(groups(world.view(known_at=judged - 1))) == 2


def test_people_can_part_what_stands_between_two_others(world: SmallWorld) -> None:
    for record in "xyz":
        world.say("beta", record, person(**BORN))
    x, y, z = (key("beta", record) for record in "xyz")
    world.judge(x, z, "different")
    assert len(groups(world.view())) == 2
    assert {x, z} not in [group & {x, z} for group in groups(world.view())]
    assert any(y in group and len(group) == 2 for group in groups(world.view()))
