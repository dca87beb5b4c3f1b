"""What an answer rests on: every fact behind it that shows, whenever it holds, and no other."""

import pytest
from changed_models import changed
from small_worlds import SmallWorld, Tie, Value, address, closed, key, label_of, person

from comity.graph.words import Interval, Judgement
from comity.sharing import Label, Permit, Release, Terms

NAME = {"given_name": "James", "family_name": "Smith", "birth_date": "1980-05-07"}
ALPHA, BETA = label_of("alpha"), label_of("beta")
CLAUSE = Permit("between-three", 1, "1")


def labels(world: SmallWorld, *addresses: str, **times: int) -> set[Label]:
    return {label for label, _ in world.view(**times).resting_on(addresses)}


def test_an_entity_rests_on_the_labels_of_its_mentions_claims_and_links(world: SmallWorld) -> None:
    world.say("alpha", "a", person(**NAME))
    world.say("beta", "b", person(**NAME), person("q", given_name="Ann"), ties=[Tie("p", "q")])
    whole = world.view().resting_on([address("alpha", "a")])
    assert dict(whole) == {ALPHA: Permit("own records", 0, ""), BETA: CLAUSE}
    assert labels(world, address("beta", "b", "q")) == {BETA}
    assert labels(world) == set()
    assert {label for label, _ in world.view().resting_on()} == {label for label, _ in whole}


def test_hidden_claims_links_and_mentions_are_not_among_it(world: SmallWorld) -> None:
    world.say("alpha", "a", person(**NAME))
    world.say("beta", "b", person(phone_number=closed("+14155550101"), **NAME),
              person("q", hidden=True, **NAME), ties=[Tie("p", "q", closed=True)])  # fmt: skip
    assert labels(world, address("alpha", "a")) == {ALPHA, BETA}
    assert labels(world, address("beta", "b", "q")) == set()


def test_what_holds_at_another_time_counts_for_who_is_who_rests_on_it(world: SmallWorld) -> None:
    world.say("alpha", "a", person(**NAME))
    past = Value("+14155550101", valid=Interval(0, 1))
    world.say("beta", "b", person(phone_number=past, **NAME))
    assert BETA in labels(world, address("alpha", "a"), valid_at=1_000)


@pytest.mark.parametrize(("hidden", "rests"), [(False, True), (True, False)])
def test_a_word_of_somebody_counts_where_it_is_known_who_said_it(
    world: SmallWorld, hidden: bool, rests: bool
) -> None:
    world.say("alpha", "a", person(**NAME))
    world.say("alpha", "b", person(given_name="Ann", family_name="Orlov"))
    label = Label("gamma", "closed" if hidden else "open", "TLP:AMBER")
    ends = key("alpha", "a"), key("alpha", "b")
    world._tick()
    world.ledger.judge(Judgement(*ends, "different", "a.judge", "two people", label))
    for address_ in (address("alpha", "a"), address("alpha", "b")):
        assert (label in labels(world, address_)) == rests


def test_without_what_may_not_go_entities_part_as_if_it_had_never_been_recorded(
    world: SmallWorld,
) -> None:
    bridge = {"phone_number": "+14155550101", "email": "jim@example.org"}
    world.say("alpha", "a", person(**NAME))
    world.say("beta", "b", person(**NAME, **bridge))
    joined = world.view().entity(address("alpha", "a"))
    assert joined is not None and len(joined.mentions) == 2  # noqa: PT018 - for the types alone
    ask = {CLAUSE: Terms("ask", "ask", verify_first=False)}
    going = world.view().going_to(Release("a prosecutor"), ask)
    alone = going.entity(address("alpha", "a"))
    assert alone is not None
    assert {fact.origin.agency for fact in alone.facts} == {"alpha"}
    assert going.entity(address("beta", "b")) is None
    assert going.standing().agreements == ()
    approved = Release("a prosecutor", frozenset(["beta"]))
    assert world.view().going_to(approved, ask).entity(address("beta", "b")) == joined


def test_the_labels_that_the_model_was_trained_on_are_behind_every_answer(
    world: SmallWorld,
) -> None:
    world.say("alpha", "a", person(**NAME))
    assert labels(world, address("alpha", "a")) == {ALPHA}
    world.use(changed("trained", bits=1.0, labels=[BETA]))
    assert labels(world, address("alpha", "a")) == {ALPHA, BETA}
    assert {label for label, _ in world.view().resting_on()} == {ALPHA, BETA}
    assert labels(world) == set()
